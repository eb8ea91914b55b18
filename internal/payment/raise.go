package payment

import (
	"context"
	"slices"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
	"motoconsole/internal/payment/evidence"
	"motoconsole/internal/payment/ordername"
)

// This file guards a raise, which is an AUTH of a payment that is there already. Its
// order is paid, so of the order only what is unknown counts. The same card and amount
// count as for every charge, and so does any raise of the same pre-authorisation that
// was called not made, whatever its amount: should it turn up, both are reserved.

// GuardRaise is Guard for a raise, of which it does not ask for the limit.
func (d *Processor) GuardRaise(ctx context.Context, a Attempt) ([]Warning, error) {
	warnings, err := d.earlier(ctx, a.Charge.withoutOrder())
	if err != nil {
		return nil, err
	}
	raises, order, err := d.raiseRivals(ctx, a, d.Instant())
	if err != nil {
		return nil, err
	}
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
	return d.Heed(warnings), nil
}

// raiseRivals are the attempts that a raise has for rivals beside those of the same
// card and amount, newest first: raises of the same pre-authorisation that are unknown
// or were called not made, and unknown payments of the same order. They include the
// raise itself once it is in the journal.
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

// rivalRaise makes the check of Rivals with them.
func (d *Processor) rivalRaise(ctx context.Context, a Attempt) error {
	began := d.began(a)
	raises, order, err := d.raiseRivals(ctx, a, began)
	if err != nil {
		return errUnread
	}
	return rivalOf(a, raises, order, began, d.Policy.DuplicateWindow())
}

// isOpen reports an answer that does not tell the outcome. A raise that was approved and
// has the settle status of what is cancelled may have raised its pre-authorisation all
// the same: the vendor's pages do not agree on what a raise's own status says.
func (r Reply) isOpen(a Attempt) bool {
	o := r.Result.Outcome
	return o == gateway.OutcomeUnknown || a.Operation == journal.OpRaise && o == gateway.OutcomeCancelled
}

// askRaised reads the pre-authorisation where the gateway shows its raise as approved
// and cancelled: only what is reserved tells whether it was made. Until the gateway has
// had its time to show it, a pre-authorisation that is as before does not tell.
func (r *Resolver) askRaised(ctx context.Context, e journal.Entry, f evidence.Finding) evidence.Finding {
	cancelled := func(raise gateway.Record) bool {
		return evidence.RecordOutcome(raise) == gateway.OutcomeCancelled
	}
	if e.Before == (journal.Target{}) || !slices.ContainsFunc(f.Records, cancelled) {
		return f
	}
	result, err := r.Gateway.Query(ctx, gateway.Query{Sites: []string{e.Site}, TransactionReferences: []string{e.Parent}})
	if err != nil {
		return evidence.Finding{}
	}
	for _, parent := range result.Records {
		if parent.TransactionReference != e.Parent {
			continue
		}
		switch recent := r.Now().Sub(knownAt(e)).Abs() < evidence.PromiseTime; evidence.ProgressOf(e, parent) {
		case evidence.IsDone:
			for i := range f.Records {
				if cancelled(f.Records[i]) { // it stands as what it raised stands
					f.Records[i].SettleStatus = parent.SettleStatus
				}
			}
			return f
		case evidence.NotYet:
			if !recent {
				return f
			}
		case evidence.Unclear:
			f.Records, f.Other = nil, evidence.Pointer{
				Kind: journal.EvidenceNamed, Says: "the raise shows as cancelled, and the pre-authorisation was changed since, so it does not tell whether it was raised: it is now " + evidence.StateOf(parent),
			}
			return f
		default:
		}
	}
	return evidence.Finding{}
}

// withoutOrder is the charge of a raise as the guard of charges looks at it.
func (c Charge) withoutOrder() Charge {
	c.OrderReference = ""
	return c
}

// method is how the attempt is, or was, authorised.
func (a Attempt) method() gateway.AuthMethod {
	if a.Operation == journal.OpRaise {
		return gateway.AuthIncremental
	}
	return a.Charge.Kind.Method()
}
