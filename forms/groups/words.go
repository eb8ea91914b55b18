package groups

import (
	"fmt"
	"slices"
	"strings"

	"motoconsole/gateway/thousands"
)

// The characters that stand for digits.
const (
	Hidden  = "•" // a digit that is there
	Missing = "·" // a digit that is still to come
)

// signs are drawn behind a whole group. A group that differs is not wrong: the first time it
// was typed may have been.
var signs = [...]string{Open: " ", Same: right, Different: "≠"}

// right is the sign of a group that is the same, and of all once the number fits.
const right = "✔"

// Draw draws the groups: dots for their digits, and a sign behind each that is whole. The
// functions colour what is there and what is to come. The cursor is the cell of the digit
// that comes next.
func (a *Again) Draw(there, toCome func(string) string) (text string, cursor int) {
	var b strings.Builder
	cell, fits := 0, a.Fits()
	for i, mark := range a.Marks() {
		g := a.groups[i]
		if i > 0 {
			b.WriteString(" ")
			cell++
		}
		typed := g.digits.Len()
		if i == a.at {
			if cursor = cell + typed; a.chosen && g.whole() {
				cursor = cell
			}
		}
		b.WriteString(there(strings.Repeat(Hidden, typed)))
		b.WriteString(toCome(strings.Repeat(Missing, g.size-typed)))
		sign := signs[mark]
		if fits {
			sign = right
		}
		b.WriteString(there(sign))
		cell += g.size + 1
	}
	return b.String(), cursor
}

// Count says which group is typed.
func (a *Again) Count() string { return fmt.Sprintf("group %d of %d", a.at+1, len(a.groups)) }

// Says is what to do next, and which groups differ: those that are the same have their
// sign. What changes from one group to the next is little, because over a slow line each
// group draws it again.
func (a *Again) Says() string {
	marks := a.Marks()
	different := differing(marks)
	says := fmt.Sprintf("Now group %d: %s.", a.at+1, thousands.CountOf(a.groups[a.at].size, "digit"))
	switch open := slices.Contains(marks, Open); {
	case a.Fits():
		says = right + " The number fits: press Enter."
		if a.chosen && a.groups[a.at].whole() {
			says += fmt.Sprintf(" Or type group %d again.", a.at+1)
		}
		return says
	case open:
	case different == "":
		return "All the same as before: ask the caller to check the card, or for another card."
	default:
		if says = "It still does not fit: go to a group with ← → and type it again."; a.chosen {
			says = fmt.Sprintf("It still does not fit: type group %d again.", a.at+1)
		}
	}
	if different != "" {
		says += " Different: " + different + "."
	}
	return says
}

// Over is why there is no room for a digit more.
func (a *Again) Over() string {
	if a.Fits() {
		return "one digit too many: the number fits without it, press Enter"
	}
	return "longer than before: esc, then ctrl+u, and type it whole"
}

// said are the groups as they are said.
var said = [...]string{"one", "two", "three", "four", "five"}

// Said is the group that is typed, as the agent says it: "two".
func (a *Again) Said() string { return said[a.at] }

// Short is why Enter does not end the group that is typed.
func (a *Again) Short() string {
	for i, g := range a.groups {
		if n := g.digits.Len(); n > 0 && n < g.size {
			shorter := ""
			if i == len(a.groups)-1 {
				shorter = ". Shorter than before: esc, then ctrl+u, and type it whole"
			}
			return fmt.Sprintf("group %d has %s: type them all, or ctrl+u leaves it out%s", i+1, thousands.CountOf(g.size, "digit"), shorter)
		}
	}
	return ""
}

// differing are the groups that differ, as in "1, 2, 4".
func differing(marks []Mark) string {
	var all []string
	for i, m := range marks {
		if m == Different {
			all = append(all, fmt.Sprint(i+1))
		}
	}
	return strings.Join(all, ", ")
}
