package option

import (
	"testing"

	"motoconsole/gateway"
	"motoconsole/internal/payment/paymenttest"
)

// Records that are not settled or pending payments.
func TestNothingToGiveBack(t *testing.T) {
	for name, tc := range map[string]struct {
		record  gateway.Record
		related []gateway.Record
		want    string
	}{
		"declined": {
			paymenttest.Paid(func(r *gateway.Record) { r.ErrorCode, r.SettleStatus = "70000", "3" }), nil,
			"This payment was declined: no money moved, so there is nothing to give back.",
		},
		"unknown": {
			paymenttest.Paid(func(r *gateway.Record) { r.ErrorCode = "60010" }), nil,
			"The bank has not confirmed the outcome of this payment. Give nothing back yet: ask a supervisor to have it looked into.",
		},
		"fully refunded": {
			paymenttest.Paid(paymenttest.InStatus("100")),
			[]gateway.Record{paymenttest.Refunded(4000, paymenttest.InStatus("100")), paymenttest.Refunded(800, paymenttest.InStatus("100"))},
			"All of this payment has been given back already.",
		},
		"fully on its way back": {paymenttest.Paid(paymenttest.InStatus("100")), []gateway.Record{paymenttest.Refunded(4800)}, "All of this payment is on its way back already."},
		"partly on its way back": {
			paymenttest.Paid(paymenttest.InStatus("100")),
			[]gateway.Record{paymenttest.Refunded(4000, paymenttest.InStatus("100")), paymenttest.Refunded(800)},
			"All of this payment has been given back already, or is on its way back.",
		},
		"held refund of all": {
			paymenttest.Paid(paymenttest.InStatus("100")),
			[]gateway.Record{paymenttest.Refunded(4800, paymenttest.InStatus("2"))},
			"Nothing of this payment is left to give back: a refund of it is held, and waits for its release.",
		},
		"unknown refund of all": {
			paymenttest.Paid(paymenttest.InStatus("100")),
			[]gateway.Record{paymenttest.Refunded(4800, func(r *gateway.Record) { r.ErrorCode = "60010" })},
			"Nothing of this payment is left to give back: it is not known yet whether a refund of it was made.",
		},
		"card check": {
			paymenttest.Paid(func(r *gateway.Record) { r.RequestType = gateway.TypeAccountCheck }), nil,
			"This is not a payment: no money was taken, so there is nothing to give back.",
		},
		"paid refund": {paymenttest.Refunded(1000, paymenttest.InStatus("100")), nil, "This refund has been paid and cannot be changed any more."},
		"no amount": {
			paymenttest.Paid(paymenttest.InStatus("100"), func(r *gateway.Record) { r.SettleBaseAmount = "" }), nil,
			"The gateway does not say how much of this payment settles, so nothing can be given back from here.",
		},
	} {
		options := All(tc.record, tc.related, paymenttest.Noon(), allLimits())
		if options[0].Kind != Nothing || options[0].Says != tc.want {
			t.Errorf("%s: %d %q", name, options[0].Kind, options[0].Says)
		}
		for _, o := range options {
			if o.Legal() && o.Kind.GivesBack() && o.Kind != Payout {
				t.Errorf("%s: operation %d is offered", name, o.Kind)
			}
			if !o.Legal() && o.Kind != Nothing && o.Refusal == "" {
				t.Errorf("%s: operation %d is refused without a reason", name, o.Kind)
			}
		}
	}
}

// A refund can be stopped and held until it settles, and not be refunded.
func TestOptionsOfRefunds(t *testing.T) {
	got := optionTexts(All(paymenttest.Refunded(1000), nil, paymenttest.Noon(), Limits{})) // limits apply to giving back, which this is not
	for kind, want := range map[Kind]string{
		Cancel: "Stop this refund", Hold: "Hold the refund",
		Reduce:      "- This cannot be reduced here: stop it and make a smaller refund.",
		RefundWhole: "- This is itself a refund: refund the payment it belongs to.",
		Repeat:      "- Only a payment or a card check can be repeated.",
		Payout:      "- Payouts are switched off here. Ask a supervisor.",
	} {
		if got[kind] != want {
			t.Errorf("operation %d: %q, want %q", kind, got[kind], want)
		}
	}
}

// A MyBank payment that was refunded in part cannot be refunded any more.
func TestOptionsOfMyBankInParts(t *testing.T) {
	euros := func(r *gateway.Record) { r.PaymentType, r.CurrencyISO3A = "MYBANK", "EUR" }
	o := All(paymenttest.Paid(paymenttest.InStatus("100"), euros), []gateway.Record{paymenttest.Refunded(1000, paymenttest.InStatus("100"), euros)}, paymenttest.Noon(), allLimits())
	if got := optionTexts(o)[RefundWhole]; got != "- A MyBank payment can only be refunded whole, and a part of this one has already been given back." {
		t.Errorf("%q", got)
	}
}

// The smallest possible amount cannot be reduced.
func TestOptionsOfAPenny(t *testing.T) {
	for settles, want := range map[string]string{
		"1": "- This amount cannot be made any smaller: cancel the payment.", "2": "Reduce the payment",
	} {
		o := All(paymenttest.Paid(func(r *gateway.Record) { r.BaseAmount, r.SettleBaseAmount = settles, settles }), nil, paymenttest.Noon(), allLimits())
		if got := optionTexts(o)[Reduce]; got != want {
			t.Errorf("%s: %q", settles, got)
		}
	}
}
