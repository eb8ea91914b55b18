package cardguard

import (
	"iter"

	"motoconsole/gateway"
)

// Refused is a field's error for an answer that looks like a card number. Refusal also
// says how another long number is entered.
const (
	Refused = "this looks like a card number: it belongs in Card number"
	Refusal = Refused + ". If it is not one, clear it and enter its last 12 digits"
)

const (
	fewest = 13 // digits that may be a card number; many other things have 12
	most   = 19
	// mostDrawn is how many digits that begin like a card number are drawn while they are
	// typed. Maestro has numbers of twelve.
	mostDrawn = fewest - 2
	// oneShort is how many digits of a number may be missing.
	oneShort = 1
)

// Rule says what may stand between the digits of one number.
type Rule struct {
	allowed func(between []separator) bool
	// within is the part of the text in which the rule looks for a number that
	// begins or ends inside a row of digits, by its check digit.
	within func(text iter.Seq[rune]) iter.Seq[rune]
}

// The rules.
var (
	// Answer is for the answer to one question. It allows any separators.
	Answer = Rule{anything, together}
	// Prose is for sentences with dates and amounts in them. It allows separators
	// of up to three characters, or longer ones that are alike.
	Prose = Rule{alike, joined}
	// Words is for a row of words, such as dates and amounts. It allows separators
	// of up to three characters between groups of three digits or more.
	Words = Rule{grouped, apart}
)

// together is only the digits of a text.
func together(text iter.Seq[rune]) iter.Seq[rune] {
	return func(yield func(rune) bool) {
		for r := range text {
			if _, ok := gateway.Digit(r); (ok || r == end) && !yield(r) {
				return
			}
		}
	}
}

// joined is a text unchanged, with its rows of digits divided as typed.
func joined(text iter.Seq[rune]) iter.Seq[rune] { return text }

// apart is a text with every row of digits on its own.
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

// IsZero reports the zero Rule, which is none of those above.
func (r Rule) IsZero() bool { return r.allowed == nil }

// Finds reports a text that looks as if it holds a card number.
func (r Rule) Finds(text iter.Seq[rune]) bool {
	return gateway.RunesHoldCardNumber(r.within(text)) || anyRun(text, r.allowed, func(run []byte) bool {
		return len(run) >= fewest && (gateway.FitsBrand(run, oneShort) || gateway.FitsUnlisted(run, oneShort))
	})
}

// Hides is the first digit, counted from 0, that must not be drawn during typing,
// nor any after it: the 12th of a run that begins like a card number and may become
// one.
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
		if first := s.n - mostDrawn - 1; first >= 0 && s.begins(first, r.allowed) && gateway.BeginsLikeCard(s.digits[first:s.n]) {
			return digits, true
		}
		digits++
	}
	return 0, false
}

// MayBecome reports digits that begin like a card number and may become one: more than
// eight in groups, or an unbroken row (see Begun). The caller must not copy them yet.
func MayBecome(text iter.Seq[rune], unbroken int) bool {
	const inGroups = 9
	return anyRun(text, grouped, func(run []byte) bool { return len(run) >= inGroups && gateway.BeginsLikeCard(run) }) ||
		anyRun(text, nothing, func(run []byte) bool { return len(run) >= unbroken && gateway.BeginsLikeCard(run) })
}

// Begun is how many consecutive digits may become a card number. Two copies of
// seven digits that happen to lie next to each other in memory make eight digits of
// the number in one of ten cases. So the limit is below eight where a field needs
// no more.
const (
	Begun       = 6
	BegunAmount = 8 // amounts have seven
)

// InRecord reports what looks like a card number in text that a program has
// written. It uses Prose, except that in names from programs, such as references,
// times and paths, only the check digit marks a number.
func InRecord(text string) bool {
	return enough(text) && (gateway.HoldsCardNumber(text) || Prose.Finds(unnamed(text)))
}

// InLog is InRecord where a mistake costs nothing: it also finds 12 to 19 digits of
// no brand whose check digit fits. None begins with 0.
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
