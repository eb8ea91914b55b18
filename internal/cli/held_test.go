//go:build unix

package cli_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"motoconsole/internal/effort"

	"motoconsole/gateway"
)

// TestHeldByTheBinary: the page that holds a payment, its record, every desk's home
// page and lists all say what holds it, for how long, and when the gateway cancels it.
// The payments are a pre-authorisation from another system and a payment that moto
// took.
func TestHeldByTheBinary(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		method string
		days   int
	}{"payment": {"FINAL", 7}, "pre-authorisation": {"PRE", 31}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := startBank(t)
			o := newOffice(t, b)
			priya := o.console(t, "priya")
			var taken struct {
				Reference string `json:"transactionreference"`
				Started   string `json:"transactionstartedtimestamp"`
			}
			answer := b.control(t, http.MethodPost, "portal/auth", `{"pan":"4111111111111111","expirydate":"12/2030","baseamount":"5000",`+
				`"currencyiso3a":"GBP","sitereference":"test_floor1","orderreference":"B9","authmethod":"`+tc.method+`"}`)
			if err := json.Unmarshal(answer, &taken); err != nil {
				t.Fatal(err)
			}
			at, err := time.Parse(time.DateTime, taken.Started)
			if err != nil {
				t.Fatal(err)
			}
			day := at.AddDate(0, 0, tc.days).Format("Monday 2 January")
			short := "HELD until released, or cancelled on " + at.AddDate(0, 0, tc.days).Format("2 January")
			until := "The gateway cancels it on " + day + ", " + map[int]string{7: "7 days", 31: "31 days"}[tc.days] + " after it was taken, if still held."
			release := map[int]string{7: "Release the held payment", 31: "Capture the reserved amount"}[tc.days]
			verb := map[int]string{7: "Release", 31: "Capture"}[tc.days]
			home, end := "! 1 held payment: tell a supervisor", "The gateway cancels it on "+day+" if still held."

			findPayment(t, priya, taken.Reference)
			giveBack(t, priya, "Hold the payment", "goo\n", "y  Hold £")
			says(t, priya, "It will not be taken until an agent releases it. "+until)
			agree(t, priya)
			priya.WaitFor(t, "✔ HELD")
			says(t, priya, until)
			grace()
			priya.Press("o")
			priya.WaitFor(t, "Held by")
			says(t, priya, until)
			says(t, priya, "Goods not ready")
			priya.Press("esc") // the list, as it was
			priya.WaitFor(t, "row 1")
			priya.Press("r")
			says(t, priya, strings.TrimPrefix(short, "HELD "))
			priya.Press("esc")
			priya.WaitFor(t, "Type what the caller tells you")
			priya.Press("esc")
			says(t, priya, home)
			priya.Press("a")
			says(t, priya, end)
			ben := o.console(t, "ben") // at a desk that has not opened it
			says(t, ben, home)
			ben.Press("a")
			says(t, ben, end)
			says(t, ben, "B9 priya")
			ben.Press("esc")

			said, code := o.run(t, "lookup", "B9")
			if code != 0 || !strings.Contains(said, "! "+short) {
				t.Errorf("exit code %d\n%s", code, said)
			}

			findPayment(t, ben, taken.Reference)
			giveBack(t, ben, release, "goo\n", "y  "+verb+" £")
			agree(t, ben)
			ben.WaitFor(t, "✔ "+strings.ToUpper(verb)+"D")
			priya.Press("l")
			priya.WaitFor(t, "Type what the caller tells you")
			priya.Press("esc") // home reads the journal again
			priya.WaitUntil(t, "home without the line", func(shown string) bool {
				return strings.Contains(shown, "Your payments today") && !strings.Contains(shown, "1 held")
			})
			o.verify(t)
		})
	}
}

// TestHeldRowsByTheBinary: a payment of this console was held, released, held
// again and cancelled. Its row on the home page says what it is now.
func TestHeldRowsByTheBinary(t *testing.T) {
	effort.Whole(t)
	t.Parallel()
	b := startBank(t)
	o := newOffice(t, b)
	p := o.console(t, "priya")
	b.control(t, http.MethodPut, "faults", `{"fault":"suspend","types":["AUTH"]}`)
	take(t, p, ordered("A17"), "! HELD")
	says(t, p, "it is held: tell a supervisor. No money moves until it is released. The gateway cancels it on")
	says(t, p, "7 days after it was taken, if still held.")
	p.Press("enter")
	says(t, p, "! 1 held payment: tell a supervisor")
	p.WaitFor(t, "! Held          A17")
	ref := o.reference(t, "A17", gateway.TypeAuth)
	for _, step := range []struct{ operation, does, done, row, line string }{
		{"Release the held payment", "y  Release £", "✔ RELEASED", "✔ Approved      A17", ""},
		{"Hold the payment", "y  Hold £", "✔ HELD", "! Held          A17", "1 held payment"},
		{"Cancel the held payment", "y  Cancel £", "✔ CANCELLED", "✖ Cancelled     A17", ""},
	} {
		findPayment(t, p, ref)
		giveBack(t, p, step.operation, "goo\n", step.does)
		agree(t, p)
		p.WaitFor(t, step.done)
		grace()
		p.Press("o")
		loaded(t, p)
		p.Press("esc")
		p.WaitFor(t, "row 1")
		p.Press("esc")
		p.WaitFor(t, "Type what the caller tells you")
		p.Press("esc")
		p.WaitFor(t, step.row)
		if step.line != "" {
			says(t, p, step.line)
		} else {
			p.WaitGone(t, "1 held payment")
		}
	}
	o.verify(t)
}
