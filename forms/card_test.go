package forms

import (
	"strings"
	"testing"
	"time"

	"motoconsole/gateway"
)

func TestCardNumberTyping(t *testing.T) {
	for _, c := range []struct {
		typed, focused, hint, left string
		complete                   bool
		rule                       string
	}{
		{"", "···· ···· ···· ····", "12 to 19 digits", "", false, "enter the card number"},
		{"5", "•··· ···· ···· ····", "12 to 19 digits", "", false, "has 1 digit: "},
		{"4", "•··· ···· ···· ····", "Visa", "", false, "has 1 digit: "},
		{"4111-1111 1", "•••• •••• •··· ····", "8 of 16, Visa", "", false, "digits"},
		{"4111 1111", "•••• •••• ···· ····", "8 of 16, Visa", "", false, "digits"},
		{visa, "•••• •••• •••• ••••", "16 digits, Visa: enter goes on", "•••• •••• •••• 1111", false, ""},
		{withCheckDigit(visa + "00"), "•••• •••• •••• •••• •••", "19 of 19, Visa", "", true, ""},
		{"5100000000000511", "•••• •••• •••• ••••", "16 of 16, Mastercard", "•••• •••• •••• 0511", true, ""},
		{"４１１１111111111111", "•••• •••• •••• ••••", "16 digits, Visa: enter goes on", "•••• •••• •••• 1111", false, ""},
		{"4111x1111", "••••x••••", "", "", false, "digits only"},
		{amex + "1", "•••• •••••• ••••••", "", "", false, "at most 15"},
		{"04", "••", "", "", false, "begins with 0: is the card upside down?"},
		{"4111١", "•••••", "", "", false, "digits only"},
		{"4111111111111112", "•••• •••• •••• ••••", "16 of 16, Visa", "•••• •••• •••• ••••", false, "one digit is wrong or two are swapped"},
		{"41111111111111111", "•••• •••• •••• •••• •··", "16 of 19, Visa", "", false, "13, 16 or 19"},
		{amex, "•••• •••••• •••••", "15 of 15, American Express", "•••• •••••• •0611", true, ""},
		{"3400", "•••• ······ ·····", "4 of 15, American Express", "", false, "15"},
		{"5000000000009", "•••• •••• •••• •···", "12 of 12 to 19, Maestro", "•••• •••• •000 9", false, ""},
		{"4222222222222", "•••• •••• •••• •···", "12 of 16, Visa", "•••• •••• •222 2", false, ""},
	} {
		f := NewCardNumber(nil)
		into(f, c.typed)
		if got := show(f, true); got != c.focused {
			t.Errorf("%q focused: %q, want %q", c.typed, got, c.focused)
		}
		if got := f.Hint(true); got != c.hint {
			t.Errorf("%q hint: %q, want %q", c.typed, got, c.hint)
		}
		if got := show(f, false); c.left != "" && got != c.left {
			t.Errorf("%q left: %q, want %q", c.typed, got, c.left)
		}
		if f.Complete() != c.complete {
			t.Errorf("%q complete: %v", c.typed, f.Complete())
		}
		if got := rule(t, f.Check()); !strings.Contains(got, c.rule) || (got == "") != (c.rule == "") {
			t.Errorf("%q rule: %q, want %q", c.typed, got, c.rule)
		}
	}
}

func TestCardNumberCursorStandsWhereTheNextDigitGoes(t *testing.T) {
	f := NewCardNumber(nil)
	for n, want := range []int{0, 1, 2, 3, 5, 6} {
		if _, cursor := f.Render(true, 40, Styles{}); cursor != want {
			t.Errorf("after %d digits: cell %d, want %d", n, cursor, want)
		}
		f.Press(char('4'))
	}
}

func TestCardNumberRefusals(t *testing.T) {
	f := NewCardNumber(nil)
	into(f, amex)
	f.Press(char('1'))
	if got := rule(t, f.refusal()); !strings.Contains(got, "at most 15") || f.Number().Len() != 15 {
		t.Errorf("the 16th digit of an American Express number: %q", got)
	}
	f.Press(char('2'))
	if f.Check() == nil || f.Number().Len() != 15 || show(f, true) != "•••• •••••• •••••••" {
		t.Errorf("what is too much is not seen: %q", show(f, true))
	}
	f.Press(bksp)
	f.Press(bksp)
	if f.Number().Len() != 15 || f.refusal() != nil || f.Check() != nil {
		t.Error("backspace does not take back what was too much")
	}
	f.Press(bksp)
	if f.Number().Len() != 14 || f.refusal() != nil {
		t.Error("backspace does not take the last digit")
	}
	f.Press(char('x'))
	f.Press(char('1'))
	if got := rule(t, f.Check()); !strings.Contains(got, "digits only") || f.Number().Len() != 14 || show(f, true) != "•••• •••••• ••••x•" {
		t.Errorf("a letter, and a digit behind it: %q, %q", got, show(f, true))
	}
	f.Press(ctrl('u'))
	if !f.Empty() {
		t.Error("ctrl+u does not clear")
	}
	into(f, strings.Repeat("9", 20)) // no brand begins with 99
	if got := rule(t, f.refusal()); !strings.Contains(got, "at most 19") || f.Number().Len() != 19 {
		t.Errorf("the 20th digit: %q", got)
	}
}

func TestSecurityCode(t *testing.T) {
	for _, c := range []struct {
		brand    gateway.Brand
		required bool
		typed    string
		length   int
		complete bool
		ok       bool
		hint     string
	}{
		{gateway.Visa, true, "123", 3, true, true, "3 of 3"},
		{gateway.Visa, true, "1234", 3, false, false, ""}, // kept, but not accepted
		{gateway.Visa, true, "12", 2, false, false, "2 of 3"},
		{gateway.Visa, true, "1x2", 1, false, false, ""},
		{gateway.Visa, true, "1 2-3", 3, true, true, "3 of 3"},
		{gateway.Visa, true, "", 0, false, false, "3 digits"},
		{gateway.Visa, false, "", 0, false, true, "3 digits, optional"},
		{gateway.Amex, true, "123", 3, false, false, "3 of 4"},
		{gateway.Amex, true, "１234", 4, true, true, "4 of 4"},
		{"", true, "123", 3, false, true, "3 or 4 digits"},
		{"", true, "1234", 4, true, true, "3 or 4 digits"},
		{gateway.PIBA, true, "", 0, false, true, "this card has none"},
		{gateway.PIBA, true, "1", 0, false, false, ""},
	} {
		f := newSecurityCode(nil, func() gateway.Brand { return c.brand }, c.required)
		into(f, c.typed)
		if f.Code().Len() != c.length || f.Complete() != c.complete || (f.Check() == nil) != c.ok || f.Hint(true) != c.hint {
			t.Errorf("%s %q: %d digits, complete %v, %v, %q", c.brand, c.typed, f.Code().Len(), f.Complete(), f.Check(), f.Hint(true))
		}
		for _, focused := range []bool{true, false} {
			if got := show(f, focused); strings.ContainsAny(got, "123456789") || len([]rune(strings.Trim(got, missing))) != len([]rune(strings.NewReplacer(" ", "", "-", "").Replace(c.typed))) {
				t.Errorf("%q is shown as %q", c.typed, got)
			}
		}
	}
}

func TestExpiry(t *testing.T) {
	for _, c := range []struct {
		typed, shown string
		complete     bool
		rule         string
	}{
		{"1230", "12/30", true, ""},
		{"12/30", "12/30", true, ""},
		{"12 30", "12/30", true, ""},
		{"12-30", "12/30", true, ""},
		{"12//30", "12/30", true, ""},
		{"1/30", "01/30", true, ""},
		{"5/30", "05/30", true, ""},
		{"530", "05/30", true, ""},
		{"0530", "05/30", true, ""},
		{"12/2030", "12/2030", true, ""},
		{"１２３０", "12/30", true, ""},
		{"11/26", "11/26", true, ""}, // to the end of this month
		{"10/26", "10/26", false, "expired"},
		{"12/20", "12/20", false, "expired"}, // may become 12/2030
		{"12/203", "12/203", false, "MM/YY"},
		{"11/46", "11/46", true, ""},
		{"12/46", "12/46", false, "more than 20 years"},
		{"13/30", "13/30", false, "01 to 12"},
		{"00/30", "00/30", false, "01 to 12"},
		{"12", "12/", false, "MM/YY"},
		{"", "", false, "enter the expiry date"},
		{"12/3O", "12/30", false, ""}, // an oh
		{"1x2/30", "1x•/••", false, "MM/YY"},
		{"1/3/30", "01/3/••", false, "MM/YY"},
		{"12/30/", "12/30/", false, "MM/YY"},
		{" 12 / 30 ", "12/30", true, ""},
		{"12.30", "12/30", true, ""},
		{"12/30123", "••/•••••", false, "a code in Security code"},
		{"12/20301", "••/•••••", false, "A card number belongs in Card number"},
		{"12/2012", "••/••••", false, "no expiry date"}, // 2012 has passed
		{"4111111111111111", "••/••••••••••••••…", false, "A card number belongs in Card number"},
		{"5201234567890123", "••/••••••••••••••…", false, "A card number belongs in Card number"},
		{"oh three twenty-seven", "03/27", false, ""},
		{"march 27", "03/27", true, ""},
		{"March 2027", "03/27", true, ""},
		{"march 20", "march 20", false, "expired"},
		{"3/27", "03/27", true, ""},
		{"03 2027", "03/2027", true, ""},
		{"3 twenty-seven", "03/27", false, ""},
		{"march", "march", false, "not clear yet"},
		{"march 47", "march 47", false, "more than 20 years"},
		{"march 271", "march 271", false, "not clear yet"},
		{"m4111111111111111", "m••••••••••••••••", false, "A card number belongs in Card number"},
		{"marsh", "marsh", false, "march 27"},
	} {
		f := emptyExpiry(newClock().now)
		into(f, c.typed)
		if got := show(f, false); got != c.shown {
			t.Errorf("%q is shown as %q, want %q", c.typed, got, c.shown)
		}
		if got := rule(t, f.Check()); f.Complete() != c.complete || !strings.Contains(got, c.rule) || (got == "") != (c.rule == "") {
			t.Errorf("%q: complete %v, rule %q", c.typed, f.Complete(), got)
		}
	}
	f := emptyExpiry(newClock().now)
	into(f, "12")
	if got := show(f, true); got != "12/··" {
		t.Errorf("while typed: %q", got)
	}
	f.Press(bksp)
	if got := show(f, false); got != "1" {
		t.Errorf("after backspace: %q", got)
	}
}

func TestExpiryGoesByTheClock(t *testing.T) {
	c := newClock()
	f := emptyExpiry(c.now)
	into(f, "1126")
	c.advance(10 * 24 * time.Hour)
	if f.Check() == nil {
		t.Error("a card of November 2026 passes in December")
	}
}

// TestExpiryInWords: the field shows the date that the words say while they are typed, and
// the date alone once it is left. A year in digits moves on by itself, as without words.
func TestExpiryInWords(t *testing.T) {
	for _, c := range []struct{ typed, note, left, focus string }{
		{"oh three twenty-seven", "= 03/27", "03/27", "expirydate"},
		{"oh three twenty", "= 03/20", "oh three twenty", "expirydate"},
		{"march", "the year goes on", "march", "expirydate"},
		{"march 27", "", "03/27", "securitycode"},
		{"MARCH 2027", "", "03/27", "securitycode"},
		{"three twenty twenty-seven", "= 03/27", "03/27", "expirydate"},
		{"12/20", "the year goes on", "12/20", "expirydate"},
	} {
		p, _ := payment(t)
		p.FocusField("expirydate")
		say(p, c.typed)
		wantFocus(t, p.Form, c.focus)
		if got := p.expiry.Hint(true); c.note != "" && got != c.note {
			t.Errorf("%q: the note is %q, want %q", c.typed, got, c.note)
		}
		p.Update(enter)
		if got := show(p.expiry, false); got != c.left {
			t.Errorf("%q: left as %q, want %q", c.typed, got, c.left)
		}
	}
	p, _ := payment(t)
	p.FocusField("expirydate")
	say(p, "march 2")
	p.LoseCard("the console was locked")
	if !p.expiry.Empty() || p.expiry.said.Len() > 0 {
		t.Error("words of a date are left after the wipe")
	}
}
