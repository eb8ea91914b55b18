package draw

import (
	"strings"

	"motoconsole/internal/ink"
	"motoconsole/ui/kit/theme"
)

// Status is the row above the footer: one sentence, in the tone of the symbol it
// begins with. It is cut at a word.
func Status(t *theme.Theme, text string, width int) string {
	if text == "" {
		return ""
	}
	margin := Margin(width)
	text = ink.CutWords(text, width-2*margin)
	tone := theme.ToneOf(text)
	if tone == theme.Plain {
		return ink.Blanks(margin) + t.Strong.Render(text)
	}
	symbol, words, _ := strings.Cut(text, " ")
	return ink.Blanks(margin) + t.Mark(tone, symbol, words)
}

// Strip is the row that asks for attention: what it is about, and details at the right,
// which are left out first in a narrow width. It is as wide as the part below it.
func Strip(t *theme.Theme, tone theme.Tone, what, details string, width int) string {
	bar := t.Bar(tone)
	left, right := bar.Ends()
	room := width - 2
	what = t.Bold.Render(ink.CutWords(what, room))
	return bar.Row(left+ink.Apart(what, details, room)+right, width)
}
