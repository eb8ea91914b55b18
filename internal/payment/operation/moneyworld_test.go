package operation

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/clock"
	"motoconsole/internal/journal"
	"motoconsole/internal/journal/journaltest"
	"motoconsole/internal/payment"
	"motoconsole/internal/payment/doubt"
	"motoconsole/internal/payment/option"
	"motoconsole/internal/payment/paymenttest"
	"motoconsole/internal/payment/resolve"
	"motoconsole/internal/payment/terms"
	"motoconsole/internal/rights"
)

// moneyDeadline is the client's.
const moneyDeadline = 30 * time.Second

// moneyWorld is several desks on one journal that give money back, a bank, and
// the portal.
type moneyWorld struct {
	seed      uint64
	mutant    moneyMutant
	began     time.Time
	bank      *moneyBank
	disk      *journaltest.Memory
	faultRate float64
	queryRate float64
	crashRate float64
	maxBook   time.Duration
	lag       struct{ refund, payout, update, repeat time.Duration } // each kind of record by its own time
	limits    option.Limits
	desks     int
	faulty    atomic.Bool
	over      chan struct{}
	under     sync.WaitGroup // what the bank is at
	stopped   sync.WaitGroup // agents and the portal
	people    []*moneyAgent
	last      []*moneyProcess

	mu         sync.Mutex
	trace      *strings.Builder
	violations []string
	crashes    int
}

func newMoneyWorld(seed uint64, m moneyMutant) *moneyWorld {
	d := rand.New(rand.NewPCG(seed, 7)) //nolint:gosec // repeatable, not secret
	w := &moneyWorld{
		seed: seed, mutant: m, began: time.Now(), over: make(chan struct{}), desks: 2 + d.IntN(3),
		faultRate: 0.1 + 0.5*d.Float64(), queryRate: 0.3 * d.Float64(), crashRate: 0.03 * d.Float64(),
		maxBook: time.Duration(1+d.IntN(60)) * time.Second,
		bank:    &moneyBank{cap: d.IntN(2) == 0, number: 100},
	}
	upTo := func(most int) time.Duration { return time.Duration(d.IntN(most)+1) * time.Second }
	w.lag.refund, w.lag.payout, w.lag.update, w.lag.repeat = upTo(200), upTo(200), upTo(200), upTo(200)
	w.limits = option.Limits{Refunds: true, Payouts: true}
	if d.IntN(2) == 0 {
		w.limits.MaxRefund = paymenttest.Pounds(5000)
	}
	if d.IntN(2) == 0 {
		w.limits.MaxAgentDay = paymenttest.Pounds(6000)
	}
	pre := rand.New(rand.NewPCG(seed, 9)) //nolint:gosec // as d
	for i := range 1 + d.IntN(3) {
		p := &moneyPayment{reference: fmt.Sprintf("1-2-%d", i+1), order: fmt.Sprintf("A%d", i+1), last4: fmt.Sprintf("%04d", 1111+i), asked: []int64{10000, 10000, 3000}[d.IntN(3)], begins: "0"}
		switch d.IntN(4) {
		case 0, 1: // it is settled from the beginning
			p.settledAt = w.began
		case 2: // it is, a while later
			p.settledAt = w.began.Add(time.Duration(60+d.IntN(20*60)) * time.Second)
		default:
			p.begins = []string{"0", "2"}[d.IntN(2)]
		}
		if pre.IntN(2) == 0 && p.settledAt.After(w.began) || p.settledAt.IsZero() {
			p.method = string(gateway.AuthPre)
		}
		w.bank.payments = append(w.bank.payments, p)
	}
	if m.world != nil {
		m.world(w)
	}
	w.disk = journaltest.NewMemory(func() time.Time { return time.Now().UTC() })
	w.disk.SetIdentity("M0", w.began)
	w.faulty.Store(true)
	return w
}

func (w *moneyWorld) log(who, format string, args ...any) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.trace != nil {
		fmt.Fprintf(w.trace, "%12v %-8s %s\n", time.Since(w.began).Round(time.Millisecond), who, fmt.Sprintf(format, args...))
	}
}

func (w *moneyWorld) violated(format string, args ...any) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.violations = append(w.violations, fmt.Sprintf(format, args...))
}

// moneyProcess is one life of a console.
type moneyProcess struct {
	world      *moneyWorld
	name       string
	memory     *journaltest.Memory
	operations *Service
	dead       chan struct{}
	once       sync.Once
	stop       context.CancelFunc
	resolver   sync.WaitGroup
}

func (w *moneyWorld) start(desk, life int) *moneyProcess {
	name := fmt.Sprintf("desk%d.%d", desk, life)
	p := &moneyProcess{
		world: w, name: name, memory: w.disk.Reopen(), dead: make(chan struct{}),
	}
	fails := func(op string) error {
		if !w.faulty.Load() {
			return nil
		}
		switch n := (moneyLine{p}).dice(op).Float64(); {
		case n < w.crashRate:
			p.die("at " + op)
		case n < w.crashRate+0.02:
			return errDisk
		}
		return nil
	}
	p.memory.BeforeSync, p.memory.AfterSync = fails, fails
	// No two consoles ask in the same instant, so a seed decides everything.
	skew := time.Duration(13_007*desk+101_003*life) * time.Microsecond
	clocks := clock.Clocks{
		Now:    func() time.Time { return time.Now().UTC().Add(skew) },
		Steady: func() clock.Reading { return clock.Reading{Boot: "boot", At: time.Since(w.began)} },
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
	processor, err := payment.New(payment.Options{
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

// moneyOutcome is what came of one run.
type moneyOutcome struct {
	violations []string
	trace      string
	sum        *moneySum
}

// simulateMoney runs one seed.
func simulateMoney(t *testing.T, seed uint64, m moneyMutant, trace bool) (out moneyOutcome) {
	t.Helper()
	synctest.Test(t, func(*testing.T) {
		w := newMoneyWorld(seed, m)
		if trace {
			w.trace = &strings.Builder{}
		}
		w.run()
		out = moneyOutcome{violations: w.violations, sum: w.sum()}
		if trace {
			out.trace = w.trace.String()
		}
	})
	return out
}

// run is an hour of a shop in which everything goes wrong, a time in which
// nothing does and everything has to become known, and the reckoning.
func (w *moneyWorld) run() {
	for i := range w.desks { // one sits at each
		a := &moneyAgent{world: w, desk: i, dice: rand.New(rand.NewPCG(w.seed, uint64(1000+i))), number: i} //nolint:gosec // repeatable
		w.people = append(w.people, a)
	}
	w.last = make([]*moneyProcess, w.desks)
	for i := range w.desks {
		w.last[i] = w.start(i, 0)
		w.stopped.Go(func() { w.revive(i) })
	}
	for _, a := range w.people {
		w.stopped.Go(a.work)
	}
	w.stopped.Go(w.portal)
	time.Sleep(40 * time.Minute)
	w.faulty.Store(false)
	w.log("world", "nothing goes wrong any more")
	time.Sleep(50 * time.Minute)
	close(w.over)
	w.stopped.Wait()
	w.under.Wait()
	for _, p := range w.last {
		p.die("")
		p.resolver.Wait()
	}
	w.judge()
	time.Sleep(15 * time.Minute) // what was left in the background ends
}

// revive starts the console of a desk anew when it died.
func (w *moneyWorld) revive(desk int) {
	for life := 1; ; life++ {
		select {
		case <-w.over:
			return
		case <-w.last[desk].dead:
		}
		time.Sleep(20*time.Second + time.Duration(desk)*777*time.Millisecond)
		next := w.start(desk, life)
		w.mu.Lock()
		w.last[desk] = next
		w.mu.Unlock()
	}
}

// console is the console of a desk as it is now.
func (w *moneyWorld) console(desk int) *moneyProcess {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.last[desk]
}

func (w *moneyWorld) ended() bool {
	select {
	case <-w.over:
		return true
	default:
		return !w.faulty.Load()
	}
}
