package operate

import (
	"fmt"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"motoconsole/gateway"
	"motoconsole/internal/payment"
	"motoconsole/internal/payment/operation"
	"motoconsole/internal/payment/option"
	"motoconsole/internal/payment/paymenttest"
	"motoconsole/internal/screentest"
	"motoconsole/ui/kit"
	"motoconsole/ui/kit/draw"
	"motoconsole/ui/kit/flow"
)

// confirming is the confirm page of an operation on a record, with a long reason.
func confirming(t *testing.T, record gateway.Record, kind option.Kind, warning, reason string) *Page {
	t.Helper()
	s := New(newShell(t), mistaken{}, operation.Snapshot{Record: record}, false)
	s.option = option.Pick(option.All(record, nil, paymenttest.Noon(), option.Limits{Refunds: true, Payouts: true}), kind)
	s.option.Warning = warning
	s.ask()
	c := payment.Charge{Amount: paymenttest.Pounds(1234), Brand: gateway.Mastercard, Last4: "1111", OrderReference: s.ownOrder(), Reason: reason}
	s.plan = operation.Operation{Kind: kind, Leaves: paymenttest.Pounds(987654), Attempt: payment.Attempt{ID: "one", Charge: c}}
	s.plan.Target.OrderReference = "A18-and-a-rather-long-name-of-an-order"
	s.Stage, s.ready = flow.Confirming, true
	return s
}

// TestNoValueIsCutOnTheConfirmPage: at every size the page of each operation shows order,
// reason and warning whole, and whether money is real.
func TestNoValueIsCutOnTheConfirmPage(t *testing.T) {
	later := func(r *gateway.Record) { r.SettleDueDate = "2026-11-24" }
	for kind := option.Cancel; kind <= option.Correct; kind++ {
		for _, status := range []string{"0", "2", "100"} {
			for _, order := range []string{"A17-7K3M2P", "Call-2026-11-21-000123-and-a-long-end-of-it"} {
				for _, reason := range []string{"", "The customer has called twice and wants the blue one instead of the green one, which the shop has not in stock this week"} {
					for _, final := range []bool{false, true} {
						record := paymenttest.Paid(paymenttest.InStatus(status), later, func(r *gateway.Record) { r.OrderReference = order })
						warning := ""
						if final {
							warning = option.Pick(option.All(paymenttest.Paid(func(r *gateway.Record) { r.PaymentType = "MASTERCARD" }), nil, paymenttest.Noon(), option.Limits{Refunds: true}), option.Reduce).Warning
						}
						s := confirming(t, record, kind, warning, reason)
						for _, size := range [][2]int{{60, 17}, {66, 18}, {75, 17}, {79, 20}, {80, 17}, {80, 21}, {100, 21}, {120, 33}, {200, 47}} {
							view, _ := s.View(size[0], size[1])
							at := fmt.Sprintf("%v, %s in settle status %s, order %s, final %v", size, kit.WordingOf(kind, false).Short, status, order, final)
							if strings.Contains(view, "…") {
								t.Fatalf("%s: cut\n%s", at, ansi.Strip(view))
							}
							if size[0] >= draw.Wide { // two columns
								continue
							}
							for _, value := range []string{order, reason, warning, "Money"} {
								if !strings.Contains(screentest.Unwrapped(view), screentest.Unwrapped(value)) {
									t.Fatalf("%s: %q is not whole\n%s", at, value, ansi.Strip(view))
								}
							}
						}
					}
				}
			}
		}
	}
}
