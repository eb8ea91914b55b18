package operation

import (
	"context"
	"errors"

	"motoconsole/gateway"
	"motoconsole/internal/payment"
	"motoconsole/internal/payment/option"
	"motoconsole/internal/rights"
)

// This file is what the agent may do with a payment. The processor asks for the
// right to an operation once more; what the operation acts on, it does not know.

// needs are the rights that an operation on a record needs. To release a refund or a
// payout gives the money.
func needs(m option.Kind, record gateway.Record) []rights.Right {
	all := payment.Needs(payment.Attempt{Operation: m.Operation()})
	switch {
	case m != option.Release || record.RequestType != gateway.TypeRefund:
	case record.AccountType == string(gateway.AccountPayout):
		all = append(all, rights.Payout)
	default:
		all = append(all, rights.Refund)
	}
	return all
}

// allows says why the agent may not make an operation, or not in spite of a warning.
func (r *Service) allows(a Request) error {
	all := needs(a.Kind, a.Snapshot.Record)
	if a.Again != "" {
		all = append(all, rights.Override)
	}
	return r.Processor.Grant.May(all...)
}

// overLimit says why a repeat is more than the agent may take.
func (r *Service) overLimit(ctx context.Context, v Operation) error {
	err := r.Processor.OverLimit(ctx, v.Attempt)
	if limit, is := errors.AsType[*rights.LimitError](err); is {
		return &option.LimitError{Sentence: limit.Sentence}
	}
	return err
}

// bound refuses the options that the agent may not take. What the payment does not
// allow keeps its own reason.
func (r *Service) bound(c *Snapshot) {
	for i, o := range c.Options {
		if o.Legal() {
			c.Options[i].Refusal = r.Processor.Grant.Why(needs(o.Kind, c.Record)...)
		}
	}
}

// maySee says why the agent may not see a payment.
func (r *Service) maySee(c Snapshot) error {
	return r.Processor.Grant.MaySee(c.Record.OperatorName, c.Made.Agent)
}
