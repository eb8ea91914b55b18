package gateway

import (
	"context"
	"time"
)

// UpdateRequest changes one AUTH or REFUND that has not begun to settle (settle
// status 0, 1 or 2). Site, TransactionReference and at least one change are needed.
// A zero field is left unchanged. Cancel, Suspend, Release and Reduce make the
// usual requests.
type UpdateRequest struct {
	Site                 string // sitereference, 50
	TransactionReference string // 25

	SettleStatus SettleStatus // 0, 1, 2 or 3
	// SettleAmount is how much of the authorised amount to settle: less than all of
	// it, in the transaction's own currency, which is not sent.
	SettleAmount Money
	// SettleDueDate is YYYY-MM-DD, within 7 days of the authorisation, or 31 days
	// of an AuthPre.
	SettleDueDate  string
	OrderReference string // 25
	Expiry         Expiry
	// Billing changes the fields that are set in it. County and DateOfBirth cannot
	// be changed (they are not among the fields of the vendor's shop module). The
	// bank does not check a new address (inferred).
	Billing Billing
}

// Cancel stops a payment or refund for good. The bank decides how soon it frees the
// money it holds for a cancelled payment.
func Cancel(site, transactionReference string) UpdateRequest {
	return UpdateRequest{Site: site, TransactionReference: transactionReference, SettleStatus: SettleCancelled}
}

// Suspend stops a payment or refund from settling until it is released. The gateway
// cancels one that is still suspended 7 days after authorisation, 31 for AuthPre.
func Suspend(site, transactionReference string) UpdateRequest {
	return UpdateRequest{Site: site, TransactionReference: transactionReference, SettleStatus: SettleSuspended}
}

// Release lets a suspended payment or refund settle in the next run. It skips the
// fraud and duplicate checks that may have suspended it.
func Release(site, transactionReference string) UpdateRequest {
	return UpdateRequest{Site: site, TransactionReference: transactionReference, SettleStatus: SettleOverride}
}

// Reduce settles only part of the authorised amount: keep.
func Reduce(site, transactionReference string, keep Money) UpdateRequest {
	return UpdateRequest{Site: site, TransactionReference: transactionReference, SettleAmount: keep}
}

// UpdateResult is the result of an update: OutcomeApproved for done,
// OutcomeRejected for not done, OutcomeUnknown or OutcomeNotSent. Updates set
// absolute values, so an update may be repeated if its outcome is not known or its
// Code is of ClassWaitRetry. The Code is 60017 when the transaction can no longer
// be changed, for example because it has begun to settle: refund it then. Record is
// the gateway's answer, which does not hold the changed transaction: get that with
// Query.
type UpdateResult AuthResult

func (UpdateResult) isResult() {}

// Update sends one TRANSACTIONUPDATE, once.
func (c *Client) Update(ctx context.Context, r UpdateRequest) (UpdateResult, error) {
	return send[UpdateResult](ctx, c, r)
}

func (r UpdateRequest) wipe() {}

func (r UpdateRequest) result(base AuthResult, _ *response) Result { return UpdateResult(base) }

func (r UpdateRequest) prepare(now time.Time) (*prepared, error) {
	e := newElement(TypeUpdate)
	e.query.values("sitereference", r.Site)
	e.query.values("transactionreference", r.TransactionReference)

	changes := newElement(TypeUpdate) // checked like any fields, but sent inside updates
	changes.add("settlestatus", string(r.SettleStatus))
	if m := r.SettleAmount; m.Minor != 0 {
		if m.Minor < 0 {
			changes.refuse("settlebaseamount", "the amount to settle must be more than zero")
		}
		changes.add("settlebaseamount", m.BaseAmount())
	}
	changes.dueDate(r.SettleDueDate, AuthPre.SettleDays(), now)
	changes.add("orderreference", r.OrderReference)
	changes.expiry(r.Expiry, now)
	changes.contact("billing", r.Billing)
	if r.Billing.County != "" {
		changes.refuse("billingcounty", "the county or state cannot be changed")
	}
	if r.Billing.DateOfBirth != "" {
		changes.refuse("billingdob", "the date of birth cannot be changed")
	}
	e.updates = changes.object
	if e.updates.text.Len() == 0 {
		e.refuse("updates", "there is nothing to change")
	}
	p := &prepared{element: e, outcome: doneOutcome, echo: echo{
		transaction: r.TransactionReference, site: r.Site,
	}}
	return p, p.failure()
}

// doneOutcome is for requests that cannot be declined and are harmless when
// repeated. A locked record counts as not changed; if it was changed, the next
// attempt shows it.
func doneOutcome(r *Record) Outcome {
	switch info, _ := LookupCode(r.ErrorCode); info.Money {
	case MoneyOK:
		return OutcomeApproved
	case MoneyNone, MoneyDeclined:
		return OutcomeRejected
	default:
		return OutcomeUnknown
	}
}
