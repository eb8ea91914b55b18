package operation

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
	"motoconsole/internal/journal/journaltest"
	"motoconsole/internal/payment/option"
	"motoconsole/internal/payment/paymenttest"
	"motoconsole/internal/payment/servertest"
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
	disk      journal.Store       // for the judges
	memory    *journaltest.Memory // the same, unless it is on a server
	server    *servertest.World
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

func newMoneyWorld(server *servertest.World, seed uint64, m moneyMutant) *moneyWorld {
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
	w.keep(server)
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

// moneyOutcome is what came of one run.
type moneyOutcome struct {
	violations []string
	trace      string
	sum        *moneySum
}

// simulateMoney runs one seed.
func simulateMoney(t *testing.T, seed uint64, m moneyMutant, trace bool) moneyOutcome {
	t.Helper()
	return simulateMoneyOn(t, nil, seed, m, trace)
}

// simulateMoneyOn runs one seed with its journal on a server, or in memory for nil.
func simulateMoneyOn(t *testing.T, server *servertest.World, seed uint64, m moneyMutant, trace bool) (out moneyOutcome) {
	t.Helper()
	synctest.Test(t, func(*testing.T) {
		w := newMoneyWorld(server, seed, m)
		if trace {
			w.trace = &strings.Builder{}
		}
		w.run()
		out = moneyOutcome{violations: w.violations, sum: w.sum()}
		if trace {
			out.trace = w.trace.String()
		}
		if server != nil {
			server.End()
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
	if w.server != nil {
		w.stopped.Go(w.shake)
	}
	time.Sleep(40 * time.Minute)
	w.faulty.Store(false)
	if w.server != nil {
		w.server.SetRight()
	}
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
	if w.server != nil {
		for _, wrong := range w.server.Verify() {
			w.violated("the journal is not as it was written: %s", wrong)
		}
		time.Sleep(2 * time.Hour) // a process that has died does not know that its journal is closed to it
	}
	time.Sleep(15 * time.Minute) // what was left in the background ends
}

// revive starts the console of a desk again when it died.
func (w *moneyWorld) revive(desk int) {
	for life := 1; ; life++ {
		select {
		case <-w.over:
			return
		case <-w.last[desk].dead:
		}
		time.Sleep(20*time.Second + time.Duration(desk)*777*time.Millisecond)
		next := w.start(desk, life)
		if next == nil {
			continue // the last one is dead still
		}
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
