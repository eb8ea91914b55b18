package ink

import (
	"iter"

	"github.com/charmbracelet/x/ansi"
)

// Sequences are the parts of a text, one after the other: each control sequence, and
// each character. A parser, if given, has read the next sequence.
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
