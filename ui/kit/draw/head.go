package draw

import (
	"motoconsole/internal/ink"
	"motoconsole/ui/kit/theme"
)

// Environment says whether money is real. The names are those on the screen.
type Environment struct {
	Name    string // LIVE, TEST, SANDBOX, PRACTICE
	Real    bool   // real money moves
	Surface ink.Surface
}

// Head is the first row of every screen.
type Head struct {
	Environment Environment
	Title       string // the screen
	About       string // the subject, such as an order
	Badge       string // what waits elsewhere, such as "? 1 to check"
	Agent, Site string
}

// Marker is the environment as the head shows it. A filled circle means real money, a
// hollow one none.
func (e Environment) Marker(t *theme.Theme) string {
	switch {
	case t.ASCII && e.Real:
		return e.Surface.Render("[" + e.Name + "]")
	case t.ASCII:
		return e.Surface.Render("(" + e.Name + ")")
	case e.Real:
		return e.Surface.Chip("● " + e.Name)
	default:
		return e.Surface.Chip("○ " + e.Name)
	}
}

// leastTitle is how many cells a title keeps before the agent's name is cut.
const leastTitle = 12

// Draw draws the head. Without room the subject is left out first, then the site, and on a
// narrow screen the site first; the environment, the badge and the agent stay.
func (h Head) Draw(t *theme.Theme, width int) string {
	marker := h.Environment.Marker(t)
	room := width - ink.Width(marker)
	badge := ""
	if h.Badge != "" {
		badge = t.WarnBar.Chip(t.Bold.Render(h.Badge))
	}
	right := func(who string) string {
		if badge != "" && who != "" {
			return badge + ink.Blanks(3) + t.Dim.Render(who) + "  "
		}
		return badge + t.Dim.Render(who) + "  "
	}
	title := "  " + t.Strong.Render(h.Title)
	left := title
	if h.About != "" {
		left += "  " + t.Dim.Render(h.About)
	}
	end := right(h.Agent)
	if h.Site != "" {
		end = right(h.Agent + " · " + h.Site)
	}
	fits := func() bool { return ink.Width(left)+2+ink.Width(end) <= room }
	if width < Cosy && !fits() {
		end = right(h.Agent)
	}
	if !fits() {
		left = title
	}
	if !fits() {
		end = right(h.Agent)
	}
	if !fits() {
		spare := room - ink.Width(right("")) - min(ink.Width(title), 2+leastTitle) - 2 - 3
		end = right(ink.Cut(h.Agent, max(4, spare)))
		left = "  " + t.Strong.Render(ink.Cut(h.Title, max(1, room-ink.Width(end)-4)))
	}
	return marker + t.Raised.Row(ink.Apart(left, end, room), room)
}
