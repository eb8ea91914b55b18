package operation

import (
	"context"
	"fmt"
	"sync"
	"time"

	"motoconsole/internal/clock"
	"motoconsole/internal/journal"
	"motoconsole/internal/payment"
	"motoconsole/internal/payment/doubt"
	"motoconsole/internal/payment/paymenttest"
	"motoconsole/internal/payment/resolve"
	"motoconsole/internal/payment/terms"
	"motoconsole/internal/rights"
)

// moneyProcess is one life of a console.
type moneyProcess struct {
	world      *moneyWorld
	name       string
	memory     moneyBook
	operations *Service
	dead       chan struct{}
	once       sync.Once
	stop       context.CancelFunc
	resolver   sync.WaitGroup
}

// start starts a console. It is nil where the journal cannot be opened.
func (w *moneyWorld) start(desk, life int) *moneyProcess {
	name := fmt.Sprintf("desk%d.%d", desk, life)
	p := &moneyProcess{
		world: w, name: name, dead: make(chan struct{}),
	}
	// No two consoles ask in the same instant, so a seed decides everything.
	skew := time.Duration(13_007*desk+101_003*life) * time.Microsecond
	clocks := clock.Clocks{
		Now:    func() time.Time { return time.Now().UTC().Add(skew) },
		Steady: func() clock.Reading { return clock.Reading{Boot: "boot", At: time.Since(w.began)} },
	}
	var err error
	if p.memory, err = w.open(p, clocks.Now); err != nil {
		w.log(name, "cannot start: %v", err)
		return nil
	}
	var line Gateway = moneyLine{p}
	var query payment.Querier = moneyLine{p}
	var store, resolverStore journal.Store = p.memory, p.memory
	rule := payment.DefaultRule()
	rule.Sending = doubt.SendingTime(moneyDeadline)
	if m := w.mutant; m.line != nil {
		line = m.line(line)
	}
	if m := w.mutant; m.query != nil {
		query = m.query(query)
	}
	if m := w.mutant; m.store != nil {
		store = m.store(store)
	}
	if m := w.mutant; m.engine != nil {
		resolverStore, store = m.engine(resolverStore), m.engine(store)
	}
	resolver := resolve.New(resolve.Options{Gateway: query, Store: resolverStore, Rule: rule, Owner: name, Clocks: clocks})
	suffix := 0
	var processor *payment.Processor
	processor, err = payment.New(payment.Options{
		Operator: payment.Operator{Agent: fmt.Sprintf("agent %d", desk), Grant: rights.Everything()},
		Place:    payment.Place{Site: simSite, Offer: terms.Offer{Series: true}},
		Line: payment.Line{
			Gateway: line, Queries: query, SignIn: &payment.SignIn{Gateway: paymenttest.SignsIn{}}, Deadline: moneyDeadline, Patience: 15 * time.Second,
		},
		Records:  payment.Records{Store: store, Owner: name, Host: "host"},
		Watchers: payment.Watchers{Resolver: resolver},
		Clocks:   clocks,
		Suffix:   func() string { suffix++; return fmt.Sprintf("M0%d%d%02d", desk, life%10, suffix%100) },
	})
	if err != nil {
		panic(err)
	}
	p.operations = New(processor, line, w.limits)
	ctx, stop := context.WithCancel(context.Background())
	p.stop = stop
	p.resolver.Go(func() {
		p.sleep(2*skew + time.Millisecond)
		resolver.Run(ctx)
	})
	w.log(name, "starts")
	return p
}

func (p *moneyProcess) die(why string) {
	p.once.Do(func() {
		if why != "" {
			p.world.log(p.name, "DIES %s", why)
			p.world.mu.Lock()
			p.world.crashes++
			p.world.mu.Unlock()
		}
		close(p.dead)
		p.memory.Crash()
		p.stop()
	})
}

func (p *moneyProcess) isDead() bool {
	select {
	case <-p.dead:
		return true
	default:
		return false
	}
}

// sleep reports false when the process died first.
func (p *moneyProcess) sleep(d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return !p.isDead()
	case <-p.dead:
		return false
	}
}

// sending is the row of the update that this process is about to send.
func (p *moneyProcess) sending(parent string, want journal.Target) (journal.Entry, bool) {
	entries, _ := p.world.disk.ByTransaction(context.Background(), parent)
	for _, e := range entries {
		if e.State == journal.Open && e.RequestType() == journal.TypeUpdate && e.Target == want && e.Agent == p.operations.Sender.Agent {
			return e, true
		}
	}
	return journal.Entry{}, false
}
