package option

import (
	"slices"
	"strings"
	"testing"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/payment/paymenttest"
)

// TestNoRefusalLeadsInACircle: a refusal names another option only where that one can be
// made, and otherwise keeps only its reason.
func TestNoRefusalLeadsInACircle(t *testing.T) {
	for _, record := range []gateway.Record{
		paymenttest.Paid(), paymenttest.Paid(paymenttest.InStatus("2")), paymenttest.Paid(paymenttest.InStatus("100")),
		paymenttest.Refunded(1000), paymenttest.Refunded(1000, paymenttest.InStatus("100")),
	} {
		for name, refused := range map[string]Limits{"all": allLimits(), "none": {}} {
			options := All(record, nil, paymenttest.Noon(), refused)
			if record.RequestType == gateway.TypeRefund && name == "none" { // for want of a right, as no limit refuses it
				for i, o := range options {
					if o.Kind == Cancel {
						options[i].Refusal = "You may not cancel or reduce payments: ask Ann."
					}
				}
			}
			before := All(record, nil, paymenttest.Noon(), refused)
			DropDeadEnds(options)
			for i, o := range options {
				for words, kinds := range map[string][]Kind{"refund it": {RefundWhole, RefundPart}, "cancel it": {Cancel}, "cancel the payment": {Cancel}} {
					was, is := strings.Contains(before[i].Refusal, words), strings.Contains(o.Refusal, words)
					if leads := anyLegal(options, kinds); is != (was && leads) || !strings.HasSuffix(o.Refusal, ".") && o.Refusal != "" {
						t.Errorf("%s of %s in status %s, limits %s: %q became %q", o.Title, record.RequestType, record.SettleStatus, name, before[i].Refusal, o.Refusal)
					}
				}
			}
		}
	}
}

// TestNoAdviceToRefundWithoutTheRight: an option tells an agent to refund later only where
// neither the limits nor a right will forbid that refund.
func TestNoAdviceToRefundWithoutTheRight(t *testing.T) {
	const who = "You may not refund payments: ask Ann."
	advises := func(o Option) bool {
		text := strings.ToLower(o.Says + o.Caller + o.Refusal + o.Warning)
		for _, words := range []string{"refund it then", "can be refunded once", "can be refunded, whole, once", "refunding it afterwards", "we can refund it once", "we can give it back once"} {
			if strings.Contains(text, words) {
				return true
			}
		}
		return false
	}
	myBank := func(r *gateway.Record) { r.PaymentType = "MYBANK" }
	mastercard := func(r *gateway.Record) { r.PaymentType = "MASTERCARD" }
	old := allLimits()
	old.MaxAge = time.Minute
	for name, record := range map[string]gateway.Record{
		"settling": paymenttest.Paid(paymenttest.InStatus("10")), "MyBank, settling": paymenttest.Paid(myBank, paymenttest.InStatus("10")),
		"MyBank": paymenttest.Paid(myBank), "Mastercard": paymenttest.Paid(mastercard),
	} {
		if !slices.ContainsFunc(All(record, nil, paymenttest.Noon(), allLimits()), advises) {
			t.Errorf("%s: no advice where the refund will be possible", name)
		}
		denied := All(record, nil, paymenttest.Noon(), allLimits())
		DropRefunds(denied, who)
		for why, options := range map[string][]Option{
			"no right": denied, "switched off": All(record, nil, paymenttest.Noon(), Limits{}), "too old": All(record, nil, paymenttest.Noon(), old),
		} {
			for _, o := range options {
				if advises(o) {
					t.Errorf("%s, %s: %s: %q %q %q %q", name, why, o.Title, o.Says, o.Caller, o.Refusal, o.Warning)
				}
				if o.Kind == Wait && !strings.Contains(o.Says, "upervisor") && !strings.HasSuffix(o.Says, " "+who) {
					t.Errorf("%s, %s: %q does not say who can", name, why, o.Says)
				}
			}
		}
	}
}
