package screentest

import (
	"image/color"
	"iter"
	"strings"
	"unicode"

	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"

	"motoconsole/internal/screentest/grid"
)

// Text is what the terminal shows, without the blanks at the ends of lines and
// the empty lines at the end.
func (s *Terminal) Text() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text()
}

// Styled is what the terminal shows, with the styles as escape sequences.
func (s *Terminal) Styled() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.emu.Render()
}

// Cell is one place on the screen.
type Cell struct {
	Text   string // one grapheme; "" in the second half of a wide one
	Fg, Bg color.Color
	Bold, Faint, Italic, Underline,
	Blink, Reverse, Conceal, Strike bool
	Link string
}

// Cells are all places of the screen, row by row.
func (s *Terminal) Cells() iter.Seq[Cell] {
	return func(yield func(Cell) bool) {
		s.mu.Lock()
		defer s.mu.Unlock()
		for y := range s.emu.Height() {
			for x := range s.emu.Width() {
				if !yield(s.cell(x, y)) {
					return
				}
			}
		}
	}
}

// Cell is the cell at column x, row y, counted from 0.
func (s *Terminal) Cell(x, y int) Cell {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.cell(x, y)
}

func (s *Terminal) cell(x, y int) Cell {
	c := s.emu.CellAt(x, y)
	if c == nil {
		return Cell{}
	}
	has := func(attr uint8) bool { return c.Style.Attrs&attr != 0 }
	return Cell{
		Text: c.Content, Fg: c.Style.Fg, Bg: c.Style.Bg,
		Bold: has(uv.AttrBold), Faint: has(uv.AttrFaint), Italic: has(uv.AttrItalic),
		Underline: c.Style.Underline != uv.UnderlineNone,
		Blink:     has(uv.AttrBlink), Reverse: has(uv.AttrReverse),
		Conceal: has(uv.AttrConceal), Strike: has(uv.AttrStrikethrough),
		Link: c.Link.URL + c.Link.Params,
	}
}

// Find is where text begins on the screen, on one row.
func (s *Terminal) Find(text string) (x, y int, found bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for y := range s.emu.Height() {
		if before, _, ok := strings.Cut(grid.Line(s.emu, y), text); ok {
			return ansi.StringWidth(before), y, true
		}
	}
	return 0, 0, false
}

// Cursor is where the cursor is, and whether it is shown.
func (s *Terminal) Cursor() (x, y int, shown bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	at := s.emu.CursorPosition()
	return at.X, at.Y, !s.hidden
}

// Title is the window title the program set.
func (s *Terminal) Title() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.title
}

// AltScreen reports whether the program has the alternate screen.
func (s *Terminal) AltScreen() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.emu.IsAltScreen()
}

// Mode reports whether the program has set a mode, such as
// ansi.ModeMouseNormal.
func (s *Terminal) Mode(m ansi.Mode) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.modes[m]
}

// Bells is how often the terminal has rung.
func (s *Terminal) Bells() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.bells
}

// Bytes is how many bytes the program has written.
func (s *Terminal) Bytes() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.recorded)
}

// Recorded is everything the program has written.
func (s *Terminal) Recorded() []byte {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]byte(nil), s.recorded...)
}

// Unwrapped is a text without blanks and the edges of panels, so that a value that is wrapped
// is found in it.
func Unwrapped(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || strings.ContainsRune("│┃▄", r) {
			return -1
		}
		return r
	}, ansi.Strip(text))
}
