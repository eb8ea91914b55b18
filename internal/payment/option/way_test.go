package option

import (
	"strings"
	"testing"

	"motoconsole/gateway"
	"motoconsole/internal/payment/paymenttest"
)

// TestNoRefusalLeadsInACircle: a refusal names another option only where that one can be
// made, and otherwise keeps its reason alone.
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
