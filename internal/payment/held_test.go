package payment

import (
	"testing"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/sandbox"
)

// Home tells of money that has been held for more than a day, until it is
// released, cancelled, or the gateway has cancelled it.
func TestHeldIsTold(t *testing.T) {
	for name, end := range map[string]func(c *counter, ref string){
		"released":  func(c *counter, ref string) { c.do(ref, MoveRelease) },
		"cancelled": func(c *counter, ref string) { c.do(ref, MoveCancel) },
		"too late":  func(c *counter, _ string) { c.clock.wait(6 * 24 * time.Hour) },
	} {
		for _, by := range []string{"gateway", "agent"} {
			c := newCounter(t)
			if by == "gateway" {
				if err := c.bank.SetFault(sandbox.Fault{Name: "suspend", Types: []string{"AUTH"}}); err != nil {
					t.Fatal(err)
				}
			}
			a := <-c.Desk.Charge(c.Desk.Begin(Charge{OrderReference: "A17", Amount: pounds(4800), Brand: gateway.Visa, First6: "411111", Last4: "1111"}), card())
			ref := a.Result.Record.TransactionReference
			if by == "agent" {
				c.do(ref, MoveHold)
			}
			want := func(when string, n int) {
				t.Helper()
				held, err := c.Desk.Held(t.Context())
				if err != nil || len(held) != n {
					t.Fatalf("%s by the %s, %s: %v %v", name, by, when, held, err)
				}
				if n > 0 && (held[0].Attempt.ID != a.ID || !held[0].Until.Equal(a.Began.Add(7*24*time.Hour))) {
					t.Errorf("%s by the %s, %s: %+v", name, by, when, held[0])
				}
			}
			want("at once", 0)
			c.clock.wait(25 * time.Hour)
			want("a day later", 1)
			end(c, ref)
			want("at the end", 0)
		}
	}
}
