package cardguard

import (
	"iter"

	"motoconsole/gateway"
)

// Refusal is what a field says of an answer that looks like a card number.
const Refusal = "this looks like a card number: it belongs in Card number. If it is none, clear it and enter its last 12 digits"

const (
	fewest = 13 // digits that may be a card number: so many other things have 12
	most   = 19
	// oneShort is how many digits a number may lack.
	oneShort = 1
)

// Rule says what may stand between the digits of one number.
type Rule struct {
	allowed func(between []separator) bool
	// within is the text in which a number that begins or ends in the middle of a
	// row of digits is looked for, by its check digit.
	within func(text iter.Seq[rune]) iter.Seq[rune]
}

// The rules.
var (
	// Answer is for the answer to one question: anything may.
	Answer = Rule{anything, together}
	// Prose is for sentences, with dates and amounts in them: up to three
	// characters, or more if they are alike each time.
	Prose = Rule{alike, joined}
	// Words is for words side by side, such as dates and amounts: up to three
	// characters, between groups of three digits or more.
	Words = Rule{grouped, apart}
	// Unbroken is for digits that stand side by side: nothing may.
	Unbroken = Rule{nothing, apart}
)

// together is a text's digits alone.
func together(text iter.Seq[rune]) iter.Seq[rune] {
	return func(yield func(rune) bool) {
		for r := range text {
			if _, ok := gateway.Digit(r); (ok || r == end) && !yield(r) {
				return
			}
		}
	}
}

// joined is a text with its rows of digits divided as they are.
func joined(text iter.Seq[rune]) iter.Seq[rune] { return text }

// apart is a text in which every row of digits stands alone.
func apart(text iter.Seq[rune]) iter.Seq[rune] {
	return func(yield func(rune) bool) {
		for r := range text {
			if _, ok := gateway.Digit(r); !ok {
				r = end
			}
			if !yield(r) {
				return
			}
		}
	}
}

// IsZero reports a Rule that is none of those above.
func (r Rule) IsZero() bool { return r.allowed == nil }

// Finds reports what looks like a card number.
func (r Rule) Finds(text iter.Seq[rune]) bool {
	return gateway.RunesHoldCardNumber(r.within(text)) || anyRun(text, r.allowed, func(run []byte) bool {
		return len(run) >= fewest && (gateway.FitsBrand(run, oneShort) || gateway.FitsUnlisted(run, oneShort))
	})
}

// Hides is the first digit, by their order from 0, that is not to be drawn while
// the text is typed, and with it all that follow: the 13th of a run that begins
// like a card number, and may become one.
func (r Rule) Hides(text iter.Seq[rune]) (from int, ok bool) {
	s := newScanner()
	defer s.wipe()
	digits := 0
	for c := range text {
		d, isDigit := s.digit(c)
		if !isDigit {
			continue
		}
		s.push(d)
		if first := s.n - fewest; first >= 0 && s.begins(first, r.allowed) && gateway.BeginsLikeCard(s.digits[first:s.n]) {
			return digits, true
		}
		digits++
	}
	return 0, false
}

// MayBecome reports digits that begin like a card number and are so many that
// they may become one: more than eight in groups, or as many side by side as
// Begun says. No copy of them is to be made yet.
func MayBecome(text iter.Seq[rune], unbroken int) bool {
	const inGroups = 9
	return anyRun(text, grouped, func(run []byte) bool { return len(run) >= inGroups && gateway.BeginsLikeCard(run) }) ||
		anyRun(text, nothing, func(run []byte) bool { return len(run) >= unbroken && gateway.BeginsLikeCard(run) })
}

// Begun is how many digits side by side may become a card number. Two copies of
// seven that lie next to each other in memory make eight digits of the number for
// one in ten, so it is less than eight where nothing needs to be known of more.
const (
	Begun       = 6
	BegunAmount = 8 // amounts have seven
)

// InRecord reports what looks like a card number in text that a program has put
// together: as in Prose, except that in the names programs give, such as
// references, times and paths, a number is known by its check digit only.
func InRecord(text string) bool {
	return enough(text) && (gateway.HoldsCardNumber(text) || Prose.Finds(unnamed(text)))
}

// InLog is InRecord for where a mistake costs nothing: 12 to 19 digits of no brand
// count as well, if their check digit fits. None begins with 0.
func InLog(text string) bool {
	return InRecord(text) || anyRun(unnamed(text), grouped, func(run []byte) bool {
		return len(run) >= fewest-1 && run[0] != '0' && gateway.PassesLuhn(run)
	})
}

// Runes are the characters of a text.
func Runes[T ~string | ~[]byte](text T) iter.Seq[rune] {
	return func(yield func(rune) bool) {
		for at := 0; at < len(text); {
			r, size := decode(text[at:])
			if !yield(r) {
				return
			}
			at += size
		}
	}
}
