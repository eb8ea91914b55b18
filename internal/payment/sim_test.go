package payment

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"motoconsole/internal/effort"
	"motoconsole/internal/payment/paymenttest"
)

// TestSimulation runs the consoles against a bank, a journal, clocks and
// processes that fail at every step, once for each seed.
func TestSimulation(t *testing.T) {
	if *paymenttest.Seed != 0 {
		out := simulate(t, *paymenttest.Seed, mutant{}, true)
		t.Log("\n" + out.trace)
		for _, v := range out.violations {
			t.Error(v)
		}
		return
	}
	seeds := *paymenttest.Seeds
	if seeds == 0 {
		seeds = paymenttest.QuickSeeds(t)
	}
	began := time.Now()
	var sum simSum
	paymenttest.InParallel(t, seeds, func(t *testing.T, seed uint64) bool {
		seed += *paymenttest.After
		out := simulate(t, seed, mutant{}, false)
		sum.add(out)
		if len(out.violations) == 0 {
			return true
		}
		again := simulate(t, seed, mutant{}, true)
		t.Errorf("%s\n%v\nreplay: go test ./internal/payment -run 'TestSimulation$' -seed %d -v", again.trace, out.violations, seed)
		return false
	})
	t.Log(sum.String(time.Since(began)) + "\n" + sum.strikes.String())
	if missing := sum.strikes.missing(sum.seeds); len(missing) > 0 {
		t.Errorf("these faults never struck: %q", missing)
	}
	if sum.seeds == seeds && sum.mostlyFaulty*2 < sum.seeds {
		t.Error("in most seeds, fewer than half of the steps went wrong")
	}
}

// TestSimulationIsDeterministic: the same seed gives the same trace.
func TestSimulationIsDeterministic(t *testing.T) {
	for seed := range uint64(effort.Of(20, 2)) { //nolint:gosec // positive
		first, second := simulate(t, seed+1, mutant{}, true), simulate(t, seed+1, mutant{}, true)
		if first.trace != second.trace {
			t.Errorf("seed %d: the second run differs from the first", seed+1)
		}
	}
}

// simSum adds runs up.
type simSum struct {
	mu                                                           sync.Mutex
	seeds, mostlyFaulty                                          uint64
	steps, faults, crashes, attempts, sent, alarms, slow, unsafe int
	strikes                                                      strikeSum
}

func (s *simSum) add(o simOutcome) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.seeds++
	if o.faults*2 >= o.steps {
		s.mostlyFaulty++
	}
	if o.world.slow {
		s.slow++
	}
	s.steps += o.steps
	s.faults += o.faults
	s.crashes += o.crashes
	s.attempts += o.attempts
	s.sent += o.sent
	s.alarms += o.alarms
	s.unsafe += len(o.violations)
	s.strikes.add(o.strikes)
}

func (s *simSum) String(took time.Duration) string {
	return fmt.Sprintf("%d seeds in %v (%.0f a second): %d attempts, %d AUTHs at the bank, %d steps of which %d went wrong, %d crashes; "+
		"faults in at least half of the steps in %d seeds; %d seeds with a bank slower than the rule, where %d attempts turned up late and raised an alarm; %d violations",
		s.seeds, took.Round(time.Millisecond), float64(s.seeds)/took.Seconds(), s.attempts, s.sent, s.steps, s.faults, s.crashes,
		s.mostlyFaulty, s.slow, s.alarms, s.unsafe)
}
