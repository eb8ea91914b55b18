package operation

import (
	"context"
	"errors"

	"motoconsole/internal/journal"
	"motoconsole/internal/statement"
)

// Money given back while our clock is wrong would be recorded under a wrong time:
// once the clock is right, the day's limit and the guard would miss it. So nothing
// is given back until the clock is set.

// clockStands reports that our clock is too wrong for this operation.
func (r *Service) clockStands(ctx context.Context, o journal.Operation, kind journal.RequestType) error {
	if !countsToday(o, kind) {
		return nil
	}
	return r.clockProblem(ctx)
}

// clockProblem says that our clock cannot be trusted. It asks the gateway once more
// for its time before it believes that: one of the gateway's hosts may be wrong.
func (r *Service) clockProblem(ctx context.Context) error {
	if !r.clockIsWrong() || r.Sender.SignIn.AskAgain(ctx) && !r.clockIsWrong() {
		return nil
	}
	ahead, _ := r.Sender.SignIn.Clock()
	return errors.New("the clock of this machine is " + statement.Span(ahead.Abs()) + " " + statement.BesideGateway(ahead) + ", so it is not known what was given back today and lately. " +
		"Nothing is given back until the clock is set: ask a supervisor, who can compare the two with moto check")
}

func (r *Service) clockIsWrong() bool {
	ahead, told := r.Sender.SignIn.Clock()
	return told && ahead.Abs() > journal.MaxClockGap
}

// stopByClock refuses the options that give money back while our clock is wrong.
func (r *Service) stopByClock(ctx context.Context, c *Snapshot) {
	err := r.clockProblem(ctx)
	for i, o := range c.Options {
		if err != nil && o.Legal() && countsToday(o.Kind.Operation(), journal.RequestType(c.Record.RequestType)) {
			c.Options[i].Refusal = statement.Sentence(err.Error())
		}
	}
}
