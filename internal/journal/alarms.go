package journal

// The alarms of money that goes back.
const (
	AlarmTwiceBack  = "the gateway has more than one refund under this order reference: the caller may get the money twice"
	alarmAmountBack = "the gateway has this refund with another amount"
	AlarmLateBack   = "the refund was called not made and turned up later: the caller may get the money twice"
	AlarmMoreBack   = "the refund was called not made, and now the gateway says that more was given back than is known: " +
		"look at the payment's refunds in the portal"
	AlarmMaybeBack = "the refund was called not made, and the payment has a refund that may be it: the caller may get the money twice"
	AlarmRefused   = "the gateway refused this, yet shows it as done: the caller was told that nothing was done. " +
		"Make sure that it is not done twice"
	AlarmAsIf    = "this change was called not made, but the gateway now refuses a later change as if it had been made: look at the payment in the portal"
	AlarmUnclear = "the payment changed or settled after this change was sent, so moto cannot tell whether the change was made. " +
		"Look at the payment, then rule on it with moto resolve"
	AlarmPromise    = "the gateway answered that this was done, but the payment does not show it. What the caller was told may be wrong: "
	AlarmLateChange = "the change was called not made, but the payment shows it now: check that the payment is as it should be"
)

// The alarms a supervisor has to look at.
const (
	AlarmTwice = "the gateway has more than one payment under this order reference: the caller may have been charged twice"
	AlarmPart  = "the bank approved only a part of this (its own code is 10), and the answer does not say how much. " +
		"Find the amount in the portal before the caller gets anything for it"
	AlarmAmount = "the gateway has this payment with another amount, or with none that can be read"
	AlarmLate   = "the payment was called not taken and turned up later: the caller may have been charged twice. " +
		"Find it and cancel it if it was taken again"
	AlarmMaybe = "the payment was called not taken and the gateway shows something that may be it: " +
		"the caller may have been charged twice. Look it up in the portal"
	AlarmEvidence = "the gateway points to a record of this payment that is not exactly it, so moto cannot tell whether it was taken: " +
		"look it up in the portal and settle it by hand"
)

// Alarms are the alarms of one attempt, by what is wrong.
type Alarms struct{ Twice, Amount, Late, Maybe, Differs string }

// AlarmsOf are the alarms of an attempt that moves money. An alarm of a raise asks
// for a reduction: to cancel would end the whole reservation.
func AlarmsOf(e Entry) Alarms {
	switch {
	case e.Operation == OpRaise:
		const more = "more may be reserved than the caller agreed to. "
		reduce := "educe the pre-authorisation by " + e.Amount.String() + " if it was raised "
		return Alarms{
			Twice:   "the gateway has more than one raise under this order reference: " + more + "R" + reduce + "twice",
			Amount:  "the gateway has this raise with another amount, or with none that can be read",
			Late:    "the raise was called not made and turned up later: " + more + "R" + reduce + "again",
			Maybe:   "the raise was called not made and the gateway shows something that may be it: " + more + "Look at it in the portal, and r" + reduce + "again",
			Differs: "the gateway has made this raise, but the journal says that it did not: " + more + "R" + reduce + "again",
		}
	case e.RequestType() == TypeRefund:
		return Alarms{AlarmTwiceBack, alarmAmountBack, AlarmLateBack, AlarmMaybeBack, AlarmDiffers}
	default:
		return Alarms{AlarmTwice, AlarmAmount, AlarmLate, AlarmMaybe, AlarmDiffers}
	}
}

// AlarmCheck is the alarm of a card check that cannot be resolved.
const AlarmCheck = "the gateway points to a record of this card check that is not exactly it, so moto cannot tell what the bank said of the card. " +
	"No money was taken: settle it by hand, and check the card again"

// The alarms of a comparison with the gateway.
const (
	AlarmForgotten = "the gateway has this payment, but the journal did not: the journal is older than the payment, " +
		"so it was replaced by an older copy, or deleted. Payments of that time may be taken twice"
	AlarmDiffers = "the gateway has taken this payment, but the journal says that it did not: the caller may have been charged twice. " +
		"Find it, and cancel it if it was taken again"
)

// AlarmContradicted is the alarm for an entry whose record contradicts it: what was
// called not made was made, or the reverse. It asks for no cancellation of a raise,
// which would end all that is reserved.
func AlarmContradicted(e Entry) string {
	switch {
	case e.Operation == OpRaise:
		return "the gateway's record contradicts what was said of this raise: more may be reserved than the caller agreed to, or less. " +
			"Look at the pre-authorisation, and reduce it if it was raised again"
	case e.RequestType() == TypeRefund:
		return "the gateway's record contradicts what was said of this " + e.Noun() + ": the caller may get the money twice, or not at all. " +
			"See what was given back before you give anything back again"
	case e.RequestType() == TypeUpdate:
		return "the gateway's record contradicts what was said of this " + e.Noun() + ": what the caller was told may be wrong. " +
			"Look at the payment, and see that it is as it should be"
	case e.RequestType() == TypeCheck:
		return "the gateway's record contradicts what was said of this card check: what the caller was told may be wrong. No money was taken"
	default:
		return "the gateway's record contradicts what was said before: the caller may have been charged twice, or not at all. " +
			"Find it, and cancel it if it was taken again"
	}
}
