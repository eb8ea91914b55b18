package journal

import (
	"fmt"
	"maps"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/cardguard"
)

// Begin is an entry as Intent keeps it, or the reason why it cannot be kept.
func Begin(e Entry, owner string, now time.Time) (Entry, error) {
	if owner != "" {
		if err := MayOwn(owner); err != nil {
			return Entry{}, err
		}
	}
	if e.State == "" {
		e.State = Open
	}
	if e.IntentAt.IsZero() {
		e.IntentAt = now
	}
	switch {
	case e.State != Open || e.Outcome != gateway.OutcomeUnknown:
		return Entry{}, fmt.Errorf("%w: an intent is open and its outcome unknown", ErrInvalid)
	case e.RequestType() == "" || e.Operation == OpUpdate:
		return Entry{}, fmt.Errorf("%w: the attempt names no operation", ErrInvalid)
	case e.ID == "":
		return Entry{}, fmt.Errorf("%w: the attempt has no id", ErrInvalid)
	case e.SentReference == "" && e.RequestType() != TypeUpdate:
		return Entry{}, fmt.Errorf("%w: the attempt has no reference to find it by", ErrInvalid)
	case e.Agent == "":
		return Entry{}, fmt.Errorf("%w: the attempt names no agent", ErrInvalid)
	case !digits(e.First6, 6) || !digits(e.Last4, 4):
		return Entry{}, fmt.Errorf("%w: at most the first six and last four digits of a card are kept", ErrInvalid)
	}
	if err := e.mustKeepExactly(); err != nil {
		return Entry{}, err
	}
	e.HiddenFields, e.BeingSent = 0, false
	e.keep(text{&e.Role, MaxName, cardguard.InRecord})
	e.tidyUp(nil)
	return e, nil
}

// FirstStep is the change that an entry's history begins with. It takes the role out
// of the entry, which does not keep it.
func FirstStep(e *Entry) Change {
	role := e.Role
	e.Role = ""
	return Change{Step: StepIntent, At: e.IntentAt, By: e.Agent, Role: role}
}

// MayOwn refuses an owner's name that could not be kept unchanged.
func MayOwn(owner string) error {
	kept, hidden := text{&owner, MaxName, gateway.HoldsCardNumber}.tidy()
	switch {
	case hidden:
		return fmt.Errorf("owner: %w", ErrCardNumber)
	case owner == "" || kept != owner:
		return fmt.Errorf("%w: the owner of a lease needs a name that prints", ErrInvalid)
	}
	return nil
}

// Apply applies a change to an entry by the rules of every Store, or returns the
// reason why a Store refuses it. It makes the change fit to keep. Exhaustive checks
// of an entry's life use it without a Store.
func Apply(old Entry, c *Change, now time.Time) (Entry, error) {
	if c.At.IsZero() {
		c.At = now
	}
	c.At = asKept(c.At)
	next := old
	if c.Apply != nil {
		if err := c.Apply(&next); err != nil {
			return Entry{}, err
		}
	}
	next.BeingSent, next.Role = old.BeingSent, ""
	if c.By == "" {
		c.By = old.Agent
	}
	for _, at := range []*string{&c.Step, &c.By, &c.Origin, &c.Role} {
		next.keep(text{at, MaxName, cardguard.InRecord})
	}
	next.tidyUp(&old)
	if c.Step == "" {
		return Entry{}, fmt.Errorf("%w: the change does not say which step it is", ErrInvalid)
	}
	if err := sameAttempt(old, next); err != nil {
		return Entry{}, err
	}
	if err := mayFollow(old, &next); err != nil {
		return Entry{}, err
	}
	switch {
	case next.Alarm != old.Alarm, next.Alarm != "" && old.State == Known && next.Outcome != old.Outcome:
		// No supervisor has seen a new alarm, or its new reason.
		next.AcknowledgedBy, next.AcknowledgedAt = "", time.Time{}
	case c.Step == StepAcknowledged && next.AcknowledgedAt.IsZero():
		next.AcknowledgedBy, next.AcknowledgedAt = c.By, c.At
	}
	return next, nil
}

// sameAttempt refuses a change of what was attempted: that is history.
func sameAttempt(old, next Entry) error {
	if old.ID != next.ID || old.Operation != next.Operation || old.Target != next.Target || old.Before != next.Before ||
		old.AuthMethod != next.AuthMethod || old.Initiation != next.Initiation || !old.Consent.same(next.Consent) ||
		!old.SendBy.Equal(next.SendBy) || old.SendBySteady != next.SendBySteady || old.SentReference != next.SentReference ||
		old.OwnReference != next.OwnReference || old.Parent != next.Parent || old.Amount != next.Amount ||
		old.Site != next.Site || old.First6 != next.First6 || old.Last4 != next.Last4 ||
		old.Agent != next.Agent || old.Host != next.Host || !old.IntentAt.Equal(next.IntentAt) {
		return fmt.Errorf("%w: what was attempted, by whom and when does not change", ErrInvalid)
	}
	return nil
}

// same reports one consent. Times are compared as instants.
func (c Consent) same(other Consent) bool {
	return c.Wording == other.Wording && c.Purpose == other.Purpose && c.At.Equal(other.At)
}

// mayFollow refuses a state or outcome that cannot follow another.
func mayFollow(old Entry, next *Entry) error {
	if (next.State == Known) != (next.Outcome != gateway.OutcomeUnknown) {
		return fmt.Errorf("%w: an outcome belongs to an attempt that is known, and to no other", ErrInvalid)
	}
	switch {
	case next.State != Open && next.State != InDoubt && next.State != Known:
		return fmt.Errorf("%w: the attempt is in no state", ErrInvalid)
	case old.State == InDoubt && next.State == Open:
		return fmt.Errorf("%w: what is in doubt cannot be open again", ErrInvalid)
	case old.State != Known || old.State == next.State && old.Outcome == next.Outcome:
		return nil
	case next.State != Known || !revocable(old) || next.Outcome == gateway.OutcomeNotSent:
		return ErrResolved
	}
	if next.Alarm == "" && (old.MovesMoney() || next.MovesMoney()) {
		next.Alarm = AlarmsOf(*next).Contradicted
	}
	return nil
}

// calledNotMade are the resolutions by which an attempt is called not made, with the
// outcome that each of them concludes.
var calledNotMade = map[string]gateway.Outcome{
	ResolvedNotFound:   gateway.OutcomeNotSent,
	ResolvedSupervisor: gateway.OutcomeNotSent,
	ResolvedSignIn:     gateway.OutcomeRejected,
}

// CalledNotMade reports an attempt that was sent, or may have been, and that the rule
// of "not taken" or a supervisor called not made, or whose sign-in was not accepted.
// moto watches it, because it may turn up.
func (e Entry) CalledNotMade() bool {
	outcome, is := calledNotMade[e.Resolution]
	return is && e.State == Known && e.Outcome == outcome
}

// CalledNotMadeBy are the resolutions of attempts that are CalledNotMade, with the outcome
// of each, for the queries of a Store.
func CalledNotMadeBy() map[string]gateway.Outcome { return maps.Clone(calledNotMade) }

// revocable reports whether a known outcome may give way to the gateway's record:
// moto concluded it from finding nothing, a supervisor ruled it, or the sign-in was
// refused.
func revocable(e Entry) bool {
	_, is := calledNotMade[e.Resolution]
	return is
}
