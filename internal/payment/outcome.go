package payment

import (
	"context"
	"errors"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
	"motoconsole/internal/payment/evidence"
)

// conclude records the gateway client's answer.
func (d *Processor) conclude(a Attempt, r Reply) Attempt {
	if r.isOpen(a) {
		a.Ended = d.Now()
		return d.doubt(a, r)
	}
	a = answered(a, r)
	a.State, a.Ended = Done, d.Now()
	e, err := d.change(a, journal.StepAnswered, becomesKnown(a))
	switch {
	case errors.Is(err, journal.ErrSettled): // a query has found it out meanwhile, or a supervisor has settled it
	case err != nil:
		a.Problem = joinProblems(a.Problem, errUnkept)
		if !over(err) {
			d.keepTrying(a, journal.StepAnswered, becomesKnown(a))
		}
	}
	renamed(context.Background(), d.Store, e)
	return a
}

// answered is an attempt with the gateway client's answer.
func answered(a Attempt, r Reply) Attempt {
	a.Result, a.Outcome, a.Fields = r.Result, r.Result.Outcome, r.Result.Fields
	if r.Err == nil {
		return a
	}
	a.Problem = r.Err.Error()
	if gives, ok := errors.AsType[*givesWay](r.Err); ok {
		a.gaveWay = gives.to
	}
	if field, ok := errors.AsType[*gateway.FieldError](r.Err); ok {
		a.Fields = []string{field.Field}
	}
	return a
}

// becomesKnown is the change that records an outcome.
func becomesKnown(a Attempt) func(*journal.Entry) error {
	return func(e *journal.Entry) error {
		e.State, e.AnsweredAt, e.NextCheckAt = journal.Known, a.Ended.UTC(), time.Time{}
		fill(e, a)
		if refusedSignIn(a) { // watched, because only a query confirms it
			e.Resolution, e.ResolvedBy, e.ResolvedAt = journal.ResolvedSignIn, "moto", e.AnsweredAt
			e.NextCheckAt = e.AnsweredAt.Add(evidence.SlowGap)
		}
		switch {
		case evidence.IsPromise(*e):
			e.NextCheckAt = e.AnsweredAt.Add(evidence.FirstGap)
		case evidence.Refused(*e):
			e.NextCheckAt = e.AnsweredAt.Add(evidence.SlowGap)
		}
		return nil
	}
}

// errUnkept asks the agent to write down an outcome that the journal could not
// record.
const errUnkept = "the outcome could not be recorded: write it down"

// fill copies the answer into an entry.
func fill(e *journal.Entry, a Attempt) {
	r := a.Result.Record
	e.Outcome, e.Problem, e.GaveWay = a.Outcome, a.Problem, a.gaveWay
	e.TransactionReference, e.RequestReference = r.TransactionReference, a.Result.RequestReference
	e.AuthCode, e.ErrorCode, e.SettleStatus = r.AuthCode, r.ErrorCode, r.SettleStatus
	e.AdviceCode = r.AcquirerAdviceCode
}

func joinProblems(a, b string) string {
	if a == "" {
		return b
	}
	return a + "; " + b
}

// isOpen reports an answer that does not tell the outcome. A raise that was approved and
// has the settle status of what is cancelled may have raised its pre-authorisation all
// the same: the vendor's pages do not agree on what a raise's own status says.
func (r Reply) isOpen(a Attempt) bool {
	o := r.Result.Outcome
	return o == gateway.OutcomeUnknown || a.Operation == journal.OpRaise && o == gateway.OutcomeCancelled
}
