package payment

import (
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
	"motoconsole/internal/payment/terms"
)

// settleChange is how a transaction stands otherwise than it was asked to settle.
type settleChange struct {
	due  string // its due date; "" if it was not changed
	last journal.Operation
}

// Reservation is what the journal knows of a pre-authorisation that its agent asked to be
// held: it waits to be captured, or has been.
type Reservation struct {
	Made     time.Time
	Captured time.Time // when it was captured first; zero where nothing is captured now
	DueDate  string    // the day on which it settles once it is captured; "" for the next run
}

// learn takes in an update, from the oldest to the newest.
func (h *Holds) learn(ref string, e *journal.Entry) {
	s := h.settles[ref]
	switch e.Operation {
	case journal.OpDueDate:
		s.due = e.Target.SettleDueDate
	case journal.OpReduce:
		h.change(*e)
		return
	case journal.OpHold, journal.OpRelease:
		s.last = e.Operation
		if r, ok := h.reserved[ref]; ok && e.Operation == journal.OpRelease && r.Captured.IsZero() {
			r.Captured = e.IntentAt
			h.reserved[ref] = r
		}
	default:
		return
	}
	h.settles[ref] = s
}

// change takes in a raise, or a reduction of a pre-authorisation.
func (h *Holds) change(e journal.Entry) {
	if e.Operation == journal.OpRaise || e.Operation == journal.OpReduce {
		h.changes = append(h.changes, AttemptOf(e))
	}
}

// Changes are the raises of pre-authorisations and their reductions by all agents, oldest
// first, as they were made.
func (h Holds) Changes() []Attempt { return h.changes }

// Reservation is that of a pre-authorisation; false for any other payment.
func (h Holds) Reservation(ref string) (Reservation, bool) {
	r, ok := h.reserved[ref]
	if h.now[ref] != gateway.OutcomeApproved {
		r.Captured = time.Time{}
	}
	if s := h.settles[ref]; s.due != "" {
		r.DueDate = s.due
	}
	return r, ok
}

// Outcome is the present state of an attempt's transaction. An approved payment may
// have been held or cancelled since, and a held one released. A raise has the state
// of the payment that it raised.
func (h Holds) Outcome(a Attempt) gateway.Outcome {
	ref := a.Result.Record.TransactionReference
	if a.Operation == journal.OpRaise {
		ref = a.Parent
	} else if ref == a.Parent { // an update makes no transaction of its own
		return a.Outcome
	}
	if now, ok := h.now[ref]; ok && a.Outcome.MovesMoney() {
		return now
	}
	return a.Outcome
}

// Present is an attempt as it stands now: with the outcome that its payment has by now,
// and how that settles if an agent or a supervisor held it, released it or changed its day. A raise
// stands as the pre-authorisation that it raised.
func (h Holds) Present(a Attempt) Attempt {
	if a.State != Known {
		return a
	}
	ref := a.Result.Record.TransactionReference
	switch {
	case a.Operation == journal.OpRaise:
		ref = a.Parent
		a.Charge.Settlement = terms.Settlement{Status: gateway.SettleStatus(a.Before.SettleStatus), DueDate: a.Before.SettleDueDate}
		if a.Charge.Settlement.Status == gateway.SettlePending {
			a.Charge.Settlement.Status = ""
		}
	case ref == "" || ref == a.Parent, a.Operation.RequestType() != journal.TypeAuth:
		a.Outcome = h.Outcome(a)
		return a
	}
	a.Outcome = h.Outcome(a)
	s := h.settles[ref]
	if s.due != "" {
		a.Charge.Settlement.DueDate = s.due
	}
	switch {
	case a.Outcome == gateway.OutcomeHeld && s.last != "": // and not as first asked for
		a.Charge.Settlement.Status = ""
	case a.Outcome == gateway.OutcomeApproved && s.last == journal.OpRelease:
		a.Charge.Settlement.Status = gateway.SettleOverride
	}
	return a
}
