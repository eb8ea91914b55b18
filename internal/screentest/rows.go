package screentest

import (
	"image/color"
)

// Rows are every place of the screen, row by row. A written blank equals one that was
// never written: colours that cannot be seen do not count.
func (s *Terminal) Rows() [][]Cell {
	s.mu.Lock()
	width, height := s.emu.Width(), s.emu.Height()
	s.mu.Unlock()
	rows := make([][]Cell, height)
	for y := range rows {
		rows[y] = make([]Cell, width)
		for x := range rows[y] {
			rows[y][x] = seen(s.Cell(x, y))
		}
	}
	return rows
}

// seen is a cell in a standard form of its looks.
func seen(c Cell) Cell {
	c.Fg, c.Bg = rgba(c.Fg), rgba(c.Bg)
	if c.Text == "" || c.Text == " " {
		c.Text = " "
		if !c.Reverse && !c.Underline && !c.Strike {
			c.Fg, c.Bold, c.Faint, c.Italic, c.Blink, c.Conceal = nil, false, false, false, false, false
		}
	}
	return c
}

func rgba(c color.Color) color.Color {
	if c == nil {
		return nil
	}
	return color.RGBA64Model.Convert(c)
}
