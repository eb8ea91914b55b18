package app

import (
	"context"
	"errors"
	"reflect"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/payment"
	"motoconsole/internal/payment/operation"
	"motoconsole/internal/rights"
	"motoconsole/ui"
	"motoconsole/ui/kit"
)

// opened waits until a session learns the result of the opening.
func (c *console) opened(t *testing.T) {
	t.Helper()
	for late := time.After(patient); ; {
		select {
		case msg := <-c.heard:
			if o, ok := msg.(ui.OpenedMsg); ok {
				if o.Problem != "" {
					t.Errorf("the opening came to %+v", o)
				}
				return
			}
		case <-late:
			t.Fatal("the opening has no end")
		}
	}
}

// TestOneUnknownOutcomeForAll: an answer is lost at one of three consoles of a process.
// The process asks about it once, and all three learn the outcome once.
func TestOneUnknownOutcomeForAll(t *testing.T) {
	t.Parallel()
	f := newFloor(t)
	asked := &fragile{Querier: f.client}
	f.resolver.Gateway = asked
	priya, omar, lena := f.console(t, "priya"), f.console(t, "omar"), f.console(t, "lena")
	f.Start()
	priya.opened(t)
	a := priya.take(t, "FAULT-lost-A17")
	if a.State != payment.InDoubt {
		t.Fatalf("%v %v %q", a.State, a.Outcome, a.Problem)
	}
	all := []*console{priya, omar, lena}
	for _, c := range all {
		c.hears(t, a.ID, gateway.OutcomeApproved)
	}
	if now := f.look(t, a.ID); now.Outcome != gateway.OutcomeApproved || now.Agent != "priya" {
		t.Errorf("the journal has %v, by %s", now.Outcome, now.Agent)
	}
	if auths, queries := f.bank.Arrived("AUTH"), asked.queries.Load(); auths != 1 || queries != 1 {
		t.Errorf("%d AUTHs and %d queries arrived", auths, queries)
	}
	// A console of another process that finds the outcome brings no news.
	f.news.Publish(f.look(t, a.ID))
	b := omar.take(t, "FAULT-lost-B18")
	for _, c := range all {
		c.hears(t, b.ID, gateway.OutcomeApproved)
		if n := c.told(a.ID); n > 0 {
			t.Errorf("it is told %d times more", n)
		}
	}
}

// TestNewsOfOthers: an agent who may not see the payments of others gets no news of
// them.
func TestNewsOfOthers(t *testing.T) {
	t.Parallel()
	f := newFloor(t)
	table := rights.NewTable([]rights.Role{{Name: "agent", Rights: rights.Least()}, {Name: "lead", Rights: rights.All()}},
		[]rights.Agent{{Name: "priya", Role: "agent"}, {Name: "omar", Role: "agent"}, {Name: "lena", Role: "lead"}}, true)
	desk := func(name string) *console { return f.consoleOf(t, Agent{Name: name, Grant: table.Grant(name)}) }
	priya, omar, lena := desk("priya"), desk("omar"), desk("lena")
	f.Start()
	priya.opened(t)
	a := priya.take(t, "FAULT-lost-A17")
	lena.hears(t, a.ID, gateway.OutcomeApproved)
	priya.hears(t, a.ID, gateway.OutcomeApproved)
	b := omar.take(t, "FAULT-lost-B18") // news comes in order
	lena.hears(t, b.ID, gateway.OutcomeApproved)
	for own := false; !own; {
		select {
		case msg := <-omar.heard:
			if s, ok := msg.(kit.ResolvedMsg); ok {
				own = s.Attempt.ID == b.ID
				if !own {
					t.Errorf("omar is told of a payment of %s", s.Attempt.Agent)
				}
			}
		case <-time.After(patient):
			t.Fatal("omar hears nothing")
		}
	}
}

// TestAnotherProcess: an attempt that another process settles reaches the sessions of
// this one through the watcher.
func TestAnotherProcess(t *testing.T) {
	t.Parallel()
	f := newFloor(t)
	f.fault(t, "hide.10m:AUTH") // no query finds it
	priya, omar := f.console(t, "priya"), f.console(t, "omar")
	f.Start()
	priya.opened(t)
	a := priya.take(t, "FAULT-lost-A17")
	f.watched(t, omar)
	other, err := Open(t.Context(), Options{Settings: f.settings, Mode: gateway.ModeSandbox, Version: "test"})
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	deadline := time.Now().Add(patient) // while the resolver asks, a supervisor has to wait
	for {
		_, err = other.Resolver().RuleOn(t.Context(), rights.Everything(), a.SentReference, gateway.OutcomeApproved, "J. Doe", "the bank says so")
		if err == nil || time.Now().After(deadline) {
			break
		}
	}
	if err != nil {
		t.Fatal(err)
	}
	priya.hears(t, a.ID, gateway.OutcomeApproved)
	omar.hears(t, a.ID, gateway.OutcomeApproved)
}

// watched waits until the watcher has seen the unresolved attempts.
func (f *floor) watched(t *testing.T, c *console) {
	t.Helper()
	for late := time.After(patient); ; {
		select {
		case msg := <-c.heard:
			if _, ok := msg.(kit.LookMsg); ok {
				return
			}
		case <-late:
			t.Fatal("the watcher does not look at the journal")
		}
	}
}

// running is how the methods of a type begin in a goroutine's stack.
func running(pointer any) string {
	t := reflect.TypeOf(pointer).Elem()
	return t.PkgPath() + ".(*" + t.Name() + ")"
}

// ours counts the goroutines that run our code. Bubble Tea's do not count: its waiting
// commands end when their time has come, here 90 seconds.
func ours() (n int, dump string) {
	text := make([]byte, 1<<20)
	dump = string(text[:runtime.Stack(text, true)])
	rooms := []string{
		running((*Session)(nil)), running((*payment.Processor)(nil)), running((*operation.Service)(nil)),
		reflect.TypeOf(ui.Root{}).PkgPath() + ".",
	}
	for _, g := range strings.Split(dump, "\n\n") {
		for _, room := range rooms {
			if strings.Contains(g, room) {
				n++
				break
			}
		}
	}
	return n, dump
}

// TestASessionThatEnds: a session that ends leaves no goroutine and no subscription,
// and the others go on.
func TestASessionThatEnds(t *testing.T) {
	f := newFloor(t)
	stays := f.console(t, "omar")
	f.Start()
	stays.opened(t)
	comesAndGoes := func() {
		c := f.console(t, "priya")
		if a := c.take(t, "A17"+c.processor.Owner[len(c.processor.Owner)-6:]); a.Outcome == gateway.OutcomeUnknown {
			t.Errorf("%v %q", a.Outcome, a.Problem)
		}
		c.leave(t)
	}
	comesAndGoes() // by then all goroutines of the remaining session have begun
	before, _ := ours()
	for range 3 {
		comesAndGoes()
	}
	after, dump := 0, ""
	for end := time.Now().Add(patient); time.Now().Before(end); runtime.Gosched() {
		if after, dump = ours(); after <= before {
			break
		}
	}
	if after > before {
		t.Errorf("%d goroutines, %d before:\n%s", after, before, dump)
	}
	if n := len(f.notices.subs); n != 1 {
		t.Errorf("%d sessions are told", n)
	}
	a := stays.take(t, "FAULT-lost-B18")
	stays.hears(t, a.ID, gateway.OutcomeApproved)
}

// TestAPageThatPanics ends its session and no other, and the charge that was on
// its way has an outcome when the session is closed.
func TestAPageThatPanics(t *testing.T) {
	t.Parallel()
	f := newFloor(t)
	priya, omar := f.console(t, "priya"), f.console(t, "omar")
	f.Start()
	omar.opened(t)
	a := priya.processor.Begin(charge("FAULT-late.1s-A17"))
	priya.processor.Charge(a, card())
	priya.program.Send(panicsMsg{})
	if err := priya.end(t); !errors.Is(err, ErrPanicked) {
		t.Errorf("it ended with %v", err)
	}
	priya.Close()
	if now := f.look(t, a.ID); now.Outcome != gateway.OutcomeApproved {
		t.Errorf("the charge is %v %v", now.State, now.Outcome)
	}
	if said := f.said.String(); strings.Contains(said, "411111") || !strings.Contains(said, "agent=priya") || !strings.Contains(said, "session=") {
		t.Errorf("the log says %s", said)
	}
	b := omar.take(t, "FAULT-lost-B18")
	omar.hears(t, b.ID, gateway.OutcomeApproved)
}

// fragile is a gateway that panics at queries about one attempt.
type fragile struct {
	payment.Querier

	about   string // the beginning of its order reference; "" for none
	queries atomic.Int32
}

func (f *fragile) Query(ctx context.Context, q gateway.Query) (gateway.QueryResult, error) {
	f.queries.Add(1)
	for _, order := range q.OrderReferences {
		if f.about != "" && strings.HasPrefix(order, f.about) {
			panic(errors.New("4111111111111111"))
		}
	}
	return f.Querier.Query(ctx, q)
}

// TestAWorkerThatPanics: the attempt it was asking about stays in doubt, and the others
// are resolved.
func TestAWorkerThatPanics(t *testing.T) {
	t.Parallel()
	f := newFloor(t)
	f.resolver.Gateway = &fragile{Querier: f.client, about: "FAULT-lost-A17"}
	priya, omar := f.console(t, "priya"), f.console(t, "omar")
	f.Start()
	priya.opened(t)
	a := priya.take(t, "FAULT-lost-A17")
	second := omar.take(t, "FAULT-lost-B18")
	omar.hears(t, second.ID, gateway.OutcomeApproved)
	priya.hears(t, second.ID, gateway.OutcomeApproved)
	if now := f.look(t, a.ID); now.State != payment.InDoubt {
		t.Errorf("what the worker broke on is %v %v", now.State, now.Outcome)
	}
	if said := f.said.String(); strings.Contains(said, "411111") {
		t.Errorf("the log says %s", said)
	}
}

// TestBackgroundRunsAgain: background work starts again after a panic.
func TestBackgroundRunsAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, stop := context.WithCancel(t.Context())
		p := &Process{ctx: ctx, stop: stop}
		runs := 0
		p.background("a test", func(context.Context) {
			if runs++; runs < 3 {
				panic("4111111111111111")
			}
		})
		p.under.Wait()
		if runs != 3 {
			t.Errorf("it ran %d times", runs)
		}
		p.background("a test", func(context.Context) { panic("again") })
		stop()
		p.under.Wait()
	})
}
