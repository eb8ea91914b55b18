package forms

import (
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"motoconsole/forms/groups"
	"motoconsole/gateway"
	"motoconsole/internal/keyboard"
	"motoconsole/internal/payment/terms"
)

const (
	hidden  = groups.Hidden
	missing = groups.Missing
)

// CardNumberField takes the card number. Its digits live in a
// gateway.CardNumber and are drawn hidden from the first on; the last four
// show once the field has been left and the number is right.
type CardNumberField struct {
	hiddenDigits[gateway.CardNumber]

	cards Cards
	kind  func() terms.Kind // what the card is for; nil is anything
	again *groups.Again     // the number as it is typed again; nil while it is not
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
func (c *CardNumberField) Take() gateway.CardNumber {
	c.endGroups()
	return c.take()
}

// Clear implements Field.
func (c *CardNumberField) Clear() {
	c.endGroups()
	c.hiddenDigits.Clear()
}

// Press implements Field.
func (c *CardNumberField) Press(k tea.KeyPressMsg) bool {
	c.note = nil
	if c.again != nil {
		return c.pressGroup(k)
	}
	return pressDigits(c, k)
}

func (c *CardNumberField) digit(d byte) {
	c.note = nil
	c.add(rune(d))
}

// add implements digitField.
func (c *CardNumberField) add(r rune) {
	if c.again != nil {
		c.addToGroup(r)
		return
	}
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

const (
	zeroFirst = "no card number begins with 0: is the card upside down? Enter clears it: ask for it again"
	noScheme  = "no card number begins like this: is the card upside down? Enter clears it: ask for it again"
	// slipped leads to the groups; see Form.inGroups.
	slipped = "one digit is wrong or two are swapped: press Enter and ask for the number again by groups"
)

// canBegin implements beginner.
func (*CardNumberField) canBegin(r rune) bool { return r != '0' }

// Check implements Field.
func (c *CardNumberField) Check() error {
	if !c.tail.empty() {
		return broken("pan", c.tail.rule)
	}
	switch {
	case c.misbegun(): // whatever its length is, and its check digit
		return broken("pan", noScheme)
	case c.again != nil:
		return broken("pan", "the number does not fit yet: type its groups, or esc leaves it as it was")
	case c.slips():
		return broken("pan", slipped)
	}
	if err := c.digits.Check(); err != nil {
		return err
	}
	return c.refusedHere()
}

// slips reports a number that is whole and has a slip in it. One that begins like no card's
// is to be asked for whole: its groups may be those of another length.
func (c *CardNumberField) slips() bool {
	return c.tail.empty() && c.digits.Slipped() && !c.digits.OfNoScheme()
}

// early implements forewarner. Few cards have a longer number than the brand's usual one.
func (c *CardNumberField) early() error {
	switch {
	case c.again != nil || !c.tail.empty():
		return nil
	case slippedWhole(c.digits):
		return broken("pan", slipped)
	case c.misbegun():
		return broken("pan", noScheme)
	}
	return nil
}

// slippedWhole reports a mistyped number of its brand's usual length, or its greatest.
func slippedWhole(number gateway.CardNumber) bool {
	n, brand := number.Len(), number.Brand()
	return number.Slipped() && !number.OfNoScheme() && (n == brand.UsualLength() || n == slices.Max(brand.Lengths()))
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
	if !focused && c.Empty() {
		return "", -1
	}
	if focused && c.again != nil {
		text, cursor := c.again.Draw(func(s string) string { return st.Value.Render(s) }, func(s string) string { return st.Placeholder.Render(s) })
		return cut(text, width), cursorIn(focused, cursor, width)
	}
	n := c.digits.Len()
	total, last := n, ""
	switch {
	case !c.tail.empty():
	case focused:
		total, _ = groups.Expected(c.digits)
	case c.digits.Check() == nil:
		last = c.digits.Last4()
	}
	there, toCome := groups.Dots(c.digits, total, last)
	if !c.tail.empty() {
		there, toCome = there+c.tail.text(), ""
	}
	at := cells(there)
	if n < total && strings.HasPrefix(toCome, " ") {
		at++
	}
	text := there + toCome
	if cells(text) > width {
		return st.Value.Render(cut(text, width)), cursorIn(focused, at, width)
	}
	return st.Value.Render(there) + st.Placeholder.Render(toCome), cursorIn(focused, at, width)
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
	case c.again != nil:
		return c.again.Count()
	case !c.tail.empty():
		return ""
	case n == 0:
		return groups.AnyLength
	case n >= brand.UsualLength() && !c.Complete() && c.Check() == nil:
		return fmt.Sprintf("%d digits, %s: enter goes on", n, name)
	}
	return groups.Count(c.digits)
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
