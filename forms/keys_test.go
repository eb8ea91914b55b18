package forms

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"motoconsole/internal/keyboard"
	"motoconsole/internal/screentest"
)

// diverted is a payment form whose digits go through a queue, with a keyboard for it.
func diverted(t *testing.T, change func(*PaymentOptions)) (p *Payment, typed func(keys string) Event) {
	t.Helper()
	o := PaymentOptions{Currency: pounds(t), Country: "GB", CodeRequired: true, Now: newClock().now}
	if change != nil {
		change(&o)
	}
	p = NewPayment(o)
	return p, func(keys string) (event Event) {
		t.Helper()
		input, q := keyboard.New(strings.NewReader(keys), make([]byte, keyboard.Memory))
		p.Queue = q
		for _, msg := range screentest.Decode(t, input) {
			if BareDigits(msg) {
				t.Fatalf("a digit travels in %T", msg)
			}
			q.Offer(Digits(msg))
			event = p.Update(msg)
			q.Drop()
		}
		return event
	}
}

func pasted(text string) string { return "\x1b[200~" + text + "\x1b[201~" }

// TestDigitsFromTheQueue: every field takes digits from the queue, typed and pasted,
// and treats them like plain ones.
func TestDigitsFromTheQueue(t *testing.T) {
	for _, c := range []struct {
		field, keys string
		event       Event
		shown       string
	}{
		{"orderreference", "A17", Edited, "A17"},
		{"orderreference", pasted("A-17"), Edited, "A-17"},
		{"baseamount", "10.50", Edited, "£10.50"},
		{"baseamount", "1050.00", Moved, "£1,050.00"},
		{"baseamount", "10.50" + visa, Refused, "£10.50411••••••••••••…"},
		{"baseamount", "4111 1111 1111 1111", Refused, "this looks like a card number"},
		{"baseamount", "6244,6669,5048,5715", Refused, "this looks like a card number"},
		{"baseamount", "62446669,50485715", Refused, "this looks like a card number"},
		{"baseamount", pasted("£1,050.00"), Moved, "£1,050.00"},
		{"pan", "5100000000000511", Moved, "0511"},
		{"pan", "5100 0000-0000 0511", Moved, "0511"},
		{"pan", pasted(" 5100 0000 0000 0511\r\n"), Moved, "0511"},
		{"pan", visa, Edited, "16 digits, Visa: enter goes on"},
		{"pan", pasted("５１００" + "００００" + "００００" + "０５１１"), Moved, "0511"},
		{"pan", pasted("card " + visa), Refused, "not a card number"},
		{"pan", pasted(visa + "0000"), Refused, "more than 19 digits"},
		{"pan", pasted("05100000000000511"), Refused, "none begins with 0"},
		{"pan", pasted("-0510 0000 0000 0511"), Refused, "none begins with 0"},
		{"pan", pasted("０510000000000511"), Refused, "none begins with 0"},
		{"pan", "411x", Refused, "digits only"},
		{"expirydate", "1230", Moved, "12/30"},
		{"expirydate", pasted("12 / 2030"), Moved, "12/30"},
		{"securitycode", "1234", Moved, "••••"},
		{"securitycode", pasted("1234"), Moved, "••••"},
		{"securitycode", pasted("12345"), Refused, "not the security code"},
		{"billingpremise", "7b", Edited, "7b"},
		{"billingpostcode", "te4", Edited, "TE4"},
		{"billingcountryiso2a", "4", Refused, "not in the list"},
		{"orderreference", pasted("ref 4111 1111 1111 1111"), Refused, "this looks like a card number"},
		{"billingpremise", pasted(visa), Refused, "this looks like a card number"},
		{"orderreference", visa, Refused, "this looks like a card number"},
		{"orderreference", pasted(strings.Repeat("4", 1500)), Refused, "far too long"},
	} {
		p, typed := diverted(t, nil)
		p.FocusField(c.field)
		if event := typed(c.keys); event != c.event {
			t.Errorf("%s %q: event %v, want %v", c.field, c.keys, event, c.event)
		}
		content := strings.Join(strings.Fields(screen(p.Form)), " ")
		if !strings.Contains(content, c.shown) {
			t.Errorf("%s %q: %q does not show\n%s", c.field, c.keys, c.shown, screen(p.Form))
		}
		if c.event == Refused && c.field != "orderreference" && strings.Contains(content, "4111") {
			t.Errorf("%s %q shows", c.field, c.keys)
		}
	}
}

func TestCardPasteSwitchedOff(t *testing.T) {
	p, typed := diverted(t, func(o *PaymentOptions) { o.NoCardPaste = true })
	for _, field := range []string{"pan", "securitycode"} {
		p.FocusField(field)
		if event := typed(pasted("4111")); event != Refused {
			t.Errorf("%s: event %v", field, event)
		}
		wantShown(t, p.Form, "switched off")
	}
	if card := p.Card(); card.Number.Len()+card.Code.Len() != 0 {
		t.Error("the paste was taken")
	}
	p.FocusField("expirydate")
	if typed(pasted("12/30")) != Moved {
		t.Error("an expiry date cannot be pasted")
	}
}

// TestAWipedDigitIsNoDigit: neither a field nor a paste takes a digit that was wiped.
func TestAWipedDigitIsNoDigit(t *testing.T) {
	for _, field := range []string{"orderreference", "pan", "baseamount"} {
		p, typed := diverted(t, nil)
		p.FocusField(field)
		typed("")
		for _, msg := range []tea.Msg{tea.KeyPressMsg{Code: '^', Mod: tea.ModCtrl}, tea.PasteMsg{Content: "\x1e"}} {
			if p.Update(msg); !p.Focused().Empty() {
				t.Errorf("%s took a digit of an empty queue from %T", field, msg)
			}
		}
	}
}
