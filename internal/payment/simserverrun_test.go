package payment

import (
	"context"
	"fmt"
	"runtime"
	"sync"
	"testing"
	"time"

	"motoconsole/internal/effort"
	"motoconsole/internal/journal/pgtest"
	"motoconsole/internal/payment/paymenttest"
)

// TestServerSimulation is TestSimulation with the journals on a PostgreSQL server, which dies,
// stands still, is parted from one process, has a full disk and a clock that is set. `make
// simpg` runs many seeds.
func TestServerSimulation(t *testing.T) {
	t.Parallel()
	seeds := *paymenttest.Seeds
	if seeds == 0 {
		seeds = uint64(effort.Of(24, 2)) //nolint:gosec // positive
	}
	if *paymenttest.Seed != 0 {
		seeds = 1
	}
	farm := newServerFarm(t)
	began := time.Now()
	var sum simSum
	var blown blowSum
	paymenttest.InParallel(t, seeds, func(t *testing.T, seed uint64) bool {
		if seed += *paymenttest.After; *paymenttest.Seed != 0 {
			seed = *paymenttest.Seed
		}
		out := farm.simulate(t, seed, mutant{}, true)
		sum.add(out)
		farm.mu.Lock()
		blown.add(out.blown)
		farm.mu.Unlock()
		if *paymenttest.Seed != 0 {
			t.Log("\n" + out.trace)
		}
		if len(out.violations) > 0 {
			t.Errorf("%s\n%v\nreplay: go test ./internal/payment -run 'TestServerSimulation$' -seed %d -v", out.trace, out.violations, seed)
		}
		return len(out.violations) == 0
	})
	t.Log(sum.String(time.Since(began)) + "\n" + blown.String() + "\n" + sum.strikes.String())
	if missing := blown.missing(farm.small); len(missing) > 0 && seeds >= 100 {
		t.Errorf("these never happened to the server: %q", missing)
	}
}

// serverFarm is servers, each of which one seed has at a time.
type serverFarm struct {
	idle  chan *pgtest.Keeper
	small bool
	mu    sync.Mutex
}

func newServerFarm(t *testing.T) *serverFarm {
	t.Helper()
	n := runtime.GOMAXPROCS(0)
	f := &serverFarm{idle: make(chan *pgtest.Keeper, n)}
	for range n {
		server, why := pgtest.OnSmallDisk(t, "96m", "fsync=off", "full_page_writes=off", "max_wal_size=8MB", "min_wal_size=2MB", "autovacuum=off")
		if f.small = why == nil; why != nil {
			t.Logf("the server's disk is never full: %v", why)
		}
		f.idle <- server.Keep(t)
	}
	return f
}

// simulate runs one seed on a server that is idle.
func (f *serverFarm) simulate(t *testing.T, seed uint64, m mutant, trace bool) (out simOutcome) {
	t.Helper()
	keeper := <-f.idle
	defer func() { f.idle <- keeper }()
	t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
		server := newSimServer(t, keeper, f.small, seed, m)
		out = simulateOn(t, server, seed, m, trace)
		out.blown = server.blown
	})
	return out
}

// verifies judges that the chain of a journal is whole.
func (v *simServer) verifies() {
	for _, j := range v.judges {
		report, err := j.Verify(context.Background())
		if err != nil {
			v.violated("I7", "the journal cannot be verified: %v", err)
		}
		for _, p := range report.Problems {
			v.violated("I7", "the journal is not as it was written: %s", p.Text)
		}
	}
}
