package forms

import (
	"io"
	"math/rand/v2"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"motoconsole/gateway"
	"motoconsole/internal/cardguard"
	"motoconsole/internal/effort"
	"motoconsole/internal/keyboard"
	"motoconsole/internal/payment/terms"
	"motoconsole/internal/screentest"
)

// wrong are the fields of the payment form that take digits but are not the card's.
var wrong = []string{"orderreference", "baseamount", "billinglastname", "billingpremise", "billingcountryiso2a", "billingpostcode"}

// drawnDigits is how many more digits, of any script, a form shows than an empty form.
func drawnDigits(f *Form) int {
	n := 0
	for _, r := range screen(f) {
		if r >= '0' && r <= '9' || r >= '０' && r <= '９' || r >= '٠' && r <= '٩' {
			n++
		}
	}
	return n
}

// holdsText reports a field that holds any character.
func holdsText(f Field) bool {
	var e *entry
	switch f := f.(type) {
	case *TextField:
		e = &f.entry
	case *AmountField:
		e = &f.text.entry
	case *PostcodeField:
		e = &f.text.entry
	case *Choice:
		e = &f.entry
	case *settlement:
		e = &f.entry
	case *consent:
		e = &f.entry
	case telephoneType:
		e = &f.entry
	}
	return strings.Trim(string(e.line.Runes[:cap(e.line.Runes)]), "\x00") != ""
}

// TestACardInTheWrongField: from the 13th digit on the field neither draws nor holds
// any of it, the form does not leave the field, and one key clears it.
func TestACardInTheWrongField(t *testing.T) {
	for _, name := range wrong {
		for _, between := range []string{"", " ", "-", "/", ",", ".", "x", "a"} {
			if name == "baseamount" && between == "." {
				continue // an amount, and a card behind it
			}
			p, _ := payment(t)
			p.FocusField(name)
			before := drawnDigits(p.Form)
			typed := 0
			for i, d := range "4539578763621487" { // with a wrong check digit
				if i > 0 && i%4 == 0 {
					say(p, between)
				}
				event := p.Update(char(d))
				typed++
				if typed < 13 {
					continue
				}
				p.Form.Update(stroke(tea.KeyEnd))
				if event != Refused {
					t.Fatalf("%s, %q: digit %d is taken: %v", name, between, typed, event)
				}
				shown := strings.ReplaceAll(screen(p.Form), "its last 12 digits", "")
				if strings.ContainsAny(shown, "3456789") || drawnDigits(p.Form)-2 > before {
					t.Fatalf("%s, %q: digit %d is drawn\n%s", name, between, typed, screen(p.Form))
				}
			}
			wantShown(t, p.Form, "this looks like a card number: it belongs in Card number")
			wantShown(t, p.Form, hidden+hidden+hidden)
			for _, k := range []tea.KeyPressMsg{enter, tab, down} {
				if p.Update(k) != Refused {
					t.Errorf("%s can be left with %s", name, k)
				}
			}
			wantFocus(t, p.Form, name)
			if p.CheckAll() {
				t.Errorf("%s: the form is right", name)
			}
			if p.Focused().Empty() || holdsText(p.Focused()) {
				t.Errorf("%s: something is left, or it counts as empty", name)
			}
			p.FocusField(name)
			p.Update(bksp)
			say(p, "12")
			if p.Focused().Empty() || strings.Contains(screen(p.Form), hidden) || strings.Contains(screen(p.Form), "looks like") {
				t.Errorf("%s cannot be used after it was cleared\n%s", name, screen(p.Form))
			}
		}
	}
}

// TestAPastedCardIsNotTaken: the field draws none of it and keeps its old text, and an
// attempt to leave the field says so again.
func TestAPastedCardIsNotTaken(t *testing.T) {
	for _, name := range wrong {
		for _, text := range []string{visa, "4539/5787/6362/1487", "453957876362148", "4539,5787,6362,1486", " 4539 5787 6362 1486\r\n"} {
			p, _ := payment(t)
			p.FocusField(name)
			before := drawnDigits(p.Form)
			if p.Update(tea.PasteMsg{Content: text}) != Refused || holdsText(p.Focused()) || drawnDigits(p.Form)-2 > before {
				t.Errorf("%q is pasted into %s\n%s", text, name, screen(p.Form))
			}
		}
	}
	p, _ := payment(t)
	p.FocusField("billinglastname")
	p.Update(tea.PasteMsg{Content: visa})
	if p.Update(enter) != Refused || p.Update(bksp) != Edited || p.Update(enter) != Moved {
		t.Error("the field can be left before the agent has seen that it is empty")
	}
}

// TestOrderNumbersPass: numbers that do not look like a card pass, and so do the last
// 12 digits of those that do.
func TestOrderNumbersPass(t *testing.T) {
	for _, number := range []string{"1234567890123", "20261121000001", "9234567890123456", "453957876362", "5212345678901", "8001234567890", "A17-2026-11-21"} {
		p, _ := payment(t)
		say(p, number)
		if p.Update(enter) != Moved || p.OrderReference() != number || !strings.Contains(screen(p.Form), number) {
			t.Errorf("%s is not an order reference\n%s", number, screen(p.Form))
		}
	}
	r := newReason(nil, "")
	into(r.words, "refund of 45.00 agreed 27/11/2026 10:30, order 12345")
	if r.words.Check() != nil || r.words.Empty() {
		t.Errorf("a reason with dates is refused: %v", r.words.Check())
	}
	into(r.words, " 4539 5787 6362 148")
	if r.words.Check() == nil || holdsText(r.words.TextField) {
		t.Error("a card is a reason")
	}
}

// TestTheWayOutOfANumberThatIsNoCard: every field refuses a number with a card's
// beginning and length, whatever its check digit, because a slip changes one digit. The
// sentence names the way out, and its keys lead there.
func TestTheWayOutOfANumberThatIsNoCard(t *testing.T) {
	for _, number := range []string{
		"45395787636214", "41111111111111", "453957876362148", "4539578763621480", "52123456789012", "521234567890123", "34123456789012", "60110000000000",
		"6759123456789", "220012345678901", "2200123456789012", "811234567890123", "36123456789012", "4539578763621480123", "99991234567890123",
	} {
		for _, how := range []string{"typed", "pasted"} {
			p, _ := payment(t)
			if how == "typed" {
				say(p, number)
			} else {
				p.Update(tea.PasteMsg{Content: number})
			}
			refused := p.order.Masked() || p.order.Empty()
			if refused {
				wantShown(t, p.Form, "If it is not one, clear it and enter its last 12 digits")
				p.Update(enter)
				wantFocus(t, p.Form, "orderreference")
				p.Update(bksp)
				number := number[len(number)-12:]
				say(p, number)
				if p.Update(enter) != Moved || p.OrderReference() != number {
					t.Errorf("%s %s: its last 12 digits are %q, %v", number, how, p.OrderReference(), p.order.Check())
				}
				continue
			}
			if p.Update(enter) != Moved || p.OrderReference() != number {
				t.Errorf("%s %s is neither refused nor taken", number, how)
			}
		}
	}
}

// TestUndecidedDigitsAreNotDrawn: of an order number that may become a card number, the
// field draws at most 11 digits until it is left.
func TestUndecidedDigitsAreNotDrawn(t *testing.T) {
	f := order(0)
	into(f, "52123456789")
	if got := show(f, true); got != "52123456789" {
		t.Errorf("%q", got)
	}
	for _, d := range "0123" {
		into(f, string(d))
		if n := strings.Count(show(f, true), hidden); n > 0 && len(strings.Trim(show(f, true), hidden)) > 11 {
			t.Errorf("%q", show(f, true))
		}
	}
	f = order(0)
	into(f, "5212345678901")
	if got := show(f, true); got != "52123456789"+hidden+hidden {
		t.Errorf("%q", got)
	}
	if got := show(f, false); got != "5212345678901" || f.Value() != got {
		t.Errorf("%q, %q", got, f.Value())
	}
}

// fed is a payment form with one queue of digits and a keyboard, for a terminal with or
// without stand-ins.
func fed(t *testing.T, shows bool) (p *Payment, typed func(keys string) Event) {
	t.Helper()
	var keys strings.Reader
	in, q := keyboard.New(&keys, make([]byte, keyboard.Memory))
	if shows {
		q.Output(io.Discard)
	}
	p = NewPayment(PaymentOptions{Currency: pounds(t), Country: "GB", Now: newClock().now, Queue: q})
	return p, func(text string) (event Event) {
		keys.Reset(text)
		for _, msg := range screentest.Decode(t, in) {
			q.Offer(Digits(msg))
			event = p.Update(msg)
			q.Drop()
		}
		return event
	}
}

// TestStandIns: if the terminal's writer puts the digits in, a text field neither holds
// nor draws any, whatever edits follow, and its value has them.
func TestStandIns(t *testing.T) {
	for seed := range uint64(effort.Of(20, 6)) { //nolint:gosec // positive
		r := rand.New(rand.NewPCG(seed, 9))
		with, typedWith := fed(t, true)
		without, typedWithout := fed(t, false)
		for _, p := range []*Payment{with, without} {
			p.FocusField("billinglastname")
		}
		name := func(p *Payment) *TextField { return p.name }
		pieces := []string{"1", "9", "a", "é", "\u0301", " ", "24", pasted("7 Rue 5"), "\x7f", "\x1b[D", "\x1b[C", "\x01", "\x05", "\x17", "\x04", "45395787", pasted("63621486")}
		for range 40 {
			piece := pieces[r.IntN(len(pieces))]
			a, b := typedWith(piece), typedWithout(piece)
			if a != b || name(with).Value() != name(without).Value() || name(with).masked != name(without).masked {
				t.Fatalf("seed %d, %q: %v and %v, %q and %q", seed, piece, a, b, name(with).Value(), name(without).Value())
			}
			for _, c := range string(name(with).line.Runes) {
				if c >= '0' && c <= '9' {
					t.Fatalf("seed %d: a digit is in the field", seed)
				}
			}
			x, i := name(with).Render(true, 30, Styles{})
			y, j := name(without).Render(true, 30, Styles{})
			if cells(x) != cells(y) || i != j || strings.ContainsAny(x, "0123456789") {
				t.Fatalf("seed %d: %q and %q", seed, x, y)
			}
		}
	}
}

// TestNoStandInIsLeft: a digit that a field drops is wiped from memory too.
func TestNoStandInIsLeft(t *testing.T) {
	memory := make([]byte, keyboard.Memory)
	in, q := keyboard.New(strings.NewReader("4539578763621486"), memory)
	q.Output(io.Discard)
	if _, err := io.ReadAll(in); err != nil {
		t.Fatal(err)
	}
	f := New(order(0))
	f.Queue = q
	for range 12 {
		q.Offer(1)
		f.Update(tea.KeyPressMsg{Code: '^', Mod: tea.ModCtrl})
		q.Drop()
	}
	if left := strings.Trim(string(memory), "\x00"); !strings.Contains(left, "453957876362") {
		t.Fatalf("the digits are not in the memory: %q", left)
	}
	for range 4 {
		q.Offer(1)
		f.Update(tea.KeyPressMsg{Code: '^', Mod: tea.ModCtrl})
		q.Drop()
	}
	if left := strings.Trim(string(memory), "\x00"); left != "" {
		t.Errorf("%d bytes are left", len(left))
	}
	wantShown(t, f, cardguard.Refusal[:20])
}

// TestACardInAChoice: every choice of every form wipes and refuses a card number as
// other fields do, with the input filter and without.
func TestACardInAChoice(t *testing.T) {
	fields := map[string]func() *Choice{
		"country":  func() *Choice { return NewCountry("GB") },
		"currency": func() *Choice { return newCurrency([]gateway.Currency{pounds(t)}, pounds(t)) },
		"reason":   func() *Choice { return newReason([]string{"Late delivery", "Faulty or wrong goods"}, "").choice },
	}
	for name, make := range fields {
		for _, number := range []string{visa, "4539/5787/6362/1486", "4111 1111 1111 1112", "5100-0000-0000-0511"} {
			c := make()
			f := New(c, order(0))
			for i, r := range number {
				f.Update(char(r))
				if digits := strings.Count(screen(f), "1"); i > 12+3 && digits > 2 { // "its last 12 digits"
					t.Fatalf("%s: %q is drawn\n%s", name, number[:i+1], screen(f))
				}
			}
			wantShown(t, f, "this looks like a card number: it belongs in Card number")
			if !c.Masked() || holdsText(c) || c.typed != "" || c.Check() == nil {
				t.Errorf("%s: something of %q is left", name, number)
			}
			if f.Update(enter) != Refused || f.Update(shiftTab) != Refused {
				t.Errorf("%s is left with %q", name, number)
			}
			f.Update(bksp)
			if c.Masked() || c.typing() {
				t.Errorf("%s is not cleared", name)
			}
			if f.Update(tea.PasteMsg{Content: number}) != Refused || holdsText(c) {
				t.Errorf("%q is pasted into %s", number, name)
			}
		}
	}
}

// TestAPasteIsJudgedAsTypingIs: a field refuses exactly those pastes that it would wipe
// if they were typed.
func TestAPasteIsJudgedAsTypingIs(t *testing.T) {
	for text, card := range map[string]bool{
		"45395787636214": true, "453957876362148": true, "4539 5787 6362 14": true, "52123456789012345": true, "A17 45395787636214 B": true,
		"52123456789012": false, "12345678901234": false, "453957876362": false, "2026112700012": false, "ORDER-2026-11-000123": false,
	} {
		for _, name := range []string{"orderreference", "billinglastname", "billingpremise", "billingpostcode"} {
			typed, _ := payment(t)
			typed.FocusField(name)
			say(typed, text)
			pasted, _ := payment(t)
			pasted.FocusField(name)
			pasted.Update(tea.PasteMsg{Content: text})
			err := typed.Field(name).Check()
			masked := err != nil && strings.Contains(err.Error(), "card number")
			refused := pasted.current().lost != nil && strings.Contains(pasted.current().lost.Error(), "card number")
			if masked != card || refused != card {
				t.Errorf("%s %q: typed %v, pasted %v, want %v", name, text, masked, refused, card)
			}
		}
	}
}

// cardsEverywhere are numbers of each brand, and of schemes that have none here.
var cardsEverywhere = []string{
	"4539578763621486", "4222222222222", "5555555555554444", "2221000000000009", "378282246310005", "6011111111111117", "30569309025904",
	"3530111333300000", "500000000000", "6759649826438453", "3089500000000000021", "2200123456789012345", "8112345678900000", "9792123456789012",
}

// TestNoCardInClear: whatever field a card number is typed into, twelve of its digits or
// more are never drawn: neither while they are typed, in whatever groups, nor once the
// agent wants to leave the field. A number of twelve digits is shown once it was left, as
// the order number that it may be.
func TestNoCardInClear(t *testing.T) {
	forms := map[string]func() *Form{
		"a payment": func() *Form {
			p, _ := everything(t)
			p.FocusField(deliveryChoice)
			say(p, "another")
			return p.Form
		},
		"a recipient": func() *Form {
			return NewPayment(PaymentOptions{Currency: pounds(t), Country: "GB", Now: newClock().now, Offer: terms.Offer{Recipient: true}}).Form
		},
		"a payout": func() *Form {
			return NewOperation(OperationOptions{Card: true, Order: true, Amount: true, Reason: true, Currency: pounds(t), Now: newClock().now}).Form
		},
		"a repeat": func() *Form {
			return NewOperation(OperationOptions{Code: true, Brand: gateway.Visa, Uncalled: true, Amount: true, Currency: pounds(t), Now: newClock().now}).Form
		},
		"a correction": func() *Form {
			return NewOperation(OperationOptions{Correct: true, Now: newClock().now}).Form
		},
		"an expiry": func() *Form {
			return NewOperation(OperationOptions{NewExpiry: true, Reason: true, Reasons: []string{"Goodwill"}, Currency: pounds(t), Now: newClock().now}).Form
		},
	}
	tried := map[string]bool{}
	for what, of := range forms {
		for _, number := range cardsEverywhere[:effort.Of(len(cardsEverywhere), 5)] {
			for _, between := range []string{"", " ", "-"} {
				f := of()
				for i := range f.slots {
					f.focus, f.jump = i, jump{}
					s := &f.slots[i]
					s.Clear()
					tried[s.Name()] = true
					for n, d := range number {
						if n > 0 && n%4 == 0 {
							for _, r := range between {
								s.Press(char(r))
							}
						}
						f.focus, f.jump = i, jump{}
						f.Update(char(d))
						f.focus, f.jump = i, jump{}
						text := show(s.Field, true)
						if got := longestOf(text, number); got >= 12 {
							t.Fatalf("%s, %s: after %d digits %d of the number are drawn", what, s.Name(), n+1, got)
						}
					}
					if text := show(s.Field, false); len(number) > 12 && longestOf(text, number) >= 12 {
						t.Errorf("%s: %s is left with the number drawn", what, s.Name())
					}
					s.Clear()
				}
			}
		}
	}
	for _, name := range []string{"orderreference", "baseamount", "pan", "expirydate", "securitycode", "billinglastname", "billingtelephone", "billingemail", "customfield4", "customerdob", accountNumber, "customerpostcode", "reason"} {
		if !tried[name] {
			t.Errorf("%s was not tried", name)
		}
	}
}

// longestOf is how many digits of a number text has in a row, whatever stands between
// them.
func longestOf(text, number string) (most int) {
	text = strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' || string(r) == hidden {
			return r
		}
		return -1
	}, text)
	for from := range number {
		for to := len(number); to-from > most; to-- {
			if strings.Contains(text, number[from:to]) {
				most = to - from
			}
		}
	}
	return most
}

// TestATelephoneNumberIsDrawn: of one with a + twelve digits, and of what may be a card
// number eleven.
func TestATelephoneNumberIsDrawn(t *testing.T) {
	for typed, drawn := range map[string]string{
		"+44 7911 123456":   "+44 7911 123456",
		"+44 7911 1234567":  strings.Repeat(hidden, 16), // a Visa number may have thirteen
		"+35 7911 1234567":  "+35 7911 12345" + hidden + hidden,
		"44 7911 123456":    "44 7911 12345" + hidden,
		"07911 123456":      "07911 123456",
		"4539 5787 6362 +1": strings.Repeat(hidden, 17),
	} {
		f := newTelephone()
		into(f, typed)
		if got := show(f, true); got != drawn {
			t.Errorf("%q is drawn as %q, want %q", typed, got, drawn)
		}
	}
}
