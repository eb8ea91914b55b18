package forms

import (
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"motoconsole/gateway"
	"motoconsole/internal/keyboard"
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
	track
	vault  *gateway.Vault
	number gateway.CardNumber
}

var _ Field = (*CardNumberField)(nil)

// NewCardNumber makes an empty card number field whose digits live in a vault;
// nil is a vault of its own.
func NewCardNumber(v *gateway.Vault) *CardNumberField {
	return &CardNumberField{vault: v, number: v.CardNumber()}
}

// Name implements Field.
func (c *CardNumberField) Name() string { return "pan" }

// Label implements Field.
func (c *CardNumberField) Label() string { return "Card number" }

// Number is a handle on the digits as they are.
func (c *CardNumberField) Number() gateway.CardNumber { return c.number }

// Take hands the digits over, once: the field goes on with a fresh buffer, and
// whoever took them wipes them.
func (c *CardNumberField) Take() gateway.CardNumber {
	taken := c.number
	c.number = c.vault.CardNumber()
	c.edited()
	return taken
}

// Press implements Field.
func (c *CardNumberField) Press(k tea.KeyPressMsg) bool {
	c.note = nil
	text := typed(k)
	for _, r := range text {
		if d, ok := digitOf(r); ok {
			c.push(d)
		} else if !isSeparator(r) {
			_ = c.refuse("pan", "the card number has digits only")
		}
		if c.note != nil {
			return true
		}
	}
	switch endKeyOf(k) {
	case dropLast:
		c.number.Pop()
		c.edited()
	case dropAll:
		c.number.Wipe()
		c.edited()
	case stayPut:
	case notEnd:
		return text != ""
	}
	return true
}

func (c *CardNumberField) digit(d byte) {
	c.note = nil
	c.push(d)
}

func (c *CardNumberField) push(digit byte) {
	brand := c.number.Brand()
	most := slices.Max(brand.Lengths())
	if c.number.Len() >= most || !c.number.Push(digit) {
		_ = c.refuse("pan", fmt.Sprintf("the card number has all the digits it can have, %s numbers have at most %d: read it back to the caller", brand.Name(), most))
		return
	}
	c.edited()
}

// Paste implements Field. A pasted number replaces what was there.
func (c *CardNumberField) Paste(text string) error { return c.pasteFrom(text, nil) }

func (c *CardNumberField) pasteFrom(text string, q *keyboard.Queue) error {
	line, err := pastedLine(text, "pan", "the card number")
	if err != nil {
		return err
	}
	fresh := c.vault.CardNumber()
	for _, r := range line {
		d, ok := digitFrom(r, q)
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
	}
	if rule != "" {
		fresh.Wipe()
		return broken("pan", "the pasted text is not a card number: "+rule)
	}
	c.number.Wipe()
	c.number = fresh
	c.edited()
	return nil
}

// Check implements Field.
func (c *CardNumberField) Check() error { return c.number.Check() }

// Complete implements Field.
func (c *CardNumberField) Complete() bool { return c.number.Complete() }

// Empty implements Field.
func (c *CardNumberField) Empty() bool { return c.number.Len() == 0 }

// Clear implements Field.
func (c *CardNumberField) Clear() { c.number.Wipe(); c.edited() }

func (c *CardNumberField) length() int { return c.number.Len() }
func (c *CardNumberField) atEnd() bool { return true }

// Render implements Field.
func (c *CardNumberField) Render(focused bool, width int, st Styles) (string, int) {
	n := c.number.Len()
	if !focused && n == 0 {
		return "", -1
	}
	total, last := n, ""
	if focused {
		total, _ = c.expected()
	} else if c.number.Check() == nil {
		last = c.number.Last4()
	}
	var there, toCome strings.Builder
	at, i := 0, 0
	for g, size := range c.number.Brand().Grouping(total) {
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
	if at = cells(there.String()); n < total && strings.HasPrefix(toCome.String(), " ") {
		at++
	}
	text := there.String() + toCome.String()
	if cells(text) > width {
		return st.Value.Render(cut(text, width)), cursorIn(focused, at, width)
	}
	return st.Value.Render(there.String()) + st.Placeholder.Render(toCome.String()), cursorIn(focused, at, width)
}

// expected is how many digits to draw and how many to speak of.
func (c *CardNumberField) expected() (draw int, words string) {
	n, brand := c.number.Len(), c.number.Brand()
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
	brand, n := c.number.Brand(), c.number.Len()
	name := ""
	if brand != "" && n > 0 {
		name = brand.Name()
	}
	if !focused {
		return name
	}
	if n == 0 {
		return "12 to 19 digits"
	}
	hint := fmt.Sprintf("digit %d", n)
	if _, words := c.expected(); words != "" {
		hint += " of " + words
	}
	if name != "" {
		hint += ", " + name
	}
	return hint
}
