package payment

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
)

// ParseVerdict reads what a supervisor found out: "taken" or "not-taken".
func ParseVerdict(text string) (gateway.Outcome, error) {
	switch text {
	case "taken":
		return gateway.Approved, nil
	case "not-taken":
		return gateway.NotSent, nil
	default:
		return gateway.Unknown, errors.New("say what became of the payment: --as taken or --as not-taken")
	}
}

// verdictFor is what ParseVerdict reads for an outcome.
func verdictFor(o gateway.Outcome) string {
	if moves(o) {
		return "taken"
	}
	return "not-taken"
}

// overrideLimit is how many unresolved attempts are searched for the one to
// settle.
const overrideLimit = 10000

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
	open, err := r.Store.Unresolved(ctx, overrideLimit)
	if err != nil {
		return Attempt{}, err
	}
	for _, e := range open {
		if e.SentReference != sentReference {
			continue
		}
		now := r.Now()
		after, err := r.Store.Record(ctx, e.ID, journal.Change{
			Step: journal.StepOverride, At: now, By: by,
			Apply: func(e *journal.Entry) error {
				if e.State == journal.Known {
					if moves(e.Outcome) != (o == gateway.Approved) {
						return fmt.Errorf("it is known already that this payment was %s: say --as %s to acknowledge the alarm", e.Outcome, verdictFor(e.Outcome))
					}
					e.AcknowledgedBy, e.AcknowledgedAt, e.Reason = by, now.UTC(), reason
					return nil
				}
				settle(e, o, journal.ResolvedSupervisor, now.UTC())
				e.ResolvedBy, e.Reason = by, reason
				if e.Alarm != "" { // it was what made the supervisor look
					e.AcknowledgedBy, e.AcknowledgedAt = by, now.UTC()
				}
				if o == gateway.NotSent {
					e.NextCheckAt = r.Rule.next(*e, now).UTC()
				}
				return nil
			},
		})
		return attemptOf(after), err
	}
	return Attempt{}, errors.New("no payment in doubt was sent under this order reference")
}
