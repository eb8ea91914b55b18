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
func (r *Service) clockStands(ctx context.Context, o journal.Operation, kind journal.Kind) error {
	if !countsToday(o, kind) {
		return nil
	}
	return r.clockProblem(ctx)
}

// clockProblem says that our clock is not to be trusted. The gateway is asked for
// its time once more before that is believed: one of its hosts may be wrong.
func (r *Service) clockProblem(ctx context.Context) error {
	if !r.clockIsWrong() || r.Processor.SignIn.AskAgain(ctx) && !r.clockIsWrong() {
		return nil
	}
	ahead, _ := r.Processor.SignIn.Clock()
	which := "behind"
	if ahead < 0 {
		which = "ahead of"
	}
	return errors.New("the clock of this machine is " + statement.Span(ahead.Abs()) + " " + which + " the gateway's, so it is not known what was given back today and lately. " +
		"Nothing is given back until the clock is set: ask a supervisor, who can compare the two with moto check")
}

func (r *Service) clockIsWrong() bool {
	ahead, told := r.Processor.SignIn.Clock()
	return told && ahead.Abs() > journal.MaxClockGap
}

// stopByClock refuses what gives money back while our clock is wrong.
func (r *Service) stopByClock(ctx context.Context, c *Snapshot) {
	err := r.clockProblem(ctx)
	for i, o := range c.Options {
		if err != nil && o.Legal() && countsToday(o.Kind.Operation(), journal.Kind(c.Record.RequestType)) {
			c.Options[i].Refusal = statement.Sentence(err.Error())
		}
	}
}
