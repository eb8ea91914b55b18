package forms

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"

	"motoconsole/gateway"
	"motoconsole/internal/cardguard"
)

// maxAmountKeys is room for 13 digits, their commas, the point and a sign.
const maxAmountKeys = 24

// AmountField takes an amount of money in major units, as people say it: "10", "10.50"
// or "1,050.00".
type AmountField struct {
	text     TextField
	tail     tail // digits that no amount has room for: perhaps meant for the next field
	currency func() gateway.Currency
	most     gateway.Money
	among    []gateway.Currency // that may be chosen
}

var _ Field = (*AmountField)(nil)

// newAmount makes an empty amount field. The function says the currency. A most of
// zero is no maximum; its figure holds for every currency.
func newAmount(currency func() gateway.Currency, most gateway.Money) *AmountField {
	return &AmountField{
		text:     *NewText(TextOptions{Name: "baseamount", Meaning: "the amount", Max: maxAmountKeys}),
		currency: currency, most: most,
	}
}

// Name implements Field.
func (a *AmountField) Name() string { return a.text.o.Name }

// Label implements Field.
func (a *AmountField) Label() string { return "Amount" }

func (a *AmountField) answersTo(name string) bool { return name == "mainamount" }
func (a *AmountField) editions() int              { return a.text.editions() }
func (a *AmountField) refusal() error             { return a.text.refusal() }
func (a *AmountField) length() int                { return a.text.length() + a.tail.length() }
func (a *AmountField) atEnd() bool                { return a.text.atEnd() }

// Value is the amount, or the *gateway.FieldError of the rule it breaks.
func (a *AmountField) Value() (gateway.Money, error) { return a.valueIn(a.currency()) }

func (a *AmountField) valueIn(c gateway.Currency) (gateway.Money, error) {
	if !a.tail.empty() {
		return gateway.Money{}, broken(a.Name(), a.tail.rule)
	}
	m, err := gateway.ParseMoney(a.text.Value(), c)
	if err != nil {
		return gateway.Money{}, err
	}
	if limit := a.most.FigureIn(c); !a.most.IsZero() && m.Minor > limit.Minor {
		return gateway.Money{}, broken(a.Name(), "the most this console takes is "+limit.String())
	}
	return m, nil
}

// Press implements Field. The field keeps a key that no amount has: without it the keys
// that follow would make another amount.
func (a *AmountField) Press(k tea.KeyPressMsg) bool {
	a.text.note = nil
	text := figures(typed(k))
	first, _ := utf8.DecodeRuneInString(text)
	switch {
	case text == "" && a.tail.empty():
		return a.text.editKey(k)
	case !a.tail.empty() || a.over(first):
		return pressDigits((*amountTail)(a), k)
	case a.text.insert(text) == nil && a.atEnd():
		a.judge()
	}
	return true
}

// mostOver is how many surplus digits are drawn. More may be a card number, typed by an
// agent who thinks that the form has moved on: the field counts them and does not keep
// them.
const mostOver = 2

// over reports a digit at the end that is no longer drawn.
func (a *AmountField) over(r rune) bool {
	if r < '0' || r > '9' || !a.atEnd() {
		return false
	}
	amount := splitAmount(a.bare())
	return len(amount.runs) > 0 && amount.room(a.currency().Exponent()) <= -mostOver
}

// bare is the text without a sign before it. While the text may become a card number
// no sign is looked for.
func (a *AmountField) bare() string {
	if a.mayBecomeCard() {
		return ""
	}
	return a.currency().WithoutSign(a.text.text())
}

func (a *AmountField) mayBecomeCard() bool {
	return cardguard.MayBecome(a.text.line.Plain, cardguard.BegunAmount)
}

// amountSoFar is the amount to draw while the agent types. It is zero while the amount
// is not right, and while the text may become a card number, which must not be copied.
func (f *Form) amountSoFar(a *AmountField) gateway.Money {
	if f.current().Name() == a.Name() && a.mayBecomeCard() {
		return gateway.Money{}
	}
	m, _ := a.Value() // the form shows the error
	return m
}

// judge refuses at once a text that no amount begins with.
func (a *AmountField) judge() {
	text := a.bare()
	if text == "" || a.mayBeSign(text) || splitAmount(text).mayBecome(a.currency().Exponent()) {
		return
	}
	if _, err := a.Value(); err != nil {
		a.text.note = err
	}
}

// mayBeSign reports the beginning of one of the currency's signs.
func (a *AmountField) mayBeSign(text string) bool {
	return slices.ContainsFunc(a.currency().Signs(), func(sign string) bool { return strings.HasPrefix(sign, text) })
}

// canBegin implements beginner.
func (a *AmountField) canBegin(r rune) bool {
	_, digit := digitOf(r)
	return digit || a.mayBeSign(string(r))
}

// figures is text with full-width digits and marks as plain ones.
func figures(text string) string {
	return strings.Map(func(r rune) rune {
		d, ok := digitOf(r)
		switch {
		case ok:
			return rune(d)
		case r == '．':
			return '.'
		case r == '，':
			return ','
		}
		return r
	}, text)
}

// Paste implements Field.
func (a *AmountField) Paste(text string) error {
	line, err := pastedLine(text, a.Name(), "the amount")
	if err != nil {
		return err
	}
	before, at := slices.Clone(a.text.line.Runes), a.text.line.At
	defer clear(before)
	if err := a.text.Paste(figures(line)); err != nil {
		return err
	}
	if a.judge(); a.text.note != nil {
		err = a.text.note
		a.text.line.Set(before, at)
	}
	return err
}

// Check implements Field.
func (a *AmountField) Check() error {
	if err := a.text.Check(); err != nil {
		return err
	}
	_, err := a.Value()
	return err
}

// Complete implements Field: no further digit can belong to it.
func (a *AmountField) Complete() bool {
	return a.tail.empty() && splitAmount(a.bare()).whole(a.currency().Exponent())
}

// Empty implements Field.
func (a *AmountField) Empty() bool { return a.text.Empty() && a.tail.empty() }

// Clear implements Field.
func (a *AmountField) Clear() {
	a.text.Clear()
	a.tail.clear()
}

// Render implements Field. A right amount is shown in full once the field has been
// left, so that the agent reads "10" back as £10.00.
func (a *AmountField) Render(focused bool, width int, st Styles) (string, int) {
	sign := a.currency().Symbol()
	if !focused {
		if m, err := a.Value(); err == nil {
			return st.Value.Render(cut(m.String(), width)), -1
		}
		if a.Empty() {
			return "", -1
		}
	}
	if cells(sign) >= width || !a.startsWithFigures() {
		sign = ""
	}
	tail := cut(a.tail.text(), max(0, width-cells(sign)-1))
	text, cursor := a.text.Render(focused, width-cells(sign+tail), st)
	if cursor >= 0 {
		cursor += cells(sign + tail)
	}
	return st.Value.Render(sign) + text + st.Value.Render(tail), cursor
}

// end says which key ends an amount that has all its decimals and does not move on by
// itself.
func (a *AmountField) end() string {
	if _, decimals, ok := strings.Cut(a.bare(), "."); !ok || len(decimals) != a.currency().Exponent() || a.Complete() {
		return ""
	}
	if _, err := a.Value(); err != nil {
		return ""
	}
	return "enter goes on"
}

// startsWithFigures reports that the sign goes before the text.
func (a *AmountField) startsWithFigures() bool {
	for r := range a.text.line.Plain {
		return r >= '0' && r <= '9'
	}
	return true
}

// Hint implements Field.
func (a *AmountField) Hint(focused bool) string {
	switch {
	case !focused:
		return ""
	case a.text.masked > 0:
		return a.text.Hint(focused)
	case a.length() > 0:
		return a.end()
	case a.most.IsZero():
		return ""
	}
	return fmt.Sprintf("at most %s", a.most.FigureIn(a.currency()))
}
