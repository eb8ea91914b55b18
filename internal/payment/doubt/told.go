package doubt

import (
	"errors"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
)

// Answer is what the gateway client's answer says of an attempt, as the journal's row of
// it needs it: nothing of the customer, nothing of the card.
type Answer struct {
	Outcome              gateway.Outcome
	At                   time.Time // when the client returned
	Problem              string
	GaveWay              journal.Same
	TransactionReference string
	RequestReference     string
	AuthCode             string
	ErrorCode            string
	SettleStatus         string
	AdviceCode           string
	BankCode             string
	// SignInRefused says that the sign-in was refused. Only a query confirms that.
	SignInRefused bool
}

// Fill copies the answer into an entry.
func (a Answer) Fill(e *journal.Entry) {
	e.Outcome, e.Problem, e.GaveWay = a.Outcome, a.Problem, a.GaveWay
	e.TransactionReference, e.RequestReference = a.TransactionReference, a.RequestReference
	e.AuthCode, e.ErrorCode, e.SettleStatus = a.AuthCode, a.ErrorCode, a.SettleStatus
	e.AdviceCode, e.BankCode = a.AdviceCode, a.BankCode
}

// Known is the change that records an answer that came in time.
func (a Answer) Known(e *journal.Entry) error {
	e.State, e.AnsweredAt, e.NextCheckAt = journal.Known, a.At.UTC(), time.Time{}
	a.Fill(e)
	if a.SignInRefused {
		e.Resolution, e.ResolvedBy, e.ResolvedAt = journal.ResolvedSignIn, "moto", e.AnsweredAt
		e.NextCheckAt = e.AnsweredAt.Add(SlowGap)
	}
	switch {
	case IsPromise(*e):
		e.NextCheckAt = e.AnsweredAt.Add(FirstGap)
	case Refused(*e):
		e.NextCheckAt = e.AnsweredAt.Add(SlowGap)
	}
	return nil
}

// Late is the change that records an answer that came, or could be recorded, only when
// the attempt was in doubt.
func (a Answer) Late(e *journal.Entry) error {
	Resolve(e, a.Outcome, journal.ResolvedLateAnswer, a.At.UTC())
	if err := a.Known(e); err != nil {
		return err
	}
	if !a.SignInRefused {
		e.Resolution = journal.ResolvedLateAnswer
	}
	return nil
}

// Told is an outcome that a processor was told and could not record, with what is needed
// to record it later: even when its process has died.
type Told struct {
	ID, SentReference string
	Journal           string // the name of its journal
	Agent, Role       string
	Answer            Answer
}

// ErrKept says that the journal has an outcome already, and that it is the one told.
var ErrKept = errors.New("the journal has this outcome")

// ErrForgotten says that the journal has no attempt of an outcome that was kept for it. If
// the attempt moved money, the comparison with the gateway finds it.
var ErrForgotten = errors.New("the journal has no such attempt: it belongs to another journal, or this one has forgotten it")

// Apply is the change that records the outcome. The entry may have changed since the
// answer came. Apply leaves an outcome that the journal has: it fails with ErrKept, or with
// journal.ErrResolved where the two differ. A Store refuses the other outcomes that must
// not be replaced.
func (t Told) Apply(e *journal.Entry) error {
	switch {
	case e.State == journal.Open:
		return t.Answer.Known(e)
	case e.State != journal.Known || e.Outcome != t.Answer.Outcome:
		return t.Answer.Late(e)
	case t.isAnother(*e):
		return journal.ErrResolved
	default:
		return ErrKept
	}
}

// isAnother reports that the journal and the answer have the same outcome of two different
// transactions. An update's transaction is its payment's.
func (t Told) isAnother(e journal.Entry) bool {
	mine, has := t.Answer.TransactionReference, e.TransactionReference
	return e.RequestType() != journal.TypeUpdate && mine != "" && has != "" && mine != has
}
