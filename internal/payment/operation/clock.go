package operation

import (
	"context"
	"errors"

	"motoconsole/internal/journal"
	"motoconsole/internal/statement"
)

// What is given back while our clock is wrong is kept under a wrong time: once
// the clock is right, the day and the guard would not know of it. So nothing is
// given back until it is set.

// clockStands reports a clock of ours with which this must not be done.
func (r *Reversals) clockStands(ctx context.Context, o journal.Operation, kind journal.Kind) error {
	if !countsToday(o, kind) {
		return nil
	}
	return r.clockProblem(ctx)
}

// clockProblem says that our clock is not to be trusted. The gateway is asked for
// its time once more before that is believed: one of its hosts may be wrong.
func (r *Reversals) clockProblem(ctx context.Context) error {
	if !r.clockIsWrong() || r.Desk.SignIn.AskAgain(ctx) && !r.clockIsWrong() {
		return nil
	}
	ahead, _ := r.Desk.SignIn.Clock()
	which := "behind"
	if ahead < 0 {
		which = "ahead of"
	}
	return errors.New("the clock of this machine is " + statement.Span(ahead.Abs()) + " " + which + " the gateway's, so it is not known what was given back today and lately. " +
		"Nothing is given back until the clock is set: ask a supervisor, who can compare the two with moto check")
}

func (r *Reversals) clockIsWrong() bool {
	ahead, told := r.Desk.SignIn.Clock()
	return told && ahead.Abs() > journal.MaxClockGap
}

// stopByClock refuses what gives money back while our clock is wrong.
func (r *Reversals) stopByClock(ctx context.Context, c *Case) {
	err := r.clockProblem(ctx)
	for i, o := range c.Offers {
		if err != nil && o.Legal() && countsToday(o.Move.Operation(), journal.Kind(c.Record.RequestType)) {
			c.Offers[i].Refusal = statement.Sentence(err.Error())
		}
	}
}
