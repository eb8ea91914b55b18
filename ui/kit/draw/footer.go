package draw

import (
	"motoconsole/internal/ink"
	"motoconsole/ui/kit/theme"
)

// Key is a key that works now and what it does: a short verb phrase with a capital.
type Key struct {
	Key, Label string
	// Unlit is a key that works in a moment, once the agent could read the page. It takes
	// the same cells as a working key.
	Unlit bool
	// Out is the way out of the page: it stands last, and stays in a narrow width.
	Out bool
}

// Footer is the last row of every screen. The first key is the one to press; help, if
// there is one, stands at the right.
type Footer struct {
	Keys []Key
	Help *Key
	// Says is the text if no key works.
	Says string
}

// Draw draws the footer. In a narrow width the last keys are left out first; the first
// one, the way out and help always stay.
func (f Footer) Draw(t *theme.Theme, width int) string {
	margin, gap := Margin(width), 2
	if width >= 100 {
		gap = 3
	}
	room := width - 2*margin
	right := ""
	if f.Help != nil {
		right = f.Help.draw(t, false, room)
		room -= ink.Width(right) + gap
	}
	left, out := t.Dim.Render(ink.CutWords(f.Says, room)), ""
	if last := len(f.Keys) - 1; last > 0 && f.Keys[last].Out {
		out = ink.Blanks(gap) + f.Keys[last].draw(t, false, room)
		f.Keys = f.Keys[:last]
	}
	for i, k := range f.Keys {
		chip := k.draw(t, i == 0, room)
		if i > 0 {
			chip = ink.Blanks(gap) + chip
		}
		if i > 0 && ink.Width(left)+ink.Width(chip)+ink.Width(out) > room {
			break
		}
		left += chip
	}
	if ink.Width(left)+ink.Width(out) <= room {
		left += out
	}
	return ink.Blanks(margin) + ink.Apart(left, right, width-2*margin)
}

// draw draws a key and its label in at most room cells.
func (k Key) draw(t *theme.Theme, first bool, room int) string {
	label := t.Text
	var chip string
	switch {
	case k.Unlit:
		chip, label = t.Dim.Render(" "+k.Key+" "), t.Dim
	case first:
		chip = t.Primary.Chip(k.Key)
	default:
		chip = t.Chip.Chip(k.Key)
	}
	return chip + " " + label.Render(ink.Cut(k.Label, room-ink.Width(chip)-1))
}
