package ink

import (
	"iter"
	"strings"

	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/ansi/parser"
)

// Sequences are the parts of a text, one after the other: each control sequence, and
// each character. A parser, if given, has read the next sequence. It panics at a sequence
// that Readable takes out.
func Sequences(text string, p *ansi.Parser) iter.Seq[string] {
	return func(yield func(string) bool) {
		var state byte
		for len(text) > 0 {
			part, _, n, next := ansi.DecodeSequence(text, state, p)
			if !yield(part) {
				return
			}
			state, text = next, text[n:]
		}
	}
}

// Character is the first character of a text, with its accents.
func Character(text string) string {
	c, _ := ansi.FirstGraphemeCluster(text, ansi.GraphemeWidth)
	return c
}

// Readable gives a text whose sequences have no more parameters than a parser has room for: it
// panics at one more. It puts a sequence without effect in place of one with more, so that the
// text before and behind it does not become a sequence.
func Readable(text string) string {
	const none = "\x1b[>m"
	if strings.Count(text, ";")+strings.Count(text, ":") < parser.MaxParamsSize {
		return text
	}
	var out strings.Builder
	for part := range Sequences(text, nil) {
		if isSequence := ansi.HasCsiPrefix(part) || ansi.HasDcsPrefix(part); isSequence && strings.Count(part, ";")+strings.Count(part, ":") >= parser.MaxParamsSize {
			part = none
		}
		out.WriteString(part)
	}
	return out.String()
}
