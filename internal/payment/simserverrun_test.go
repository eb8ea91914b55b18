package payment

import (
	"sync"
	"testing"
	"time"

	"motoconsole/internal/effort"
	"motoconsole/internal/payment/paymenttest"
	"motoconsole/internal/payment/servertest"
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
	farm := servertest.NewFarm(t, seeds)
	began := time.Now()
	var mu sync.Mutex
	var sum simSum
	var blown servertest.Sum
	paymenttest.InParallel(t, seeds, func(t *testing.T, seed uint64) bool {
		if seed += *paymenttest.After; *paymenttest.Seed != 0 {
			seed = *paymenttest.Seed
		}
		out := simulateServed(t, farm, seed, mutant{}, true)
		sum.add(out)
		mu.Lock()
		blown.Add(out.blown)
		mu.Unlock()
		if *paymenttest.Seed != 0 {
			t.Log("\n" + out.trace)
		}
		if len(out.violations) > 0 {
			t.Errorf("%s\n%v\nreplay: go test ./internal/payment -run 'TestServerSimulation$' -seed %d -v", out.trace, out.violations, seed)
		}
		return len(out.violations) == 0
	})
	t.Log(sum.String(time.Since(began)) + "\n" + blown.String() + "\n" + sum.strikes.String())
	if missing := blown.Missing(farm.Small); len(missing) > 0 && seeds >= 100 {
		t.Errorf("these never happened to the server: %q", missing)
	}
}

// simulateServed runs one seed on a server.
func simulateServed(t *testing.T, farm *servertest.Farm, seed uint64, m mutant, trace bool) (out simOutcome) {
	t.Helper()
	plan := servertest.Plan{Seed: seed, Names: []string{"M0"}, HostClock: m.hostClock}
	if newWorld(seed).second {
		plan.Names = append(plan.Names, "N0")
	}
	farm.With(t, plan, func(t *testing.T, server *servertest.World) {
		out = simulateOn(t, server, seed, m, trace)
		out.blown = server.Happened
	})
	return out
}
