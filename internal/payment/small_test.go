package payment

import (
	"flag"
	"testing"
)

var smallFaults = flag.Int("smallfaults", 0, "how many faults may strike in TestSmallWorld; 0 means a number that is quick")

// TestSmallWorld goes through every interleaving of two desks, a resolver, a
// supervisor and the gateway on one card, with every placement of faults.
func TestSmallWorld(t *testing.T) {
	for name, lag := range map[string]rel{"records as late as the rule expects": quickLag, "records a quarter of an hour late": slowLag} {
		t.Run(name, func(t *testing.T) {
			w := newSmallWorld(howManyFaults())
			w.lag = lag
			f := w.explore(anyNumber)
			t.Logf("with up to %d faults: %s", w.faults, f.String())
			if f.broken != "" {
				t.Error(f.broken)
			}
			for kind, times := range f.kinds {
				if times == 0 && smallKind(kind) != faultRefusedAgain {
					t.Errorf("never happened: %s", smallWords[kind])
				}
			}
			if w.unseen == 0 {
				t.Error("no query was answered between the booking of a payment and its showing")
			}
		})
	}
}

const anyNumber = 1 << 31

func howManyFaults() int8 {
	switch {
	case *smallFaults > 0:
		return int8(*smallFaults)
	case raceEnabled, testing.Short():
		return 1
	default:
		return 2
	}
}
