package forms

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"motoconsole/gateway"
)

// maxAmountKeys is room for 13 digits, their commas and the point.
const maxAmountKeys = 18

// AmountField takes an amount of money in major units, as it is said: "10",
// "10.50" or "1,050.00".
type AmountField struct {
	text     TextField
	currency func() gateway.Currency
	most     gateway.Money
	signed   gateway.Currency // whose sign is kept: looking it up is not for every frame
	sign     string
}

var _ Field = (*AmountField)(nil)

// NewAmount makes an empty amount field for the currency the function tells. A
// most of zero is no maximum; its figure holds for every currency.
func NewAmount(currency func() gateway.Currency, most gateway.Money) *AmountField {
	return &AmountField{
		text:     *NewText(TextOptions{Name: "baseamount", Meaning: "the amount", Max: maxAmountKeys, Required: true}),
		currency: currency, most: most,
	}
}

// symbol is the sign of the currency as it is now.
func (a *AmountField) symbol() string {
	if c := a.currency(); c != a.signed {
		a.signed, a.sign = c, c.Symbol()
	}
	return a.sign
}

// limit is the maximum in the currency as it is now: the configured figure.
func (a *AmountField) limit() gateway.Money {
	limit, c := a.most, a.currency()
	for e := limit.Currency.Exponent(); e < c.Exponent(); e++ {
		limit.Minor *= 10
	}
	for e := limit.Currency.Exponent(); e > c.Exponent(); e-- {
		limit.Minor /= 10
	}
	limit.Currency = c
	return limit
}

// Name implements Field.
func (a *AmountField) Name() string { return a.text.o.Name }

// Label implements Field.
func (a *AmountField) Label() string { return "Amount" }

func (a *AmountField) answersTo(name string) bool { return name == "mainamount" }
func (a *AmountField) editions() int              { return a.text.editions() }
func (a *AmountField) refusal() error             { return a.text.refusal() }
func (a *AmountField) length() int                { return a.text.length() }
func (a *AmountField) atEnd() bool                { return a.text.atEnd() }

// Value is the amount, or the *gateway.FieldError of the rule it breaks.
func (a *AmountField) Value() (gateway.Money, error) {
	m, err := gateway.ParseMoney(a.text.Value(), a.currency())
	if err != nil {
		return gateway.Money{}, err
	}
	if limit := a.limit(); !limit.IsZero() && m.Minor > limit.Minor {
		return gateway.Money{}, broken(a.Name(), "the most this console takes is "+limit.String())
	}
	return m, nil
}

// Press implements Field.
func (a *AmountField) Press(k tea.KeyPressMsg) bool {
	a.text.note = nil
	text := typed(k)
	if text == "" {
		return a.text.editKey(k)
	}
	if text, ok := figures(text); ok {
		_ = a.text.insert(text) // the reason is kept for the form
	} else {
		_ = a.text.refuse(a.Name(), "the amount has only digits, a point and commas")
	}
	return true
}

// figures is text with plain digits, or false where it has other characters
// than an amount.
func figures(text string) (string, bool) {
	out := make([]byte, 0, len(text))
	for _, r := range text {
		if d, ok := digitOf(r); ok {
			r = rune(d)
		} else if r != '.' && r != ',' {
			return "", false
		}
		out = append(out, byte(r))
	}
	return string(out), true
}

// Paste implements Field. The currency's sign before the amount is left out.
func (a *AmountField) Paste(text string) error {
	line, err := pastedLine(text, a.Name(), "the amount")
	if err != nil {
		return err
	}
	line = strings.TrimSpace(strings.TrimPrefix(line, strings.TrimSpace(a.symbol())))
	line, ok := figures(line)
	if !ok {
		return broken(a.Name(), "the pasted text is not an amount: the amount has only digits, a point and commas")
	}
	return a.text.Paste(line)
}

// Check implements Field.
func (a *AmountField) Check() error {
	if err := a.text.dropCardNumber(); err != nil {
		return err
	}
	_, err := a.Value()
	return err
}

// Complete implements Field: every decimal of the currency is there.
func (a *AmountField) Complete() bool {
	_, fraction, point := strings.Cut(a.text.text(), ".")
	return point && fraction != "" && len(fraction) == a.currency().Exponent()
}

// Empty implements Field.
func (a *AmountField) Empty() bool { return a.text.Empty() }

// Clear implements Field.
func (a *AmountField) Clear() { a.text.Clear() }

// Render implements Field. An amount that is right is shown in full once it
// is left, so that "10" is read back as £10.00.
func (a *AmountField) Render(focused bool, width int, st Styles) (string, int) {
	sign := a.symbol()
	if !focused {
		if m, err := a.Value(); err == nil {
			return st.Value.Render(cut(m.String(), width)), -1
		}
		if a.Empty() {
			return "", -1
		}
	}
	if len(sign) >= width {
		sign = ""
	}
	text, cursor := a.text.Render(focused, width-cells(sign), st)
	if cursor >= 0 {
		cursor += cells(sign)
	}
	return st.Value.Render(sign) + text, cursor
}

// Hint implements Field.
func (a *AmountField) Hint(focused bool) string {
	if !focused || a.length() > 0 || a.most.IsZero() {
		return ""
	}
	return fmt.Sprintf("at most %s", a.limit())
}
