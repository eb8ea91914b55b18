package forms

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"
)

// TextOptions describe a text field.
type TextOptions struct {
	Name     string   // the gateway's name of the field
	Also     []string // further names the gateway may call it by
	Label    string
	Meaning  string // the field in a sentence, "the order reference"
	Max      int    // characters it may have
	Exact    int    // characters it must have; 0: any number up to Max
	Required bool
	Help     string // the hint while it is empty, instead of "optional"
	Guard    Guard  // what it takes for a card number
}

// TextField takes one line of ordinary text. What looks like a card number is
// wiped, and the field refuses everything until it is cleared: such a field is
// shown, stored and sent in the clear.
type TextField struct {
	track
	o       TextOptions
	line    line
	masked  int  // how long what was wiped was; 0 for none
	dropped bool // a pasted card number was not taken since the last answer
}

var _ Field = (*TextField)(nil)

// NewText makes an empty text field.
func NewText(o TextOptions) *TextField {
	if o.Exact > 0 {
		o.Max = o.Exact
	}
	return &TextField{o: o, line: newLine(o.Max)}
}

// Name implements Field.
func (t *TextField) Name() string { return t.o.Name }

// Label implements Field.
func (t *TextField) Label() string { return t.o.Label }

func (t *TextField) answersTo(name string) bool { return slices.Contains(t.o.Also, name) }

// Value is the text without blanks at its ends.
func (t *TextField) Value() string { return strings.TrimSpace(plain(t.text())) }

// text is the text as typed. It is a copy that cannot be wiped: not for every
// key.
func (t *TextField) text() string {
	var b strings.Builder
	for r := range t.line.plain {
		b.WriteRune(r)
	}
	return b.String()
}

// Press implements Field.
func (t *TextField) Press(k tea.KeyPressMsg) bool {
	t.note = nil
	if text := typed(k); text != "" {
		_ = t.insert(text) // refuse keeps the reason for the form
		return true
	}
	return t.editKey(k)
}

// editKey takes a key that moves or deletes.
func (t *TextField) editKey(k tea.KeyPressMsg) bool {
	if t.masked > 0 {
		return t.editMasked(k)
	}
	before := t.length()
	took := t.line.press(k)
	if t.length() != before {
		t.edited()
		t.note = t.guard()
	}
	return took
}

// insert puts text in at the cursor, whole or not at all.
func (t *TextField) insert(text string) error { return t.insertRunes([]rune(text)) }

func (t *TextField) insertRunes(fresh []rune) error {
	defer clear(fresh)
	t.dropped = false
	if t.masked > 0 {
		t.masked = min(t.masked+len(fresh), t.o.Max)
		return t.refuseCard()
	}
	value, at := t.line.runes, t.line.at
	whole := slices.Concat(value[:at], fresh, value[at:])
	defer func() { clear(whole) }()
	shape := plain(t.undigited(whole))
	n := utf8.RuneCountInString(shape)
	switch {
	case n > t.o.Max:
		return t.refuse(t.o.Name, fmt.Sprintf("%s has at most %d characters: shorten it", t.o.Meaning, t.o.Max))
	case !showable(shape):
		return t.refuse(t.o.Name, t.o.Meaning+" cannot hold control or invisible characters, nor piles of accents: type it without them")
	}
	composed := t.digited(shape, whole)
	defer clear(composed)
	t.line.set(composed, n-(len(value)-at))
	t.edited()
	t.note = t.guard()
	return t.note
}

// undigited is text with a 0 for each digit and stand-in. Composing letters and
// judging them needs no more, and a string cannot be wiped.
func (t *TextField) undigited(text []rune) string {
	var b strings.Builder
	for _, r := range text {
		if t.isDigit(r) {
			r = '0'
		}
		b.WriteRune(r)
	}
	return b.String()
}

// digited is such a text with its digits again: composing moves none.
func (t *TextField) digited(shape string, whole []rune) []rune {
	out, at := make([]rune, 0, len(shape)), 0
	for _, r := range shape {
		if r == '0' {
			for !t.isDigit(whole[at]) {
				at++
			}
			r = whole[at]
			at++
		}
		out = append(out, r)
	}
	return out
}

func (t *TextField) set(text string, cursor int) {
	t.line.set([]rune(text), cursor)
	t.edited()
}

// Paste implements Field.
func (t *TextField) Paste(text string) error {
	line, err := pastedLine(text, t.o.Name, t.o.Meaning)
	if err != nil {
		return err
	}
	if t.masked == 0 && t.o.Guard.finds(t.plainOf(line)) {
		t.dropped = true
		return t.refuseCard()
	}
	return t.insert(line)
}

// Check implements Field.
func (t *TextField) Check() error {
	if err := t.guard(); err != nil {
		return err
	}
	n := len(t.trimmed())
	switch {
	case n == 0 && t.dropped: // said once more, where it cannot be missed
		t.dropped = false
		return t.refuseCard()
	case n == 0 && t.o.Required:
		return broken(t.o.Name, "enter "+t.o.Meaning)
	case n > 0 && t.o.Exact > 0 && n != t.o.Exact:
		return broken(t.o.Name, fmt.Sprintf("%s has exactly %d characters: check it", t.o.Meaning, t.o.Exact))
	}
	return nil
}

// trimmed are the characters of the value.
func (t *TextField) trimmed() []rune {
	from, to := 0, len(t.line.runes)
	for from < to && unicode.IsSpace(t.line.runes[from]) {
		from++
	}
	for from < to && unicode.IsSpace(t.line.runes[to-1]) {
		to--
	}
	return t.line.runes[from:to]
}

// Complete implements Field: only a text of known length can be.
func (t *TextField) Complete() bool {
	return t.masked == 0 && t.o.Exact > 0 && t.length() == t.o.Exact
}

func (t *TextField) length() int { return max(len(t.line.runes), t.masked) }
func (t *TextField) atEnd() bool { return t.line.at == len(t.line.runes) }

// Empty implements Field.
func (t *TextField) Empty() bool { return len(t.trimmed()) == 0 }

// Clear implements Field.
func (t *TextField) Clear() {
	t.line.wipe()
	t.masked = 0
	t.edited()
}

// Render implements Field.
func (t *TextField) Render(focused bool, width int, st Styles) (string, int) {
	text, at, cursor := t.drawn(focused), t.line.at, -1
	if t.masked > 0 {
		at = t.masked
	}
	if focused {
		text, cursor = scrolled(text, at, width)
	}
	return st.Value.Render(cut(text, width)), cursor
}

// Hint implements Field.
func (t *TextField) Hint(focused bool) string {
	switch {
	case focused && t.masked > 0:
		return "backspace clears it"
	case !focused || t.length() > 0:
		return "" // a hint behind growing text would wander with every key
	case t.o.Exact > 0:
		return fmt.Sprintf("%d characters", t.o.Exact)
	case t.o.Help != "":
		return t.o.Help
	case !t.o.Required:
		return "optional"
	}
	return ""
}
