package ui

import (
	tea "charm.land/bubbletea/v2"

	"github.com/charmbracelet/x/ansi"

	"motoconsole/internal/charset"
)

// folded is a frame in the characters that the terminal can show. It comes last, so
// that pages need not know them.
func (r *Root) folded(v tea.View, rows []string) (tea.View, []string) {
	set := r.console.Charset
	if set == charset.Unicode {
		return v, rows
	}
	lines := make([]string, len(rows))
	for i, line := range rows {
		cell := 0
		if v.Cursor != nil && v.Cursor.Y == i {
			cell = v.Cursor.X
		}
		line, cell = set.Line(line, cell)
		lines[i] = ansi.Truncate(line, r.width, "")
		if v.Cursor != nil && v.Cursor.Y == i {
			v.Cursor.X = min(cell, max(0, r.width-1))
		}
	}
	return v, lines
}

// The size assumed for a terminal that reports none, as on serial lines and in
// containers. If it is too large, something can still be read; at 0×0 nothing can.
const (
	usualWidth  = 80
	usualHeight = 24
)

// Sized gives a terminal that reports no size the usual one. It is a filter for the
// program's messages, because the renderer takes its size from them as well.
func Sized(_ tea.Model, msg tea.Msg) tea.Msg {
	if size, ok := msg.(tea.WindowSizeMsg); ok {
		size.Width, size.Height = sizeOf(size)
		return size
	}
	return msg
}

func sizeOf(msg tea.WindowSizeMsg) (width, height int) {
	width, height = msg.Width, msg.Height
	if width <= 0 {
		width = usualWidth
	}
	if height <= 0 {
		height = usualHeight
	}
	return width, height
}
