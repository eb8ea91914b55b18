package forms

import (
	"iter"
	"slices"
	"strings"

	"motoconsole/gateway"
	"motoconsole/internal/cardguard"
	"motoconsole/internal/keyboard"
)

// Guard says what a field takes for a card number. The zero value is for a field with
// one short answer.
type Guard struct {
	Rule cardguard.Rule // the zero value is cardguard.Answer
	// Sure decides whether a find of the rule is a card number; nil means always. It may
	// recognise a date beside an amount.
	Sure func(text iter.Seq[rune]) bool
	// Hide is the rule for digits to hide while the agent types; the zero value means
	// Rule.
	Hide cardguard.Rule
	// Says is the sentence for a card number, instead of one that names the field it
	// belongs in.
	Says string
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

// findsTyped is finds for text that comes at once. It judges a paste like typing: it is
// also true if typing would have been refused earlier in the text.
func (g Guard) findsTyped(text iter.Seq[rune]) bool {
	if g.finds(text) {
		return true
	}
	var begun []rune
	defer func() { clear(begun[:cap(begun)]) }()
	digits := 0
	for r := range text {
		if begun = append(begun, r); len(begun) == cap(begun) {
			grown := make([]rune, len(begun), 2*cap(begun)+1)
			copy(grown, begun)
			clear(begun)
			begun = grown
		}
		if _, ok := gateway.Digit(r); !ok {
			continue
		}
		if digits++; digits >= fewestOfCard && g.finds(slices.Values(begun)) {
			return true
		}
	}
	return false
}

// fewestOfCard is the fewest digits that any guard takes for a card number.
const fewestOfCard = 13

func (g Guard) hides(text iter.Seq[rune]) (from int, ok bool) {
	if g.Hide.IsZero() {
		return g.rule().Hides(text)
	}
	return g.Hide.Hides(text)
}

// shower is a field that draws its digits and copies none.
type shower interface {
	show(d byte, q *keyboard.Queue)
}

// pasteShower is a shower that copies no digits of pasted text either.
type pasteShower interface {
	pasteShown(text string, q *keyboard.Queue) error
}

// show takes a digit that was typed.
func (t *TextField) show(d byte, q *keyboard.Queue) {
	t.note = nil
	stand := t.standIn(d, q)
	if _ = t.insertRunes([]rune{stand}); !t.line.Holds(stand) {
		t.line.Cells.Drop(stand)
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
		if !t.line.Holds(r) {
			t.line.Cells.Drop(r)
		}
	}
	return err
}

// refuseCard says that the text looked like a card number, until the field is cleared.
func (t *TextField) refuseCard() error { return t.refuse(t.o.Name, t.longNumber()) }

// longNumber is the sentence for what looks like a card number. Some answers are never a
// long number: for those it says what to enter.
func (t *TextField) longNumber() string {
	if t.o.Guard.Says != "" {
		return t.o.Guard.Says
	}
	wordy := []string{"baseamount", "name", "premise", "street", "town", "county", "postcode", "email"}
	if t.o.Help == "" && slices.ContainsFunc(wordy, func(end string) bool { return strings.HasSuffix(t.o.Name, end) }) {
		return cardguard.Refused + ". Clear it, and enter " + t.o.Meaning
	}
	return cardguard.Refusal
}

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
	if c.insertRunes([]rune{stand}); !c.line.Holds(stand) {
		c.line.Cells.Drop(stand)
	}
}
