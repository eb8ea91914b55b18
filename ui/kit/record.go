package kit

import (
	"slices"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/payment"
	"motoconsole/internal/payment/operation"
	"motoconsole/internal/payment/option"
	"motoconsole/internal/payment/takings"
	"motoconsole/internal/statement"
)

// RecordOf is what the journal knows of the record that an attempt made, or else of the
// one that it acts on. It is enough to open the record, and empty without a transaction
// reference.
func RecordOf(a payment.Attempt) gateway.Record {
	r := a.Result.Record
	if r.TransactionReference == "" || r.TransactionReference == a.Parent || takings.IsRaise(a) { // a raise is a part of its pre-authorisation
		return gateway.Record{TransactionReference: a.Parent}
	}
	set := func(field *string, value string) {
		if *field == "" {
			*field = value
		}
	}
	known := a.Entry("").Record()
	set(&r.RequestType, known.RequestType)
	set(&r.OrderReference, known.OrderReference)
	if a.CurrentReference != "" {
		r.OrderReference = a.CurrentReference
	}
	set(&r.AccountType, known.AccountType)
	set(&r.AuthMethod, known.AuthMethod)
	set(&r.CredentialsOnFile, known.CredentialsOnFile)
	set(&r.ParentTransaction, known.ParentTransaction)
	set(&r.Billing.LastName, a.Customer.Name)
	set(&r.Billing.Email, a.Customer.Email)
	set(&r.OperatorName, known.OperatorName)
	set(&r.TransactionStarted, known.TransactionStarted)
	set(&r.SettleDueDate, known.SettleDueDate)
	if day := a.Charge.Settlement.DueDate; day != "" { // it may have been changed since: see Present
		r.SettleDueDate = day
	}
	set(&r.CurrencyISO3A, known.CurrencyISO3A)
	set(&r.BaseAmount, known.BaseAmount)
	set(&r.PaymentType, known.PaymentType)
	set(&r.MaskedPAN, known.MaskedPAN)
	return r
}

// OpenOf opens an attempt: the record that it made or acts on, and of one that may have made
// a record what the journal has, until the outcome is known.
func OpenOf(a payment.Attempt) Open {
	o := Open{Place: Record, Record: RecordOf(a), Attempt: a.ID}
	if a.State == payment.InDoubt && a.Parent == "" {
		o.Record = gateway.Record{}
	}
	return o
}

// MadeBy reports the record that an attempt made, and not one it acted on.
func MadeBy(a payment.Attempt, r gateway.Record) bool {
	reference := a.Result.Record.TransactionReference
	if reference == "" || r.TransactionReference == "" || reference == a.Parent { // an update's is its payment's
		return r.OrderReference == a.SentReference
	}
	return r.TransactionReference == reference
}

// OnlyTried reports a record that is not known to have gone through.
func OnlyTried(r gateway.Record) bool {
	outcome := r.Outcome()
	return outcome == gateway.OutcomeDeclined || outcome == gateway.OutcomeRejected || outcome == gateway.OutcomeUnknown
}

// MadeLabel is the label of the time of a record.
func MadeLabel(r gateway.Record) string { return madeLabel(r, r.Outcome()) }

// MadeLabelOf is MadeLabel for an attempt.
func MadeLabelOf(a payment.Attempt) string {
	outcome, r := a.Outcome, takings.Record(a)
	switch {
	case a.State != payment.Known:
		outcome = gateway.OutcomeUnknown
	case isCheck(a):
		r = gateway.Record{RequestType: gateway.TypeAccountCheck}
	case !takings.IsPayment(a) && !takings.IsRaise(a):
		r = gateway.Record{}
	}
	return madeLabel(r, outcome)
}

// madeLabel is that of a record of a known outcome: only a payment that went
// through, and is neither held nor cancelled, was taken.
func madeLabel(r gateway.Record, outcome gateway.Outcome) string {
	approved := outcome == gateway.OutcomeApproved
	switch {
	case !approved && outcome != gateway.OutcomeHeld && outcome != gateway.OutcomeCancelled:
		return "Tried"
	case r.RequestType == gateway.TypeAccountCheck:
		return "Checked"
	case statement.IsPreauthorisation(r):
		return "Reserved"
	case statement.KindOf(r) == statement.Raise:
		return "Raised"
	case statement.FlowOf(r) == statement.In && approved:
		return "Taken"
	default:
		return "Made"
	}
}

// NothingTaken reports a pre-authorisation that has not been captured: it is held, by
// an agent or the bank, or waits for a later day.
func NothingTaken(r gateway.Record, now time.Time) bool {
	return statement.IsReserved(r, true, now)
}

// ReservedNow reports a pre-authorisation that waits to be captured, held by nothing but
// what was asked for when it was made.
func ReservedNow(seen operation.Snapshot) bool {
	return statement.IsCapturable(seen.Record) && takings.IsReserved(seen.Made) && !slices.ContainsFunc(seen.Acts, func(a payment.Attempt) bool {
		kind := option.KindOf(a.Operation)
		return kind == option.Hold || kind == option.Release
	})
}
