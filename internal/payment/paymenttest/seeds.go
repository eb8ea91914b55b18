package paymenttest

import (
	"flag"
	"fmt"
	"runtime"
	"sync/atomic"
	"testing"
)

// InParallel runs seeds 1 to n on all cores, until one says stop.
func InParallel(t *testing.T, n uint64, run func(*testing.T, uint64) bool) {
	t.Helper()
	var next, stopped atomic.Uint64
	t.Run("seeds", func(t *testing.T) {
		for i := range runtime.GOMAXPROCS(0) {
			t.Run(fmt.Sprint(i), func(t *testing.T) {
				t.Parallel()
				for seed := next.Add(1); seed <= n && stopped.Load() == 0; seed = next.Add(1) {
					if !run(t, seed) {
						stopped.Store(1)
					}
				}
			})
		}
	})
}

// QuickSeeds is how many seeds a test runs by default.
func QuickSeeds(t *testing.T) uint64 {
	t.Helper()
	n := uint64(2000)
	switch {
	case RaceEnabled && testing.Short():
		n = 20
	case RaceEnabled:
		n = 50
	case testing.Short():
		n = 500
	}
	t.Logf("%d seeds", n)
	return n
}

// The command-line flags of simulations.
var (
	Seeds = flag.Uint64("seeds", 0, "how many seeds a simulation runs; 0 means a number that is quick")
	After = flag.Uint64("after", 0, "the seed after which a simulation begins")
	Seed  = flag.Uint64("seed", 0, "the one seed a simulation runs, with its trace; 0 means many")
)
