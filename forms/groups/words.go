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

// signs are drawn behind a whole group.
var signs = [...]string{Open: " ", Same: "✔", Different: "✖"}

// Draw draws the groups: dots for their digits, and a sign behind each that is whole. The
// functions colour what is there and what is to come. The cursor is the cell of the digit
// that comes next.
func (a *Again) Draw(there, toCome func(string) string) (text string, cursor int) {
	var b strings.Builder
	cell := 0
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
		b.WriteString(there(signs[mark]))
		cell += g.size + 1
	}
	return b.String(), cursor
}

// Count says which group is typed.
func (a *Again) Count() string { return fmt.Sprintf("group %d of %d", a.at+1, len(a.groups)) }

// Says is what to do next, and what the groups so far tell. What changes from one group to
// the next is little, because over a slow line each group draws it again.
func (a *Again) Says() string {
	marks := a.Marks()
	same, different := numbers(marks, Same), numbers(marks, Different)
	says := fmt.Sprintf("Now group %d: %s.", a.at+1, thousands.CountOf(a.groups[a.at].size, "digit"))
	switch open := slices.Contains(marks, Open); {
	case different != "" && a.Fits():
		if says = "The number fits now: Enter takes it."; a.chosen {
			says = fmt.Sprintf("The number fits now: Enter takes it. Or type group %d again.", a.at+1)
		}
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
	if same != "" {
		says += " Same: " + same + "."
	}
	return says
}

// Short is why Enter does not end the group that is typed.
func (a *Again) Short() string {
	for i, g := range a.groups {
		if n := g.digits.Len(); n > 0 && n < g.size {
			return fmt.Sprintf("group %d has %s: type them all, or ctrl+u leaves it out", i+1, thousands.CountOf(g.size, "digit"))
		}
	}
	return ""
}

// numbers are the groups with a mark, as in "1, 2, 4".
func numbers(marks []Mark, is Mark) string {
	var all []string
	for i, m := range marks {
		if m == is {
			all = append(all, fmt.Sprint(i+1))
		}
	}
	return strings.Join(all, ", ")
}
