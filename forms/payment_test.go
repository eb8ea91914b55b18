package forms

import (
	"strings"
	"testing"
	"time"

	"motoconsole/gateway"
)

// call types a whole payment up to the postcode and lets the form move on by itself. It
// returns the number of keys beyond the data.
func call(t *testing.T, p *Payment, c *clock) (beyond int) {
	t.Helper()
	press := func() {
		c.advance(time.Second)
		p.Update(enter)
		beyond++
	}
	say(p, "X1")
	press()
	say(p, "10.50")
	press()
	wantFocus(t, p.Form, "pan")
	say(p, visa)
	press()
	wantFocus(t, p.Form, "expirydate")
	say(p, "1230")
	wantFocus(t, p.Form, "securitycode")
	say(p, "123")
	wantFocus(t, p.Form, "billinglastname")
	say(p, "Ada King Lovelace")
	press()
	say(p, "No 789")
	press()
	wantFocus(t, p.Form, "billingpostcode")
	return beyond
}

func TestPaymentFromFirstKeyToLeft(t *testing.T) {
	p, c := payment(t)
	if beyond := call(t, p, c); beyond != 5 {
		t.Errorf("%d keys beyond the data, want 5", beyond)
	}
	if say(p, "te45 6st") == Left {
		t.Fatal("the form left itself")
	}
	if event := p.Update(enter); event != Left {
		t.Fatalf("event %v, want Left\n%s", event, screen(p.Form))
	}
	first, last := p.Name()
	card := p.Card()
	for what, pair := range map[string][2]string{
		"order":    {p.OrderReference(), "X1"},
		"amount":   {p.Amount().String(), "£10.50"},
		"brand":    {string(card.Number.Brand()), "VISA"},
		"last4":    {card.Number.Last4(), "1111"},
		"expiry":   {card.Expiry.String(), "12/2030"},
		"first":    {first, "Ada King"},
		"last":     {last, "Lovelace"},
		"premise":  {p.Premise(), "No 789"},
		"postcode": {p.Postcode(), "TE45 6ST"},
		"country":  {p.Country(), "GB"},
	} {
		if pair[0] != pair[1] {
			t.Errorf("%s is %q, want %q", what, pair[0], pair[1])
		}
	}
	wantFocus(t, p.Form, "billingpostcode") // where the agent was
}

func TestNameSplit(t *testing.T) {
	for typed, want := range map[string][2]string{
		"":                   {"", ""},
		"Lovelace":           {"", "Lovelace"},
		"Ada Lovelace":       {"Ada", "Lovelace"},
		" Ada   B  King  ":   {"Ada B", "King"},
		"Zoë\u00a0Müller":    {"Zoë", "Müller"},
		"Zoe\u0308 Mu\u0308": {"Zoë", "Mü"},
		"Pat O’Brien":        {"Pat", "O'Brien"}, // as a search types it
		"Jan van der Berg":   {"Jan", "van der Berg"},
		"Jo Smith‑Jones":     {"Jo", "Smith-Jones"},
	} {
		p, _ := payment(t)
		p.FocusField("billingfirstname")
		say(p, typed)
		if first, last := p.Name(); first != want[0] || last != want[1] {
			t.Errorf("%q is %q and %q, want %q", typed, first, last, want)
		}
	}
}

func TestTakeHandsTheCardOverOnce(t *testing.T) {
	p, c := payment(t)
	call(t, p, c)
	view := p.Card()
	taken := p.Take()
	if taken.Number.Last4() != "1111" || taken.Code.Len() != 3 || taken.Expiry.Year != 2030 {
		t.Fatalf("took %d and %d digits, %v", taken.Number.Len(), taken.Code.Len(), taken.Expiry)
	}
	if view.Number.Len() != 16 {
		t.Error("Card is not a handle on the buffer that was taken")
	}
	again := p.Take()
	if again.Number.Len() != 0 || again.Code.Len() != 0 || !again.Expiry.IsZero() {
		t.Error("the card could be taken twice")
	}
	// later edits of the form must not change what was taken, nor the reverse
	p.FocusField("pan")
	say(p, amex)
	if taken.Number.Len() != 16 {
		t.Error("typing changed the card that was taken")
	}
	p.Clear()
	if taken.Number.Len() != 16 {
		t.Error("Clear changed the card that was taken")
	}
	p.FocusField("pan")
	say(p, amex)
	taken.Wipe()
	if p.Card().Number.Len() != 15 {
		t.Error("wiping what was taken emptied the form")
	}
}

func TestClearCardKeepsTheRest(t *testing.T) {
	p, c := payment(t)
	call(t, p, c)
	view := p.Card()
	p.ClearCard()
	if view.Number.Len() != 0 || view.Code.Len() != 0 || !p.Card().Expiry.IsZero() {
		t.Error("the card is still there")
	}
	if p.OrderReference() != "X1" || p.Amount().Minor != 1050 || p.Premise() != "No 789" {
		t.Error("the rest is gone")
	}
	wantFocus(t, p.Form, "billingpostcode")
}

func TestClearAndDirty(t *testing.T) {
	p, c := payment(t)
	if p.Dirty() {
		t.Error("a new form is dirty: its country is the configuration's")
	}
	p.FocusField("billingcountryiso2a")
	say(p, "fr")
	if !p.Dirty() || p.Country() != "FR" {
		t.Errorf("dirty %v with country %s", p.Dirty(), p.Country())
	}
	p.Clear()
	if p.Dirty() || p.Country() != "GB" {
		t.Errorf("dirty %v with country %s after Clear", p.Dirty(), p.Country())
	}
	call(t, p, c)
	view := p.Card()
	p.CheckAll()
	p.Fail("pan", "no")
	p.Clear()
	if p.Dirty() || view.Number.Len() != 0 || view.Code.Len() != 0 {
		t.Error("Clear left something")
	}
	wantFocus(t, p.Form, "orderreference")
	if strings.Contains(screen(p.Form), "✖") {
		t.Errorf("an error is left:\n%s", screen(p.Form))
	}
}

func TestGatewayRefusesAField(t *testing.T) {
	p, c := payment(t)
	call(t, p, c)
	for name, want := range map[string]string{
		"billingfirstname": "billinglastname", "expirymonth": "expirydate", "mainamount": "baseamount",
	} {
		if !p.FocusField(name) || p.Focused().Name() != want {
			t.Errorf("%s leads to %s, want %s", name, p.Focused().Name(), want)
		}
	}
	if p.FocusField("sitereference") || p.Fail("sitereference", "x") || p.Field("sitereference") != nil {
		t.Error("the form knows a field it does not have")
	}
	p.Fail("billingpremise", "not\x1b[2J accepted\x07")
	p.FocusField("billingpremise")
	wantShown(t, p.Form, "✖ not�[2J accepted�")
	if p.Update(enter) != Refused || p.CheckAll() {
		t.Error("a field the gateway refused was let through unedited")
	}
	p.Update(left) // moving the cursor is no edit
	if p.Update(enter) != Refused {
		t.Error("a moved cursor counted as an edit")
	}
	say(p, "a")
	if strings.Contains(screen(p.Form), "accepted") || p.Update(enter) != Moved {
		t.Error("the gateway's error outlived the edit")
	}
	p.Fail("billingpremise", "bad value "+visa)
	if strings.Contains(screen(p.Form), "4111") {
		t.Error("a card number in the gateway's words is shown")
	}
}

func TestBrandChangeRechecksTheCode(t *testing.T) {
	p, c := payment(t)
	call(t, p, c)
	p.FocusField("pan")
	p.Update(ctrl('u'))
	say(p, amex)
	wantShown(t, p.Form, "American Express cards have a security code of 4 digits")
	if p.CheckAll() {
		t.Fatal("a Visa code passed for an American Express card")
	}
	wantFocus(t, p.Form, "securitycode")
}

func TestCountryChangeRechecksThePostcode(t *testing.T) {
	p, c := payment(t)
	call(t, p, c)
	p.FocusField("billingcountryiso2a")
	say(p, "us")
	p.FocusField("billingpostcode")
	say(p, "te456st")
	if p.Update(enter) != Refused {
		t.Fatal("a UK postcode passed as a ZIP code")
	}
	if p.Update(up) != Moved {
		t.Fatal("the country cannot be reached")
	}
	wantFocus(t, p.Form, "billingcountryiso2a")
	p.Update(ctrl('u')) // back to GB
	p.Update(enter)
	wantFocus(t, p.Form, "billingpostcode")
	if event := p.Update(enter); event != Left {
		t.Fatalf("event %v after the country was put right\n%s", event, screen(p.Form))
	}
	if p.Postcode() != "TE45 6ST" {
		t.Errorf("postcode %q", p.Postcode())
	}
	p.FocusField("billingcountryiso2a")
	say(p, "us")
	p.Update(enter)
	wantFocus(t, p.Form, "billingpostcode")
	wantShown(t, p.Form, "ZIP code")
	if event := p.Update(enter); event != Refused {
		t.Fatalf("event %v, the postcode is wrong for the new country", event)
	}
}

func TestCardWithoutCodeIsPassedOver(t *testing.T) {
	p, _ := payment(t)
	p.FocusField("pan")
	say(p, withCheckDigit("308950000000000000"))
	wantFocus(t, p.Form, "expirydate")
	say(p, "1230")
	wantFocus(t, p.Form, "billinglastname")
	wantShown(t, p.Form, "this card has none")
	p.Update(up)
	wantFocus(t, p.Form, "securitycode")
	if say(p, "1") != Refused {
		t.Error("a code was taken for a card without one")
	}
	if p.Update(tab) != Refused {
		t.Error("a code for a card without one was left")
	}
	p.Update(bksp)
	if p.Update(tab) != Moved {
		t.Error("an empty code is not right for a card without one")
	}
	if p.Card().Number.Brand() != gateway.PIBA {
		t.Error("the test's number is not PIBA")
	}
}
