package terminal

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/charmbracelet/x/ansi"
)

const (
	// The largest screen that is drawn. A terminal that says it is larger shows
	// the frame in its corner.
	mostWidth, mostHeight = 512, 256
	// flickers is how long a frame is that moves the cursor about visibly.
	flickers = 256
)

func bounded(size tea.WindowSizeMsg) tea.WindowSizeMsg {
	return tea.WindowSizeMsg{
		Width:  max(0, min(size.Width, mostWidth)),
		Height: max(0, min(size.Height, mostHeight)),
	}
}

// Framer is a model that gives the rows of its frame as they are, which spares a session to
// put them together at each key and to take them apart again. A row that comes again is
// best the same string.
type Framer interface {
	tea.Model
	// Frame is the view without its content, and the rows of that.
	Frame() (tea.View, []string)
}

// frame is the view of the model, and its rows.
func frame(model tea.Model) (tea.View, []string) {
	if f, ok := model.(Framer); ok {
		return f.Frame()
	}
	v := model.View()
	return v, rowsOf(v.Content)
}

func rowsOf(content string) []string { return strings.Split(content, "\n") }

// render appends what makes the terminal show a view of these rows.
func (s *Program) render(out []byte, v tea.View, rows []string) []byte {
	out, redraw := s.modes.apply(out, v)
	if redraw {
		s.screen.forget()
	}
	begun := len(out)
	out = s.screen.paint(out, rows)
	c := v.Cursor
	if c == nil || s.size.Width == 0 || s.size.Height == 0 {
		return s.modes.hide(out)
	}
	if len(out)-begun > flickers && s.modes.shown {
		s.modes.shown = false
		out = slices.Insert(out, begun, []byte(ansi.ResetModeTextCursorEnable)...)
	}
	out = s.screen.moveTo(out, max(0, min(c.X, s.size.Width-1)), max(0, min(c.Y, s.size.Height-1)))
	return s.modes.show(out, c)
}
