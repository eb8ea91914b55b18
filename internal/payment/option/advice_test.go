package option

import (
	"testing"

	"motoconsole/gateway"
	"motoconsole/internal/payment/paymenttest"
)

// TestDoNotTryAgain: no card is charged or paid again from a record that carries
// the bank's advice not to (codes 4 and 8), or from one whose repeat does.
func TestDoNotTryAgain(t *testing.T) {
	const words = "- The bank said not to try this card again: take another card."
	declined := func(r *gateway.Record) { r.ErrorCode, r.SettleStatus = "70000", "3" }
	repeat := func(r *gateway.Record) {
		r.ParentTransaction, r.TransactionReference, r.CredentialsOnFile = "23-9-80001", "23-9-80002", "2"
	}
	check := func(r *gateway.Record) { r.RequestType = gateway.TypeAccountCheck }
	otherCard := func(r *gateway.Record) { r.MaskedPAN = "510000######0511" }
	for _, code := range []string{"", "0", "1", "2", "4", "8"} {
		advice := func(r *gateway.Record) { r.AcquirerAdviceCode = code }
		final := code == "4" || code == "8"
		for name, tc := range map[string]struct {
			record  gateway.Record
			related []gateway.Record
			barred  bool
			kinds   []Kind // the options that are legal without the advice
		}{
			"approved":        {paymenttest.Paid(advice), nil, final, []Kind{Repeat, Payout}},
			"settled":         {paymenttest.Paid(advice, paymenttest.InStatus("100")), nil, final, []Kind{Repeat, Payout}},
			"declined":        {paymenttest.Paid(declined, advice), nil, final, nil},
			"card check":      {paymenttest.Paid(check, advice), nil, final, []Kind{Repeat}},
			"declined repeat": {paymenttest.Paid(), []gateway.Record{paymenttest.Paid(repeat, declined, advice)}, final, []Kind{Repeat, Payout}},
			"approved repeat": {paymenttest.Paid(), []gateway.Record{paymenttest.Paid(repeat, advice)}, final, []Kind{Repeat, Payout}},
			"another card":    {paymenttest.Paid(), []gateway.Record{paymenttest.Paid(repeat, advice, otherCard)}, false, []Kind{Repeat, Payout}},
		} {
			got := optionTexts(All(tc.record, tc.related, paymenttest.Noon(), allLimits()))
			if refused := got[Repeat] == words; refused != tc.barred {
				t.Errorf("advice %q, %s: %q", code, name, got[Repeat])
			}
			for _, kind := range tc.kinds {
				if (got[kind] == words) != tc.barred || !tc.barred && got[kind][0] == '-' {
					t.Errorf("advice %q, %s: operation %d: %q", code, name, kind, got[kind])
				}
			}
		}
	}
}

// TestTheBankKnowsNoSuchCard: a number that the bank does not know cannot be corrected on a
// record, so nothing is taken with it from there.
func TestTheBankKnowsNoSuchCard(t *testing.T) {
	refused := func(r *gateway.Record) {
		r.ErrorCode, r.SettleStatus, r.AcquirerResponseCode = "70000", "3", "14"
		r.ParentTransaction, r.TransactionReference = "23-9-80001", "23-9-80002"
	}
	for code, want := range map[string]bool{"14": true, "15": true, "51": false} {
		again := paymenttest.Paid(refused, func(r *gateway.Record) { r.AcquirerResponseCode = code })
		got := optionTexts(All(paymenttest.Paid(), []gateway.Record{again}, paymenttest.Noon(), allLimits()))
		if barred := got[Repeat] == "- "+stopWords; barred != want {
			t.Errorf("after %s: %q", code, got[Repeat])
		}
	}
}
