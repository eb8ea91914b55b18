package script

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"motoconsole/gateway/thousands"
	"motoconsole/internal/ink"
)

// Longest is how many columns a line may take with its places filled: that much fits in
// three rows of a terminal of 60 columns. A wide character takes two.
const Longest = 138

// placeShape is anything in braces.
var placeShape = regexp.MustCompile(`\{[^{}]*\}`)

// Problem is why a configuration may not word a line so, and fix the way out; "" if it
// may. nearest finds the name that was meant, "" for none.
func Problem(name Name, words string, nearest func(written string, names []string) string) (problem, fix string) {
	allowed := Places(name)
	for _, written := range placeShape.FindAllString(words, -1) {
		if slices.Contains(allowed, written) {
			continue
		}
		if isPlace(written) {
			return "has nothing to put in " + written + " here", mayHave(allowed)
		}
		if meant := nearest(strings.Trim(written, "{}"), bare(allowed)); meant != "" {
			return "a name in braces is unknown", "did you mean {" + meant + "}?"
		}
		return "a name in braces is unknown", mayHave(allowed)
	}
	switch text := placeShape.ReplaceAllString(words, ""); {
	case strings.ContainsAny(text, "{}"):
		return "has a brace without its other half", mayHave(allowed)
	case strings.ContainsAny(text, "“”\""):
		return "has quotation marks", "leave them out: the screen adds them"
	}
	if word := Forbidden(words); word != "" {
		return fmt.Sprintf("has %q, which a caller must never hear", word), "say it in other words; what a refusal means is for the bank to tell"
	}
	if n := ink.Width(usually(words)); n > Longest {
		return "is too long by " + thousands.CountOf(n-Longest, "character"), "a line may have " + thousands.CountOf(Longest, "character") + " with its places filled, a wide one counting twice: three rows of a narrow screen"
	}
	return "", ""
}

func isPlace(written string) bool {
	return slices.ContainsFunc(places, func(p place) bool { return written == "{"+p.name+"}" })
}

func mayHave(allowed []string) string {
	if len(allowed) == 0 {
		return "write the line without braces"
	}
	return "it may have " + strings.Join(allowed, ", ")
}

func bare(names []string) []string {
	all := make([]string, len(names))
	for i, name := range names {
		all[i] = strings.Trim(name, "{}")
	}
	return all
}

// usually is a line with each place as long as it usually is.
func usually(words string) string {
	for _, p := range places {
		words = strings.ReplaceAll(words, "{"+p.name+"}", p.usual)
	}
	return words
}

// forbidden are the words that no caller may hear from an agent. They tell what only the
// bank may tell its cardholder, and may put the agent in danger.
var forbidden = regexp.MustCompile(`(?i)\b(lost|stole|stolen|steal\w*|theft|thief|thieves|fraud\w*|suspicio\w+|suspect\w*|pick(ed|ing|s)? ?up|pick(ed|ing|s)? (it|the card|this card|your card) up|keep (the|this) card|retain\w*|restrict(ed|ions?)|block(ed|ing)|banned|closed|no money|insufficient|not enough (money|funds))\b`)

// Forbidden is the first word in a text that no caller may hear, "" for none. Neither
// hyphens and other signs between the parts of a word nor letters of another width or
// with an accent hide it.
func Forbidden(text string) string { return forbidden.FindString(plain(text)) }

// plain is a text in plain letters and figures, with one blank between words.
func plain(text string) string {
	bare := strings.Map(func(r rune) rune {
		switch {
		case unicode.Is(unicode.Mn, r): // an accent, which decomposing has parted from its letter
			return -1
		case unicode.IsLetter(r), unicode.IsDigit(r):
			return r
		default:
			return ' '
		}
	}, norm.NFKD.String(text))
	return strings.Join(strings.Fields(bare), " ")
}
