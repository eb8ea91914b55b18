package operation

import (
	"context"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"motoconsole/internal/effort"
	"motoconsole/internal/journal"
	"motoconsole/internal/journal/journaltest"
	"motoconsole/internal/payment/paymenttest"
	"motoconsole/internal/payment/servertest"
)

// The simulation of money that is given back, with its journal on a PostgreSQL server.

// TestServerSimulationOfMoney is TestSimulationOfMoney with the journal on a server to which
// things happen. `make simpg` runs many seeds.
func TestServerSimulationOfMoney(t *testing.T) {
	t.Parallel()
	seeds := *paymenttest.Seeds
	if seeds == 0 {
		seeds = uint64(effort.Of(8, 1)) //nolint:gosec // positive
	}
	if *paymenttest.Seed != 0 {
		seeds = 1
	}
	farm := servertest.NewFarm(t, seeds)
	began := time.Now()
	var mu sync.Mutex
	var sum moneySum
	var blown servertest.Sum
	paymenttest.InParallel(t, seeds, func(t *testing.T, seed uint64) bool {
		if seed += *paymenttest.After; *paymenttest.Seed != 0 {
			seed = *paymenttest.Seed
		}
		var out moneyOutcome
		farm.With(t, servertest.Plan{Seed: seed, Names: []string{"M0"}}, func(t *testing.T, server *servertest.World) {
			out = simulateMoneyOn(t, server, seed, moneyMutant{}, true)
			mu.Lock()
			defer mu.Unlock()
			blown.Add(server.Happened)
		})
		sum.add(out.sum)
		if *paymenttest.Seed != 0 {
			t.Log("\n" + out.trace)
		}
		if len(out.violations) > 0 {
			t.Errorf("%s\n%v\nreplay: go test ./internal/payment/operation -run 'TestServerSimulationOfMoney$' -seed %d -v", out.trace, out.violations, seed)
		}
		return len(out.violations) == 0
	})
	t.Log(sum.String(time.Since(began)) + "\n" + blown.String())
	if missing := blown.Missing(farm.Small); len(missing) > 0 && seeds >= 100 {
		t.Errorf("these never happened to the server: %q", missing)
	}
}

// moneyBook is the journal as one process has it. A crash ends that.
type moneyBook interface {
	journal.Store
	Crash()
}

// keep makes the journal, in memory unless there is a server.
func (w *moneyWorld) keep(server *servertest.World) {
	if w.server = server; server == nil {
		w.memory = journaltest.NewMemory(func() time.Time { return time.Now().UTC() })
		w.memory.SetIdentity("M0", w.began)
		w.disk = w.memory
		return
	}
	server.Begin(func(format string, args ...any) { w.log("server", format, args...) }, func(after time.Duration, do func()) { time.AfterFunc(after, do) })
	w.disk = server.Judge(0)
}

// open is the journal as a process finds it, if it can be reached.
func (w *moneyWorld) open(p *moneyProcess, now func() time.Time) (moneyBook, error) {
	if w.server != nil {
		b, err := w.server.Open(0, now, p.die)
		if err != nil {
			return nil, err
		}
		return moneyServed{b, p}, nil
	}
	m := w.memory.Reopen()
	m.BeforeSync, m.AfterSync = p.fails, p.fails
	return m, nil
}

// fails is what goes wrong at a sync in memory.
func (p *moneyProcess) fails(op string) error {
	w := p.world
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

// moneyServed is a journal on a server, where something happens at some writes.
type moneyServed struct {
	*servertest.Book
	p *moneyProcess
}

func (s moneyServed) meets(op string) {
	w := s.p.world
	if !w.faulty.Load() {
		return
	}
	dice := (moneyLine{s.p}).dice(op)
	what := servertest.None
	switch n := dice.Float64(); {
	case n < w.crashRate:
		what = servertest.DiesBefore
	case n < 2*w.crashRate:
		what = servertest.DiesAfter
	case n < 2*w.crashRate+0.03:
		what = servertest.Before(dice)
	case n < 2*w.crashRate+0.1:
		what = servertest.Unsure(dice)
	}
	s.Meets(what, time.Duration(dice.IntN(40))*time.Second)
}

// Intent implements journal.Store.
func (s moneyServed) Intent(ctx context.Context, e journal.Entry, owner string, until time.Time) error {
	s.meets("intent " + e.SentReference)
	return s.Book.Intent(ctx, e, owner, until)
}

// Record implements journal.Store.
func (s moneyServed) Record(ctx context.Context, id string, c journal.Change) (journal.Entry, error) {
	s.meets(c.Step + id)
	return s.Book.Record(ctx, id, c)
}

// Claim implements journal.Store.
func (s moneyServed) Claim(ctx context.Context, id, owner string, now, until time.Time) (journal.Entry, bool, error) {
	s.meets("claim " + id)
	return s.Book.Claim(ctx, id, owner, now, until)
}

// shake is what happens to the server, whatever the desks do.
func (w *moneyWorld) shake() {
	dice := rand.New(rand.NewPCG(w.seed, 11)) //nolint:gosec // repeatable, not secret
	for {
		time.Sleep(time.Duration(dice.IntN(180_000_000)) * time.Microsecond)
		if w.ended() {
			return
		}
		if end := w.server.Ail(dice); end != nil {
			time.Sleep(time.Duration(dice.IntN(70_000_000)) * time.Microsecond)
			end()
		}
	}
}
