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
	track
	vault    *gateway.Vault
	code     gateway.SecurityCode
	brand    func() gateway.Brand
	required bool
}

var _ Field = (*SecurityCodeField)(nil)

// NewSecurityCode makes an empty security code field for the card whose brand
// the function tells; see NewCardNumber.
func NewSecurityCode(v *gateway.Vault, brand func() gateway.Brand, required bool) *SecurityCodeField {
	return &SecurityCodeField{vault: v, code: v.SecurityCode(), brand: brand, required: required}
}

// Name implements Field.
func (s *SecurityCodeField) Name() string { return "securitycode" }

// Label implements Field.
func (s *SecurityCodeField) Label() string { return "Security code" }

// Code is a handle on the digits as they are.
func (s *SecurityCodeField) Code() gateway.SecurityCode { return s.code }

func (s *SecurityCodeField) take() gateway.SecurityCode {
	taken := s.code
	s.code = s.vault.SecurityCode()
	s.edited()
	return taken
}

// most is the longest code the card can have.
func (s *SecurityCodeField) most() int {
	if brand := s.brand(); brand != "" {
		return brand.CodeLength()
	}
	return 4
}

// passedOver is true on cards that have no code.
func (s *SecurityCodeField) passedOver() bool { return s.most() == 0 && s.Empty() }

// Press implements Field.
func (s *SecurityCodeField) Press(k tea.KeyPressMsg) bool {
	s.note = nil
	text := typed(k)
	for _, r := range text {
		if d, ok := digitOf(r); ok {
			s.push(d)
		} else if !isSeparator(r) {
			_ = s.refuse("securitycode", "the security code has digits only")
		}
		if s.note != nil {
			return true
		}
	}
	switch endKeyOf(k) {
	case dropLast:
		s.code.Pop()
		s.edited()
	case dropAll:
		s.code.Wipe()
		s.edited()
	case stayPut:
	case notEnd:
		return text != ""
	}
	return true
}

func (s *SecurityCodeField) digit(d byte) {
	s.note = nil
	s.push(d)
}

func (s *SecurityCodeField) push(digit byte) {
	if s.code.Len() < s.most() && s.code.Push(digit) {
		s.edited()
		return
	}
	_ = s.refuse("securitycode", s.tooLong())
}

func (s *SecurityCodeField) tooLong() string {
	switch brand := s.brand(); {
	case brand == "":
		return "the security code has at most 4 digits"
	case brand.CodeLength() == 0:
		return "the security code is to be left empty, " + brand.Name() + " cards have none"
	default:
		return fmt.Sprintf("the security code of a %s card has %d digits", brand.Name(), brand.CodeLength())
	}
}

// Paste implements Field. A pasted code replaces what was there.
func (s *SecurityCodeField) Paste(text string) error { return s.pasteFrom(text, nil) }

func (s *SecurityCodeField) pasteFrom(text string, q *keyboard.Queue) error {
	line, err := pastedLine(text, "securitycode", "the security code")
	if err != nil {
		return err
	}
	fresh := s.vault.SecurityCode()
	for _, r := range line {
		d, ok := digitFrom(r, q)
		if !ok || fresh.Len() >= s.most() || !fresh.Push(d) {
			fresh.Wipe()
			return broken("securitycode", "the pasted text is not the security code: it has the 3 or 4 digits on the card and nothing else")
		}
	}
	s.code.Wipe()
	s.code = fresh
	s.edited()
	return nil
}

// Check implements Field.
func (s *SecurityCodeField) Check() error { return s.code.Check(s.brand(), s.required) }

// Complete implements Field. Before the brand is known three digits may be
// all of it or not.
func (s *SecurityCodeField) Complete() bool { return s.most() > 0 && s.code.Len() == s.most() }

// Empty implements Field.
func (s *SecurityCodeField) Empty() bool { return s.code.Len() == 0 }

// Clear implements Field.
func (s *SecurityCodeField) Clear() { s.code.Wipe(); s.edited() }

func (s *SecurityCodeField) length() int { return s.code.Len() }
func (s *SecurityCodeField) atEnd() bool { return true }

// Render implements Field.
func (s *SecurityCodeField) Render(focused bool, width int, st Styles) (string, int) {
	n := s.code.Len()
	there, toCome := strings.Repeat(hidden, n), ""
	if focused && s.brand() != "" {
		toCome = strings.Repeat(missing, max(0, min(s.most(), width)-n))
	}
	return st.Value.Render(cut(there, width)) + st.Placeholder.Render(toCome), cursorIn(focused, n, width)
}

// Hint implements Field.
func (s *SecurityCodeField) Hint(focused bool) string {
	if s.passedOver() && s.brand() != "" {
		return "this card has none"
	}
	if !focused {
		return ""
	}
	hint := "3 or 4 digits"
	switch n := s.code.Len(); {
	case s.brand() != "" && n > 0:
		hint = fmt.Sprintf("digit %d of %d", n, s.most())
	case s.brand() != "":
		hint = fmt.Sprintf("%d digits", s.most())
	}
	if !s.required {
		hint += ", optional"
	}
	return hint
}
