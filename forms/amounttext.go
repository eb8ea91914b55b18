package forms

import (
	"cmp"
	"errors"
	"slices"
	"unicode"
	"unicode/utf8"

	"motoconsole/gateway"
	"motoconsole/gateway/thousands"
)

// amountText is an amount taken apart as it is typed: runs of digits, and a
// mark between each two of them. Text with anything else in it has no runs.
type amountText struct {
	runs  []string
	marks []rune
}

func splitAmount(text string) (a amountText) {
	from := 0
	for i, r := range text {
		mark := r
		switch {
		case r >= '0' && r <= '9':
			continue
		case r == '.', r == ',', r == '\'':
		case r == '’':
			mark = '\''
		case unicode.Is(unicode.Zs, r):
			mark = ' '
		default:
			return amountText{}
		}
		a.runs, a.marks = append(a.runs, text[from:i]), append(a.marks, mark)
		from = i + utf8.RuneLen(r)
	}
	a.runs = append(a.runs, text[from:])
	return a
}

// whole reports that the amount has all its decimals and can take no further digit,
// however it is written. "10.50" is not whole: it may become "10.505", which may be ten
// thousand five hundred and five. "1050.00" and "1,050.00" are whole.
func (a amountText) whole(decimals int) bool {
	n := len(a.marks)
	return n > 0 && a.marks[n-1] == '.' && len(a.runs[n]) == decimals && a.mayBecome(decimals) && a.room(decimals) == 0
}

// room is how many digits more can belong to the amount: to its decimals, or to
// a group of thousands. The marks of thousands and decimals differ from country
// to country, so any of them may be either. It is less than 0 if there are too many
// digits.
func (a amountText) room(decimals int) int {
	n, most := len(a.marks), 0
	switch {
	case len(a.runs) == 0:
		return 0
	case n == 0:
		most = maxFigures
	default:
		if a.grouped(n-1) && a.marks[n-1] == a.marks[0] {
			most = thousands.Size
		}
		if n == 1 || a.grouped(n-1) && a.marks[n-2] != a.marks[n-1] {
			most = max(most, decimals)
		}
	}
	return most - len(a.runs[n])
}

// maxFigures is how many digits an amount may have before its point.
const maxFigures = 13

// grouped reports that the first n marks can stand before thousands: one mark, and
// groups around it.
func (a amountText) grouped(n int) bool {
	for i := range n {
		if a.marks[i] != a.marks[0] {
			return false
		}
	}
	return thousands.Grouped(a.runs[:n+1])
}

// mayBecome reports whether an amount that is accepted may begin so: thousands
// with or without commas, a point, as many decimals as the currency has.
func (a amountText) mayBecome(decimals int) bool {
	if len(a.runs) == 0 || len(a.runs[0]) > 1 && a.runs[0][0] == '0' {
		return false
	}
	for i, mark := range a.marks {
		last := i == len(a.marks)-1
		switch {
		case a.runs[i] == "":
			return false
		case mark == ',':
			if !a.grouped(i) || last && len(a.runs[i+1]) > thousands.Size {
				return false
			}
		case mark == '.':
			return last && decimals > 0 && len(a.runs[i+1]) <= decimals && (i == 0 || a.grouped(i))
		default:
			return false
		}
	}
	return true
}

// amountTail is an amount with a tail, which is edited at its end only.
type amountTail AmountField

// add implements digitField.
func (a *amountTail) add(r rune) {
	rule := "the amount has more digits than an amount can have: delete them"
	if wrong, ok := errors.AsType[*gateway.FieldError]((*AmountField)(a).Check()); ok {
		rule = wrong.Rule
	}
	a.tail.add(r, rule)
	_ = a.text.refuse(a.text.o.Name, a.tail.rule) // kept for the form
	if a.isCard() {
		a.text.wipeCard(len(a.text.line.Runes) + a.tail.length())
		a.tail.clear()
		_ = a.text.refuseCard()
	}
	a.text.edited()
}

// isCard reports a card number in place of an amount. It is false where the agent
// forgot the Enter and the card number stands behind an amount: the field draws
// little of it, and the agent can delete it and keep the amount.
func (a *amountTail) isCard() bool {
	find := a.text.guard.finds
	return find(a.likely) && (slices.ContainsFunc(a.text.line.Runes, isBlank) || !find(a.behindFirst))
}

// behindFirst is likely without its first digits.
func (a *amountTail) behindFirst(yield func(rune) bool) {
	digits, behind := false, false
	for r := range a.likely {
		_, is := gateway.Digit(r)
		behind = behind || digits && !is
		if digits = digits || is; behind && !yield(r) {
			return
		}
	}
}

// likely is the text with a 0 for each digit that was not kept. The first digits and
// the length are enough to recognise a card number.
func (a *amountTail) likely(yield func(rune) bool) {
	for r := range a.text.line.Plain {
		if !yield(r) {
			return
		}
	}
	for _, r := range a.tail.marks {
		if string(r) == hidden {
			r = '0'
		}
		if !yield(r) {
			return
		}
	}
	for range a.tail.more {
		if !yield('0') {
			return
		}
	}
}

// pop implements digitField.
func (a *amountTail) pop() {
	a.tail.drop()
	a.text.edited()
}

// Clear implements digitField.
func (a *amountTail) Clear() { (*AmountField)(a).Clear() }

// checkedAmount is an amount with a rule beyond being valid.
type checkedAmount struct {
	*AmountField
	check func(gateway.Money) error
	hint  string
	label string
}

// Label implements Field.
func (c *checkedAmount) Label() string { return cmp.Or(c.label, c.AmountField.Label()) }

// Check implements Field.
func (c *checkedAmount) Check() error {
	if err := c.AmountField.Check(); err != nil || c.check == nil {
		return err
	}
	m, err := c.Value()
	if err != nil {
		return err
	}
	return c.check(m)
}

// Hint implements Field. It does not read what is typed, which may become a card: what
// an amount leaves is said once it has been checked.
func (c *checkedAmount) Hint(focused bool) string {
	if c.hint == "" || !focused || c.length() > 0 {
		return c.AmountField.Hint(focused)
	}
	return c.hint
}
