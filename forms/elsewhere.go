package forms

import (
	"slices"

	"motoconsole/gateway"
)

// elsewhere is a field whose rule depends on another field's answer: what it
// holds may be right, and the other wrong. It may be left backwards as it is, to
// put the other right.
type elsewhere interface {
	// elsewhere is the field before it, in a sentence, of which another answer
	// would make the field's right; "" where none would.
	elsewhere() string
}

// wayOut is that other field, "" for none.
func (s *slot) wayOut() string {
	e, ok := s.Field.(elsewhere)
	if !ok || s.lost != nil {
		return ""
	}
	if out := e.elsewhere(); out != "" && s.Check() != nil { // in this order: a check may copy what may be a card number
		return out
	}
	return ""
}

// explained is what is wrong with the field, and the way out where the fault may
// be in another one.
func (s *slot) explained(err error, focused bool) string {
	out := s.wayOut()
	switch {
	case out == "" || s.note == nil && s.failed != nil:
		return err.Error()
	case focused:
		return err.Error() + ", or shift+tab to change " + out
	}
	return err.Error() + ", or change " + out
}

// elsewhere implements elsewhere: other countries have other shapes, or none.
func (p *PostcodeField) elsewhere() string {
	if p.text.Check() != nil || p.text.MayBecomeCard() {
		return ""
	}
	return "the country"
}

// elsewhere implements elsewhere: in another currency it may be an amount.
func (a *AmountField) elsewhere() string {
	if a.text.masked > 0 || a.text.MayBecomeCard() {
		return ""
	}
	if !slices.ContainsFunc(a.among, func(c gateway.Currency) bool { _, err := a.valueIn(c); return err == nil }) {
		return ""
	}
	return "the currency"
}

// elsewhere implements elsewhere: cards have codes of three digits or four.
func (s *SecurityCodeField) elsewhere() string {
	if n := s.code.Len() + s.tail.length(); s.tail.rule == codeDigitsOnly || n < 3 || n > 4 {
		return ""
	}
	return "the card number"
}
