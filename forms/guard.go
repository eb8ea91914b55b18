package forms

import (
	"iter"
	"strings"

	"motoconsole/internal/cardguard"
	"motoconsole/internal/keyboard"
)

// Guard is what a field takes for a card number. The zero value is for the
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

// shower is a field that draws its digits and takes them without making a copy.
type shower interface {
	show(d byte, q *keyboard.Queue)
}

// pasteShower does so with pasted text as well.
type pasteShower interface {
	pasteShown(text string, q *keyboard.Queue) error
}

// show takes a digit that was typed.
func (t *TextField) show(d byte, q *keyboard.Queue) {
	t.note = nil
	stand := t.standIn(d, q)
	if _ = t.insertRunes([]rune{stand}); !t.line.holds(stand) {
		t.line.cells.Drop(stand)
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

// refuseCard is what a field says that looked like a card number, for as long as
// it has not been cleared.
func (t *TextField) refuseCard() error { return t.refuse(t.o.Name, cardguard.Refusal) }

// show takes a digit that was typed; see shower.
func (a *AmountField) show(d byte, q *keyboard.Queue) {
	if !a.tail.empty() || a.over(rune(d)) {
		a.text.note = nil
		(*amountTail)(a).add(rune(d))
		return
	}
	if a.text.show(d, q); a.text.note == nil && a.atEnd() {
		a.judge()
	}
}

// show takes a digit that was typed; see shower.
func (p *PostcodeField) show(d byte, q *keyboard.Queue) { p.text.show(d, q) }

// show takes a digit that was typed; see shower.
func (c *Choice) show(d byte, q *keyboard.Queue) {
	c.note = nil
	stand := c.standIn(d, q)
	if c.insertRunes([]rune{stand}); !c.line.holds(stand) {
		c.line.cells.Drop(stand)
	}
}
