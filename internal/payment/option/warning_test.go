package option

import (
	"regexp"
	"testing"

	"motoconsole/gateway"
	"motoconsole/internal/payment/paymenttest"
	"motoconsole/internal/rights"
)

// nextStep is what a warning says that the agent does.
var nextStep = regexp.MustCompile(`(?i)\b(ask a supervisor|refund it then|keep within)`)

// TestEveryWarningHasANextStep: a warning says what to do or whom to ask, for every brand,
// state and operation, also where the agent may not refund.
func TestEveryWarningHasANextStep(t *testing.T) {
	warned := map[Kind]bool{}
	for _, brand := range []gateway.Brand{gateway.Visa, gateway.Mastercard, gateway.Maestro} {
		for _, status := range []string{"0", "1", "2", "10", "100"} {
			for _, mayRefund := range []bool{true, false} {
				r := paymenttest.Paid(paymenttest.InStatus(status), func(r *gateway.Record) { r.PaymentType = string(brand) })
				options := All(r, nil, paymenttest.Noon(), allLimits())
				if !mayRefund {
					DropRefunds(options, rights.Limited("You may not refund payments: ask Ann Lee.").Sentence)
				}
				for _, o := range options {
					if o.Warning == "" {
						continue
					}
					if warned[o.Kind] = true; !nextStep.MatchString(o.Warning) || !mayRefund && regexp.MustCompile("refund it").MatchString(o.Warning) {
						t.Errorf("%s in settle status %s, may refund %v: %s: %s", brand, status, mayRefund, o.Title, o.Warning)
					}
				}
			}
		}
	}
	for _, kind := range []Kind{Cancel, Reduce, Hold, Due} {
		if !warned[kind] {
			t.Errorf("no warning of operation %d was read", kind)
		}
	}
}
