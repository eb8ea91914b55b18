package terminal

import (
	"strconv"

	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"

	"github.com/charmbracelet/colorprofile"
)

// screen is the known state of a terminal: rows of text, the place of the cursor,
// the style of the next character. It keeps the rows as text, and makes cells only
// of rows that differ, while it compares them.
//
// Ultraviolet's own renderer keeps the whole screen twice in cells: 880 KB for each
// session, and twice the time for each key. This package uses its reading of styled
// text, its styles and the changes between them.
type screen struct {
	width, height int
	profile       colorprofile.Profile

	known bool // the terminal shows these rows
	rows  []row
	spare []row // for the rows of the next frame
	pen   uv.Style
	x, y  int // of the cursor; x is -1 if it is not known
}

// gapBridged is how many unchanged cells are rewritten instead of skipped: a jump
// is about as long.
const gapBridged = 4

// resize sets the size. The terminal's content is unknown after that.
func (s *screen) resize(width, height int) {
	s.width, s.height = width, height
	s.forget()
}

// forget makes the next frame a complete one.
func (s *screen) forget() { s.known = false }

// paint appends what makes the terminal show the content. The style of its last
// character goes on into the next frame: what is typed has the one before, and a
// style in all colours is longer than anything else a key sends.
func (s *screen) paint(out []byte, content string) []byte {
	if s.width == 0 || s.height == 0 {
		return out
	}
	if !s.known {
		out = append(out, ansi.ResetStyle+ansi.CursorHomePosition+ansi.EraseEntireScreen...)
		s.pen, s.x, s.y, s.known = uv.Style{}, 0, 0, true
		s.rows = split(s.rows, nil, "", s.height)
	}
	next := split(s.spare, s.rows, content, s.height)
	was, is := borrow(), borrow()
	for y, row := range next {
		if row.text != s.rows[y].text {
			was.read(s.rows[y].text, s.width, s.profile)
			is.read(row.text, s.width, s.profile)
			out = s.change(out, y, was, is)
		}
	}
	lines.Put(was)
	lines.Put(is)
	clear(s.rows)
	s.rows, s.spare = next, s.rows
	return out
}

// change appends the sequences that turn one row into another.
func (s *screen) change(out []byte, y int, was, is *line) []byte {
	if !was.plain || !is.plain {
		return s.rewrite(out, y, is)
	}
	old, cells := was.cells(), is.cells()
	oldEnd, end := was.end(), is.end()
	for x := 0; x < end; {
		if old[x].Equal(&cells[x]) {
			x++
			continue
		}
		out = s.moveTo(out, x, y)
		for x < end {
			same := 0
			for x+same < end && same <= gapBridged && old[x+same].Equal(&cells[x+same]) {
				same++
			}
			if same > gapBridged || x+same == end {
				x += same
				break
			}
			out = s.put(out, &cells[x])
			x++
		}
	}
	if oldEnd > end {
		out = s.moveTo(out, end, y)
		out = s.setPen(out, uv.Style{})
		out = append(out, ansi.EraseLineRight...)
	}
	return out
}

// rewrite writes a whole row whose characters terminals may place differently.
// Without wrapping, it cannot spill into the next row.
func (s *screen) rewrite(out []byte, y int, is *line) []byte {
	out = s.moveTo(out, 0, y)
	out = s.setPen(out, uv.Style{})
	out = append(out, ansi.EraseEntireLine...)
	if !is.plain {
		out = append(out, ansi.ResetModeAutoWrap...)
	}
	cells := is.cells()[:is.end()]
	for i := range cells {
		if cells[i].Width > 0 {
			out = s.put(out, &cells[i])
		}
	}
	if !is.plain {
		s.x = -1
		out = append(out, ansi.SetModeAutoWrap...)
	}
	return out
}

// put writes a cell where the cursor is.
func (s *screen) put(out []byte, c *uv.Cell) []byte {
	out = s.setPen(out, c.Style)
	out = append(out, c.Content...)
	if s.x >= 0 {
		if s.x++; s.x >= s.width {
			s.x = -1 // the next character wraps, or not yet
		}
	}
	return out
}

func (s *screen) setPen(out []byte, style uv.Style) []byte {
	if s.pen.Equal(&style) {
		return out
	}
	out = append(out, style.Diff(&s.pen)...)
	s.pen = style
	return out
}

// moveTo appends the shortest way to a place.
func (s *screen) moveTo(out []byte, x, y int) []byte {
	if s.x == x && s.y == y {
		return out
	}
	home := appendMove(appendNumber(append(make([]byte, 0, 12), "\x1b["...), y+1), ';', x+1, 'H')
	if s.x >= 0 {
		near := make([]byte, 0, 12)
		near = appendStep(near, y-s.y, 'B', 'A')
		switch {
		case x == 0 && s.x > 0:
			near = append(near, '\r')
		case x == s.x-1:
			near = append(near, '\b')
		default:
			near = appendStep(near, x-s.x, 'C', 'D')
		}
		if len(near) < len(home) {
			home = near
		}
	}
	s.x, s.y = x, y
	return append(out, home...)
}

// appendStep appends a move by n in one direction, or by -n in the other.
func appendStep(out []byte, n int, ahead, back byte) []byte {
	switch {
	case n == 0:
		return out
	case n < 0:
		n, ahead = -n, back
	}
	out = append(out, "\x1b["...)
	if n > 1 {
		out = appendNumber(out, n)
	}
	return append(out, ahead)
}

func appendMove(out []byte, by byte, n int, end byte) []byte {
	return append(appendNumber(append(out, by), n), end)
}

func appendNumber(out []byte, n int) []byte { return strconv.AppendInt(out, int64(n), 10) }
