package forms

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"motoconsole/gateway"
	"motoconsole/internal/keyboard"
)

// SecurityCodeField takes the code printed on the card, always hidden. How
// long it is depends on the card's brand.
type SecurityCodeField struct {
	hiddenDigits[gateway.SecurityCode]

	brand    func() gateway.Brand
	required bool
}

var _ Field = (*SecurityCodeField)(nil)

// newSecurityCode makes an empty security code field. The function says the card's
// brand; for the vault see NewCardNumber.
func newSecurityCode(v *gateway.Vault, brand func() gateway.Brand, required bool) *SecurityCodeField {
	return &SecurityCodeField{hiddenDigits: hide(v.SecurityCode), brand: brand, required: required}
}

// Name implements Field.
func (s *SecurityCodeField) Name() string { return "securitycode" }

// Label implements Field.
func (s *SecurityCodeField) Label() string { return "Security code" }

// Code is a handle on the digits typed so far.
func (s *SecurityCodeField) Code() gateway.SecurityCode { return s.digits }

// most is the longest code the card can have.
func (s *SecurityCodeField) most() int {
	if brand := s.brand(); brand != "" {
		return brand.CodeLength()
	}
	return 4
}

// passedOver is true on cards that have no code.
func (s *SecurityCodeField) passedOver() bool { return s.most() == 0 && s.Empty() }

// barred implements barred.
func (s *SecurityCodeField) barred() bool { return s.passedOver() && s.brand() != "" }

// Press implements Field.
func (s *SecurityCodeField) Press(k tea.KeyPressMsg) bool {
	s.note = nil
	return pressDigits(s, k)
}

func (s *SecurityCodeField) digit(d byte) {
	s.note = nil
	s.add(rune(d))
}

// add implements digitField.
func (s *SecurityCodeField) add(r rune) {
	d, isDigit := digitOf(r)
	rule := ""
	switch {
	case !s.tail.empty():
		rule = s.tail.rule
	case !isDigit && isSeparator(r):
		s.blanks.add(s.digits.Len())
		return
	case !isDigit:
		rule = codeDigitsOnly
	case s.digits.Len() >= s.most() || !s.digits.Push(d):
		rule = s.tooLong()
	}
	if rule != "" {
		s.tail.add(r, rule)
		_ = s.refuse("securitycode", rule) // kept for the form
	}
	s.edited()
}

const codeDigitsOnly = "the security code has digits only: delete what is not one"

// optional implements optioner.
func (s *SecurityCodeField) optional() bool { return !s.required && s.most() > 0 }

func (s *SecurityCodeField) tooLong() string {
	switch brand := s.brand(); {
	case brand == "":
		return "the security code has at most 4 digits"
	case brand.CodeLength() == 0:
		return "leave the security code empty: " + brand.Name() + " cards have none"
	default:
		return fmt.Sprintf("%s cards have a security code of %d digits", brand.Name(), brand.CodeLength())
	}
}

// Paste implements Field. A pasted code replaces what was there.
func (s *SecurityCodeField) Paste(text string) error { return s.pasteFrom(text, nil) }

func (s *SecurityCodeField) pasteFrom(text string, q *keyboard.Queue) error {
	line, err := pastedLine(text, "securitycode", "the security code")
	if err != nil {
		return err
	}
	fresh := s.fresh()
	for _, r := range line {
		d, ok := digitFrom(r, q)
		if !ok || fresh.Len() >= s.most() || !fresh.Push(d) {
			fresh.Wipe()
			return broken("securitycode", "the pasted text is not the security code: it has the 3 or 4 digits on the card and nothing else")
		}
	}
	s.Clear()
	s.digits = fresh
	return nil
}

// Check implements Field.
func (s *SecurityCodeField) Check() error {
	switch {
	case s.tail.empty():
	case s.tail.rule != codeDigitsOnly && s.digits.Len() < s.most(): // the field did not keep a code that was too long
		return broken("securitycode", "the card number has changed: press ctrl+u and type the security code again")
	default:
		return broken("securitycode", s.tail.rule)
	}
	return s.digits.Check(s.brand(), s.required)
}

// Complete implements Field. Before the brand is known, three digits may or may not be
// all of it.
func (s *SecurityCodeField) Complete() bool {
	return s.tail.empty() && s.most() > 0 && s.digits.Len() == s.most()
}

// Render implements Field.
func (s *SecurityCodeField) Render(focused bool, width int, st Styles) (string, int) {
	n := s.digits.Len()
	there, toCome := strings.Repeat(hidden, n)+s.tail.text(), ""
	if focused && s.brand() != "" && s.tail.empty() {
		toCome = strings.Repeat(missing, max(0, min(s.most(), width)-n))
	}
	return st.Value.Render(cut(there, width)) + st.Placeholder.Render(toCome), cursorIn(focused, cells(there), width)
}

// Hint implements Field.
func (s *SecurityCodeField) Hint(focused bool) string {
	if s.barred() {
		return "this card has none"
	}
	if !focused || !s.tail.empty() {
		return ""
	}
	hint := "3 or 4 digits"
	switch n := s.digits.Len(); {
	case s.brand() != "" && n > 0:
		hint = fmt.Sprintf("%d of %d", n, s.most())
	case s.brand() != "":
		hint = fmt.Sprintf("%d digits", s.most())
	}
	if !s.required {
		hint += ", optional"
	}
	return hint
}

// callersCode is the security code of a card on file. Only a caller can read it out.
type callersCode struct {
	*SecurityCodeField
	called func() bool
}

// Check implements Field.
func (c *callersCode) Check() error {
	switch {
	case c.called():
		return c.SecurityCodeField.Check()
	case c.Empty():
		return nil
	default:
		return broken("securitycode", "leave the security code empty: the caller does not ask for this payment and cannot read the code out")
	}
}

// Hint implements Field.
func (c *callersCode) Hint(focused bool) string {
	if !c.called() && c.Empty() {
		return "leave it empty"
	}
	return c.SecurityCodeField.Hint(focused)
}

// elsewhere implements elsewhere: the card is that of the earlier payment, but the caller
// may have asked for this one after all.
func (c *callersCode) elsewhere() string {
	if c.called() || c.SecurityCodeField.Check() != nil {
		return ""
	}
	return "who asks for it"
}
