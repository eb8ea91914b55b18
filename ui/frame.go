package ui

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"charm.land/bubbles/v2/help"
	"github.com/charmbracelet/x/ansi"

	"motoconsole/ui/kit"
)

// Rows the frame takes above and below a screen.
const (
	headRows = 2
	footRows = 2
	margin   = 2 // cells left of a screen
)

// View draws the frame: who, where and whether money is real above; the keys
// that work now below.
func (r *Root) View() tea.View { return r.folded(r.view()) }

func (r *Root) view() tea.View {
	v := tea.View{AltScreen: true, WindowTitle: "moto"}
	if r.width == 0 || r.height == 0 {
		return v
	}
	if r.tooSmall() {
		v.Content = r.tooSmallPage()
		return v
	}
	width, height := r.room()
	var body string
	var cursor *tea.Cursor
	switch {
	case r.lock != nil:
		body, cursor = r.lockPage(width)
	case r.asking != "":
		body = r.questionPage(width)
	case r.helpOpen:
		body = r.helpPage()
	default:
		body, cursor = r.current.View(width, height)
	}
	rows := append([]string{r.head(), ""}, indent(fit(body, width, height))...)
	notice := r.line()
	if r.lock != nil {
		notice = ""
	}
	rows = append(rows, "  "+ansi.Truncate(r.theme.Warn.Render(notice), width, "…"), r.foot())
	v.Content = strings.Join(rows, "\n")
	if cursor != nil {
		cursor.X += margin
		cursor.Y += headRows
		cursor.Blink = false
		v.Cursor = cursor
	}
	return v
}

// head is the first line of every screen.
func (r *Root) head() string {
	marker := r.theme.Marker(r.session.Mode)
	left := fmt.Sprintf("  %s  site %s · agent %s", r.theme.Title.Render("moto"), r.session.Site, r.session.Agent)
	room := r.width - ansi.StringWidth(marker) - 2
	left = ansi.Truncate(left, room, "…")
	return left + strings.Repeat(" ", room-ansi.StringWidth(left)+1) + marker
}

// foot is the last line: only keys that work now.
func (r *Root) foot() string {
	bindings := r.current.Keys()
	switch {
	case r.lock != nil:
		bindings = r.lockKeys()
	case r.asking != "":
		bindings = append(bindings[:0:0], r.keys.Ask.Yes, r.keys.Ask.No)
	case r.helpOpen:
		if r.helpAt+1 < r.helpPages() {
			return "  " + r.theme.Muted.Render("any key shows more keys")
		}
		return "  " + r.theme.Muted.Render("any key closes the help")
	}
	h := help.New()
	h.Styles = r.theme.Help
	h.SetWidth(r.width - 2*margin)
	// The library lets a line run over where its ellipsis does not fit either.
	return "  " + ansi.Truncate(h.ShortHelpView(bindings), r.width-2*margin, "…")
}

func (r *Root) tooSmallPage() string {
	if r.asking != "" {
		ask := r.theme.Marker(r.session.Mode) + "\nLeave moto? " + r.askHint() + " " + r.asking
		return strings.Join(fit(ansi.Wrap(ask, r.width, ""), r.width, r.height), "\n")
	}
	rows := []string{
		r.theme.Marker(r.session.Mode),
		fmt.Sprintf("Too small: %d×%d.", r.width, r.height),
		fmt.Sprintf("moto needs %d×%d.", minWidth, minHeight),
		"Make it larger:",
		"nothing is lost.",
	}
	return strings.Join(fit(strings.Join(rows, "\n"), r.width, r.height), "\n")
}

func (r *Root) questionPage(width int) string {
	return "\n" + r.theme.Warn.Render("Leave moto?") + "\n\n" + kit.Wrap(r.asking, width) + "\n\n" + r.askHint()
}

// askHint says which key leaves.
func (r *Root) askHint() string {
	return r.keys.Ask.Yes.Help().Key + " leaves, any other key stays."
}

// fit cuts and pads text to exactly height rows of at most width cells.
func fit(text string, width, height int) []string {
	rows := strings.Split(text, "\n")
	out := make([]string, height)
	for i := range out {
		if i < len(rows) {
			out[i] = ansi.Truncate(rows[i], width, "…")
		}
	}
	return out
}

func indent(rows []string) []string {
	for i, row := range rows {
		if row != "" {
			rows[i] = strings.Repeat(" ", margin) + row
		}
	}
	return rows
}
