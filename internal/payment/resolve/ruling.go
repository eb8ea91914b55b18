package resolve

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"motoconsole/gateway"
	"motoconsole/internal/clock"
	"motoconsole/internal/journal"
	"motoconsole/internal/payment/doubt"
	"motoconsole/internal/rights"
)

// ParseRuling reads a supervisor's finding: "taken" or "not-taken".
func ParseRuling(text string) (gateway.Outcome, error) {
	switch text {
	case "taken":
		return gateway.OutcomeApproved, nil
	case "not-taken":
		return gateway.OutcomeNotSent, nil
	default:
		return gateway.OutcomeUnknown, errors.New("say whether the payment was taken: --as taken or --as not-taken")
	}
}

// rulingFor is the text that ParseRuling reads as an outcome.
func rulingFor(o gateway.Outcome) string {
	if o.MovesMoney() {
		return "taken"
	}
	return "not-taken"
}

// RuleOn resolves an attempt in doubt by a supervisor's ruling. It needs the name and the reason of a
// supervisor. moto goes on watching an attempt that was called not taken. If the
// outcome is known and has an alarm, RuleOn acknowledges the alarm; it cannot
// change a known outcome. It returns the attempt that it resolved or acknowledged. The
// journal keeps the role of the supervisor's grant and, if there is a table of
// agents, the name in the table in place of by.
func (r *Resolver) RuleOn(ctx context.Context, g rights.Grant, sentReference string, o gateway.Outcome, by, reason string) (journal.Entry, error) {
	by, reason = strings.TrimSpace(by), strings.TrimSpace(reason)
	if g.Bounded() { // the table knows who rules
		by = g.Agent().Name
	}
	switch {
	case sentReference == "":
		return journal.Entry{}, errors.New("name the payment by its order reference as it was sent")
	case by == "" || reason == "":
		return journal.Entry{}, errors.New("a supervisor's name and the reason are needed: they are kept in the journal")
	}
	e, err := r.Store.BySentReference(ctx, sentReference)
	if err == nil && !e.Attention() && e.State == journal.Known {
		err = journal.ErrNotFound
	}
	switch {
	case errors.Is(err, journal.ErrNotFound):
		return journal.Entry{}, errors.New("no payment in doubt was sent under this order reference")
	case err != nil:
		return journal.Entry{}, err
	}
	role, err := MayRule(g, e)
	if err != nil {
		return journal.Entry{}, err
	}
	at := r.Moment()
	after, err := r.Store.Record(ctx, e.ID, journal.Change{
		Step: journal.StepRuling, At: at.Here, By: by, Role: role,
		Apply: func(e *journal.Entry) error {
			if _, err := MayRule(g, *e); err != nil { // its outcome may have become known
				return err
			}
			return rule(r.Rule, e, o, by, reason, at)
		},
	})
	if err == nil {
		r.Became(ctx, e, after)
	}
	return after, err
}

// MayRule says why a supervisor may not rule on an entry, or acknowledge its alarm.
// A supervisor who rules on one that has an alarm acknowledges it too.
func MayRule(g rights.Grant, e journal.Entry) (role string, err error) {
	if err := g.At(e.Site); err != nil {
		return "", err
	}
	if e.State != journal.Known {
		if role, err = g.MayRule(e.Agent); err != nil || e.Alarm == "" {
			return role, err
		}
	}
	return g.MayAcknowledge(e.Agent)
}

// rule applies a supervisor's ruling to an entry.
func rule(r doubt.Rule, e *journal.Entry, o gateway.Outcome, by, reason string, at clock.Moment) error {
	now := at.Here.UTC()
	if e.State == journal.Known {
		if e.Outcome.MovesMoney() != (o == gateway.OutcomeApproved) {
			return fmt.Errorf("this payment is already known to be %s: use --as %s to acknowledge the alarm", e.Outcome, rulingFor(e.Outcome))
		}
		e.AcknowledgedBy, e.AcknowledgedAt, e.Reason = by, now, reason
		return nil
	}
	if o == gateway.OutcomeNotSent && mayStillLeave(r, *e, at) {
		return ErrOnItsWay
	}
	doubt.Resolve(e, o, journal.ResolvedSupervisor, now)
	e.ResolvedBy, e.Reason = by, reason
	if e.Alarm != "" { // the alarm made the supervisor look
		e.AcknowledgedBy, e.AcknowledgedAt = by, now
	}
	if o == gateway.OutcomeNotSent {
		e.NextCheckAt = r.Next(*e, at.Here).UTC()
	}
	return nil
}

// ErrOnItsWay refuses a ruling that comes too early.
var ErrOnItsWay = errors.New("it cannot be called not taken yet: a console is still sending it, or may be. Wait two minutes and try again")

// mayStillLeave reports an attempt that its owner may still send, or may still be
// waiting for. A live lease says so. So does the steady clock, in the boot in which
// the attempt began, until its absolute deadline and then the client's have passed.
// A lease alone is not enough, because it ends by the time of day, which may be put
// forward. After a restart, or on another machine, only the lease decides.
func mayStillLeave(r doubt.Rule, e journal.Entry, at clock.Moment) bool {
	if !e.AnsweredAt.IsZero() {
		return false
	}
	waits := max(0, r.Sending-doubt.LookTime-doubt.DefaultPatience)
	past, same := at.Steady.Since(e.SendBySteady)
	return e.BeingSent || same && past <= waits
}
