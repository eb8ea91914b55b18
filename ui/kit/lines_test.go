package kit

import (
	"testing"

	"github.com/charmbracelet/x/ansi"

	"motoconsole/internal/ink"
	"motoconsole/internal/script"
	"motoconsole/ui/kit/draw"
	"motoconsole/ui/kit/theme"
)

// TestLinesFitANarrowScreen: each line to say takes three rows at most of a terminal of 60
// columns.
func TestLinesFitANarrowScreen(t *testing.T) {
	values := script.Values{
		Amount: "£1,250.00", Words: "ten pounds and fifty pence", Order: "A17-2026", Brand: "Mastercard", Last4: "1111", Card: "Mastercard ending 1111",
		Day: "on Friday 4 December 2026", Done: "given back", Noun: "pre-authorisation",
	}
	const frame = 2 // the upper edge of the panel, and its title
	colours := theme.New(theme.Options{Level: theme.True})
	for _, name := range script.Names() {
		say := script.Lines{}.Say(script.Say{Line: name, With: values})
		rows := draw.Say(colours, say, 60)
		if len(rows) > frame+3 {
			t.Errorf("%s takes %d rows: %s", name, len(rows)-frame, say)
		}
		for _, row := range rows {
			if ink.Width(ansi.Strip(row)) > 60 {
				t.Errorf("%s is too wide: %s", name, ansi.Strip(row))
			}
		}
	}
}
