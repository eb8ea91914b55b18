package forms

import (
	"iter"
	"strings"

	tea "charm.land/bubbletea/v2"

	"motoconsole/gateway"
	"motoconsole/internal/cardguard"
	"motoconsole/internal/keyboard"
)

// Guard is what a text field takes for a card number. The zero value is for the
// answer to one question.
type Guard struct {
	Rule cardguard.Rule // the zero value is cardguard.Answer
	// Sure decides where the rule finds something; nil: it is one. It may know
	// of dates and amounts that stand side by side.
	Sure func(text iter.Seq[rune]) bool
	// Hide says which digits are not drawn while they are typed; the zero value
	// is the rule.
	Hide cardguard.Rule
}

func (g Guard) rule() cardguard.Rule {
	if g.Rule.IsZero() {
		return cardguard.Answer
	}
	return g.Rule
}

func (g Guard) finds(text iter.Seq[rune]) bool {
	return g.rule().Finds(text) && (g.Sure == nil || g.Sure(text))
}

func (g Guard) hides(text iter.Seq[rune]) (from int, ok bool) {
	if g.Hide.IsZero() {
		return g.rule().Hides(text)
	}
	return g.Hide.Hides(text)
}

// guard wipes what looks like a card number, and says so for as long as the
// field has not been cleared.
func (t *TextField) guard() error {
	if t.masked > 0 {
		return broken(t.o.Name, cardguard.Refusal)
	}
	if !t.o.Guard.finds(t.line.plain) {
		return nil
	}
	n := t.length()
	t.Clear()
	t.masked = n
	return broken(t.o.Name, cardguard.Refusal)
}

func (t *TextField) refuseCard() error { return t.refuse(t.o.Name, cardguard.Refusal) }

// editMasked takes an editing key of a field whose text was wiped: any that
// deletes clears it.
func (t *TextField) editMasked(k tea.KeyPressMsg) bool {
	probe := newLine(2)
	probe.set([]rune("xx"), 1)
	if !probe.press(k) {
		return false
	}
	if len(probe.runes) < 2 {
		t.Clear()
		return true
	}
	_ = t.refuseCard()
	return true
}

// MayBecomeCard reports digits that may be becoming a card number, so that the
// text should not be looked at yet.
func (t *TextField) MayBecomeCard() bool { return cardguard.MayBecome(t.line.plain) }

// drawn is the text as it is drawn: with stand-ins for its digits where it has
// them, and with dots for those of what may be a card number.
func (t *TextField) drawn(focused bool) string {
	if t.masked > 0 {
		return strings.Repeat(hidden, t.masked)
	}
	if !focused {
		return string(t.line.runes)
	}
	from, hides := t.o.Guard.hides(t.line.plain)
	if !hides {
		return string(t.line.runes)
	}
	var b strings.Builder
	digits := 0
	for _, r := range t.line.runes {
		if t.isDigit(r) {
			if digits++; digits > from {
				b.WriteString(hidden)
				continue
			}
		}
		b.WriteRune(r)
	}
	return b.String()
}

// show takes a digit that was typed, without a copy of it in the field.
func (t *TextField) show(d byte, q *keyboard.Queue) {
	t.note = nil
	stand := t.standIn(d, q)
	if t.insertRunes([]rune{stand}) != nil {
		t.line.cells.Drop(stand)
	}
}

// isDigit reports a digit, or what stands in for one.
func (t *TextField) isDigit(r rune) bool {
	_, ok := gateway.Digit(t.line.cells.Plain(r))
	return ok
}

func (t *TextField) standIn(d byte, q *keyboard.Queue) rune {
	if t.line.cells == nil {
		t.line.cells = q.Cells()
	}
	return t.line.cells.Put(d)
}

// plainOf are the characters of a text with stand-ins.
func (t *TextField) plainOf(text string) iter.Seq[rune] {
	return func(yield func(rune) bool) {
		for _, r := range text {
			if !yield(t.line.cells.Plain(r)) {
				return
			}
		}
	}
}

// pasteShown is Paste of text whose digits are in the queue.
func (t *TextField) pasteShown(text string, q *keyboard.Queue) error {
	var put []rune
	text = strings.Map(func(r rune) rune {
		d, ok := digitFrom(r, q)
		if !ok || r != keyboard.Placeholder {
			return r
		}
		stand := t.standIn(d, q)
		put = append(put, stand)
		return stand
	}, text)
	err := t.Paste(text)
	for _, r := range put {
		if !t.line.holds(r) {
			t.line.cells.Drop(r)
		}
	}
	return err
}
