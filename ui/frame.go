package ui

import (
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"charm.land/bubbles/v2/key"
	"github.com/charmbracelet/x/ansi"

	"motoconsole/forms"
	"motoconsole/internal/ink"
	"motoconsole/ui/kit"
	"motoconsole/ui/kit/draw"
	"motoconsole/ui/kit/theme"
)

// Rows of the frame: the head and the free row below it; the status line and the
// footer.
const (
	headRows = 2
	footRows = 2
)

// View draws the frame.
func (r *Root) View() tea.View {
	v, rows := r.Frame()
	v.Content = strings.Join(rows, "\n")
	return v
}

// Frame draws the frame as rows, for [terminal.Framer]: agent, page and whether money is
// real at the top, the keys that work now at the bottom. The rows count until the next.
func (r *Root) Frame() (tea.View, []string) {
	r.watchdog.mu.Lock()
	defer r.watchdog.mu.Unlock()
	r.watchdog.drawn = r.lock != nil
	return r.still.frame(func() (tea.View, []string) { return r.folded(r.frame()) })
}

func (r *Root) frame() (v tea.View, drawn []string) {
	v = tea.View{AltScreen: true, WindowTitle: "moto"}
	if r.width == 0 || r.height == 0 {
		return v, nil
	}
	if r.tooSmall() {
		return v, r.tooSmallPage()
	}
	height := r.height - 1 - footRows
	body, cursor := r.body(r.width, height)
	notice := r.line()
	if r.lock != nil {
		notice = ""
	}
	d := &r.drawn
	d.begin(r.theme.Theme, r.width)
	rows := make([]string, 0, r.height)
	rows = append(rows, d.headRow(r.head()))
	rows = append(rows, rowsOf(body, height)...)
	rows = append(rows, draw.Status(r.theme.Theme, notice, r.width), d.footRow(r.foot()))
	if cursor != nil {
		cursor.Y++
		cursor.Blink = false
		v.Cursor = cursor
	}
	return v, d.paint(rows)
}

// body is the part between the head and the status line.
func (r *Root) body(width, height int) (string, *tea.Cursor) {
	switch {
	case r.lock != nil:
		return r.lockPage(width, height)
	case r.asking != "":
		return strings.Join(draw.Dialog(r.theme.Theme, "Quit moto?", []string{r.asking}, width, height), "\n"), nil
	case r.helpOpen:
		return r.helpPage(width, height), nil
	}
	if v, shown := r.gate(); shown {
		return r.gatePage(v, width, height), nil
	}
	return r.current.View(width, height)
}

// head is the first row of every screen.
func (r *Root) head() draw.Head {
	h := draw.Head{Environment: r.theme.Environment(r.console.Mode), Agent: r.console.Agent, Site: r.console.Site}
	if r.lock != nil {
		h.Title = "Locked"
		return h
	}
	heading := r.current.Heading()
	h.Title, h.About = heading.Title, heading.About
	if r.helpOpen {
		h.Title, h.About = "Help", heading.Title
	}
	if open := r.unknown; open > 0 && !heading.NoBadge {
		h.Badge = kit.Badge(open, r.more)
	}
	if badge := r.recordingBadge(); badge != "" {
		h.Badge = badge
	}
	return h
}

// foot is the last row: only keys that work now.
func (r *Root) foot() draw.Footer {
	switch {
	case r.lock != nil:
		return footer(r.lockKeys())
	case r.asking != "":
		return footer([]key.Binding{kit.Relabel(r.keys.Ask.Yes, "Quit"), kit.Relabel(r.keys.Ask.No, "Stay")})
	case r.helpOpen:
		return footer([]key.Binding{r.keys.Help.Up, r.keys.Help.Close})
	}
	if v, shown := r.gate(); shown {
		return footer(r.gateKeys(v))
	}
	help := r.keys.Global.Help
	bindings := slices.DeleteFunc(r.current.Keys(), func(b key.Binding) bool { return b.Help() == help.Help() })
	if wait := r.keys.Sending.Wait.Help(); len(bindings) == 1 && bindings[0].Help() == wait {
		return draw.Footer{Says: kit.Capital(wait.Key) + ": " + wait.Desc}
	}
	f := footer(bindings)
	f.Help = &draw.Key{Key: kit.Capital(help.Help().Key), Label: kit.Capital(help.Help().Desc)}
	if r.pausing() > 0 && len(f.Keys) > 0 {
		f.Keys[0].Unlit = true
	}
	return f
}

// footer is bindings as keys of the footer. Of keys that do the same it shows the
// first; the help has all. The way out, which Esc goes too, stands last on every page.
func footer(bindings []key.Binding) (f draw.Footer) {
	leads := func(b key.Binding) bool { return slices.Contains(b.Keys(), "esc") }
	if at := slices.IndexFunc(bindings, leads); at > 0 {
		bindings = append(slices.Delete(slices.Clone(bindings), at, at+1), bindings[at])
	}
	for i, b := range bindings {
		name := b.Help().Key
		if first, _, _ := strings.Cut(name, "/"); first != "" {
			name = first
		}
		f.Keys = append(f.Keys, draw.Key{
			Key: name, Label: kit.Capital(b.Help().Desc), Short: kit.Capital(kit.ShortLabel(b.Help().Desc)),
			Unlit: !b.Enabled(), Spare: name == forms.BackKeys().Help().Key, Out: i > 0 && leads(b),
		})
	}
	return f
}

func (r *Root) tooSmallPage() []string {
	if r.asking != "" {
		ask := r.theme.Marker(r.console.Mode) + "\nQuit moto? " + r.askHint() + " " + r.asking
		return fit(ansi.Wrap(ask, r.width, ""), r.width, r.height)
	}
	rows := []string{
		r.theme.Marker(r.console.Mode),
		fmt.Sprintf("Too small: %d×%d.", r.width, r.height),
		fmt.Sprintf("moto needs %d×%d.", MinWidth, MinHeight),
		"Make the window larger:",
		"nothing is lost.",
	}
	return fit(strings.Join(rows, "\n"), r.width, r.height)
}

// askHint says which key leaves.
func (r *Root) askHint() string {
	return r.keys.Ask.Yes.Help().Key + " quits, " + r.keys.Ask.No.Help().Key + " stays."
}

// fit cuts and pads text to exactly height rows of at most width cells.
func fit(text string, width, height int) []string {
	rows := rowsOf(text, height)
	for y, row := range rows {
		rows[y] = ink.Cut(row, width)
	}
	return rows
}

// rowsOf cuts and pads text to exactly height rows.
func rowsOf(text string, height int) []string {
	out := make([]string, height)
	for i := range out {
		row, rest, more := strings.Cut(text, "\n")
		out[i] = row
		if !more {
			break
		}
		text = rest
	}
	return out
}

// drawn keeps the rows of the last frame while theme and width stay the same, because
// most rows come again.
type drawn struct {
	theme *theme.Theme
	width int

	head      draw.Head
	foot      draw.Footer
	headShown string
	footShown string
	rows      []string // as the page gave them
	painted   []string // as they appear in the frame
}

// begin forgets rows that were drawn in another theme or for another width.
func (d *drawn) begin(t *theme.Theme, width int) {
	if d.theme != t || d.width != width {
		*d = drawn{theme: t, width: width}
	}
}

func (d *drawn) headRow(h draw.Head) string {
	if d.headShown == "" || h != d.head {
		d.head, d.headShown = h, h.Draw(d.theme, d.width)
	}
	return d.headShown
}

func (d *drawn) footRow(f draw.Footer) string {
	same := d.footShown != "" && slices.Equal(f.Keys, d.foot.Keys) && f.Says == d.foot.Says && (f.Help == nil) == (d.foot.Help == nil)
	if !same {
		d.foot, d.footShown = f, f.Draw(d.theme, d.width)
	}
	return d.footShown
}

// paint lays the rows on the page.
func (d *drawn) paint(rows []string) []string {
	if len(d.rows) != len(rows) {
		d.rows, d.painted = make([]string, len(rows)), make([]string, len(rows))
	}
	for y, row := range rows {
		if row != d.rows[y] || d.painted[y] == "" {
			d.rows[y], d.painted[y] = row, d.theme.Page.Ground(ink.Cut(row, d.width), d.width)
		}
	}
	copy(d.rows, rows) // a row keeps the page that it is a part of: only the newest
	return d.painted
}
