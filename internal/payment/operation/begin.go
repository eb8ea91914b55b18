package operation

import (
	"context"
	"crypto/rand"
	"errors"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
	"motoconsole/internal/payment"
	"motoconsole/internal/payment/doubt"
	"motoconsole/internal/payment/option"
	"motoconsole/internal/payment/ordername"
	"motoconsole/internal/payment/terms"
	"motoconsole/internal/rights"
	"motoconsole/internal/statement"
)

// Begin makes an attempt from the agent's confirmed request. It sends nothing. An
// amount, date or reference that breaks a rule is a *gateway.FieldError. A request
// that a limit forbids is a *rights.LimitError, and the journal keeps that it was tried.
func (r *Service) Begin(ctx context.Context, a Request) (Operation, error) {
	ctx, done := r.Sender.Asking(ctx)
	defer done()
	a.OrderReference = ordername.AsTyped(a.OrderReference)
	v := r.attempt(a)
	var err error
	if v.Operation == "" {
		err = errNoOperation
	}
	if err == nil {
		err = r.allows(a)
	}
	if err == nil {
		err = r.check(a, &v)
	}
	if leaves, ok := a.Snapshot.Leaves(a.Kind, v.Charge.Amount); ok {
		v.Leaves = leaves
	}
	v.Target = targetOf(a, v.Leaves)
	v.SentReference = r.Sender.NewReference(v.Attempt)
	if err == nil {
		err = r.clockStands(ctx, v.Operation, v.on)
	}
	if err == nil {
		var known string
		if known, err = r.mayForOrder(ctx, &v); known != "" { // the order may be renamed
			v.Before.OrderReference = known
		}
	}
	if err == nil {
		err = r.mayToday(ctx, v)
	}
	if err == nil {
		err = r.Sender.OverLimit(ctx, v.Attempt)
	}
	if err == nil {
		return v, nil
	}
	if limit := (*rights.LimitError)(nil); errors.As(err, &limit) {
		r.Sender.KeepUnsent(ctx, v.Attempt, limit)
	}
	return Operation{}, err
}

// errNoOperation refuses a kind for which moto has no operation.
var errNoOperation = errors.New("this cannot be done with a payment: tell a supervisor")

// attempt is the attempt without its references.
func (r *Service) attempt(a Request) Operation {
	d, record := r.Sender, a.Snapshot.Record
	v := Operation{
		Kind: a.Kind, expiry: a.Expiry, correction: a.Correction, again: a.Again, warned: a.Warned,
		on: journal.RequestType(record.RequestType), noun: nounOf(record),
		saw: a.Snapshot, payment: record.TransactionReference, children: a.Snapshot.Related, clock: a.Snapshot.clock,
	}
	if a.Kind == option.Release && record.RequestType == gateway.TypeRefund {
		v.payment, v.children = record.ParentTransaction, a.Snapshot.siblings
	}
	v.settle, _ = record.SettleAmount(r.Limits.Currencies...)
	c := payment.Charge{
		OrderReference: gateway.Clean(ordername.AsTyped(a.Snapshot.own), doubt.ShownOrder), Amount: a.Amount, Brand: gateway.Brand(record.PaymentType), Reason: whyAgain(a),
	}
	if a.Kind == option.Repeat {
		c.Initiation, c.Series = a.Initiation, a.Series
	}
	if (a.Kind == option.Release || a.Kind == option.Reduce) && statement.IsPreauthorisation(record) {
		c.Kind = terms.Preauthorisation
	}
	c.TellOf(answered(a))
	c.First6, c.Last4 = statement.CardEnds(record.MaskedPAN)
	if record.TransactionReference == "" {
		c.Brand, c.First6, c.Last4 = a.Brand, a.First6, a.Last4
	}
	if a.OrderReference != "" && a.Kind != option.Order { // Target holds the new one for Order
		c.OrderReference = a.OrderReference
	}
	v.Attempt = payment.Attempt{
		ID: rand.Text(), Operation: a.Kind.Operation(), Parent: record.TransactionReference, Before: seen(record, v.settle),
		Charge: c, Agent: d.Agent, Role: d.Grant.Role(), Site: d.Site, Began: d.Now(),
	}
	if a.Kind == option.Cancel && statement.FlowOf(record) == statement.Out {
		v.Stops = statement.KindOf(record).String()
	}
	return v
}

// whyAgain is the reason that the journal keeps: why the agent does this, and why
// again. A repeat is a charge, so its only reason is why it is made despite a
// warning.
func whyAgain(a Request) string {
	switch {
	case a.Kind == option.Repeat:
		return a.Again
	case a.Kind == option.Correct:
		return a.Correction.Names() + ": " + a.Reason
	case a.Again == "":
		return a.Reason
	default:
		return a.Reason + "; again because " + a.Again
	}
}

// answered are the warnings that Again answers. The Reason of a form answers none.
func answered(a Request) []payment.Warning {
	if a.Again == "" {
		return nil
	}
	return a.Warned
}

// targetOf is the state that an update asks of a transaction. leaves is what the
// operation leaves of it.
func targetOf(a Request, leaves gateway.Money) journal.Target {
	switch a.Kind {
	case option.Cancel:
		return journal.Target{SettleStatus: string(gateway.SettleCancelled)}
	case option.Reduce:
		return journal.Target{SettleAmount: leaves.Minor}
	case option.Release:
		return journal.Target{SettleStatus: string(gateway.SettleOverride)}
	case option.Hold:
		return journal.Target{SettleStatus: string(gateway.SettleSuspended)}
	case option.Order:
		return journal.Target{OrderReference: a.OrderReference}
	case option.Due:
		return journal.Target{SettleDueDate: a.DueDate}
	default:
		return journal.Target{}
	}
}

// seen is the agent's view of a transaction, as a Target.
func seen(r gateway.Record, settle gateway.Money) journal.Target {
	return journal.Target{
		SettleStatus: r.SettleStatus, SettleAmount: settle.Minor, SettleDueDate: r.SettleDueDate,
		OrderReference: gateway.Clean(r.OrderReference, doubt.ShownOrder),
	}
}

// errUnread says why an operation is not prepared without the journal.
var errUnread = errors.New("the journal cannot be read, so moto cannot tell whether this was done before: tell a supervisor")

// Prepare begins an operation, and gathers the guard's warnings for the agent who is
// to confirm it.
func (r *Service) Prepare(ctx context.Context, a Request) (Operation, []payment.Warning, error) {
	v, err := r.Begin(ctx, a)
	if err != nil {
		return v, nil, err
	}
	warnings, err := r.Guard(ctx, v)
	if err != nil {
		if _, ofGateway := errors.AsType[*OrderError](err); !ofGateway {
			err = errUnread
		}
		return v, nil, err
	}
	if a.Kind != option.Repeat {
		return v, warnings, nil
	}
	seen, err := r.seenOrder(ctx, v.Charge)
	return v, append(warnings, seen...), err
}

// seenOrder asks the gateway for payments of the same order before a card is charged
// again. It cannot search by the card, whose number is not here. It takes
// payment.SeenWait at most, because finding nothing proves nothing. Its only error is
// a refused sign-in.
func (r *Service) seenOrder(ctx context.Context, c payment.Charge) ([]payment.Warning, error) {
	ctx, cancel := context.WithTimeout(ctx, payment.SeenWait)
	defer cancel()
	warnings, err := r.Sender.Seen(ctx, c, gateway.CardNumber{})
	if errors.Is(err, payment.ErrSignIn) {
		return nil, err
	}
	return warnings, nil
}
