package script

import (
	"cmp"

	"motoconsole/gateway"
)

// Case is what is known of a payment that was answered, or was not.
type Case struct {
	Outcome   gateway.Outcome
	ErrorCode string // the gateway's
	Brand     gateway.Brand
	BankCode  string // the bank's own
	Advice    gateway.AdviceCode
	// Fields says that the gateway named fields that it refused.
	Fields bool
	// AsAsked says that the request itself asked for the payment to be held.
	AsAsked bool
	// CalledNotMade says that the answer was lost, and that moto has since found nothing.
	CalledNotMade bool
	// GaveWay is the line of a payment that gave way to an earlier one, "" for any other.
	GaveWay Name
}

// CaseOf is the case of a record.
func CaseOf(r gateway.Record) Case {
	return Case{
		Outcome: r.Outcome(), ErrorCode: r.ErrorCode, Brand: gateway.Brand(r.PaymentType),
		BankCode: r.AcquirerResponseCode, Advice: r.Advice(),
	}
}

// Ruling is what a case means, and what to do.
type Ruling struct {
	// Means is the outcome, for the agent; "" where its word says it all. Reason is what the
	// code says beside that, "" for none, and for a sealed code.
	Means, Reason string
	Say           Name
	// Not is what must not be said, Next what the agent does next, and Again whether the same
	// card may be tried again; each is "" where the table has no rule.
	Not, Next, Again string
	// Never says that the same card must not be tried again, and Renumber that only the same
	// number must not: what the agent typed may differ from the card.
	Never, Renumber bool
	// Retry says that the same card may be tried again at once, or as soon as a detail of it
	// was checked.
	Retry bool
	// Part says that the bank approved less than was asked for.
	Part bool
	// Sealed says that the reason is only for those who may know it. See Sealed.
	Sealed bool
}

// onlyTheBank is what must not be said where the bank refused.
const onlyTheBank = "Why the bank refused, and its code: only the bank may tell its cardholder."

// For is the ruling of a payment.
func For(c Case) Ruling {
	if c.Outcome.MovesMoney() && written(c.BankCode) == inPart {
		found, _ := c.row()
		r := Ruling{Say: ApprovedPart, Part: true, Next: found.next, Not: "That it is paid, or how much of it, before a supervisor has looked."}
		r.Means = "The bank approved only a part of the amount. A supervisor finds out how much, and cancels the payment or asks for the rest."
		return r
	}
	switch c.Outcome {
	case gateway.OutcomeApproved:
		return Ruling{Say: Approved}
	case gateway.OutcomeHeld:
		if c.AsAsked {
			return Ruling{Means: "The bank approved it, and it is held as you asked: no money moves until it is released.", Say: HeldAsAsked}
		}
		return Ruling{Means: "The bank approved it, but it is held: tell a supervisor. No money moves until it is released.", Say: Held}
	case gateway.OutcomeCancelled:
		return Ruling{Means: "The bank approved it and it was cancelled straight away: no money moves. Take it again only if the caller agrees.", Say: Cancelled}
	case gateway.OutcomeDeclined:
		return declined(c)
	case gateway.OutcomeRejected:
		if c.Fields {
			return Ruling{Means: "The gateway refused the request: the card was not charged.", Say: DetailRefused}
		}
		return Ruling{Means: "The gateway refused the request: the card was not charged. Tell a supervisor.", Say: SetUpRefused} // the set-up is at fault
	case gateway.OutcomeNotSent:
		switch {
		case c.CalledNotMade:
			return Ruling{Means: "The answer was lost, and no trace of this payment was found. moto keeps looking for a day, and raises an alarm if the payment turns up. Take it again only if the caller’s bank shows nothing and the caller agrees.", Say: NotTaken}
		case c.GaveWay != "":
			return Ruling{Means: "Nothing was sent: this payment gave way to an earlier one.", Say: c.GaveWay}
		default:
			return Ruling{Means: "Nothing was sent: the card was not charged.", Say: NotSent}
		}
	default:
		return Ruling{Say: Unknown}
	}
}

// declined is the ruling of a payment that was refused.
func declined(c Case) Ruling {
	r := Ruling{Means: "The bank refused the payment: no money moves.", Say: Declined}
	found, ruled := c.row()
	advice, advises := adviceOf(c.Advice)
	refuses := advises || ruled && found.try != TryUnruled && found.say != BankSilent
	if c.isFault() && !refuses {
		return Ruling{Means: "There was a fault at the bank. The gateway’s record shows that it took nothing: no money moves.", Say: BankFault, Retry: true}
	}
	if ruled {
		r.Say, r.Not, r.Next, r.Sealed = found.say, onlyTheBank, found.next, found.sealed
		if !found.sealed {
			r.Reason = found.means
		}
		if found.say == BankSilent { // which refuses nothing
			r.Means = "The payment was not approved: no money moves."
		}
	}
	try := found.try
	if advises && advice.try >= try && !found.sealed { // those are all alike
		try, r.Next = advice.try, cmp.Or(advice.next, r.Next)
	}
	r.Renumber = found.check == theNumber && try == TryNever && advice.try != TryNever
	r.Never = try == TryNever && !r.Renumber
	r.Retry = r.Renumber || try == TryChecked || try == TryAfterFix
	switch {
	case r.Renumber:
		r.Again = "not with the same number"
	case try == TryChecked:
		r.Again = "once, after checking " + cmp.Or(found.check, theDate)
	default:
		r.Again = words[try]
	}
	return r
}

// isFault reports a code that was a fault of the bank, of a payment whose end the record
// tells.
func (c Case) isFault() bool {
	info, _ := gateway.LookupCode(c.ErrorCode)
	return c.ErrorCode != "" && info.Money == gateway.MoneyUnknown
}

// row is the row of the case's codes: that of the gateway's own code if it says more than
// that the payment was refused, and else the bank's.
func (c Case) row() (row, bool) {
	if found, ok := rowOf(errorCodes, c.Brand, c.ErrorCode); ok {
		return found, true
	}
	if code := written(c.BankCode); code != withheld {
		return rowOf(bankCodes, c.Brand, code)
	}
	return seal(withheld, "", ""), true
}

// Stops reports a record after which its number must not be tried again: by its codes if
// it was refused, and by its advice whatever its outcome is.
func Stops(r gateway.Record) bool {
	if r.Advice().Final() {
		return true
	}
	is := For(CaseOf(r))
	return is.Never || is.Renumber
}
