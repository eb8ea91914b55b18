package operation

import (
	"testing"
	"time"

	"motoconsole/internal/effort"
	"motoconsole/internal/payment/paymenttest"
)

// TestSimulationOfMoney runs desks that give money back against a bank, a
// journal and a portal, once for each seed.
func TestSimulationOfMoney(t *testing.T) {
	if *paymenttest.Seed != 0 {
		out := simulateMoney(t, *paymenttest.Seed, moneyMutant{}, true)
		t.Log("\n" + out.trace)
		for _, v := range out.violations {
			t.Error(v)
		}
		return
	}
	seeds := *paymenttest.Seeds
	if seeds == 0 {
		seeds = paymenttest.QuickSeeds(t) / 20 // each is as much work as many of the others
	}
	began := time.Now()
	var sum moneySum
	paymenttest.InParallel(t, seeds, func(t *testing.T, seed uint64) bool {
		out := simulateMoney(t, seed, moneyMutant{}, false)
		sum.add(out.sum)
		if len(out.violations) == 0 {
			return true
		}
		again := simulateMoney(t, seed, moneyMutant{}, true)
		t.Errorf("%s\n%v\nreplay: go test ./internal/payment/operation -run 'TestSimulationOfMoney$' -seed %d -v", again.trace, out.violations, seed)
		return false
	})
	t.Log(sum.String(time.Since(began)))
}

// TestSimulationOfMoneyIsDeterministic: the same seed gives the same trace.
func TestSimulationOfMoneyIsDeterministic(t *testing.T) {
	for seed := range uint64(effort.Of(40, 2)) { //nolint:gosec // positive
		first, second := simulateMoney(t, seed+1, moneyMutant{}, true), simulateMoney(t, seed+1, moneyMutant{}, true)
		if first.trace != second.trace {
			t.Errorf("seed %d: the second run differs from the first\n%s\n%s", seed+1, first.trace, second.trace)
		}
	}
}
