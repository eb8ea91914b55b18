package statement

import (
	"time"

	"motoconsole/gateway"
)

// Settlement says, for an agent, how much of a record settles and when.
func Settlement(r gateway.Record, now time.Time) string {
	switch o := r.Outcome(); {
	case FlowOf(r) == None:
		return "Nothing settles: a " + Noun(r) + " moves no money"
	case o == gateway.OutcomeDeclined:
		return "Nothing settles: declined"
	case o == gateway.OutcomeRejected, o == gateway.OutcomeNotSent:
		return "Nothing settles: not accepted"
	case o == gateway.OutcomeCancelled:
		return "Cancelled: no money moves"
	case o == gateway.OutcomeUnknown && r.PaymentType == string(gateway.MyBank) && r.SettleStatus == string(gateway.SettleSettling):
		return "Waiting: the customer or the bank has not finished"
	case o == gateway.OutcomeUnknown, FlowOf(r) == Unclear:
		return "Not known whether it settles"
	case KindOf(r) == Raise:
		return "Settles with the pre-authorisation that it raised"
	}
	switch gateway.SettleStatus(r.SettleStatus) {
	case gateway.SettlePending:
		return "Pending: settles " + when(r.SettleDueDate, now)
	case gateway.SettleOverride:
		done := "released"
		if IsPreauthorisation(r) { // its release takes what was reserved
			done = "captured"
		}
		return "Pending: " + done + ", settles " + when(r.SettleDueDate, now)
	case gateway.SettleSettled:
		switch KindOf(r) {
		case Refund:
			return "Settled: given back"
		case Payout:
			return "Settled: paid out"
		default:
			return "Settled: paid"
		}
	default: // held, or being settled by the bank
		if IsCapturable(r) {
			return UntilCaptured
		}
		return gateway.SettleStatus(r.SettleStatus).String()
	}
}

// UntilCaptured is how a pre-authorisation stands that has neither settled nor a day on
// which it will.
const UntilCaptured = "Reserved until it is captured or cancelled"

// AmountLabel names the amount that settles or has settled.
func AmountLabel(r gateway.Record) string {
	if FlowOf(r) != Unclear && r.Outcome() == gateway.OutcomeApproved && r.SettleStatus == string(gateway.SettleSettled) {
		return "Amount settled"
	}
	return "Amount to settle"
}

// when is short for Run, to fit a row of a narrow screen.
func when(due string, now time.Time) string {
	if day := later(due, now); day != "" {
		return "on " + day
	}
	return "in the next run"
}

// Run is the daily run in which money due on a day settles: "in the next daily
// run", or "in the daily run of Wednesday 25 November".
func Run(due string, now time.Time) string {
	if day := later(due, now); day != "" {
		return "in the daily run of " + day
	}
	return "in the next daily run"
}

// Day is Run in words for a caller: "within a day", or "on Wednesday 25 November".
func Day(due string, now time.Time) string {
	if day := later(due, now); day != "" {
		return "on " + day
	}
	return "within a day"
}

// later is a due date after the next run, in words, or "". The gateway's days are
// those of UTC. Money without a due date settles in the next run.
func later(due string, now time.Time) string {
	day, err := time.Parse(time.DateOnly, due)
	if err != nil || due <= now.UTC().Format(time.DateOnly) {
		return ""
	}
	return day.Format("Monday 2 January")
}
