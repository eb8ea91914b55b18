package journal

// Alarms are the alarms that a supervisor has to look at, of one attempt, by what is
// wrong. Each is true of what was attempted: a refund charges no caller, and to cancel a
// raise would end all that is reserved.
type Alarms struct {
	// Twice: the gateway has more than one under the attempt's order reference.
	Twice string
	// Amount: the gateway has it with another amount.
	Amount string
	// Late: it was called not made and turned up later.
	Late string
	// Maybe: it was called not made, and the gateway shows something that may be it.
	Maybe string
	// Differs: the gateway has made it, and the journal says that it did not.
	Differs string
	// Forgotten: the gateway has it, and the journal had not.
	Forgotten string
	// Evidence: the gateway points to something that is not exactly it.
	Evidence string
	// Contradicted: the gateway's record contradicts what was said, either way.
	Contradicted string
}

// AlarmPart is the alarm of an approval of less than was asked for.
const AlarmPart = "the bank approved only a part of this (its own code is 10), and the answer does not say how much. " +
	"Find the amount in the portal before the caller gets anything for it"

// AlarmsOf are the alarms of an attempt.
func AlarmsOf(e Entry) Alarms {
	switch {
	case e.Operation == OpRaise:
		return raiseAlarms(e)
	case e.RequestType() == TypeAuth:
		return paymentAlarms(e.Noun())
	case e.RequestType() == TypeRefund:
		return backAlarms(e.Noun())
	case e.RequestType() == TypeCheck:
		return checkAlarms(e.Noun())
	default: // an update, or an operation of a newer moto
		return changeAlarms(e.Noun())
	}
}

const (
	otherAmount = " with another amount, or with none that can be read"
	notSo       = ", but the journal says that it did not: "
	contradicts = "the gateway's record contradicts what was said of this "
	toldWrong   = "what the caller was told may be wrong. "
	lookAtIt    = "Look at the payment, and see that it is as it should be"
)

// forgot is the alarm of what the gateway has and the journal had not, and harm what may
// come of it.
func forgot(noun, harm string) string {
	return "the gateway has this " + noun + ", but the journal did not: the journal is older than the " + noun +
		", so it was replaced by an older copy, or deleted. " + harm
}

// pointsTo is the alarm of evidence, and unclear what moto cannot tell by it.
func pointsTo(noun, unclear string) string {
	return "the gateway points to a record of this " + noun + " that is not exactly it, so moto cannot tell " + unclear
}

// paymentAlarms are those of money that is taken, or reserved for the first time.
func paymentAlarms(noun string) Alarms {
	const twice, undo = "the caller may have been charged twice", "Find it, and cancel it if it was taken again"
	return Alarms{
		Twice:        "the gateway has more than one " + noun + " under this order reference: " + twice,
		Amount:       "the gateway has this " + noun + otherAmount,
		Late:         "the " + noun + " was called not taken and turned up later: " + twice + ". " + undo,
		Maybe:        "the " + noun + " was called not taken and the gateway shows something that may be it: " + twice + ". Look it up in the portal",
		Differs:      "the gateway has taken this " + noun + notSo + twice + ". " + undo,
		Forgotten:    forgot(noun, "Payments of that time may be taken twice"),
		Evidence:     pointsTo(noun, "whether it was taken: look it up in the portal and settle it by hand"),
		Contradicted: contradicts + noun + ": the caller may have been charged twice, or not at all. " + undo,
	}
}

// raiseAlarms are those of a raise. They ask for a reduction.
func raiseAlarms(e Entry) Alarms {
	noun, more := e.Noun(), "more may be reserved than the caller agreed to"
	reduce := "educe the pre-authorisation by " + e.Amount.String() + " if it was raised "
	return Alarms{
		Twice:     "the gateway has more than one " + noun + " under this order reference: " + more + ". R" + reduce + "twice",
		Amount:    "the gateway has this " + noun + otherAmount,
		Late:      "the " + noun + " was called not made and turned up later: " + more + ". R" + reduce + "again",
		Maybe:     "the " + noun + " was called not made and the gateway shows something that may be it: " + more + ". Look at it in the portal, and r" + reduce + "again",
		Differs:   "the gateway has made this " + noun + notSo + more + ". R" + reduce + "again",
		Forgotten: forgot(noun, "Raises of that time may be made twice"),
		Evidence:  pointsTo(noun, "whether it was made: look at the pre-authorisation in the portal and settle it by hand"),
		Contradicted: contradicts + noun + ": " + more + ", or less. " +
			"Look at the pre-authorisation, and reduce it if it was raised again",
	}
}

// backAlarms are those of money that goes back.
func backAlarms(noun string) Alarms {
	const twice, see = "the caller may get the money twice", "See what was given back before you give anything back again"
	return Alarms{
		Twice:        "the gateway has more than one " + noun + " under this order reference: " + twice,
		Amount:       "the gateway has this " + noun + otherAmount,
		Late:         "the " + noun + " was called not made and turned up later: " + twice + ". " + see,
		Maybe:        "the " + noun + " was called not made, and the gateway shows one that may be it: " + twice + ". " + see,
		Differs:      "the gateway has made this " + noun + notSo + twice + ". " + see,
		Forgotten:    forgot(noun, "Money of that time may be given back twice"),
		Evidence:     pointsTo(noun, "whether it was made: look it up in the portal and settle it by hand"),
		Contradicted: contradicts + noun + ": " + twice + ", or not at all. " + see,
	}
}

// changeAlarms are those of a change of a payment, which has no transaction of its own.
func changeAlarms(noun string) Alarms {
	contradicted := contradicts + noun + ": " + toldWrong + lookAtIt
	late := "the " + noun + " was called not made, but the payment shows it now: check that the payment is as it should be"
	return Alarms{
		Twice: contradicted, Amount: contradicted, Contradicted: contradicted,
		Late: late, Maybe: late,
		Differs:   "the gateway has made this " + noun + notSo + toldWrong + lookAtIt,
		Forgotten: forgot(noun, "Look at the payment, and see that it is as it should be"),
		Evidence: "the payment changed or settled after this " + noun + " was sent, so moto cannot tell whether it was made. " +
			"Look at the payment, then rule on it with moto resolve",
	}
}

// checkAlarms are those of a card check, which takes no money.
func checkAlarms(noun string) Alarms {
	const none = "No money was taken"
	contradicted := contradicts + noun + ": " + toldWrong + none
	return Alarms{
		Twice: contradicted, Amount: contradicted, Late: contradicted, Maybe: contradicted, Differs: contradicted, Contradicted: contradicted,
		Forgotten: forgot(noun, none),
		Evidence:  pointsTo(noun, "what the bank said of the card. "+none+": settle it by hand, and check the card again"),
	}
}

// The alarms of one place each.
const (
	AlarmMoreBack = "the refund was called not made, and now the gateway says that more was given back than is known: " +
		"look at the payment's refunds in the portal"
	AlarmRefused = "the gateway refused this, yet shows it as done: the caller was told that nothing was done. " +
		"Make sure that it is not done twice"
	AlarmAsIf    = "this change was called not made, but the gateway now refuses a later change as if it had been made: look at the payment in the portal"
	AlarmPromise = "the gateway answered that this was done, but the payment does not show it. What the caller was told may be wrong: "
)
