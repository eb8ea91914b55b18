package forms

import (
	"slices"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"motoconsole/forms/groups"
	"motoconsole/gateway"
	"motoconsole/internal/ink"
)

// Styles are the styles that a form draws with. The zero value has no colour.
type Styles struct {
	Value, Placeholder ink.Style
}

// Field is one question of a form and the answer so far.
type Field interface {
	// Name is the gateway's name of the field, such as "pan".
	Name() string
	// Label is the question, at most 17 cells.
	Label() string
	// Press takes an editing key, and reports false when it is not one of the
	// field's keys.
	Press(k tea.KeyPressMsg) bool
	// Paste takes pasted text whole, or refuses it with a *gateway.FieldError
	// and stays as it was.
	Paste(text string) error
	// Check is nil or the *gateway.FieldError of the first broken rule.
	Check() error
	// Complete reports that no further key can belong to the answer.
	Complete() bool
	// Empty reports that there is no answer.
	Empty() bool
	// Clear goes back to the answer the field began with and wipes card data.
	Clear()
	// Render is the answer in at most width cells, and the cell in it where
	// the cursor stands, -1 for none.
	Render(focused bool, width int, st Styles) (text string, cursor int)
	// Hint is a short remark shown beside the answer, or "".
	Hint(focused bool) string
}

// What a field may implement beyond Field. The form asks by type assertion, so that a
// field has only the methods that it needs.
type (
	// tracker tells a form what a key did.
	tracker interface {
		editions() int  // grows with every change of the answer
		refusal() error // the error of the last key
	}
	// liner has a cursor: the form moves on by itself only from the end of the line,
	// and only when the answer grew.
	liner interface {
		length() int
		atEnd() bool
	}
	// leaver puts the answer into its final shape when the focus leaves.
	leaver interface{ leave() }
	// passer reports that it has nothing to ask at the moment: the form steps over it.
	passer interface{ passedOver() bool }
	// prefilled has an answer of its own that the agent did not type.
	prefilled interface{ asBegun() bool }
	// answerer answers to further field names of the gateway.
	answerer interface{ answersTo(name string) bool }
	// optioner reports that it may stay empty.
	optioner interface{ optional() bool }
	// blanked reports that a blank was typed into the empty field: a backspace
	// takes that back.
	blanked interface{ began() bool }
	// refusable learns that the form refused to leave it because of its answer.
	refusable interface{ refused() }
	// forewarner says what is wrong with an answer while it is typed, as soon as that is
	// certain. The agent may go on typing.
	forewarner interface{ early() error }
	// guided has a sentence for the place of the hint, "" for none.
	guided interface{ guide() string }
	// beginner says which characters an answer may begin with. Answers of other fields
	// may begin with any.
	beginner interface{ canBegin(r rune) bool }
)

// track is the tracker of this package's fields.
type track struct {
	count int
	note  error
}

func (t *track) editions() int  { return t.count }
func (t *track) refusal() error { return t.note }
func (t *track) edited()        { t.count++ }
func (t *track) refuse(field, rule string) error {
	t.note = broken(field, rule)
	return t.note
}

func broken(field, rule string) error { return &gateway.FieldError{Field: field, Rule: rule} }

// elsewhere is a field whose rule depends on the answer of another field: this answer
// may be right and the other one wrong. The form lets the agent go back from it
// unchanged, to correct the other one.
type elsewhere interface {
	// elsewhere names an earlier field, as in a sentence, if another answer there would
	// make this one right; else it is "".
	elsewhere() string
}

// wayOut names the other field that may be the cause, "" for none.
func (s *slot) wayOut() string {
	e, ok := s.Field.(elsewhere)
	if !ok || s.lost != nil {
		return ""
	}
	if out := e.elsewhere(); out != "" && s.Check() != nil { // in this order: a check may copy what may be a card number
		return out
	}
	return ""
}

// explained is the field's error, with the way out if another field may be the cause.
func (s *slot) explained(err error, focused bool) string {
	out := s.wayOut()
	switch {
	case out == "" || s.note == nil && s.failed != nil:
		return err.Error()
	case focused:
		return err.Error() + ", or shift+tab to change " + out
	}
	return err.Error() + ", or change " + out
}

// elsewhere implements elsewhere: other countries have other shapes, or none.
func (p *PostcodeField) elsewhere() string {
	if p.text.Check() != nil || p.text.MayBecomeCard() {
		return ""
	}
	return "the country"
}

// elsewhere implements elsewhere: in another currency it may be an amount.
func (a *AmountField) elsewhere() string {
	if a.text.masked > 0 || a.text.MayBecomeCard() {
		return ""
	}
	if !slices.ContainsFunc(a.among, func(c gateway.Currency) bool { _, err := a.valueIn(c); return err == nil }) {
		return ""
	}
	return "the currency"
}

// elsewhere implements elsewhere: cards have codes of three digits or four.
func (s *SecurityCodeField) elsewhere() string {
	if n := s.digits.Len() + s.tail.length(); s.tail.rule == codeDigitsOnly || n < 3 || n > 4 {
		return ""
	}
	return "the card number"
}

// cells is how wide text is on a terminal.
func cells(text string) int { return ink.Width(text) }

// cut is text in at most width cells, with "…" for what does not fit.
func cut(text string, width int) string { return ink.Cut(text, width) }

// scrolled is the part of text that fits in width cells around the cursor,
// which stands before the rune at, and the cell the cursor stands in.
func scrolled(text string, at, width int) (string, int) {
	if width <= 0 {
		return "", -1
	}
	runes := []rune(text)
	before, after := string(runes[:at]), string(runes[at:])
	for drop := cells(before) - (width - 1); cells(before) > width-1; drop++ {
		before = ansi.TruncateLeft(string(runes[:at]), drop, "")
	}
	return ansi.Truncate(before+after, width, ""), cells(before)
}

// cursorIn is the cursor's cell, kept within width, or -1 without the focus.
func cursorIn(focused bool, at, width int) int {
	if !focused || width <= 0 {
		return -1
	}
	return min(at, width-1)
}

// grouped is a field whose number can be typed again by groups.
type grouped interface {
	slips() bool    // the check digit does not fit: a slip is in the number
	misbegun() bool // no card number begins like this: it is to be typed whole
	beginGroups()
	inGroups() *groups.Again // nil where the number is not typed again
	endGroups()
	takeGroups() // takes the groups if the number fits with them
}

// InGroups reports that a card number is typed again by groups, and whether it fits with
// those typed so far.
func (f *Form) InGroups() (is, fits bool) {
	if g, ok := f.current().Field.(grouped); ok && g.inGroups() != nil {
		return true, g.inGroups().Fits()
	}
	return false, false
}

// GroupAsked is the group that the caller is to read, as the agent says it: "two"; "" where
// no number is typed again by groups.
func (f *Form) GroupAsked() string {
	if g, ok := f.current().Field.(grouped); ok && g.inGroups() != nil {
		return g.inGroups().Said()
	}
	return ""
}

// byGroups takes the keys that lead through the groups of a card number. Enter begins
// with them at a number that is shown as mistyped, and ends them once the number fits.
// Esc leaves the number as it was. At a number that begins like none, Enter clears it.
func (f *Form) byGroups(k tea.KeyPressMsg) (Event, bool) {
	s := f.current()
	g, ok := s.Field.(grouped)
	enters := k.Code == tea.KeyEnter && k.Mod == 0
	switch {
	case !ok:
		return None, false
	case g.inGroups() == nil && enters && g.misbegun() && s.shown() != nil:
		s.Clear()
		s.err, s.note, s.failed, s.lost = nil, nil, nil, nil
		f.remark = "cleared: type the whole number"
		return Edited, true
	case g.inGroups() == nil:
		if !enters || !g.slips() || s.lost != nil || s.shown() == nil {
			return None, false
		}
		g.beginGroups()
		s.err, s.note, s.failed = nil, nil, nil
		return Edited, true
	case k.Code == tea.KeyEscape:
		g.endGroups()
		s.err, s.note = nil, nil
		return Edited, true
	}
	again := g.inGroups()
	s.note = nil // it was about the last key
	switch c := commandOf(k); {
	case enters && again.Fits():
		return None, false // onward takes them
	case enters && again.Short() != "":
		s.note = broken(s.Name(), again.Short())
	case enters && !again.Next():
		s.note = broken(s.Name(), again.Says())
	case enters:
	case k.Code == tea.KeyTab && k.Mod == 0:
		again.Move(1)
	case k.Code == tea.KeyTab:
		again.Move(-1)
	case c == downward, c == back:
		s.note = broken(s.Name(), "esc leaves the groups, ← → go to another")
	default:
		return None, false
	}
	if s.note != nil {
		return Refused, true
	}
	s.err = nil
	return Edited, true
}
