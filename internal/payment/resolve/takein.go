package resolve

import (
	"context"
	"errors"
	"log/slog"
	"slices"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
	"motoconsole/internal/payment/answer"
	"motoconsole/internal/payment/doubt"
)

// TakeIn records an outcome that a processor was told and could not record. If the journal
// has another outcome by then, that stands and gets an alarm. TakeIn may be called again for
// what it has recorded, by any process. An error means that the outcome is to be kept.
func (r *Resolver) TakeIn(ctx context.Context, told answer.Told) error {
	before, err := r.attemptOf(ctx, told)
	if err != nil {
		return err
	}
	step := journal.StepResolved
	if before.State == journal.Open {
		step = journal.StepAnswered
	}
	after, err := r.Store.Record(ctx, before.ID, journal.Change{Step: step, At: r.Now(), By: told.Agent, Role: told.Role, Apply: func(e *journal.Entry) error {
		before = *e
		return told.Apply(e)
	}})
	if errors.Is(err, journal.ErrResolved) {
		after, err = r.differs(ctx, before.ID, told)
	}
	switch {
	case errors.Is(err, answer.ErrRecorded):
		return r.takenInBefore(ctx, before.ID, told)
	case errors.Is(err, journal.ErrNotFound) && !told.Answer.Outcome.MovesMoney():
		return nil // an intent that failed, as the agent was told; or no money is at stake
	case err != nil:
		return err
	}
	before.BeingSent = false // its console said that the journal has not got the outcome, or is gone
	r.Became(ctx, before, after)
	return nil
}

// takenInBefore does what follows an outcome, or its alarm, that the journal has already. The
// write that the journal shows may have failed, so it is confirmed first. If the write was made
// and only its answer was lost, the consoles have not been told, and nothing that follows was done.
func (r *Resolver) takenInBefore(ctx context.Context, id string, told answer.Told) error {
	if err := r.Store.Confirm(ctx); err != nil {
		return err
	}
	events, err := r.Store.History(ctx, id)
	if err != nil {
		return err
	}
	after := journal.Entry{State: journal.Open}
	before := after
	for _, event := range events {
		if earlier := after; earlier.State != event.Entry.State || earlier.Outcome != event.Entry.Outcome {
			before = earlier
		}
		after = event.Entry
	}
	if after.Outcome != told.Answer.Outcome && !after.AlarmWaits() {
		return nil // the outcome has changed since, and the change was told
	}
	before.BeingSent = false
	if before.State != journal.Known {
		entries, err := r.Store.ByTransaction(ctx, after.Parent)
		if err != nil {
			return err
		}
		if len(doubt.FollowUpsOf(after, entries).Made) > 0 { // a later change of the same thing counts
			tell(r.News, after)
			return nil
		}
	}
	r.Became(ctx, before, after)
	return nil
}

// attemptOf is the attempt of an outcome, or the one that a comparison with the gateway has put
// in its place, also for a journal that was here before. An attempt of this journal that is
// not there, and moved no money, is only an id: its intent may have failed.
func (r *Resolver) attemptOf(ctx context.Context, told answer.Told) (journal.Entry, error) {
	mine := told.IsOf(r.Store.Identity())
	if !mine && !slices.Contains(r.Store.Former(), told.Journal) {
		return journal.Entry{}, answer.ErrForgotten
	}
	e, err := journal.Entry{}, journal.ErrNotFound
	if mine {
		e, err = r.Store.Get(ctx, told.ID)
	}
	// What was not sent has a reference that may be another attempt's: an intent that
	// fails for that reason is one.
	if errors.Is(err, journal.ErrNotFound) && told.SentReference != "" && told.Answer.Outcome != gateway.OutcomeNotSent {
		e, err = r.Store.BySentReference(ctx, told.SentReference)
	}
	switch {
	case err == nil && e.SentReference != told.SentReference:
		return e, answer.ErrForgotten
	case !errors.Is(err, journal.ErrNotFound):
		return e, err
	case mine && !told.Answer.Outcome.MovesMoney():
		return journal.Entry{ID: told.ID, State: journal.Open}, nil
	default:
		return e, answer.ErrForgotten
	}
}

// differs raises an alarm of an attempt whose outcome in the journal is not the one that
// was told.
func (r *Resolver) differs(ctx context.Context, id string, told answer.Told) (journal.Entry, error) {
	after, err := r.Store.Record(ctx, id, journal.Change{Step: journal.StepAlarm, At: r.Now(), By: "moto", Apply: told.Differs})
	if err == nil && r.Log != nil {
		r.Log.LogAttrs(ctx, slog.LevelWarn, "an outcome that was kept beside the journal is not the one in it",
			slog.String("reference", after.SentReference),
			slog.String("kept", told.Answer.Outcome.String()), slog.String("kept transaction", told.Answer.TransactionReference),
			slog.String("journal", after.Outcome.String()), slog.String("transaction", after.TransactionReference))
	}
	return after, err
}
