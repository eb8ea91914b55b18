package forms

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"

	"motoconsole/internal/cardguard"
	"motoconsole/internal/keyboard"
)

// With the input filter of internal/keyboard no message holds a digit: the digits lie
// in a queue, and messages have placeholders for them. A secret field takes digits
// from the queue into its own buffer. Other fields get them as text, because they show
// them.

const placeholder = string(rune(keyboard.Placeholder))

// Digits is how many digits a message stands for.
func Digits(msg tea.Msg) int {
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		if msg.Code == '^' && msg.Mod.Contains(tea.ModCtrl) {
			return 1
		}
	case tea.PasteMsg:
		return strings.Count(msg.Content, placeholder)
	}
	return 0
}

// BareDigits reports a message that has digits in it. Behind the input filter the agent
// did not type it: it is the rest of a terminal's interrupted reply.
func BareDigits(msg tea.Msg) bool {
	text := ""
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		text = typed(msg)
	case tea.PasteMsg:
		text = msg.Content
	}
	return strings.ContainsFunc(text, func(r rune) bool { _, ok := digitOf(r); return ok })
}

// isPlaceholder reports the key that stands for a digit. With Alt it is Alt and
// a digit, which no field takes.
func isPlaceholder(k tea.KeyPressMsg) bool {
	return Digits(k) == 1 && k.Mod&^lockKeys == tea.ModCtrl
}

// secret is a field that keeps its digits in its own buffer and nowhere else.
type secret interface {
	// digit takes one digit.
	digit(d byte)
	// pasteFrom is Paste, with the digits of its placeholders in the queue.
	pasteFrom(text string, q *keyboard.Queue) error
}

// keyed is a key with the digit that it types. Behind the input filter no message holds
// the digit.
type keyed struct {
	tea.KeyPressMsg
	digit byte // 0 where it types none, or came as text
}

// keyed takes the digit of a placeholder, and reports false if the digit is gone.
func (f *Form) keyed(k tea.KeyPressMsg) (keyed, bool) {
	if !isPlaceholder(k) {
		return keyed{Plain(k), 0}, true
	}
	d, ok := f.Queue.Take()
	return keyed{k, d}, ok
}

// character is what a key types, if it types one character.
func (k keyed) character() (rune, bool) {
	if k.digit != 0 {
		return rune(k.digit), true
	}
	text := typed(k.KeyPressMsg)
	r, size := utf8.DecodeRuneInString(text)
	if d, ok := digitOf(r); ok {
		r = rune(d)
	}
	return r, size > 0 && size == len(text)
}

// pressInto gives a key to a field.
func (f *Form) pressInto(field Field, k keyed) bool {
	if k.digit == 0 {
		return field.Press(k.KeyPressMsg)
	}
	switch s := field.(type) {
	case secret:
		s.digit(k.digit)
		return true
	case shower:
		s.show(k.digit, f.Queue)
		return true
	}
	return field.Press(tea.KeyPressMsg{Code: rune(k.digit), Text: string(rune(k.digit))})
}

// pasteInto gives pasted text to a field.
func (f *Form) pasteInto(field Field, text string) error {
	s, isSecret := field.(secret)
	switch {
	case isSecret && f.NoCardPaste:
		return broken(field.Name(), "pasting card data is switched off on this console: type it")
	case isSecret:
		return s.pasteFrom(text, f.Queue)
	case len(text) > maxPaste || !strings.Contains(text, placeholder):
		return field.Paste(text)
	}
	if s, ok := field.(pasteShower); ok {
		return s.pasteShown(text, f.Queue)
	}
	// The digits are looked at in a buffer before they are in a string, because a
	// string cannot be wiped.
	whole := []byte(text)
	defer clear(whole)
	for i, c := range whole {
		if c == keyboard.Placeholder {
			if d, ok := f.Queue.Take(); ok {
				whole[i] = d
			}
		}
	}
	if cardguard.Answer.Finds(cardguard.Runes(whole)) {
		return broken(field.Name(), cardguard.Refusal)
	}
	return field.Paste(string(whole))
}

// digitFrom is the digit a character of pasted text stands for.
func digitFrom(r rune, q *keyboard.Queue) (byte, bool) {
	if r == keyboard.Placeholder {
		return q.Take()
	}
	return digitOf(r)
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
