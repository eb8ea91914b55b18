package option

import (
	"strings"
	"testing"

	"motoconsole/gateway"
	"motoconsole/internal/payment/paymenttest"
)

// TestSayHasWhatWasChosen: the caller hears the amount that stays, or the day, in whatever
// words, and before they are chosen no blank in their place.
func TestSayHasWhatWasChosen(t *testing.T) {
	pre := func(r *gateway.Record) { r.AuthMethod = string(gateway.AuthPre) }
	refund := func(to ...func(*gateway.Record)) gateway.Record { return paymenttest.Refunded(1000, to...) }
	stays := paymenttest.Pounds(1234)
	const day = "Monday 7 December 2026"
	for _, tc := range []struct {
		record gateway.Record
		kind   Kind
		want   string
	}{
		{paymenttest.Paid(), Reduce, "You will be charged £35.66 less: £12.34 instead of £48.00. Your bank may hold the whole amount for a few days."},
		{paymenttest.Paid(paymenttest.InStatus("2")), Reduce, "You are not charged while we look into this. After that you will be charged £35.66 less: £12.34 instead of £48.00. Your bank may hold the whole amount for a few days."},
		{paymenttest.Paid(paymenttest.InStatus("2"), pre), Reduce, "£12.34 stays reserved on your card instead of £48.00."},
		{paymenttest.Paid(paymenttest.InStatus("2"), pre), Raise, "£12.00 more is reserved on your card: £60.00 instead of £48.00."},
		{paymenttest.Paid(), Due, "The payment will be taken on " + day + "."},
		{paymenttest.Paid(paymenttest.InStatus("2")), Due, "You are not charged while we look into this, and not before " + day + "."},
		{paymenttest.Paid(paymenttest.InStatus("2"), pre), Due, "The amount stays reserved on your card, and is not taken before " + day + "."},
		{refund(), Due, "The refund leaves us on " + day + "."},
		{refund(paymenttest.InStatus("2")), Due, "The refund waits until we have looked into this, and until " + day + " at least."},
	} {
		o := Pick(All(tc.record, nil, paymenttest.Noon(), allLimits()), tc.kind)
		stays := stays
		if tc.kind == Raise {
			stays = paymenttest.Pounds(6000)
		}
		if got := o.Say(stays, day); got != tc.want {
			t.Errorf("operation %d:\n%s", tc.kind, got)
		}
		before := o.Say(gateway.Money{}, "")
		if before != o.Caller || before == "" || strings.Contains(before, "  ") || strings.Contains(before, " .") || strings.Contains(before, "£") {
			t.Errorf("operation %d, before it is chosen: %q", tc.kind, before)
		}
	}
	if o := Pick(All(paymenttest.Paid(), nil, paymenttest.Noon(), allLimits()), Cancel); o.Say(stays, day) != o.Caller {
		t.Errorf("of cancelling: %q", o.Say(stays, day))
	}
}
