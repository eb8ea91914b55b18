package forms

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"

	"motoconsole/gateway"
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
	// HoldsCard finds what may be a card number in the text; without it
	// gateway.HoldsCardNumber does. It is for text in which dates and amounts
	// stand side by side.
	HoldsCard func(text string) bool
}

// TextField takes one line of ordinary text. A text that may be a card number
// is removed from it: such a field is shown, stored and sent in the clear.
type TextField struct {
	track
	o       TextOptions
	line    line
	dropped bool // a card number was taken out of it since it was last empty
}

var _ Field = (*TextField)(nil)

// NewText makes an empty text field.
func NewText(o TextOptions) *TextField {
	if o.Exact > 0 {
		o.Max = o.Exact
	}
	if o.HoldsCard == nil {
		o.HoldsCard = gateway.HoldsCardNumber
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

// text is the text as typed.
func (t *TextField) text() string { return string(t.line.runes) }

// Press implements Field.
func (t *TextField) Press(k tea.KeyPressMsg) bool {
	t.note = nil
	if text := typed(k); text != "" {
		_ = t.insert(text) // refuse keeps the reason for the form
		t.dropTypedCard()
		return true
	}
	return t.editKey(k)
}

// shortTyped is how many digits may stand in a field while it is typed before
// they are looked at: shorter runs are too often order numbers.
const shortTyped = 15

// dropTypedCard empties the field as soon as a card number has been typed into
// it, so that it does not stay on the screen until the field is left.
func (t *TextField) dropTypedCard() {
	if t.length() >= shortTyped {
		if err := t.dropCardNumber(); err != nil {
			t.note = err
		}
	}
}

// editKey takes a key that moves or deletes.
func (t *TextField) editKey(k tea.KeyPressMsg) bool {
	before := t.length()
	took := t.line.press(k)
	if t.length() != before {
		t.edited()
	}
	return took
}

// insert puts text in at the cursor, whole or not at all.
func (t *TextField) insert(text string) error {
	t.dropped = false
	value, at := t.line.runes, t.line.at
	text = plain(string(value[:at]) + text + string(value[at:]))
	n := utf8.RuneCountInString(text)
	switch {
	case n > t.o.Max:
		return t.refuse(t.o.Name, fmt.Sprintf("%s has at most %d characters: shorten it", t.o.Meaning, t.o.Max))
	case !showable(text):
		return t.refuse(t.o.Name, t.o.Meaning+" cannot hold control or invisible characters, nor piles of accents: type it without them")
	}
	t.set(text, n-(len(value)-at))
	return nil
}

func (t *TextField) set(text string, cursor int) {
	t.line.set(text, cursor)
	t.edited()
}

// Paste implements Field.
func (t *TextField) Paste(text string) error {
	line, err := pastedLine(text, t.o.Name, t.o.Meaning)
	if err != nil {
		return err
	}
	if t.o.HoldsCard(line) {
		return t.cardNumberError()
	}
	if err := t.insert(line); err != nil {
		return err
	}
	return t.dropCardNumber()
}

// dropCardNumber empties the field when its text may be a card number, and
// says so.
func (t *TextField) dropCardNumber() error {
	if !t.o.HoldsCard(t.text()) {
		return nil
	}
	t.Clear()
	t.dropped = true
	return t.cardNumberError()
}

func (t *TextField) cardNumberError() error {
	return broken(t.o.Name, t.o.Meaning+" looked like a card number and was removed: card numbers belong in the card number field only")
}

// Check implements Field. It empties the field if a card number is in it.
func (t *TextField) Check() error {
	if err := t.dropCardNumber(); err != nil {
		return err
	}
	n := utf8.RuneCountInString(t.Value())
	switch {
	case n == 0 && t.dropped: // said once more, where it cannot be missed
		t.dropped = false
		return t.cardNumberError()
	case n == 0 && t.o.Required:
		return broken(t.o.Name, "enter "+t.o.Meaning)
	case n > 0 && t.o.Exact > 0 && n != t.o.Exact:
		return broken(t.o.Name, fmt.Sprintf("%s has exactly %d characters: check it", t.o.Meaning, t.o.Exact))
	}
	return nil
}

// Complete implements Field: only a text of known length can be.
func (t *TextField) Complete() bool { return t.o.Exact > 0 && t.length() == t.o.Exact }

func (t *TextField) length() int { return len(t.line.runes) }
func (t *TextField) atEnd() bool { return t.line.at == t.length() }

// Empty implements Field.
func (t *TextField) Empty() bool { return t.Value() == "" }

// Clear implements Field.
func (t *TextField) Clear() { t.line.wipe(); t.edited() }

// Render implements Field.
func (t *TextField) Render(focused bool, width int, st Styles) (string, int) {
	text, cursor := t.text(), -1
	if focused {
		text, cursor = scrolled(text, t.line.at, width)
	}
	return st.Value.Render(cut(text, width)), cursor
}

// Hint implements Field.
func (t *TextField) Hint(focused bool) string {
	switch {
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
