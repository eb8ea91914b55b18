package payment

import (
	"context"
	"slices"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
	"motoconsole/internal/payment/ordername"
)

// The guard of a raise. A raise is an AUTH that adds to a payment, so its order is
// paid already, and only attempts at the order that are unknown count. The same card
// and amount count as for every charge. Any raise of the same pre-authorisation that
// was called not made counts too, whatever its amount: if it turns up, both amounts
// are reserved.

// GuardRaise is Guard for a raise. It does not check the agent's limits.
func (d *Processor) GuardRaise(ctx context.Context, a Attempt) ([]Warning, error) {
	warnings, err := d.earlier(ctx, a.Charge.withoutOrder())
	if err != nil {
		return nil, err
	}
	raises, order, err := d.raiseRivals(ctx, a, d.Instant())
	if err != nil {
		return nil, err
	}
	warnings = ofKept(warnings)
	add := func(kind WarningKind, e journal.Entry) {
		if !slices.ContainsFunc(warnings, func(w Warning) bool { return w.Earlier.ID == e.ID }) {
			warnings = append(warnings, Warning{Kind: kind, Earlier: AttemptOf(e)})
		}
	}
	for _, e := range raises {
		kind := SameNotTaken
		if e.State != journal.Known {
			kind = SameInDoubt
		}
		add(kind, e)
	}
	for _, e := range order {
		add(OrderInDoubt, e)
	}
	return d.MarkRefused(warnings), nil
}

// raiseRivals are the rivals of a raise beside attempts at the same card and amount,
// newest first: raises of the same pre-authorisation that are unknown or were called
// not made, and unknown payments of the same order. They include the raise itself
// once it is in the journal.
func (d *Processor) raiseRivals(ctx context.Context, a Attempt, at Instant) (raises, order []journal.Entry, err error) {
	raises, err = d.Store.ByTransaction(ctx, a.Parent)
	if err != nil {
		return nil, nil, err
	}
	raises = slices.DeleteFunc(raises, func(e journal.Entry) bool {
		same := at.Classify(e, d.Policy.DuplicateWindow())
		return e.Parent != a.Parent || e.Operation != journal.OpRaise || same != SameUnknown && same != SameNotMade
	})
	order, err = ordername.Attempts(ctx, d.Store, d.Site, a.Charge.OrderReference)
	return raises, slices.DeleteFunc(order, func(e journal.Entry) bool { return !paysOrder(e) || e.State == journal.Known }), err
}

// rivalRaise makes the check of Rivals with the raiseRivals.
func (d *Processor) rivalRaise(ctx context.Context, a Attempt) error {
	began := d.began(a)
	raises, order, err := d.raiseRivals(ctx, a, began)
	if err != nil {
		return errUnread
	}
	return rivalOf(a, raises, order, began, d.Policy.DuplicateWindow())
}

// withoutOrder is the charge as Guard checks it for a raise: its order is paid.
func (c Charge) withoutOrder() Charge {
	c.OrderReference = ""
	return c
}

// isOpen reports an answer that does not tell the outcome. A raise that is approved
// but has the settle status of a cancelled payment may still have raised its
// pre-authorisation: the vendor's pages disagree about what a raise's own status
// means.
func (r Reply) isOpen(a Attempt) bool {
	o := r.Result.Outcome
	return o == gateway.OutcomeUnknown || a.Operation == journal.OpRaise && o == gateway.OutcomeCancelled
}

// method is how the attempt is, or was, authorised.
func (a Attempt) method() gateway.AuthMethod {
	if a.Operation == journal.OpRaise {
		return gateway.AuthIncremental
	}
	return a.Charge.Kind.Method()
}
