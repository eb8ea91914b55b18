package payment

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
	"motoconsole/internal/payment/evidence"
)

// ParseRuling reads what a supervisor found out: "taken" or "not-taken".
func ParseRuling(text string) (gateway.Outcome, error) {
	switch text {
	case "taken":
		return gateway.OutcomeApproved, nil
	case "not-taken":
		return gateway.OutcomeNotSent, nil
	default:
		return gateway.OutcomeUnknown, errors.New("say what became of the payment: --as taken or --as not-taken")
	}
}

// rulingFor is what ParseRuling reads for an outcome.
func rulingFor(o gateway.Outcome) string {
	if evidence.Moves(o) {
		return "taken"
	}
	return "not-taken"
}

// Override settles an attempt in doubt by hand. It needs the name and the
// reason of a supervisor. An attempt that was called not taken goes on being
// watched. Of one that is known and has an alarm, the alarm is acknowledged;
// what is known cannot be called something else. It returns what was settled
// or acknowledged.
func (r *Resolver) Override(ctx context.Context, sentReference string, o gateway.Outcome, by, reason string) (Attempt, error) {
	by, reason = strings.TrimSpace(by), strings.TrimSpace(reason)
	switch {
	case sentReference == "":
		return Attempt{}, errors.New("name the payment by its order reference as it was sent")
	case by == "" || reason == "":
		return Attempt{}, errors.New("a supervisor's name and the reason are needed: they are kept in the journal")
	}
	e, err := r.Store.BySentReference(ctx, sentReference)
	if err == nil && !e.Attention() && e.State == journal.Known {
		err = journal.ErrNotFound
	}
	switch {
	case errors.Is(err, journal.ErrNotFound):
		return Attempt{}, errors.New("no payment in doubt was sent under this order reference")
	case err != nil:
		return Attempt{}, err
	}
	at := r.moment()
	after, err := r.Store.Record(ctx, e.ID, journal.Change{
		Step: journal.StepOverride, At: at.Here, By: by,
		Apply: func(e *journal.Entry) error { return override(r.Rule, e, o, by, reason, at) },
	})
	if err == nil && e.State != journal.Known {
		renamed(ctx, r.Store, after)
	}
	return AttemptOf(after), err
}

// override is what a supervisor's word does to an entry.
func override(r evidence.Rule, e *journal.Entry, o gateway.Outcome, by, reason string, at evidence.Moment) error {
	now := at.Here.UTC()
	if e.State == journal.Known {
		if evidence.Moves(e.Outcome) != (o == gateway.OutcomeApproved) {
			return fmt.Errorf("it is known already that this payment was %s: say --as %s to acknowledge the alarm", e.Outcome, rulingFor(e.Outcome))
		}
		e.AcknowledgedBy, e.AcknowledgedAt, e.Reason = by, now, reason
		return nil
	}
	if o == gateway.OutcomeNotSent && mayStillLeave(r, *e, at) {
		return errOnItsWay
	}
	evidence.Settle(e, o, journal.ResolvedSupervisor, now)
	e.ResolvedBy, e.Reason = by, reason
	if e.Alarm != "" { // it was what made the supervisor look
		e.AcknowledgedBy, e.AcknowledgedAt = by, now
	}
	if o == gateway.OutcomeNotSent {
		e.NextCheckAt = r.Next(*e, at.Here).UTC()
	}
	return nil
}

// errOnItsWay is a supervisor's word that comes too early.
var errOnItsWay = errors.New("it cannot be called not taken yet: the console that sends it is still at it, or may be. Wait two minutes and say it again")

// mayStillLeave reports an attempt that its owner may still send, or may still
// be waiting on. A live lease says so. So does the steady clock of the boot it
// began in, if the last moment for it has not passed: its absolute deadline,
// and the client's after that. A lease alone would not do, because it ends by
// the time of day, which may be put forward. If the boot is another one, the
// machine was started anew or is another machine, and the lease decides.
func mayStillLeave(r evidence.Rule, e journal.Entry, at evidence.Moment) bool {
	if !e.AnsweredAt.IsZero() {
		return false
	}
	waits := max(0, r.Sending-LookTime-DefaultPatience)
	past, same := at.Steady.Since(e.SendBySteady)
	return e.BeingSent || same && past <= waits
}
