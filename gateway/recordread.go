package gateway

import "time"

// What a Record means, beyond its strings.

// Outcome is what the record's errorcode and settle status together say of
// the money. Errorcode 0 alone never makes an approval. For a record that
// moves no money (see MovesMoney), Approved means that it was done. A MyBank
// payment that waits for the customer or the bank is Unknown.
func (r Record) Outcome() Outcome {
	info, _ := LookupCode(r.ErrorCode)
	switch o := info.Outcome(); {
	case !r.MovesMoney():
		return o
	case o != Approved && r.SettleStatus != "" && SettleStatus(r.SettleStatus) != SettleCancelled:
		return Unknown // refused, and not cancelled all the same
	case o != Approved:
		return o
	}
	switch SettleStatus(r.SettleStatus) {
	case SettleSettling:
		if r.isMyBank() {
			return Unknown
		}
		return Approved
	case SettlePending, SettleOverride, SettleSettled:
		return Approved
	case SettleSuspended:
		return Held
	case SettleCancelled:
		return Cancelled
	default:
		return Unknown
	}
}

// MovesMoney reports a payment, refund or payout, and for safety anything of a
// type this program does not know. Card checks, 3-D Secure checks, queries and
// updates move none themselves.
func (r Record) MovesMoney() bool {
	switch r.RequestType {
	case TypeAccountCheck, TypeThreeDQuery, TypeQuery, TypeUpdate:
		return false
	default:
		return true
	}
}

func (r Record) isMyBank() bool { return r.PaymentType == string(MyBank) }

// What is the kind of record in words: "Payment", "Refund", "Card check".
func (r Record) What() string {
	switch r.RequestType {
	case TypeAuth:
		switch {
		case r.isMyBank():
			return "MyBank payment"
		case r.AccountType == string(AccountRecurring):
			return "Recurring payment"
		default:
			return "Payment"
		}
	case TypeRefund:
		if r.AccountType == string(AccountPayout) {
			return "Payout"
		}
		return "Refund"
	case TypeAccountCheck:
		return "Card check"
	case TypeThreeDQuery:
		return "3-D Secure check"
	case TypeUpdate:
		return "Change"
	case TypeQuery:
		return "Look-up"
	case TypeError:
		return "Refused request"
	case "":
		return "Record"
	default:
		return cleanValue(r.RequestType)
	}
}

// Progress is where the money is on its way, in words for an agent.
func (r Record) Progress() string {
	if r.isMyBank() && SettleStatus(r.SettleStatus) == SettleSettling {
		return "Waiting: the customer or the bank has not finished"
	}
	return SettleStatus(r.SettleStatus).String()
}

// Amount is what was asked for. It reports false when the answer has no whole
// amount, or a currency whose decimals ParseCurrency is not certain of and that
// is not among those confirmed.
func (r Record) Amount(confirmed ...Currency) (Money, bool) {
	return r.money(r.BaseAmount, confirmed)
}

// SettleAmount is what will be or was settled, at most Amount. Only records
// that a query found have it.
func (r Record) SettleAmount(confirmed ...Currency) (Money, bool) {
	return r.money(r.SettleBaseAmount, confirmed)
}

func (r Record) money(digits string, confirmed []Currency) (Money, bool) {
	for _, c := range confirmed {
		if c.Code() != "" && c.Code() == r.CurrencyISO3A {
			m, err := ParseBaseAmount(digits, c)
			return m, err == nil
		}
	}
	c, err := ParseCurrency(r.CurrencyISO3A)
	if err != nil {
		return Money{}, false
	}
	m, err := ParseBaseAmount(digits, c)
	return m, err == nil
}

// StartedAt is when the transaction was made, to the second. The gateway gives
// no zone; its clock keeps GMT according to a guide of 2013, so this is UTC
// (inferred).
func (r Record) StartedAt() (time.Time, bool) {
	t, err := time.Parse(time.DateTime, r.TransactionStarted)
	return t, err == nil
}

// ThreeD is the record's 3-D Secure result.
func (r Record) ThreeD() (Enrolled, ThreeDStatus) {
	return Enrolled(r.Enrolled), ThreeDStatus(r.ThreeDStatus)
}
