package option

import (
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/statement"
)

// stage is a payment's state, as far as options depend on it.
type stage int

const (
	stageUnsure    stage = iota // its outcome is unknown
	stageRefused                // declined or rejected
	stageCancelled              // settle status 3
	stagePending                // 0 or 1
	stageHeld                   // 2
	stageSettling               // 10
	stageSettled                // 100
	stageMoneyless              // a card check or the like
)

// facts decide the options.
type facts struct {
	record   gateway.Record
	now      time.Time
	limits   Limits
	stage    stage
	noun     string // "payment", "refund", "payout"
	isRefund bool   // the record itself gives money back
	isRaise  bool   // the record added to a pre-authorisation, and settles nothing itself
	myBank   bool
	final    bool // a final authorisation of Mastercard's or Maestro's
	stopped  bool // the bank said not to try this card again
	expired  bool
	// left is what can still be given back, whole what settles in all, and given
	// what has been given back and paid out, including by reducing the payment.
	left, whole, given gateway.Money
	problem            error // why the three are not known
	returned           statement.Returned
}

func newFacts(record gateway.Record, related []gateway.Record, now time.Time, limits Limits) facts {
	f := facts{
		record: record, now: now, limits: limits, noun: "payment",
		stage: stageOf(record), isRefund: statement.FlowOf(record) == statement.Out, myBank: isMyBank(record),
		final: isFinal(record), stopped: stopped(record, related), isRaise: statement.KindOf(record) == statement.Raise,
	}
	if f.isRefund {
		f.noun = statement.KindOf(record).String()
	}
	if expiry, err := gateway.ParseExpiry(record.ExpiryDate); err == nil && !f.myBank {
		f.expired = expiry.Check(now.UTC()) != nil
	}
	f.left, f.problem = Remaining(record, related, limits.Currencies...)
	f.whole, _ = record.SettleAmount(limits.Currencies...)
	f.returned, _ = statement.ReturnedOf(record, related, limits.Currencies...)
	asked, ok := record.Amount(limits.Currencies...)
	if !ok {
		asked = f.whole
	}
	asked, _ = asked.Plus(statement.RaisedBy(record, related, limits.Currencies...))
	f.given, _ = asked.Minus(f.left)
	f.given, _ = f.given.Plus(PaidOut(record, related, asked.Currency))
	return f
}

func stageOf(r gateway.Record) stage {
	if r.RequestType != gateway.TypeAuth && r.RequestType != gateway.TypeRefund || statement.KindOf(r) == statement.Raise {
		return stageMoneyless
	}
	switch r.Outcome() {
	case gateway.OutcomeDeclined, gateway.OutcomeRejected, gateway.OutcomeNotSent:
		return stageRefused
	case gateway.OutcomeCancelled:
		return stageCancelled
	case gateway.OutcomeHeld:
		return stageHeld
	case gateway.OutcomeApproved:
		switch gateway.SettleStatus(r.SettleStatus) {
		case gateway.SettleSettled:
			return stageSettled
		case gateway.SettleSettling:
			return stageSettling
		default:
			return stagePending
		}
	default:
		if waitsForBank(r) {
			return stageSettling
		}
		return stageUnsure
	}
}

// isFinal reports an authorisation that Mastercard's rules want settled within four
// days, unchanged. A record that names no method is final too, unless the account
// was set up otherwise.
func isFinal(r gateway.Record) bool {
	if r.RequestType != gateway.TypeAuth || gateway.AuthMethod(r.AuthMethod) == gateway.AuthPre {
		return false
	}
	switch r.PaymentType {
	case string(gateway.Mastercard), "MASTERCARDDEBIT", string(gateway.Maestro):
		return true
	default:
		return false
	}
}

// open reports a payment that has not begun to settle.
func (f *facts) open() bool { return f.stage == stagePending || f.stage == stageHeld }

// nothing is why no money can be given back, now or later; "" if some can.
func (f *facts) nothing() string {
	switch {
	case f.isRaise:
		return "This is a raise, and what it added belongs to the payment that it raised: open that."
	case f.stage == stageMoneyless:
		return "This is not a payment: no money was taken, so there is nothing to give back."
	case f.stage == stageUnsure || f.problem != nil && f.stage != stageRefused && f.stage != stageCancelled:
		return f.unclear()
	case f.stage == stageRefused:
		return "This " + f.noun + " was declined: no money moved, so there is nothing to give back."
	case f.stage == stageCancelled && f.myBank:
		return "This MyBank payment failed or was cancelled. The bank may still complete it: look again later before you promise anything."
	case f.stage == stageCancelled:
		return "This " + f.noun + " was cancelled: no money moves, so there is nothing to give back."
	case f.isRefund && f.stage == stageSettled:
		return "This " + f.noun + " has been paid and cannot be changed any more."
	case !f.isRefund && f.stage == stageSettled && f.left.IsZero():
		return f.allBack()
	}
	return ""
}

// allBack says why nothing is left of a payment. A refund that is held or unknown
// uses up its amount, though it has not given it back.
func (f *facts) allBack() string {
	switch g := f.returned; {
	case !g.Unsure.IsZero():
		return "Nothing of this payment is left to give back: it is not known yet whether a refund of it was made."
	case !g.Held.IsZero():
		return "Nothing of this payment is left to give back: a refund of it is held, and waits for its release."
	case !g.Coming.IsZero() && !g.Done.IsZero():
		return "All of this payment has been given back already, or is on its way back."
	case !g.Coming.IsZero():
		return "All of this payment is on its way back already."
	default:
		return "All of this payment has been given back already."
	}
}

func (f *facts) unclear() string {
	if f.problem != nil && f.stage != stageUnsure {
		return statement.Sentence(f.problem.Error())
	}
	return "The bank has not confirmed the outcome of this " + f.noun +
		". Give nothing back yet: ask a supervisor to have it looked into."
}
