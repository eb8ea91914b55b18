package forms

import (
	"unicode"

	tea "charm.land/bubbletea/v2"

	"motoconsole/forms/groups"
	"motoconsole/gateway"
)

// tail is the text in a field of digits from the first key that the field could not
// take. If the field dropped that key, the next ones would make another number. So the
// key stays visible, and the field has no value until it is deleted. Digits in a tail
// may be card data: they are counted and not kept.
type tail struct {
	rule  string // why the first of them was refused
	marks []rune // as they are drawn
	more  int    // how many there is no room to draw
}

// maxTail is how many keys of a tail are drawn.
const maxTail = 12

func (t *tail) empty() bool { return len(t.marks) == 0 }

// add takes a key. The rule counts for the first one.
func (t *tail) add(r rune, rule string) {
	if t.empty() {
		t.rule = rule
	}
	switch {
	case len(t.marks) == maxTail:
		t.more++
		return
	case unicode.IsDigit(r):
		r = []rune(hidden)[0]
	case unicode.Is(unicode.M, r) || gateway.Clean(string(r), 1) != string(r):
		r = unicode.ReplacementChar
	}
	t.marks = append(t.marks, r)
}

// drop deletes the last key, and reports false if there is none.
func (t *tail) drop() bool {
	switch {
	case t.empty():
		return false
	case t.more > 0:
		t.more--
	default:
		t.marks = t.marks[:len(t.marks)-1]
	}
	return true
}

// digits is how many digits the tail stands for.
func (t *tail) digits() (n int) {
	for _, r := range t.marks {
		if string(r) == hidden {
			n++
		}
	}
	return n
}

func (t *tail) clear() { *t = tail{} }

func (t *tail) length() int { return len(t.marks) + t.more }

func (t *tail) text() string {
	if t.more > 0 {
		return string(t.marks) + "…"
	}
	return string(t.marks)
}

// digitField is a field of digits that is edited at its end only.
type digitField interface {
	add(r rune) // adds a character
	pop()       // deletes the last one
	Clear()
}

// handle is a handle on digits in locked memory.
type handle interface {
	Len() int
	Pop()
	Wipe()
}

// hiddenDigits are the digits of a field that hides them, with the text typed between
// and after them.
type hiddenDigits[H handle] struct {
	track
	digits H
	fresh  func() H // makes an empty one
	tail   tail
	blanks skipped
}

// hide begins an empty answer.
func hide[H handle](fresh func() H) hiddenDigits[H] {
	return hiddenDigits[H]{digits: fresh(), fresh: fresh}
}

// take hands the digits over, once. The field goes on with a fresh buffer; the caller
// of take wipes the digits.
func (h *hiddenDigits[H]) take() H {
	taken := h.digits
	h.digits = h.fresh()
	h.forget()
	return taken
}

func (h *hiddenDigits[H]) forget() {
	h.tail.clear()
	h.blanks = skipped{}
	h.edited()
}

// pop implements digitField.
func (h *hiddenDigits[H]) pop() {
	switch {
	case h.tail.drop():
	case h.blanks.drop(h.digits.Len()):
		return // the answer has not changed
	default:
		h.digits.Pop()
	}
	h.edited()
}

// Clear implements Field.
func (h *hiddenDigits[H]) Clear() {
	h.digits.Wipe()
	h.forget()
}

// Empty implements Field.
func (h *hiddenDigits[H]) Empty() bool { return h.digits.Len() == 0 && h.tail.empty() }

func (h *hiddenDigits[H]) length() int { return h.digits.Len() }
func (h *hiddenDigits[H]) began() bool { return h.blanks[0] > 0 }
func (h *hiddenDigits[H]) atEnd() bool { return true }

// pressDigits gives a key to a digitField, and reports false if it is not one of its
// keys.
func pressDigits(f digitField, k tea.KeyPressMsg) bool {
	if text := typed(k); text != "" {
		for _, r := range text {
			f.add(r)
		}
		return true
	}
	switch endKeyOf(k) {
	case dropLast:
		f.pop()
	case dropAll:
		f.Clear()
	case stayPut:
	case notEnd:
		return false
	}
	return true
}

// A backspace deletes one key, even one that left no mark, such as a blank between
// digits. Otherwise it would delete the digit before, and the next keys would make
// another number.

// skipped counts the separators that were typed after each number of digits.
type skipped [maxDigits + 1]uint8

// maxDigits is the longest run of digits a field takes.
const maxDigits = 20

func (s *skipped) add(digits int) { s[digits] = min(s[digits], 254) + 1 }

// drop deletes the last separator, and reports false if a digit was typed last.
func (s *skipped) drop(digits int) bool {
	if s[digits] == 0 {
		return false
	}
	s[digits]--
	return true
}

// dated is an expiry date as it stood before a key.
type dated struct {
	digits [maxExpiryDigits]byte
	n      int
}

// past keeps the date as it was before each of the last keys.
type past struct {
	dates [16]dated
	n     int
}

func (p *past) add(d dated) {
	if p.n == len(p.dates) {
		copy(p.dates[:], p.dates[1:])
		p.n--
	}
	p.dates[p.n] = d
	p.n++
}

func (p *past) drop() (d dated, ok bool) {
	if p.n == 0 {
		return dated{}, false
	}
	p.n--
	d, p.dates[p.n] = p.dates[p.n], dated{}
	return d, true
}

// The card number while it is typed again by groups; see Form.byGroups.

// guide implements guided.
func (c *CardNumberField) guide() string {
	if c.again == nil {
		return ""
	}
	return c.again.Says()
}

// inGroups implements grouped.
func (c *CardNumberField) inGroups() *groups.Again { return c.again }

// misbegun implements grouped.
func (c *CardNumberField) misbegun() bool {
	if !c.tail.empty() {
		return c.tail.rule == zeroFirst
	}
	return c.digits.OfNoScheme() && c.digits.Check() != nil
}

func (c *CardNumberField) beginGroups() { c.again = groups.New(c.digits, c.fresh) }

func (c *CardNumberField) endGroups() {
	if c.again != nil {
		c.again.Wipe()
		c.again = nil
		c.edited()
	}
}

func (c *CardNumberField) takeGroups() {
	if c.again != nil && c.again.Fits() {
		c.again.Take()
		c.endGroups()
	}
}

// pressGroup takes an editing key while the number is typed again.
func (c *CardNumberField) pressGroup(k tea.KeyPressMsg) bool {
	switch edit := endKeyOf(k); {
	case typed(k) != "":
		return pressDigits(c, k)
	case edit == dropLast:
		c.again.Pop()
	case edit == dropAll:
		c.again.ClearHere()
	case k.Code == tea.KeyLeft:
		c.again.Move(-1)
	case k.Code == tea.KeyRight:
		c.again.Move(1)
	case edit == notEnd:
		return false
	}
	c.edited()
	return true
}

// addToGroup adds a character to the group that is typed again.
func (c *CardNumberField) addToGroup(r rune) {
	d, isDigit := digitOf(r)
	switch {
	case isDigit && c.again.Push(d):
	case isDigit:
		_ = c.refuse("pan", c.again.Over()) // kept for the form
	case !isSeparator(r):
		_ = c.refuse("pan", "type digits only: Esc leaves the number as it was") // kept for the form
	}
	c.edited()
}
