package forms

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"

	"motoconsole/forms/line"
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
	// Named says that the answer is a name. A name that begins with a digit needs a word,
	// as in "3M UK"; an answer without one was meant for another field.
	Named bool
	// After goes into the sentence about such an answer: what the digits may have been meant
	// for.
	After string
	// Rule is a further rule for a whole answer: it returns a sentence, or "" if the
	// answer is right. nil is no rule.
	Rule  func(answer string) string
	Help  string // the hint while it is empty, instead of "optional"
	Now   string // what stays if the field is left empty: its hint, focused, filled or not
	Guard Guard  // what it takes for a card number
}

// TextField takes one line of ordinary text, which is shown, stored and sent in
// the clear: see entry for what looks like a card number.
type TextField struct {
	track
	o      TextOptions
	stands int // length of the name that was refused, see refused
	entry
}

var _ Field = (*TextField)(nil)

// NewText makes an empty text field.
func NewText(o TextOptions) *TextField {
	if o.Exact > 0 {
		o.Max = o.Exact
	}
	return &TextField{o: o, entry: entry{line: line.New(2*o.Max + maxOver), guard: o.Guard}}
}

// maxOver is how many characters beyond twice its maximum a text may have while it is
// typed, so that the agent sees a text that is too long and can shorten it.
const maxOver = 60

// Name implements Field.
func (t *TextField) Name() string { return t.o.Name }

// Label implements Field.
func (t *TextField) Label() string { return t.o.Label }

func (t *TextField) answersTo(name string) bool { return slices.Contains(t.o.Also, name) }

// Value is the text without blanks at its ends.
func (t *TextField) Value() string { return strings.TrimSpace(plain(t.text())) }

// Press implements Field.
func (t *TextField) Press(k tea.KeyPressMsg) bool {
	t.note = nil
	if text := typed(k); text != "" {
		_ = t.insert(text) // the form reads the reason that refuse keeps
		return true
	}
	return t.editKey(k)
}

// editKey takes a key that moves or deletes.
func (t *TextField) editKey(k tea.KeyPressMsg) bool {
	if t.masked > 0 {
		edits, deletes := editsMasked(k)
		if deletes {
			t.Clear()
		} else if edits {
			_ = t.refuseCard()
		}
		return edits
	}
	before := t.length()
	took := t.line.Press(k)
	if t.length() != before {
		t.moved(t.line.At)
		t.edited()
		t.note = t.wrong()
	}
	return took
}

// insert puts text in at the cursor. The error concerns the whole text.
func (t *TextField) insert(text string) error { return t.insertRunes([]rune(text)) }

func (t *TextField) insertRunes(fresh []rune) error {
	before, at := t.masked, t.line.At
	switch t.put(fresh) {
	case unseen:
		return t.refuse(t.o.Name, t.o.Meaning+cannotHold)
	case full:
		return t.refuse(t.o.Name, t.o.Meaning+" has no room for more: shorten it")
	case isCard, took:
		t.moved(at)
	}
	if before == 0 {
		t.edited()
	}
	t.note = t.wrong()
	return t.note
}

// wrong is the error of a text that looks like a card number, or that no further typing
// makes right.
func (t *TextField) wrong() error {
	if t.mask() {
		return broken(t.o.Name, t.longNumber())
	}
	return t.breach()
}

// breach is the rule that the text breaks and that no further typing repairs.
func (t *TextField) breach() error {
	switch {
	case len(t.trimmed()) > t.o.Max:
		return broken(t.o.Name, fmt.Sprintf("%s has at most %d characters: shorten it", t.o.Meaning, t.o.Max))
	case slices.Contains(t.line.Runes, utf8.RuneError):
		return broken(t.o.Name, t.o.Meaning+cannotHold)
	}
	return nil
}

const cannotHold = " cannot hold control or invisible characters, nor piles of accents: type it without them"

func (t *TextField) set(text string, cursor int) {
	t.stands = 0
	t.line.Set([]rune(text), cursor)
	t.edited()
}

// Paste implements Field.
func (t *TextField) Paste(text string) error {
	line, err := pastedLine(text, t.o.Name, t.o.Meaning)
	if err != nil {
		return err
	}
	if t.masked == 0 && t.guard.findsTyped(t.plainOf(line)) {
		return t.refuseCard()
	}
	before, at, stands := slices.Clone(t.line.Runes), t.line.At, t.stands
	defer clear(before)
	err = t.insert(line)
	if err != nil && t.masked == 0 {
		t.line.Set(before, at)
		t.stands = stands
	}
	return err
}

// optional implements optioner.
func (t *TextField) optional() bool { return !t.o.Required }

// canBegin implements beginner. A name may begin with a digit, but right after an
// automatic move a digit more likely belongs to the field before.
func (t *TextField) canBegin(r rune) bool { return !t.o.Named || !unicode.IsDigit(r) }

// Check implements Field.
func (t *TextField) Check() error {
	n := len(t.trimmed())
	switch {
	case t.mask():
		return broken(t.o.Name, t.longNumber())
	case n == 0 && t.o.Required:
		return broken(t.o.Name, "enter "+t.o.Meaning)
	case n > 0 && t.o.Exact > 0 && n != t.o.Exact:
		return broken(t.o.Name, fmt.Sprintf("%s has exactly %d characters: check it", t.o.Meaning, t.o.Exact))
	}
	if err := t.breach(); err != nil {
		return err
	}
	if t.o.Named {
		return t.misplaced()
	}
	if t.o.Rule != nil && n > 0 {
		if rule := t.o.Rule(t.Value()); rule != "" {
			return broken(t.o.Name, rule)
		}
	}
	return nil
}

// Complete implements Field: only a text of known length can be.
func (t *TextField) Complete() bool {
	return t.masked == 0 && t.o.Exact > 0 && t.length() == t.o.Exact
}

// Empty implements Field.
func (t *TextField) Empty() bool { return t.masked == 0 && len(t.trimmed()) == 0 }

// trimmed are the characters of the value.
func (t *TextField) trimmed() []rune {
	from, to := 0, len(t.line.Runes)
	for from < to && unicode.IsSpace(t.line.Runes[from]) {
		from++
	}
	for from < to && unicode.IsSpace(t.line.Runes[to-1]) {
		to--
	}
	return t.line.Runes[from:to]
}

// Clear implements Field.
func (t *TextField) Clear() {
	t.stands = 0
	t.clear()
	t.edited()
}

// Render implements Field.
func (t *TextField) Render(focused bool, width int, st Styles) (string, int) {
	text, at := t.drawn(focused)
	if !focused {
		return st.Value.Render(cut(text, width)), -1
	}
	text, cursor := scrolled(text, at, width)
	return st.Value.Render(cut(text, width)), cursor
}

// Hint implements Field.
func (t *TextField) Hint(focused bool) string {
	switch {
	case focused && t.masked > 0:
		return "backspace clears it"
	case t.o.Now != "":
		return nowHint(t.o.Now)
	case !focused || t.length() > 0:
		return "" // a hint behind growing text would move with every key
	case t.o.Exact > 0:
		return fmt.Sprintf("%d characters", t.o.Exact)
	case t.o.Help != "":
		return t.o.Help
	case !t.o.Required:
		return optionalHint
	}
	return ""
}

const optionalHint = "optional"

// replaces implements replacer.
func (t *TextField) replaces() string { return nowHint(t.o.Now) }

// nowHint stays while the field is typed, so that old and new stand side by side.
func nowHint(value string) string {
	if value == "" {
		return ""
	}
	return "now " + value
}
