package resolve

import (
	"context"
	"errors"
	"log/slog"

	"motoconsole/internal/journal"
	"motoconsole/internal/payment/doubt"
	"motoconsole/internal/payment/ordername"
)

// TakeIn records an outcome that a processor was told and could not record. If the journal
// has another outcome by then, that stands and gets an alarm. TakeIn may be called again for
// what it has recorded, by any process. An error means that the outcome is to be kept.
func (r *Resolver) TakeIn(ctx context.Context, told doubt.Told) error {
	before, err := r.attemptOf(ctx, told)
	if err != nil || before.ID != told.ID { // a comparison with the gateway has found it
		return err
	}
	step := journal.StepResolved
	if before.State == journal.Open {
		step = journal.StepAnswered
	}
	after, err := r.Store.Record(ctx, told.ID, journal.Change{Step: step, At: r.Now(), By: told.Agent, Role: told.Role, Apply: func(e *journal.Entry) error {
		before = *e
		return told.Apply(e)
	}})
	switch {
	case errors.Is(err, doubt.ErrKept):
		return nil
	case errors.Is(err, journal.ErrResolved):
		after, err = r.differs(ctx, told)
		if errors.Is(err, doubt.ErrKept) {
			return nil
		}
	}
	if err != nil {
		return err
	}
	if before.State != journal.Known || before.Outcome != after.Outcome {
		ordername.Renamed(context.WithoutCancel(ctx), r.Store, after)
		if after.RequestType() == journal.TypeUpdate && before.State == journal.Known && after.Outcome.MovesMoney() { // it arrived after all
			r.watchAgain(context.WithoutCancel(ctx), after)
		}
	}
	tell(r.News, after)
	return nil
}

// attemptOf is the attempt of an outcome, or the one that a comparison with the gateway has put
// in its place.
func (r *Resolver) attemptOf(ctx context.Context, told doubt.Told) (journal.Entry, error) {
	if told.Journal != r.Store.Identity().Name {
		return journal.Entry{}, doubt.ErrForgotten
	}
	e, err := r.Store.Get(ctx, told.ID)
	switch {
	case err == nil && e.SentReference != told.SentReference:
		return e, doubt.ErrForgotten
	case !errors.Is(err, journal.ErrNotFound):
		return e, err
	case !told.Answer.Outcome.MovesMoney(): // an intent that failed, as the agent was told; or no money is at stake
		return journal.Entry{}, nil
	}
	if told.SentReference == "" { // an update
		return journal.Entry{}, doubt.ErrForgotten
	}
	e, err = r.Store.BySentReference(ctx, told.SentReference)
	if errors.Is(err, journal.ErrNotFound) {
		err = doubt.ErrForgotten
	}
	return e, err
}

// differs raises an alarm of an attempt whose outcome in the journal is not the one that
// was told. It fails with doubt.ErrKept where a supervisor has it to see to already, or has
// seen to it.
func (r *Resolver) differs(ctx context.Context, told doubt.Told) (journal.Entry, error) {
	after, err := r.Store.Record(ctx, told.ID, journal.Change{Step: journal.StepAlarm, At: r.Now(), By: "moto", Apply: func(e *journal.Entry) error {
		alarm := journal.AlarmContradicted(*e)
		if e.AlarmWaits() || e.Alarm == alarm {
			return doubt.ErrKept
		}
		e.Alarm = alarm
		return nil
	}})
	if err == nil && r.Log != nil {
		r.Log.LogAttrs(ctx, slog.LevelWarn, "an outcome that was kept beside the journal is not the one in it",
			slog.String("reference", after.SentReference), slog.String("kept", told.Answer.Outcome.String()), slog.String("journal", after.Outcome.String()))
	}
	return after, err
}
