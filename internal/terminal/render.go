package terminal

import (
	"slices"

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

// render appends what makes the terminal show a view.
func (s *Program) render(out []byte, v tea.View) []byte {
	out, redraw := s.modes.apply(out, v)
	if redraw {
		s.screen.forget()
	}
	begun := len(out)
	if !s.screen.known || v.Content != s.shown.Content {
		out = s.screen.paint(out, v.Content)
	}
	s.shown = tea.View{Content: v.Content}
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
