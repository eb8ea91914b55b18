package takings

import (
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/payment"
	"motoconsole/internal/payment/option"
	"motoconsole/internal/payment/terms"
	"motoconsole/internal/statement"
)

// Midnight is the beginning of the day of a time by the clock that the agent sees, which
// $TZ sets: what a screen calls today. The day of limits is [payment.Processor.DaySince],
// which $TZ does not move.
func Midnight(t time.Time) time.Time {
	t = t.Local()
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.Local)
}

// IsPayment reports an attempt that takes money, as opposed to a refund or change.
func IsPayment(a payment.Attempt) bool {
	return a.IsCharge() && a.Charge.Kind.TakesMoney() || option.KindOf(a.Operation) == option.Repeat
}

// IsRaise reports an attempt that adds to a pre-authorisation and moves with it.
func IsRaise(a payment.Attempt) bool { return option.KindOf(a.Operation) == option.Raise }

// IsInPart reports money of which the bank approved less than was asked for. No answer says
// how much it is.
func IsInPart(a payment.Attempt) bool { return a.Outcome.MovesMoney() && a.Result.Record.InPart() }

// Reserves reports an attempt that reserves money and takes none yet.
func Reserves(a payment.Attempt) bool {
	return a.Charge.Kind == terms.Preauthorisation || IsRaise(a)
}

// ofReserved reports an attempt that reduces a pre-authorisation: less stays reserved,
// and nothing that was taken goes back.
func ofReserved(a payment.Attempt) bool {
	return option.KindOf(a.Operation) == option.Reduce && a.Charge.Kind == terms.Preauthorisation
}

// moneyWentBack reports an attempt after which the caller has more money: a refund, a
// reduction or a payout. Cancelled money has not moved.
func moneyWentBack(a payment.Attempt) bool {
	kind := option.KindOf(a.Operation)
	return kind.GivesBack() && kind != option.Cancel
}

// IsReserved reports a pre-authorisation that the bank approved, and that is held as
// the agent asked: it waits to be captured.
func IsReserved(a payment.Attempt) bool {
	return a.Outcome == gateway.OutcomeHeld && a.Charge.Kind == terms.Preauthorisation && a.Charge.Settlement.Way() == terms.Held
}

// Waits reports a pre-authorisation that has not been captured, as statement has it.
func Waits(a payment.Attempt, now time.Time) bool {
	return statement.IsReserved(Record(a), IsReserved(a), now)
}

// Record is the record of an attempt's payment as far as its state goes, by what the
// journal knows: how it was asked to settle, and what became of it since.
func Record(a payment.Attempt) gateway.Record {
	kind := a.Charge.Kind
	if IsRaise(a) { // it stands as its pre-authorisation stands
		kind = terms.Preauthorisation
	}
	r := gateway.Record{RequestType: gateway.TypeAuth, AuthMethod: string(kind.Method()), ErrorCode: gateway.CodeFine, SettleDueDate: a.Charge.Settlement.DueDate}
	switch {
	case a.Outcome == gateway.OutcomeHeld:
		r.SettleStatus = string(gateway.SettleSuspended)
	case a.Outcome != gateway.OutcomeApproved:
		r.SettleStatus = string(gateway.SettleCancelled)
	case a.Charge.Settlement.Way() == terms.OnDate || a.Charge.Settlement.Way() == terms.NextRun:
		r.SettleStatus = string(gateway.SettlePending)
	default: // a release sets this status
		r.SettleStatus = string(gateway.SettleOverride)
	}
	return r
}
