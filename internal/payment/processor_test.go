package payment

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
	"motoconsole/internal/journal/journaltest"
	"motoconsole/internal/orderref"
	"motoconsole/internal/payment/doubt"
	"motoconsole/internal/payment/paymenttest"
	"motoconsole/internal/payment/resolve"
	"motoconsole/internal/rights"
)

// bench is a desk with a journal, a bank and a clock.
type bench struct {
	*Processor
	bank  *paymenttest.Bank
	clock *paymenttest.Clock
	store *journaltest.Memory
}

func newBench(t *testing.T, answer func(gateway.AuthRequest) (gateway.AuthResult, error)) *bench {
	t.Helper()
	c := &paymenttest.Clock{Time: time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)}
	b := &paymenttest.Bank{Answer: answer}
	store := journaltest.NewMemory(c.Now)
	resolver := resolve.New(resolve.Options{Gateway: b, Store: store, Rule: DefaultRule(), Owner: "desk 1", Clocks: c.Clocks()})
	processor := mustNew(t, Options{
		Operator: Operator{Agent: "priya", Grant: rights.Everything()},
		Place:    Place{Site: "test_site"},
		Line:     Line{Gateway: b, Queries: b, SignIn: &SignIn{Gateway: paymenttest.SignsIn{}}, Deadline: time.Minute, Patience: doubt.DefaultPatience},
		Records:  Records{Store: store, Owner: "desk 1", Host: "host"},
		Watchers: Watchers{Resolver: resolver},
		Clocks:   c.Clocks(),
	})
	return &bench{Processor: processor, bank: b, clock: c, store: store}
}

// mustNew makes a processor.
func mustNew(t testing.TB, o Options) *Processor {
	t.Helper()
	d, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// telling is a publisher that calls a function at once.
type telling func(Attempt)

// Publish implements Publisher.
func (f telling) Publish(a Attempt) { f(a) }

func (f telling) Hear(e journal.Entry) { f(AttemptOf(e)) }

func charge() Charge {
	return Charge{OrderReference: "A17", Amount: paymenttest.Pounds(1050), Brand: gateway.Visa, First6: "411111", Last4: "1111"}
}

func (b *bench) take(c Charge) Attempt { return <-b.Charge(b.Begin(c), paymenttest.Card()) }

func (b *bench) entry(t *testing.T, id string) journal.Entry {
	t.Helper()
	e, err := b.store.Get(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func TestChargeRecordsIntentAndOutcome(t *testing.T) {
	b := newBench(t, paymenttest.Approve)
	intended := false
	b.bank.Answer = func(r gateway.AuthRequest) (gateway.AuthResult, error) {
		found, err := b.store.Recent(t.Context(), "priya", 1)
		intended = err == nil && len(found) == 1 && found[0].State == journal.Open && found[0].SentReference == r.OrderReference
		return paymenttest.Approve(r)
	}
	c := paymenttest.Card()
	a := b.Begin(charge())
	done := <-b.Charge(a, c)
	if !intended {
		t.Error("the intent was not in the journal when the request was made")
	}
	e := b.entry(t, a.ID)
	if done.Outcome != gateway.OutcomeApproved || e.State != journal.Known || e.Outcome != gateway.OutcomeApproved || e.TransactionReference != "1-2-3" {
		t.Errorf("%v, %+v", done.Outcome, e)
	}
	if r := b.bank.Requests[0]; r.OrderReference != a.SentReference || r.OperatorName != "priya" || r.Amount != a.Charge.Amount {
		t.Errorf("%+v", r)
	}
	if c.Number.Len() != 0 {
		t.Error("the card was not wiped")
	}
}

func TestNothingIsSentThatIsNotRecorded(t *testing.T) {
	b := newBench(t, paymenttest.Approve)
	b.store.BeforeSync = func(string) error { return errors.New("disk full") }
	c := paymenttest.Card()
	done := <-b.Charge(b.Begin(charge()), c)
	if b.bank.Sent() != 0 || done.Outcome != gateway.OutcomeNotSent || !strings.Contains(done.Problem, "could not be recorded") {
		t.Errorf("%d sent, %v %q", b.bank.Sent(), done.Outcome, done.Problem)
	}
	if c.Number.Len() != 0 {
		t.Error("the card was not wiped")
	}
}

// TestOnlyAChargeIsCharged: an attempt at anything else sends nothing, whatever it has.
func TestOnlyAChargeIsCharged(t *testing.T) {
	for _, o := range []journal.Operation{journal.OpRefund, journal.OpPayout, journal.OpRepeat, journal.OpRaise, journal.OpCancel, journal.OpUpdate, "gift", ""} {
		b := newBench(t, paymenttest.Approve)
		a, c := b.Begin(charge()), paymenttest.Card()
		a.Operation = o
		done := <-b.Charge(a, c)
		if b.bank.Sent() != 0 || done.Outcome != gateway.OutcomeNotSent || done.Problem == "" || c.Number.Len() != 0 {
			t.Errorf("%q: %d sent, %v %q", o, b.bank.Sent(), done.Outcome, done.Problem)
		}
	}
}

func TestAnAttemptIsChargedOnce(t *testing.T) {
	b := newBench(t, paymenttest.Approve)
	a := b.Begin(charge())
	<-b.Charge(a, paymenttest.Card())
	again := paymenttest.Card()
	if _, ok := <-b.Charge(a, again); ok || b.bank.Sent() != 1 || again.Number.Len() != 0 {
		t.Errorf("%d sent, %d digits left", b.bank.Sent(), again.Number.Len())
	}
}

func TestDrainWaitsAndStopsCharges(t *testing.T) {
	synctest.Test(t, drainWaitsAndStopsCharges)
}

func drainWaitsAndStopsCharges(t *testing.T) {
	b := newBench(t, paymenttest.Approve)
	b.bank.Gate = make(chan struct{})
	a := b.Begin(charge())
	b.Charge(a, paymenttest.Card()) // the channel is never read
	drained := make(chan struct{})
	go func() { b.Drain(); close(drained) }()
	synctest.Wait()
	select {
	case <-drained:
		t.Fatal("Drain did not wait")
	default:
	}
	if _, ok := <-b.Charge(b.Begin(charge()), paymenttest.Card()); ok {
		t.Error("a charge began while draining")
	}
	close(b.bank.Gate)
	<-drained
	if e := b.entry(t, a.ID); e.Outcome != gateway.OutcomeApproved {
		t.Errorf("%+v", e)
	}
}

func TestALostAnswerIsInDoubt(t *testing.T) {
	b := newBench(t, paymenttest.Lost)
	a := b.take(charge())
	e := b.entry(t, a.ID)
	if a.State != InDoubt || a.Outcome != gateway.OutcomeUnknown || e.State != journal.InDoubt || e.NextCheckAt.IsZero() {
		t.Errorf("%v %v, %+v", a.State, a.Outcome, e)
	}
	if open, err := b.Unresolved(t.Context(), 10); err != nil || len(open) != 1 {
		t.Errorf("%v %v", open, err)
	}
}

// TestALateAnswerSettles: the agent is told after the patience, and the answer
// that comes after it still counts.
func TestALateAnswerSettles(t *testing.T) {
	synctest.Test(t, aLateAnswerSettles)
}

func aLateAnswerSettles(t *testing.T) {
	b := newBench(t, paymenttest.Approve)
	b.bank.Gate = make(chan struct{})
	settled := make(chan Attempt, 1)
	b.News = telling(func(a Attempt) { settled <- a })
	a := b.take(charge())
	if a.State != InDoubt {
		t.Fatalf("%v", a.State)
	}
	close(b.bank.Gate)
	if late := <-settled; late.Outcome != gateway.OutcomeApproved {
		t.Errorf("%v", late.Outcome)
	}
	e := b.entry(t, a.ID)
	if e.Outcome != gateway.OutcomeApproved || e.Resolution != journal.ResolvedLateAnswer || e.TransactionReference != "1-2-3" {
		t.Errorf("%+v", e)
	}
}

// TestRivalsDoNotBothSend: two desks passed the guard together. The attempt
// that was written first is sent, regardless of the clocks.
func TestRivalsDoNotBothSend(t *testing.T) {
	for _, earlier := range []bool{true, false} {
		b := newBench(t, paymenttest.Approve)
		first := b.Begin(charge())
		b.clock.Wait(time.Second)
		second := b.Begin(charge())
		other, mine := first, second
		if !earlier { // it began later and was written first
			other, mine = second, first
		}
		if err := b.store.Intent(t.Context(), other.Entry("other"), "desk 2", b.clock.Now().Add(time.Minute)); err != nil {
			t.Fatal(err)
		}
		done := <-b.Charge(mine, paymenttest.Card())
		if b.bank.Sent() != 0 || done.Outcome != gateway.OutcomeNotSent || !strings.Contains(done.Problem, "another desk") {
			t.Errorf("%d sent, %v %q", b.bank.Sent(), done.Outcome, done.Problem)
		}
	}
}

// TestASleeperDoesNotSend: after a long pause the lease may be over.
func TestASleeperDoesNotSend(t *testing.T) {
	b := newBench(t, paymenttest.Approve)
	b.store.AfterSync = func(string) error { b.clock.Wait(time.Minute); return nil }
	done := <-b.Charge(b.Begin(charge()), paymenttest.Card())
	if b.bank.Sent() != 0 || done.Outcome != gateway.OutcomeNotSent {
		t.Errorf("%d sent, %v", b.bank.Sent(), done.Outcome)
	}
}

func TestSentReference(t *testing.T) {
	for own, want := range map[string]string{
		"A17":                      "A17-7K3M2P",
		"INVOICE-2026-00000000412": "INVOICE-2026-00000-7K3M2P",
		"éèéèéèéèéèéèéèéèéèéè": "éèéèéèéèéèéèéèéèéè-7K3M2P",
	} {
		if got := orderref.Sent(own, "7K3M2P"); got != want || len([]rune(got)) > gateway.MaxOrderReference {
			t.Errorf("%s: %s", own, got)
		}
	}
	seen := map[string]bool{}
	for range 1000 {
		s := randomSuffix()
		if len(s) != randomLength {
			t.Fatalf("suffix %q", s)
		}
		seen[s] = true
	}
}

func TestGuard(t *testing.T) {
	kinds := func(w []Warning) (k []WarningKind) {
		for _, x := range w {
			k = append(k, x.Kind)
		}
		return k
	}
	check := func(t *testing.T, b *bench, c Charge, want ...WarningKind) {
		t.Helper()
		w, err := b.Guard(t.Context(), c)
		if err != nil {
			t.Fatal(err)
		}
		if got := kinds(w); len(got) != len(want) || len(got) > 0 && got[0] != want[0] {
			t.Errorf("%v, want %v", got, want)
		}
	}
	decline := func(advice string) func(gateway.AuthRequest) (gateway.AuthResult, error) {
		return func(gateway.AuthRequest) (gateway.AuthResult, error) {
			return gateway.AuthResult{Outcome: gateway.OutcomeDeclined, Record: gateway.Record{ErrorCode: "70000", AcquirerAdviceCode: advice}}, nil
		}
	}
	other := charge()
	other.OrderReference = "B1"
	t.Run("nothing before", func(t *testing.T) { check(t, newBench(t, paymenttest.Approve), charge()) })
	t.Run("same card and amount", func(t *testing.T) {
		b := newBench(t, paymenttest.Approve)
		b.take(charge())
		check(t, b, other, SameTaken)
		b.clock.Wait(16 * time.Minute)
		check(t, b, other)
	})
	t.Run("same order", func(t *testing.T) {
		b := newBench(t, paymenttest.Approve)
		b.take(charge())
		b.clock.Wait(time.Hour)
		c := charge()
		c.Last4 = "2222"
		check(t, b, c, OrderTaken)
	})
	t.Run("in doubt bars", func(t *testing.T) {
		b := newBench(t, paymenttest.Lost)
		b.take(charge())
		b.clock.Wait(time.Hour)
		check(t, b, other, SameInDoubt)
		if w, _ := b.Guard(t.Context(), other); !w[0].Bars() {
			t.Error("an attempt in doubt does not bar its card and amount")
		}
		c := other
		c.Amount = paymenttest.Pounds(1051)
		check(t, b, c)
		c.OrderReference = charge().OrderReference
		check(t, b, c, OrderInDoubt)
		check(t, b, charge(), OrderInDoubt) // with the same card and amount as well: no other may pay it
	})
	t.Run("declined too often", func(t *testing.T) {
		b := newBench(t, decline(""))
		for range DefaultDeclines {
			check(t, b, charge())
			b.take(charge())
		}
		check(t, b, charge(), TooManyTimes)
		b.clock.Wait(2 * time.Hour)
		check(t, b, charge())
	})
	t.Run("advice", func(t *testing.T) {
		for code, final := range map[string]bool{"4": true, "8": true, "2": false, "": false} {
			b := newBench(t, decline(code))
			b.take(charge())
			if final {
				check(t, b, other, DoNotRetry)
			} else {
				check(t, b, other)
			}
		}
	})
	t.Run("no journal", func(t *testing.T) {
		b := newBench(t, paymenttest.Approve)
		b.Store = unreadable{b.store}
		if _, err := b.Guard(t.Context(), charge()); err == nil {
			t.Error("the guard lets a charge through without having looked")
		}
		if done := b.take(charge()); b.bank.Sent() != 0 || done.Outcome != gateway.OutcomeNotSent {
			t.Errorf("%d sent, %v", b.bank.Sent(), done.Outcome)
		}
	})
}

// unreadable is a journal that can be written but not searched.
type unreadable struct{ journal.Store }

func (unreadable) Similar(context.Context, string, string, string, gateway.Money, time.Time) ([]journal.Entry, error) {
	return nil, errors.New("disk error")
}
