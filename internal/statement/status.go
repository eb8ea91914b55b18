package statement

import (
	"strings"
	"time"

	"motoconsole/gateway"
)

// Status is the state of a record's transaction: a symbol, and words that say the
// same. Every screen, list and file has its word from here. reserved says that the
// journal knows a held record as a pre-authorisation that waits to be captured, as its
// agent asked: the record alone does not tell that from one that the gateway's checks
// hold. now decides whether a due date is still to come. Status does not say whether a
// payment was given back since: see StatusWith.
func Status(r gateway.Record, reserved bool, now time.Time) (symbol, words string) {
	if KindOf(r) == Raise && r.Outcome().MovesMoney() { // it has the state of its pre-authorisation
		return "✔", "Raised"
	}
	switch r.Outcome() {
	case gateway.OutcomeApproved:
		if words := approved(r, now); r.InPart() {
			first, rest, _ := strings.Cut(words, ", ")
			return "!", strings.TrimSuffix(first+", only a part, "+rest, ", ")
		}
		return "✔", approved(r, now)
	case gateway.OutcomeHeld:
		if r.InPart() {
			return "!", "HELD, only a part"
		}
		if reserved && IsCapturable(r) {
			return "✔", "Reserved"
		}
		return "!", "HELD"
	case gateway.OutcomeCancelled:
		if FlowOf(r) == Out { // for the caller the opposite of a payment that was cancelled
			return "✖", "Stopped"
		}
		return "✖", "Cancelled"
	case gateway.OutcomeDeclined:
		return "✖", "Declined"
	case gateway.OutcomeRejected:
		return "✖", "Not accepted"
	default:
		return "?", "UNKNOWN"
	}
}

func approved(r gateway.Record, now time.Time) string {
	switch kind := KindOf(r); {
	case kind == CardCheck, kind == ThreeDCheck:
		return "Checked"
	case FlowOf(r) == None:
		return "Done"
	case !settles(r):
		return "Approved"
	}
	word, settled := "Approved", "Settled"
	switch kind := KindOf(r); {
	case kind == Refund: // as it was given, whether or not it has settled
		word, settled = "Refunded", "Refunded, settled"
	case kind == Payout:
		word, settled = "Paid out", "Paid out, settled"
	case IsPreauthorisation(r):
		word = "Captured"
		if IsReserved(r, false, now) && gateway.SettleStatus(r.SettleStatus) != gateway.SettleOverride { // it was not released
			word = "Reserved"
		}
	}
	switch gateway.SettleStatus(r.SettleStatus) {
	case gateway.SettleSettled:
		return settled
	case gateway.SettleSettling:
		return word + ", settling"
	default:
		return word + ", settlement pending"
	}
}

// State is Status in a word for files, such as "reserved".
func State(r gateway.Record, reserved bool, now time.Time) string {
	_, words := Status(r, reserved, now)
	word, _, _ := strings.Cut(words, ",")
	return strings.ToLower(word)
}

// AwaitsSettlement reports a record whose settlement is pending, as Status says it.
func AwaitsSettlement(r gateway.Record) bool {
	status := gateway.SettleStatus(r.SettleStatus)
	return settles(r) && status != gateway.SettleSettled && status != gateway.SettleSettling
}

// settles reports an approved record whose money moves when it settles, unless it is a
// raise, which stands as its pre-authorisation stands.
func settles(r gateway.Record) bool {
	kind, flow := KindOf(r), FlowOf(r)
	return r.Outcome() == gateway.OutcomeApproved && kind != Raise && kind != CardCheck && kind != ThreeDCheck && flow != None && flow != Unclear
}

// StatusWith is Status for a payment whose children are known: one that was given
// back is not just settled.
func StatusWith(r gateway.Record, reserved bool, now time.Time, children []gateway.Record, confirmed ...gateway.Currency) (symbol, words string) {
	symbol, words = Status(r, reserved, now)
	sum, ok := ReturnedOf(r, children, confirmed...)
	if !ok || !settles(r) || gateway.SettleStatus(r.SettleStatus) != gateway.SettleSettled {
		return symbol, words
	}
	whole, _ := Settles(r, confirmed...)
	switch back, _ := sum.Sent(); {
	case sum.Done.Minor >= whole.Minor:
		return "!", "Settled, all given back"
	case back.Minor >= whole.Minor:
		return "!", "Settled, all going back"
	case !sum.Unsure.IsZero():
		return "!", "Settled, a refund is UNKNOWN"
	case !sum.Held.IsZero():
		return "!", "Settled, a refund is HELD"
	case back.IsZero():
		return symbol, words
	case sum.Coming.IsZero() || !sum.Done.IsZero(): // the money row says which part is on its way
		return symbol, "Settled, " + back.String() + " given back"
	default:
		return symbol, "Settled, " + back.String() + " going back"
	}
}
