package screentest

import (
	"fmt"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"
)

// demo is the program that the harness is tested with: a line of text, the last paste,
// the window's size, and commands of every kind.
type demo struct {
	text, pasted, profile string
	width, height         int
	notes                 []string
	alt                   bool
}

type noted string

func note(s string) tea.Cmd { return func() tea.Msg { return noted(s) } }

func later(d time.Duration, s string) tea.Cmd {
	return tea.Tick(d, func(time.Time) tea.Msg { return noted(s) })
}

func (d *demo) Init() tea.Cmd { return note("init") }

func (d *demo) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		d.width, d.height = msg.Width, msg.Height
	case tea.ColorProfileMsg:
		d.profile = msg.String()
	case tea.PasteMsg:
		d.pasted = msg.Content
	case noted:
		d.notes = append(d.notes, string(msg))
		if msg == "spin" {
			return d, note("spin")
		}
	case tea.KeyPressMsg:
		return d, d.key(msg)
	}
	return d, nil
}

func (d *demo) key(msg tea.KeyPressMsg) tea.Cmd {
	switch msg.String() {
	case "enter":
		d.text = ""
	case "backspace":
		if r := []rune(d.text); len(r) > 0 {
			d.text = string(r[:len(r)-1])
		}
	case "ctrl+b":
		return tea.Batch(note("b1"), nil, tea.Batch(note("b2"), note("b3")))
	case "ctrl+s":
		return tea.Sequence(note("s1"), tea.Batch(later(80*time.Millisecond, "s2"), note("s3")), note("s4"))
	case "ctrl+t":
		return later(120*time.Millisecond, "tick")
	case "ctrl+l":
		return note("spin")
	case "ctrl+p":
		return func() tea.Msg { panic("broken command") }
	case "ctrl+a":
		d.alt = !d.alt
	case "ctrl+g":
		return tea.RequestBackgroundColor
	case "ctrl+c":
		return tea.Quit
	default:
		if msg.Text == "" {
			d.notes = append(d.notes, msg.String())
		}
		d.text += msg.Text
	}
	return nil
}

func (d *demo) View() tea.View {
	var b strings.Builder
	fmt.Fprintf(&b, "size %dx%d %s\n", d.width, d.height, d.profile)
	fmt.Fprintf(&b, "text \x1b[1;31m%s\x1b[m|\n", d.text)
	fmt.Fprintf(&b, "paste %q\n", d.pasted)
	fmt.Fprintf(&b, "notes %s\n日本語 wide\n", strings.Join(d.notes, ","))
	v := tea.NewView(b.String())
	v.AltScreen = d.alt
	v.WindowTitle = "demo"
	v.Cursor = tea.NewCursor(len("text ")+len(d.text), 1)
	return v
}
