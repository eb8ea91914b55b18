package operation

import (
	"slices"

	"motoconsole/gateway"
	"motoconsole/internal/statement"
)

// otherwise reports that the payment, read again, does not stand as the agent
// saw it: what settles, when and under which order, what was given back and paid
// out of it, and what is on its way. It is for an attempt that was not made, so
// any difference is the work of others.
func (v *Reversal) otherwise() bool {
	return standsAs(v.saw) != standsAs(v.After) || newOpen(v.saw, v.After, v.ID)
}

// stands is how a payment stands, in values to compare.
type stands struct {
	settles, asked, status, due, order string
	outcome                            gateway.Outcome
	left, given                        gateway.Money
	returned                           statement.Returned
}

func standsAs(c Case) stands {
	r := c.Record
	s := stands{
		settles: r.SettleBaseAmount, asked: r.BaseAmount, status: r.SettleStatus, due: r.SettleDueDate, order: r.OrderReference,
		outcome: r.Outcome(), left: c.Left, given: c.given,
	}
	s.returned, _ = statement.ReturnedOf(r, c.Related, c.Left.Currency)
	return s
}

// newOpen reports an attempt on the payment that is on its way or in doubt, and
// that the agent was not shown.
func newOpen(saw, now Case, own string) bool {
	return slices.ContainsFunc(now.Open, func(o Reversal) bool {
		return o.ID != own && !slices.ContainsFunc(saw.Open, func(known Reversal) bool { return known.ID == o.ID })
	})
}
