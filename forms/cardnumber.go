package forms

import (
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"motoconsole/gateway"
	"motoconsole/internal/keyboard"
	"motoconsole/internal/payment/terms"
)

const (
	hidden  = "•" // a digit that is there
	missing = "·" // a digit that is still to come
	// cardNumberGuess is how many digits are drawn while the brand is open.
	cardNumberGuess = 16
)

// CardNumberField takes the card number. Its digits live in a
// gateway.CardNumber and are drawn hidden from the first on; the last four
// show once the field has been left and the number is right.
type CardNumberField struct {
	hiddenDigits[gateway.CardNumber]

	cards Cards
	kind  func() terms.Kind // what the card is for; nil is anything
}

var _ Field = (*CardNumberField)(nil)

// NewCardNumber makes an empty card number field whose digits live in the vault. With
// nil the field has a vault of its own.
func NewCardNumber(v *gateway.Vault) *CardNumberField {
	return &CardNumberField{hiddenDigits: hide(v.CardNumber)}
}

// Name implements Field.
func (c *CardNumberField) Name() string { return "pan" }

// Label implements Field.
func (c *CardNumberField) Label() string { return "Card number" }

// Number is a handle on the digits typed so far.
func (c *CardNumberField) Number() gateway.CardNumber { return c.digits }

// Take hands the digits over, once. The field goes on with a fresh buffer; the caller
// of Take wipes the digits.
func (c *CardNumberField) Take() gateway.CardNumber { return c.take() }

// Press implements Field.
func (c *CardNumberField) Press(k tea.KeyPressMsg) bool {
	c.note = nil
	return pressDigits(c, k)
}

func (c *CardNumberField) digit(d byte) {
	c.note = nil
	c.add(rune(d))
}

// add implements digitField.
func (c *CardNumberField) add(r rune) {
	d, isDigit := digitOf(r)
	brand := c.digits.Brand()
	most := slices.Max(brand.Lengths())
	rule := ""
	switch {
	case !c.tail.empty():
		rule = c.tail.rule
	case !isDigit && isSeparator(r):
		c.blanks.add(c.digits.Len())
		return
	case !isDigit:
		rule = "the card number has digits only: delete what is not one"
	case c.digits.Len() == 0 && d == '0':
		rule = zeroFirst
	case c.digits.Len() >= most || !c.digits.Push(d):
		rule = fmt.Sprintf("the card number is too long, %s numbers have at most %d digits: ask for it again", brand.Name(), most)
	}
	if rule != "" {
		c.tail.add(r, rule)
		_ = c.refuse("pan", rule) // kept for the form
	}
	c.edited()
}

const zeroFirst = "a card number never begins with 0: ask for it again"

// canBegin implements beginner.
func (*CardNumberField) canBegin(r rune) bool { return r != '0' }

// Check implements Field.
func (c *CardNumberField) Check() error {
	if !c.tail.empty() {
		return broken("pan", c.tail.rule)
	}
	if err := c.digits.Check(); err != nil {
		return err
	}
	return c.refusedHere()
}

// refusedHere is why the site, or the card's purpose, rules out a right number.
func (c *CardNumberField) refusedHere() error {
	if c.kind != nil {
		if rule := c.kind().Refuses(c.digits.Brand()); rule != "" {
			return broken("pan", rule)
		}
	}
	return c.cards.refuses(c.digits)
}

// Complete implements Field. The usual length is not the end where the brand has
// longer numbers.
func (c *CardNumberField) Complete() bool {
	return c.tail.empty() && c.digits.Complete() && c.refusedHere() == nil
}

// Render implements Field.
func (c *CardNumberField) Render(focused bool, width int, st Styles) (string, int) {
	n := c.digits.Len()
	if !focused && c.Empty() {
		return "", -1
	}
	total, last := n, ""
	switch {
	case !c.tail.empty():
	case focused:
		total, _ = c.expected()
	case c.digits.Check() == nil:
		last = c.digits.Last4()
	}
	var there, toCome strings.Builder
	at, i := 0, 0
	for g, size := range c.digits.Brand().Grouping(total) {
		for j := range size {
			out := &there
			if i >= n {
				out = &toCome
			}
			if g > 0 && j == 0 {
				out.WriteByte(' ')
			}
			switch {
			case i >= n:
				out.WriteString(missing)
			case i >= n-len(last):
				out.WriteByte(last[i-n+len(last)])
			default:
				out.WriteString(hidden)
			}
			i++
		}
	}
	if !c.tail.empty() {
		there.WriteString(c.tail.text())
		toCome.Reset()
	}
	if at = cells(there.String()); n < total && strings.HasPrefix(toCome.String(), " ") {
		at++
	}
	text := there.String() + toCome.String()
	if cells(text) > width {
		return st.Value.Render(cut(text, width)), cursorIn(focused, at, width)
	}
	return st.Value.Render(there.String()) + st.Placeholder.Render(toCome.String()), cursorIn(focused, at, width)
}

// expected is how many digits to draw and how many to name in the hint.
func (c *CardNumberField) expected() (draw int, words string) {
	n, brand := c.digits.Len(), c.digits.Brand()
	lengths, usual := brand.Lengths(), brand.UsualLength()
	most := lengths[len(lengths)-1]
	switch {
	case brand == "" || usual == most && len(lengths) > 1: // no usual length
		draw = cardNumberGuess
		if n > draw {
			draw = most
		}
		if brand != "" {
			words = fmt.Sprintf("%d to %d", lengths[0], most)
		}
	default:
		draw = usual
		if n > usual {
			i, _ := slices.BinarySearch(lengths, n)
			draw = lengths[min(i, len(lengths)-1)]
		}
		words = fmt.Sprint(draw)
	}
	return draw, words
}

// Hint implements Field: the brand as soon as it is certain, and which digit
// was typed last.
func (c *CardNumberField) Hint(focused bool) string {
	brand, n := c.digits.Brand(), c.digits.Len()
	name := ""
	if brand != "" && n > 0 {
		name = brand.Name()
	}
	if !focused && c.tail.empty() && c.cards.Doubts(c.digits) {
		return name + ", looks like a real card"
	}
	if !focused {
		return name
	}
	switch {
	case !c.tail.empty():
		return ""
	case n == 0:
		return "12 to 19 digits"
	case n >= brand.UsualLength() && !c.Complete() && c.Check() == nil:
		return fmt.Sprintf("%d digits, %s: enter goes on", n, name)
	}
	told := c.told()
	switch _, words := c.expected(); {
	case told == 0 && name == "":
		return "12 to 19 digits"
	case told == 0:
		return name
	case words == "": // of a number whose brand is not known
		return fmt.Sprintf("%d digits", told)
	default:
		return fmt.Sprintf("%d of %s, %s", told, words, name)
	}
}

// told is how many digits the hint counts: those of whole groups, and all at the end.
// So most digits change only their own cell on the screen.
func (c *CardNumberField) told() (told int) {
	n := c.digits.Len()
	total, _ := c.expected()
	for _, size := range c.digits.Brand().Grouping(total) {
		if told += size; told > n {
			return told - size
		}
	}
	return n
}

// Paste implements Field. A pasted number replaces what was there.
func (c *CardNumberField) Paste(text string) error { return c.pasteFrom(text, nil) }

func (c *CardNumberField) pasteFrom(text string, q *keyboard.Queue) error {
	line, err := pastedLine(text, "pan", "the card number")
	if err != nil {
		return err
	}
	fresh, zero := c.fresh(), false
	for _, r := range line {
		d, ok := digitFrom(r, q)
		zero = zero || ok && fresh.Len() == 0 && d == '0'
		switch {
		case isSeparator(r):
		case !ok:
			fresh.Wipe()
			return broken("pan", "the pasted text is not a card number: it may have only digits, spaces and dashes")
		case !fresh.Push(d):
			fresh.Wipe()
			return broken("pan", "the pasted text is not a card number: it has more than 19 digits")
		}
	}
	rule, brand := "", fresh.Brand()
	if most := slices.Max(brand.Lengths()); fresh.Len() > most {
		rule = fmt.Sprintf("%s numbers have at most %d digits", brand.Name(), most)
	} else if fresh.Len() < 12 {
		rule = "it has fewer than 12 digits"
	} else if zero {
		rule = "none begins with 0"
	}
	if rule != "" {
		fresh.Wipe()
		return broken("pan", "the pasted text is not a card number: "+rule)
	}
	c.Clear()
	c.digits = fresh
	c.edited()
	return nil
}
