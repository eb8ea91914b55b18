package forms

import (
	"iter"
	"slices"
	"strings"
	"unicode"

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
	// Dials is for a telephone number: of one that begins with + twelve digits are drawn,
	// as those of +44 7911 123456.
	Dials bool
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
	if g.Dials && dials(text) {
		return 0, false
	}
	if g.Hide.IsZero() {
		return g.rule().Hides(text)
	}
	return g.Hide.Hides(text)
}

// dials reports a telephone number with a + before at most twelve digits.
func dials(text iter.Seq[rune]) bool {
	plus, digits := false, 0
	for r := range text {
		if _, ok := gateway.Digit(r); ok {
			digits++
		}
		plus = plus || r == '+' && digits == 0
	}
	return plus && digits < fewestOfCard
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

// What is refused as a name: an answer that was meant for the field beside it.

// houseAfter is for a name with a house number after it.
const houseAfter = ", and a house number comes after it"

// misplaced is the error of a name that begins with a digit. It has no word in it, like
// a house number, or as many digits before its first letter as an account or a card.
func (t *TextField) misplaced() error {
	if t.glued() {
		return broken(t.o.Name, t.o.Meaning+" was refused, and more was typed straight after it: check it, or clear it with ctrl+u")
	}
	var shape strings.Builder
	letters, word, begun := 0, false, false
	var last []rune
	for i, r := range t.trimmed() {
		digit := t.isDigit(r)
		if i == 0 && !digit {
			return nil
		}
		if unicode.Is(unicode.M, r) { // part of the letter before it
			continue
		}
		switch {
		case digit && !begun:
			shape.WriteByte('0')
		case !begun && !unicode.IsLetter(r):
			shape.WriteRune(r)
		}
		if unicode.IsSpace(r) {
			last = last[:0]
		}
		if !unicode.IsLetter(r) {
			letters = 0
			continue
		}
		begun = true
		letters++
		word = word || letters == fewestOfWord || alone(r)
		last = append(last, unicode.ToLower(r))
	}
	begins := strings.TrimFunc(shape.String(), func(r rune) bool { return r != '0' })
	switch {
	case tooMany(begins, slices.Contains(companies, string(last))):
		return broken(t.o.Name, t.o.Meaning+" begins with too many digits to be one: clear it, or put a word of the name first")
	case begins != "" && !word:
		return broken(t.o.Name, t.o.Meaning+" has no word in it"+t.o.After+": check it, or add a word, as in 3M UK")
	}
	return nil
}

// mostLeading is how many digits a name may begin with in any grouping. "118118 Money"
// has six, and six digits of a card number may be shown.
const mostLeading = 6

// tooMany reports more digits at the beginning of a name than a company has. shape has a
// 0 for each digit. A numbered company of a Canadian province has seven digits; one of the
// federation has eight, and one of Québec four and four. A British account has eight too,
// so the name must then end as a company's does.
func tooMany(shape string, company bool) bool {
	switch shape {
	case "0000000":
		return false
	case "00000000", "0000-0000":
		return !company
	default:
		return strings.Count(shape, "0") > mostLeading
	}
}

// companies are the last words of the names of companies that have a number.
var companies = []string{"inc", "incorporated", "incorporée", "ltd", "limited", "ltée", "limitée", "corp", "corporation", "co", "company", "ulc", "llc", "lp", "llp"}

// fewestOfWord is how many adjacent letters make a word. One is part of a house number:
// 221B.
const fewestOfWord = 2

// alone reports a letter that may be a word by itself, in scripts whose characters are
// words or syllables.
func alone(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hangul, unicode.Hiragana, unicode.Katakana)
}

// refused implements refusable. Text typed straight after a name without a word was
// meant for the next field. It does not complete the name unless a blank comes first.
func (t *TextField) refused() {
	if t.o.Named && !t.glued() && t.misplaced() != nil {
		t.stands = t.length()
	}
}

// moved notes an edit at a place in the text. An edit within a refused name makes it
// another answer.
func (t *TextField) moved(at int) {
	if at < t.stands {
		t.stands = 0
	}
}

func (t *TextField) glued() bool {
	return t.stands > 0 && len(t.line.Runes) > t.stands && !unicode.IsSpace(t.line.Runes[t.stands])
}
