package payment

import (
	"context"
	"errors"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
	"motoconsole/internal/payment/answer"
	"motoconsole/internal/payment/doubt"
)

// conclude records the gateway client's answer.
func (d *Processor) conclude(a Attempt, r Reply) Attempt {
	if r.isOpen(a) {
		a.Ended = d.Now()
		return d.doubt(a, r)
	}
	a = answered(a, r)
	a.State, a.Ended = Known, d.Now()
	before, now, err := d.recordOutcome(a, journal.StepAnswered, becomesKnown(a))
	switch {
	case errors.Is(err, journal.ErrResolved): // a query has found it out meanwhile, or a supervisor has ruled on it
	case err != nil:
		a.Problem = joinProblems(a.Problem, notRecorded(err))
	default:
		d.Resolver.Became(context.Background(), before, now)
		a.Alarm = now.Alarm
	}
	return a
}

// answered is an attempt with the gateway client's answer.
func answered(a Attempt, r Reply) Attempt {
	a.Result, a.Outcome, a.Fields = r.Result, r.Result.Outcome, r.Result.Fields
	a.codes = codesOf(r.Result.Record)
	a.seal()
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

// answerOf is what the journal needs of an attempt's answer.
func answerOf(a Attempt) answer.Answer {
	r := a.Result.Record
	return answer.Answer{
		Outcome: a.Outcome, At: a.Ended, Problem: a.Problem, GaveWay: a.gaveWay,
		TransactionReference: r.TransactionReference, RequestReference: a.Result.RequestReference,
		AuthCode: r.AuthCode, SettleStatus: r.SettleStatus,
		ErrorCode: a.codes.gateway, BankCode: a.codes.bank, AdviceCode: a.codes.advice,
		SignInRefused: refusedSignIn(a),
	}
}

// becomesKnown is the change that records an outcome.
func becomesKnown(a Attempt) func(*journal.Entry) error { return answerOf(a).Known }

// notRecorded asks the agent to write down an outcome that the journal has not got: yet,
// or ever, by the error with which it was to be recorded.
func notRecorded(err error) string {
	if over(err) {
		return "the outcome could not be recorded: write it down"
	}
	return "the outcome is not recorded yet: write it down"
}

func joinProblems(a, b string) string {
	if a == "" {
		return b
	}
	return a + "; " + b
}

// doubt records that the attempt's outcome is unknown, so that any console may find
// it out. The sending lease lasts until the client has returned.
func (d *Processor) doubt(a Attempt, r Reply) Attempt {
	a = answered(a, r)
	a.State, a.Outcome = InDoubt, gateway.OutcomeUnknown
	first := d.Now().Add(doubt.FirstGap)
	a.NextCheck = first
	becomes := func(e *journal.Entry) error {
		if e.State == journal.Known || !e.AnsweredAt.IsZero() {
			return nil // the outcome is known by now, or an answer has said more
		}
		e.State, e.NextCheckAt = journal.InDoubt, first.UTC()
		answerOf(a).Fill(e)
		pointed(e, r)
		if !a.Ended.IsZero() {
			doubt.SendingEnded(e, a.Ended.UTC())
		}
		return nil
	}
	if _, err := d.change(a, journal.StepInDoubt, becomes, nil); err != nil { // the entry stays open and is found when its lease ends
		if !over(err) {
			d.keepTrying(a, journal.StepInDoubt, becomes, sight{})
		}
		a.Problem = joinProblems(a.Problem, "this could not be recorded: write the order reference down")
	}
	d.Resolver.Wake()
	if d.Doubted != nil {
		d.Doubted()
	}
	return a
}

// late settles an attempt in doubt by an answer that came after all, or records
// that none can come any more.
func (d *Processor) late(a Attempt, r Reply, heed func(Attempt)) {
	r = d.confirmed(r)
	a.Ended = d.Now()
	if r.isOpen(a) {
		becomes := func(e *journal.Entry) error {
			if e.State == journal.Known {
				return nil
			}
			e.State = journal.InDoubt
			doubt.SendingEnded(e, a.Ended.UTC())
			if record := r.Result.Record; record.TransactionReference != "" {
				e.TransactionReference, e.ErrorCode = record.TransactionReference, record.ErrorCode
				e.RequestReference = r.Result.RequestReference
			}
			pointed(e, r)
			return nil
		}
		if _, err := d.change(a, journal.StepInDoubt, becomes, nil); !over(err) {
			d.keepTrying(a, journal.StepInDoubt, becomes, sight{})
		}
		_ = d.Store.EndSending(context.Background(), a.ID, d.Owner)
		return
	}
	a.Problem = ""
	a = answered(a, r)
	a.State = Known
	before, now, err := d.recordOutcome(a, journal.StepResolved, answerOf(a).Late)
	switch {
	case errors.Is(err, journal.ErrResolved):
		return // the outcome is known by now
	case err != nil: // the agent must keep the outcome
		a.Problem = joinProblems(a.Problem, notRecorded(err))
	default: // the journal may know more: a supervisor may have called it not taken
		a.Alarm, a.Resolution, a.ResolvedBy, a.Evidence, a.CurrentReference = now.Alarm, now.Resolution, now.ResolvedBy, now.Evidence, now.CurrentReference
	}
	if heed != nil {
		heed(a)
	}
	publish(d.News, a) // before the journal's own news of it: the answer has more to show
	if err == nil {
		d.Resolver.Became(context.Background(), before, now)
	}
}

// pointed notes the record that an answer named, if the answer is not believed or
// does not tell the outcome.
func pointed(e *journal.Entry, r Reply) {
	if fail, ok := errors.AsType[*gateway.Error](r.Err); ok && fail.Record.TransactionReference != "" {
		doubt.Pointer{
			Kind:        journal.EvidenceNamed,
			Says:        "an answer that cannot be believed named " + doubt.Describe(fail.Record),
			Transaction: fail.Record.TransactionReference,
		}.Note(e)
	}
	record := r.Result.Record
	// With a known outcome only a raise is open, and the record is its own: no
	// evidence.
	ours := r.Result.Outcome != gateway.OutcomeUnknown
	if r.Err != nil || record.TransactionReference == "" || ours || e.RequestType() == journal.TypeUpdate { // an update's transaction is its payment's
		return
	}
	doubt.Pointer{
		Kind:        journal.EvidenceNamed,
		Says:        "the answer does not tell the outcome, and named " + doubt.Describe(record),
		Transaction: record.TransactionReference,
	}.Note(e)
}
