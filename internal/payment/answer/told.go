package answer

import (
	"errors"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
	"motoconsole/internal/payment/doubt"
)

// Told is an outcome that a processor was told and could not record, with what is needed
// to record it later: even when its process has died.
type Told struct {
	ID            string
	SentReference string `json:",omitempty"`
	Journal       string // the name of its journal
	JournalID     string `json:",omitempty"` // what tells its journal from another of that name
	Agent         string `json:",omitempty"`
	Role          string `json:",omitempty"`
	Answer
}

var (
	// ErrRecorded says that the journal has an outcome already, and that it is the one told.
	ErrRecorded = errors.New("the journal has this outcome")
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
// answer came. Apply leaves an outcome that the journal has: it fails with ErrRecorded, or with
// journal.ErrResolved where the two differ, and fills in what a row with the same outcome
// lacks of the answer. A Store refuses the other outcomes that must not be replaced.
func (t Told) Apply(e *journal.Entry) error {
	switch {
	case e.State == journal.Open:
		return t.Answer.Known(e)
	case e.State == journal.Known && t.hasGoneOn(*e):
		return ErrRecorded
	case e.State != journal.Known || e.Outcome != t.Answer.Outcome:
		return t.Answer.Late(e)
	case t.isAnother(*e):
		return journal.ErrResolved
	case t.Answer.complete(e):
		return nil
	default:
		return ErrRecorded
	}
}

// Differs is the change that raises the alarm of an outcome that is not the journal's. The
// alarm says what was told, so that it stays apart from every other one. Differs fails with
// ErrRecorded where the entry has it, and with ErrAlarmWaits where it would take the place of
// one that a supervisor has not acknowledged.
func (t Told) Differs(e *journal.Entry) error {
	says := "an answer that was kept beside the journal said " + t.Answer.Outcome.String()
	if t.Answer.TransactionReference != "" {
		says += ", transaction " + t.Answer.TransactionReference
	}
	alarm := journal.FitText(journal.AlarmsOf(*e).Contradicted + ". It is not as moto kept it: " + says)
	if alarm == journal.Hidden { // by a transaction that looks like a card number
		alarm = journal.AlarmsOf(*e).Contradicted
	}
	switch {
	case e.Alarm == alarm:
		return ErrRecorded
	case e.AlarmWaits():
		return ErrAlarmWaits
	}
	e.Alarm = alarm
	doubt.Pointer{Kind: journal.EvidenceNamed, Says: says, Transaction: t.Answer.TransactionReference}.Note(e)
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
