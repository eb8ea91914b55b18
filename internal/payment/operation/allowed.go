package operation

import (
	"motoconsole/gateway"
	"motoconsole/internal/payment"
	"motoconsole/internal/payment/option"
	"motoconsole/internal/rights"
)

// This file says what the agent may do with a payment. The processor checks the right
// to an operation once more, but does not know what the operation acts on.

// needs are the rights that an operation on a record needs. The release of a refund
// or a payout gives the money, so it also needs the right to that.
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

// allows says why the agent may not make an operation, or may not override its
// warnings.
func (r *Service) allows(a Request) error {
	all := needs(a.Kind, a.Snapshot.Record)
	if a.Again != "" {
		all = append(all, rights.Override)
	}
	return r.Sender.Grant.May(all...)
}

// bound refuses the options that the agent has no right to. If the payment itself
// does not allow an option, that reason stays. A limit's does not: what the agent asks
// for beyond a limit is recorded, and what the agent has no right to is not.
func (r *Service) bound(c *Snapshot) {
	for i, o := range c.Options {
		if !o.Legal() && !o.Limited {
			continue
		}
		if why := r.Sender.Grant.Why(needs(o.Kind, c.Record)...); why != "" {
			c.Options[i].Refusal, c.Options[i].Limited = why, false
		}
	}
	if why := r.Sender.Grant.Why(needs(option.RefundWhole, c.Record)...); why != "" {
		option.DropRefunds(c.Options, why)
	}
}

// maySee says why the agent may not see a payment.
func (r *Service) maySee(c Snapshot) error {
	return r.Sender.Grant.MaySee(c.Record.OperatorName, c.Made.Agent)
}
