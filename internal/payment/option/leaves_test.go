package option

import (
	"testing"

	"motoconsole/gateway"
	"motoconsole/internal/payment/paymenttest"
)

// TestLeaves: what an amount leaves of a payment of £48 is what settles of one that is
// reduced or raised, and what can still be given back of one that is refunded.
func TestLeaves(t *testing.T) {
	pre := func(r *gateway.Record) { r.AuthMethod = string(gateway.AuthPre) }
	settled := paymenttest.Paid(paymenttest.InStatus("100"))
	kept := paymenttest.Paid(paymenttest.InStatus("2"), pre)
	refund := []gateway.Record{paymenttest.Refunded(1000)}
	for name, tc := range map[string]struct {
		record  gateway.Record
		related []gateway.Record
		kind    Kind
		amount  int64
		leaves  int64 // -1 for not known
	}{
		"reduced":                       {paymenttest.Paid(), nil, Reduce, 1000, 3800},
		"reduced by all":                {paymenttest.Paid(), nil, Reduce, 4800, 0},
		"reduced by more":               {paymenttest.Paid(), nil, Reduce, 4801, -1},
		"less reserved":                 {kept, nil, Reduce, 1, 4799},
		"raised":                        {kept, nil, Raise, 1200, 6000},
		"raised too far":                {kept, nil, Raise, 1<<63 - 1, -1},
		"a part refunded":               {settled, nil, RefundPart, 800, 4000},
		"a further part":                {settled, refund, RefundPart, 800, 3000},
		"the last of it":                {settled, refund, RefundPart, 3800, 0},
		"more than is left":             {settled, refund, RefundPart, 3801, -1},
		"cancelled":                     {paymenttest.Paid(), nil, Cancel, 4800, -1},
		"held":                          {paymenttest.Paid(), nil, Hold, 4800, -1},
		"paid out":                      {settled, nil, Payout, 100, -1},
		"repeated":                      {settled, nil, Repeat, 100, -1},
		"reduced, though refunded also": {paymenttest.Paid(), refund, Reduce, 1000, 3800},
	} {
		o := Pick(All(tc.record, tc.related, paymenttest.Noon(), allLimits()), tc.kind)
		got, ok := o.Leaves(paymenttest.Pounds(tc.amount))
		if ok != (tc.leaves >= 0) || ok && got != paymenttest.Pounds(tc.leaves) {
			t.Errorf("%s: %s, %t", name, got, ok)
		}
	}
}
