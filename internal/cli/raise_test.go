//go:build unix

package cli_test

import (
	"net/http"
	"strings"
	"testing"

	"motoconsole/gateway"
)

// TestRaiseByTheBinary: the answer to a raise of a pre-authorisation by £12.00 is
// lost, and moto finds out that it was made. The bank reserves it once, and captures
// all.
func TestRaiseByTheBinary(t *testing.T) {
	t.Parallel()
	b := startBank(t)
	o := newOffice(t, b)
	p := o.console(t, "priya")
	card := gateway.Card{Number: gateway.NewCardNumber(), Code: gateway.NewSecurityCode(), Expiry: gateway.Expiry{Month: 12, Year: 2030}}
	for _, d := range []byte(testPAN) {
		card.Number.Push(d)
	}
	made, err := b.another(t).Auth(t.Context(), gateway.AuthRequest{
		Site: "test_floor1", OrderReference: "A17", Amount: sterling(t, 10000), Card: card,
		AuthMethod: gateway.AuthPre, SettleStatus: gateway.SettleSuspended,
	})
	if err != nil {
		t.Fatal(made.Outcome, err)
	}
	before := b.arrived(t, gateway.TypeAuth)[""]
	findPayment(t, p, "A17")
	b.control(t, http.MethodPut, "faults", `{"fault":"lost","types":["AUTH"]}`)
	giveBack(t, p, "Raise the pre-authorisation", "12.00\ncus\n", "y  Raise by £12.00")
	says(t, p, "Raise by £12.00: £112.00 reserved on Visa ending 1111")
	agree(t, p)
	says(t, p, "it will be reserved once only")
	p.WaitFor(t, "RAISED")
	says(t, p, "£12.00 more is reserved.")
	grace()
	p.Press("o")
	p.WaitFor(t, "£112.00 waits to be captured")
	giveBack(t, p, "Capture the reserved amount", "goo\n", "y  Capture £112.00")
	agree(t, p)
	p.WaitFor(t, "CAPTURED")
	grace()
	p.Press("esc")
	leave(t, p)
	if got := b.arrived(t, gateway.TypeAuth)[""] - before; got != 1 {
		t.Errorf("%d raises arrived", got)
	}
	list := ""
	for _, e := range o.entries(t) {
		list += string(e.Operation) + " " + e.Amount.String() + " " + e.Outcome.String() + "\n"
	}
	if !strings.Contains(list, "raise £12.00 held") || !strings.Contains(list, "release £112.00 approved") {
		t.Errorf("the journal has\n%s", list)
	}
	o.verify(t)
}

// TestCorrectByTheBinary: a name and an expiry date are corrected while the payment is
// pending. The bank has them, and the journal does not.
func TestCorrectByTheBinary(t *testing.T) {
	t.Parallel()
	b := startBank(t)
	o := newOffice(t, b)
	p := o.console(t, "priya")
	card := gateway.Card{Number: gateway.NewCardNumber(), Code: gateway.NewSecurityCode(), Expiry: gateway.Expiry{Month: 12, Year: 2030}}
	for _, d := range []byte(testPAN) {
		card.Number.Push(d)
	}
	made, err := b.another(t).Auth(t.Context(), gateway.AuthRequest{
		Site: "test_floor1", OrderReference: "A17", Amount: sterling(t, 10000), Card: card, Billing: gateway.Billing{FirstName: "Ann", LastName: "Smith"},
	})
	if err != nil {
		t.Fatal(made.Outcome, err)
	}
	findPayment(t, p, "A17")
	giveBack(t, p, "Correct the customer’s details", "Zebedee"+strings.Repeat("\n", 9)+"1131typ\n", "y  Correct it")
	p.WaitFor(t, "Zebedee")
	agree(t, p)
	p.WaitFor(t, "CORRECTED")
	grace()
	p.Press("esc")
	leave(t, p)
	said, _ := o.run(t, "lookup", "--json", "A17")
	for _, want := range []string{`"firstname":"Zebedee"`, `"lastname":"Smith"`, `"expirydate":"11/2031"`} {
		if !strings.Contains(said, want) {
			t.Errorf("the bank does not have %s:\n%s", want, said)
		}
	}
	for _, e := range o.entries(t) {
		if string(e.Operation) != "correction" || e.OverrideReason != "first name, expiry date: Typed wrongly" {
			t.Errorf("the journal has %+v", e)
		}
	}
	o.verify(t)
}
