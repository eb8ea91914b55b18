package draw

import (
	"cmp"
	"slices"

	"motoconsole/internal/ink"
	"motoconsole/ui/kit/theme"
)

// Key is a key that works now and what it does: a short verb phrase with a capital.
type Key struct {
	Key, Label string
	// Short is the label where the whole one would leave out a key; "" for the whole one.
	Short string
	// Unlit is a key that works in a moment, once the agent could read the page, or for
	// another row than the marked one. It takes the same cells as a working key.
	Unlit bool
	// Spare is a key that is left out first: others of the page do the same.
	Spare bool
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

// Draw draws the footer. Labels are shortened only where that makes room for a key more.
// In a narrow width the spare keys are left out first and then the last ones; the first one,
// the way out and help always stay.
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
	left := t.Dim.Render(ink.CutWords(f.Says, room))
	if len(f.Keys) > 0 {
		left = fitKeys(t, f.Keys, gap, room)
	}
	return ink.Blanks(margin) + ink.Apart(left, right, width-2*margin)
}

// fitKeys draws as many keys as fit with short labels, and shortens no more labels than
// that takes, from the first.
func fitKeys(t *theme.Theme, keys []Key, gap, room int) string {
	row, shown := drawKeys(t, keys, gap, room)
	if shown == len(keys) {
		return row
	}
	short := slices.Clone(keys)
	for i, k := range short {
		short[i].Label = cmp.Or(k.Short, k.Label)
	}
	shortest, most := drawKeys(t, short, gap, room)
	if spare := slices.IndexFunc(keys, func(k Key) bool { return k.Spare }); spare > 0 && most < len(keys) {
		return fitKeys(t, slices.Concat(keys[:spare], keys[spare+1:]), gap, room)
	}
	for i := range keys {
		if shown == most {
			return row
		}
		row, shown = drawKeys(t, slices.Concat(short[:i+1], keys[i+1:]), gap, room)
	}
	return shortest
}

// drawKeys draws as many keys as there is room for, and says how many those are.
func drawKeys(t *theme.Theme, keys []Key, gap, room int) (row string, shown int) {
	out := ""
	if last := len(keys) - 1; last > 0 && keys[last].Out {
		out = ink.Blanks(gap) + keys[last].draw(t, false, room)
		keys = keys[:last]
	}
	for i, k := range keys {
		chip := k.draw(t, i == 0, room)
		if i > 0 {
			chip = ink.Blanks(gap) + chip
		}
		if i > 0 && ink.Width(row)+ink.Width(chip)+ink.Width(out) > room {
			break
		}
		row, shown = row+chip, shown+1
	}
	if out != "" && ink.Width(row)+ink.Width(out) <= room {
		row, shown = row+out, shown+1
	}
	return row, shown
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
