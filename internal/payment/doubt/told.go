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
	alarmPart(e)
	return nil
}

// alarmPart raises the alarm of an approval of less than was asked for: neither the answer
// nor the record says how much it is.
func alarmPart(e *journal.Entry) {
	if e.Alarm == "" && e.Outcome.MovesMoney() && e.Record().InPart() {
		e.Alarm = journal.AlarmPart
	}
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

// complete fills in what an entry lacks of the answer, and reports whether it lacked any: a
// supervisor who ruled on the attempt did not know its transaction.
func (a Answer) complete(e *journal.Entry) (lacked bool) {
	for at, said := range map[*string]string{
		&e.TransactionReference: a.TransactionReference, &e.RequestReference: a.RequestReference, &e.AuthCode: a.AuthCode,
		&e.ErrorCode: a.ErrorCode, &e.SettleStatus: a.SettleStatus, &e.AdviceCode: a.AdviceCode, &e.BankCode: a.BankCode,
	} {
		if *at == "" && said != "" {
			*at, lacked = said, true
		}
	}
	if lacked {
		alarmPart(e)
	}
	return lacked
}

// Told is an outcome that a processor was told and could not record, with what is needed
// to record it later: even when its process has died.
type Told struct {
	ID, SentReference  string
	Journal, JournalID string // the name of its journal, and what tells it from another of that name
	Agent, Role        string
	Answer             Answer
}

var (
	// ErrKept says that the journal has an outcome already, and that it is the one told.
	ErrKept = errors.New("the journal has this outcome")
	// ErrForgotten says that the journal has no attempt of an outcome that was kept for it. If
	// the attempt moved money, the comparison with the gateway finds it.
	ErrForgotten = errors.New("the journal has no such attempt: it belongs to another journal, or this one has forgotten it")
	// ErrAlarmWaits says that an outcome is not the journal's, and that its alarm has to wait
	// until a supervisor has acknowledged another one of the same attempt.
	ErrAlarmWaits = errors.New("the journal has another outcome, and the attempt another alarm: a supervisor has to acknowledge that first")
)

// IsOf reports an outcome of a journal.
func (t Told) IsOf(journal journal.Identity) bool {
	return t.Journal == journal.Name && (t.JournalID == "" || t.JournalID == journal.ID)
}

// Apply is the change that records the outcome. The entry may have changed since the
// answer came. Apply leaves an outcome that the journal has: it fails with ErrKept, or with
// journal.ErrResolved where the two differ, and fills in what a row with the same outcome
// lacks of the answer. A Store refuses the other outcomes that must not be replaced.
func (t Told) Apply(e *journal.Entry) error {
	switch {
	case e.State == journal.Open:
		return t.Answer.Known(e)
	case e.State == journal.Known && t.hasGoneOn(*e):
		return ErrKept
	case e.State != journal.Known || e.Outcome != t.Answer.Outcome:
		return t.Answer.Late(e)
	case t.isAnother(*e):
		return journal.ErrResolved
	case t.Answer.complete(e):
		return nil
	default:
		return ErrKept
	}
}

// Differs is the change that raises the alarm of an outcome that is not the journal's. The
// alarm says what was told, so that it stays apart from every other one. Differs fails with
// ErrKept where the entry has it, and with ErrAlarmWaits where it would take the place of
// one that a supervisor has not acknowledged.
func (t Told) Differs(e *journal.Entry) error {
	says := "an answer that was kept beside the journal said " + t.Answer.Outcome.String()
	if t.Answer.TransactionReference != "" {
		says += ", transaction " + t.Answer.TransactionReference
	}
	alarm := journal.FitText(journal.AlarmContradicted(*e) + ". It is not as moto kept it: " + says)
	if alarm == journal.Hidden { // by a transaction that looks like a card number
		alarm = journal.AlarmContradicted(*e)
	}
	switch {
	case e.Alarm == alarm:
		return ErrKept
	case e.AlarmWaits():
		return ErrAlarmWaits
	}
	e.Alarm = alarm
	Pointer{Kind: journal.EvidenceNamed, Says: says, Transaction: t.Answer.TransactionReference}.Note(e)
	return nil
}

// isAnother reports that the journal and the answer have the same outcome of two different
// transactions. An update's transaction is its payment's.
func (t Told) isAnother(e journal.Entry) bool {
	mine, has := t.Answer.TransactionReference, e.TransactionReference
	return e.RequestType() != journal.TypeUpdate && mine != "" && has != "" && mine != has
}

// hasGoneOn reports that the journal has a later state of the same transaction: what was
// approved was cancelled or suspended in the portal since, or what was held released.
func (t Told) hasGoneOn(e journal.Entry) bool {
	mine, has := t.Answer.TransactionReference, e.TransactionReference
	return e.RequestType() != journal.TypeUpdate && mine != "" && mine == has && t.Answer.Outcome.MovesMoney() &&
		e.Outcome != t.Answer.Outcome && (e.Outcome.MovesMoney() || e.Outcome == gateway.OutcomeCancelled)
}
