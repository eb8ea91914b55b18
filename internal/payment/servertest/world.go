package servertest

import (
	"context"
	"fmt"
	"math/rand/v2"
	"runtime"
	"sync"
	"testing"
	"time"

	"motoconsole/internal/journal/pgtest"
	"motoconsole/internal/journal/sqljournal"
	"motoconsole/internal/journal/sqljournal/postgres"
)

// Farm is servers. One seed at a time has each.
type Farm struct {
	// Small is whether a server has a small disk of its own, which can be filled.
	Small bool

	idle chan *pgtest.Keeper
}

// NewFarm starts as many servers as seeds run at a time. They end with the test.
func NewFarm(t *testing.T, seeds uint64) *Farm {
	t.Helper()
	n := int(min(seeds, uint64(runtime.GOMAXPROCS(0)))) //nolint:gosec // as few as processors
	f := &Farm{idle: make(chan *pgtest.Keeper, n)}
	for range n {
		server, why := pgtest.OnSmallDisk(t, "96m", "fsync=off", "full_page_writes=off", "max_wal_size=8MB", "min_wal_size=2MB", "autovacuum=off")
		if f.Small = why == nil; why != nil {
			t.Logf("the server's disk is never full: %v", why)
		}
		f.idle <- server.Keep(t)
	}
	return f
}

// Plan is what a seed decides of a server before anything happens.
type Plan struct {
	Seed  uint64
	Names []string // of the journals
	// HostClock lends leases by the clocks of the hosts, as no server does: a mutant.
	HostClock bool
}

// World is a server in one simulation.
type World struct {
	// SetsClock is a seed in which the server's clock is set.
	SetsClock bool
	// Log tells what happens. Later does something when a time has passed, or sooner, once
	// nothing goes wrong any more. Begin sets them.
	Log   func(format string, args ...any)
	Later func(after time.Duration, do func())
	// Happened is how often each Blow struck.
	Happened [Blows]int

	keeper   *pgtest.Keeper
	small    bool
	at       []postgres.Server
	troubles *pgtest.Troubles
	judges   []*Judge
	books    []*Book

	mu  sync.Mutex
	ill bool // something is wrong with the server that takes a while
}

// With runs a seed on a server that is idle, as a test of its own.
func (f *Farm) With(t *testing.T, plan Plan, run func(*testing.T, *World)) {
	t.Helper()
	keeper := <-f.idle
	defer func() { f.idle <- keeper }()
	t.Run(fmt.Sprint("seed ", plan.Seed), func(t *testing.T) {
		w := &World{keeper: keeper, small: f.Small, SetsClock: rand.New(rand.NewPCG(plan.Seed, 3)).IntN(3) == 0} //nolint:gosec // repeatable, not secret
		for _, name := range plan.Names {
			at := keeper.Journal(t, time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)) // when a bubble begins
			at.Pool = 2
			keeper.Do(t, keeper.Clocks(at, plan.HostClock), "ALTER TABLE "+at.Schema+".identity DISABLE TRIGGER USER",
				"UPDATE "+at.Schema+".identity SET name = '"+name+"'", "ALTER TABLE "+at.Schema+".identity ENABLE TRIGGER USER")
			w.at = append(w.at, at)
		}
		run(t, w)
	})
}

// Begin is called in the bubble, before anything else.
func (w *World) Begin(log func(format string, args ...any), later func(after time.Duration, do func())) {
	w.troubles, w.Log, w.Later = w.keeper.Trouble(), log, later
}

// End lets go of the server, at the end of the bubble.
func (w *World) End() {
	for _, b := range w.books {
		_ = b.Close()
	}
	for _, j := range w.judges {
		_ = j.Close()
	}
}

// connect opens a journal by a line.
func (w *World) connect(journal int, line *pgtest.Line, now func() time.Time) (*sqljournal.Store, error) {
	at := w.at[journal]
	at.Dial, line.World = line.Dial, w.troubles
	return sqljournal.Open(context.Background(), sqljournal.Options{Server: &at, Now: now, Host: "host"})
}

// SetRight sets the server's clock right. What lasts a while ends by itself.
func (w *World) SetRight() { w.troubles.SetClock(0) }

// Verify is what is wrong with the journals' chains, in words.
func (w *World) Verify() (wrong []string) {
	for _, j := range w.judges {
		report, err := j.Verify(context.Background())
		if err != nil {
			wrong = append(wrong, err.Error())
		}
		for _, p := range report.Problems {
			wrong = append(wrong, p.Text)
		}
	}
	return wrong
}

// must is for what has to work in a test, and cannot be reported from a bubble.
func must(err error) {
	if err != nil {
		panic(err)
	}
}
