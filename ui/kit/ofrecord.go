package kit

import (
	"cmp"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/lookup"
	"motoconsole/internal/payment"
	"motoconsole/internal/payment/option"
	"motoconsole/internal/payment/terms"
	"motoconsole/internal/statement"
)

// madeBy are the operations that make records of a kind, beside charges.
var madeBy = map[statement.Kind]option.Kind{
	statement.Repeat: option.Repeat, statement.Raise: option.Raise, statement.Refund: option.RefundWhole, statement.Payout: option.Payout,
}

// VerdictOfRecord puts the outcome that a cleaned record shows into words. made is the
// journal's attempt that made it, without an ID where the journal has none. It reports false
// for a record that moto does not make.
func VerdictOfRecord(r gateway.Record, made payment.Attempt, now time.Time, currencies ...gateway.Currency) (Verdict, bool) {
	kind := statement.KindOf(r)
	operation, operated := madeBy[kind]
	if !operated && kind != statement.Payment && kind != statement.CardCheck {
		return Verdict{}, false
	}
	a := made
	if a.ID == "" {
		a.Charge = payment.Charge{OrderReference: r.OrderReference, Brand: gateway.Brand(r.PaymentType), Last4: lookup.Last4(r)}
		switch {
		case kind == statement.CardCheck:
			a.Charge.Kind = terms.CardCheck
		case statement.IsPreauthorisation(r):
			a.Charge.Kind = terms.Preauthorisation
		}
		if a.Operation = a.Charge.Operation(); operated {
			a.Operation = operation.Operation()
		}
	}
	if m, ok := statement.Shown(r, currencies...); ok {
		a.Charge.Amount = m
		a.Charge.Amount.Minor = max(m.Minor, -m.Minor) // what goes out has a minus
	}
	kept := a.Result.Record // the journal has the codes of the answer; the gateway may not show all
	r.AcquirerResponseCode = cmp.Or(r.AcquirerResponseCode, kept.AcquirerResponseCode)
	r.AcquirerAdviceCode = cmp.Or(r.AcquirerAdviceCode, kept.AcquirerAdviceCode)
	a.State, a.Outcome, a.Result.Record = payment.Known, r.Outcome(), r
	a.Result.Code, _ = gateway.LookupCode(r.ErrorCode)
	if a.Outcome == gateway.OutcomeUnknown {
		a.State = payment.InDoubt
	}
	return VerdictOf(a, now), true
}
