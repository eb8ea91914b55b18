package operation

import (
	"testing"
	"time"

	"motoconsole/internal/effort"

	"motoconsole/gateway"
	"motoconsole/internal/payment/doubt"
	"motoconsole/internal/payment/option"
	"motoconsole/internal/sandbox"
)

// A change of order reference is done when the gateway shows the new one in the
// form it keeps: in other capitals, escaped, or cut. It is no broken promise,
// and bars nothing.
func TestAnOrderReferenceIsKeptOtherwise(t *testing.T) {
	effort.Whole(t)
	for _, fault := range []string{"", "fold", "cut", "cutbytes", "escape"} {
		for _, order := range []string{"b&o-99", "Order-1234567890-1234567", "Bestellung-Nr-12345ß-77", "o'neill-1"} {
			for _, lost := range []bool{false, true} {
				c := newCounter(t)
				ref := c.Pay(4800)
				if fault != "" {
					if err := c.Bank.SetFault(sandbox.Fault{Name: fault, Rate: 1}); err != nil {
						t.Fatal(err)
					}
				}
				if lost {
					c.Fault("lost", "TRANSACTIONUPDATE")
				}
				v := c.do(ref, option.Order, func(a *Request) { a.OrderReference = order })
				c.check(v.ID)
				c.watchFor(20*time.Minute, v.ID)
				if e := c.Entry(v.ID); e.Outcome != gateway.OutcomeApproved || e.Alarm != "" || e.Watched() {
					t.Errorf("%s %q, lost %v: %v, alarm %q, watched %v; shown as %q", fault, order, lost, e.Outcome, e.Alarm, e.Watched(), c.see(ref).Record.OrderReference)
				}
				if o := c.see(ref).Option(option.Cancel); !o.Legal() {
					t.Errorf("%s %q, lost %v: %q", fault, order, lost, o.Refusal)
				}
			}
		}
	}
	for _, tc := range []struct {
		shown, sent string
		want        bool
	}{
		{"A17", "a17", true},
		{"A1", "A17", false},
		{"A17", "A18", false},
		{"", "A17", false},
		{"Order-1234567890-123", "Order-1234567890-1234567", true},
		{"Order-1234567890-12", "Order-1234567890-1234567", false},
		{"Order-1234567890-124", "Order-1234567890-1234567", false},
		{"Bestellung-Nr-12345\uFFFD", "Bestellung-Nr-12345ß-77", true},
		{"b&amp;o", "b&o", true},
	} {
		if got := doubt.KeptAs(tc.shown, tc.sent); got != tc.want {
			t.Errorf("%q shown for %q: %v", tc.shown, tc.sent, got)
		}
	}
}
