package app

import (
	"fmt"
	"time"

	"motoconsole/gateway/thousands"
	"motoconsole/internal/statement"
)

// MostDrift is how far the clock may be off before home and moto check say so: the
// journal's and the gateway's times of a payment must agree.
const MostDrift = time.Minute

// health is what a process knows of the gateway, the clock and the disk. It asks the
// gateway nothing.
type health struct {
	problem    string        // of the opening, "" for none
	refused    bool          // the gateway refused the last sign-in
	ahead      time.Duration // how far the gateway's clock is ahead of ours
	nearlyFull bool          // the disk with the journal
	waiting    int64         // events that the journal does not have yet
}

// warnings are sentences about the faults that this process knows of.
func (p *Process) warnings() []string {
	ahead, _ := p.signIn.Clock()
	return health{p.notices.problem(), p.signIn.IsRefused(), ahead, p.store.IsNearlyFull(), p.recorder.behind.Load()}.sentences()
}

func (s health) sentences() (all []string) {
	switch {
	case s.problem != "":
		all = append(all, statement.Sentence(s.problem))
	case s.refused:
		all = append(all, "The gateway refused the sign-in: moto asks again before the next payment.")
	}
	if s.ahead.Abs() > MostDrift {
		all = append(all, fmt.Sprintf("This machine's clock is %s %s: tell a supervisor.", s.ahead.Abs().Round(time.Second), statement.BesideGateway(s.ahead)))
	}
	if s.waiting > 0 {
		all = append(all, "The journal cannot be written, with "+thousands.CountOf(s.waiting, "audit event")+" waiting. Tell a supervisor.")
	}
	if s.nearlyFull {
		all = append(all, "The disk with the journal is nearly full: tell a supervisor.")
	}
	return all
}
