package forms

import "github.com/charmbracelet/x/ansi"

// cells is how wide text is on a terminal.
func cells(text string) int { return ansi.StringWidth(text) }

// cut is text in at most width cells, with "…" for what does not fit.
func cut(text string, width int) string {
	if width <= 0 {
		return ""
	}
	if len(text) <= width { // a byte is never wider than a cell
		return text
	}
	return ansi.Truncate(text, width, "…")
}

// scrolled is the part of text that fits in width cells around the cursor,
// which stands before the rune at, and the cell the cursor stands in.
func scrolled(text string, at, width int) (string, int) {
	if width <= 0 {
		return "", -1
	}
	runes := []rune(text)
	before, after := string(runes[:at]), string(runes[at:])
	for drop := cells(before) - (width - 1); cells(before) > width-1; drop++ {
		before = ansi.TruncateLeft(string(runes[:at]), drop, "")
	}
	return ansi.Truncate(before+after, width, ""), cells(before)
}

// cursorIn is the cursor's cell, kept within width, or -1 without the focus.
func cursorIn(focused bool, at, width int) int {
	if !focused || width <= 0 {
		return -1
	}
	return min(at, width-1)
}
