package ink

import (
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// Width is how many cells text takes.
func Width(text string) int {
	if width, ok := singles(text); ok {
		return width
	}
	return ansi.StringWidth(text)
}

// Cut is text in at most width cells, with … for what does not fit.
func Cut(text string, width int) string {
	switch {
	case width <= 0:
		return ""
	case len(text) <= width || Width(text) <= width: // no character has more cells than bytes
		return text
	}
	return ansi.Truncate(text, width, "…")
}

// CutWords is a sentence in at most width cells. It is cut after a word if that uses at
// least half of the room. The sentence has no styles.
func CutWords(text string, width int) string {
	cut := Cut(text, width)
	if cut == text {
		return text
	}
	words := strings.TrimSuffix(cut, "…")
	if rest := strings.TrimPrefix(text, words); strings.HasPrefix(rest, " ") {
		return strings.TrimRight(words, " ,:;") + "…"
	}
	if at := strings.LastIndexByte(words, ' '); at > 0 && Width(words[:at]) >= width/2 {
		return strings.TrimRight(words[:at], " ,:;") + "…"
	}
	return cut
}

// Pad fills text with blanks to width cells.
func Pad(text string, width int) string { return text + Blanks(width-Width(text)) }

// Fit is text in exactly width cells: cut, or filled with blanks.
func Fit(text string, width int) string {
	wide := Width(text)
	if wide > width {
		text = Cut(text, width)
		wide = Width(text)
	}
	return text + Blanks(width-wide)
}

// Right puts text at the right end of width cells.
func Right(text string, width int) string { return Blanks(width-Width(text)) + text }

// Apart is a row of width cells with a text at each end. If they do not fit with two
// cells between them, the right one is left out.
func Apart(left, right string, width int) string {
	l, r := Width(left), Width(right)
	if r == 0 || l+2+r > width {
		return Pad(Cut(left, width), width)
	}
	return left + Blanks(width-l-r) + right
}

// unbroken replaces hyphens while a text is wrapped, so that a date, an order or a
// reference is not broken.
const unbroken = "\u2011"

// Wrap breaks a text into lines of at most width cells, at blanks if possible.
func Wrap(text string, width int) []string {
	if text == "" {
		return nil
	}
	if wide, ok := singles(text); ok && wide <= width {
		return []string{text}
	}
	return wrap(text, width)
}

func wrap(text string, width int) []string {
	wrapped := ansi.Wrap(strings.ReplaceAll(text, "-", unbroken), max(1, width), "")
	return strings.Split(strings.ReplaceAll(wrapped, unbroken, "-"), "\n")
}

const blanks = "                                                                                                                                "

// Blanks are n blank cells.
func Blanks(n int) string {
	switch {
	case n <= 0:
		return ""
	case n <= len(blanks):
		return blanks[:n]
	}
	return strings.Repeat(" ", n)
}
