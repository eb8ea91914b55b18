package payment

import (
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/payment/doubt"
)

const (
	// IntentTime is how long recording an intent may take before the attempt is
	// abandoned unsent.
	IntentTime = 5 * time.Second
	// returnTime is how long a client may take to return once its request was
	// stopped before a byte left.
	returnTime = 2 * time.Second
)

// bounded gives an attempt the instant after which it cannot leave, on two clocks,
// and the function that the gate calls last before bytes go out. The time of day
// may be set, and the steady clock is valid for this boot only. The attempt is late
// when either clock says so.
func (d *Processor) bounded(a Attempt) (Attempt, func() bool) {
	allowed := doubt.LookTime + d.patience()
	began, steady := d.Now().Round(0), d.Reading()
	a.sendBy, a.sendBySteady = began.Add(allowed), steady.Add(allowed)
	return a, func() bool {
		passed, same := d.Reading().Since(steady)
		return !same || passed > allowed || d.Now().Round(0).Sub(began).Abs() > allowed
	}
}

// stopwatch measures a time that must not come out too short. The time of day may
// be set and the steady clock may be missing, so the longer of the two measurements
// counts.
func (d *Processor) stopwatch() func() time.Duration {
	began, steady := d.Now().Round(0), d.Reading()
	return func() time.Duration {
		passed, _ := d.Reading().Since(steady)
		return max(d.Now().Round(0).Sub(began).Abs(), passed)
	}
}

func (d *Processor) patience() time.Duration {
	if d.Patience > 0 {
		return d.Patience
	}
	return doubt.DefaultPatience
}

// newGate makes the gate of one request. The gate calls late last before bytes go
// out.
func (d *Processor) newGate(late func() bool) *gateway.Gate {
	if d.gates != nil {
		return d.gates(late)
	}
	return gateway.NewGate(late)
}

// DefaultRule is the rule for requests with the client's default deadline.
func DefaultRule() doubt.Rule {
	return doubt.Rule{Absent: doubt.DefaultAbsent, Sending: doubt.SendingTime(gateway.DefaultTimeout), Watch: doubt.WatchTime}
}
