// Package ink is styled text: sequences that are made once and put around text as
// often as it is drawn, and how wide text is. It knows no colours of its own.
package ink

import (
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// Sequences that end one property and leave the others. A style ends in these alone,
// so that a surface can go on after it.
const (
	offFg        = "\x1b[39m"
	offBg        = "\x1b[49m"
	offBold      = "\x1b[22m"
	offUnderline = "\x1b[24m"
	offReverse   = "\x1b[27m"
)

// Look says what is different about text. Fg and Bg are parameters of a sequence,
// such as "38;5;255", and "" where the colour stays as it is.
type Look struct {
	Fg, Bg                   string
	Bold, Underline, Reverse bool
}

// on and off are the sequences that begin a look and end it.
func (l Look) on() string {
	var params []string
	add := func(there bool, param string) {
		if there {
			params = append(params, param)
		}
	}
	add(l.Bold, "1")
	add(l.Underline, "4")
	add(l.Reverse, "7")
	add(l.Fg != "", l.Fg)
	add(l.Bg != "", l.Bg)
	if len(params) == 0 {
		return ""
	}
	return "\x1b[" + strings.Join(params, ";") + "m"
}

func (l Look) off() string {
	off := ""
	add := func(there bool, sequence string) {
		if there {
			off += sequence
		}
	}
	add(l.Bold, offBold)
	add(l.Underline, offUnderline)
	add(l.Reverse, offReverse)
	add(l.Fg != "", offFg)
	add(l.Bg != "", offBg)
	return off
}

// Style is a look made ready for drawing. The zero value changes nothing.
type Style struct{ on, off string }

// New makes a style of a look.
func New(l Look) Style { return Style{l.on(), l.off()} }

// Render is the text in the style. Each of its lines begins and ends it anew.
func (s Style) Render(text string) string {
	switch {
	case s.on == "" || text == "":
		return text
	case strings.IndexByte(text, '\n') >= 0:
		text = strings.ReplaceAll(text, "\n", s.off+"\n"+s.on)
	}
	return s.on + text + s.off
}

// Surface is a ground that text lies on. Styles in the text end without ending it.
type Surface struct {
	on, off string
	fg, bg  string // what goes on after a style of the text has ended it
	plain   bool   // colours of the text would be grounds in it
	bold    bool
	ends    bool // it cannot be seen, so [ ] say where it ends
}

// NewSurface makes a surface. Ends says that [ ] stand at the ends of what lies on
// it, in the place of blanks.
func NewSurface(l Look, ends bool) Surface {
	s := Surface{on: l.on(), off: l.off(), plain: l.Reverse, bold: l.Bold, ends: ends}
	if l.Fg != "" {
		s.fg = "\x1b[" + l.Fg + "m"
	}
	if l.Bg != "" {
		s.bg = "\x1b[" + l.Bg + "m"
	}
	return s
}

// IsZero reports the surface that changes nothing.
func (s Surface) IsZero() bool { return s == Surface{} }

// Row is a row of the surface: the text, cut only if it must be, and the surface to
// the end of width cells.
func (s Surface) Row(text string, width int) string {
	wide := Width(text)
	if wide > width {
		text = Cut(text, width)
		wide = Width(text)
	}
	return s.on + s.over(text) + Blanks(width-wide) + s.off
}

// Ground is a row of what lies under everything else: painted to its end only where it
// has a colour of its own.
func (s Surface) Ground(row string, width int) string {
	if s.bg == "" {
		return s.Render(row)
	}
	return s.Row(row, width)
}

// Render is the text on the surface, no wider than it is.
func (s Surface) Render(text string) string {
	if s.on == "" || text == "" {
		return text
	}
	return s.on + s.over(text) + s.off
}

// Chip is the text on the surface with one cell more on either side: a blank, or
// the [ ] that say where it ends.
func (s Surface) Chip(text string) string {
	left, right := s.Ends()
	return s.on + left + s.over(text) + right + s.off
}

// Ends are the cells at the ends of what lies on the surface.
func (s Surface) Ends() (left, right string) {
	if s.ends {
		return "[", "]"
	}
	return " ", " "
}

// over makes the surface go on behind the styles of a text.
func (s Surface) over(text string) string {
	if strings.IndexByte(text, ansi.ESC) < 0 {
		return text
	}
	if s.plain {
		return ansi.Strip(text)
	}
	if s.fg != "" {
		text = strings.ReplaceAll(text, offFg, s.fg)
	}
	if s.bg != "" {
		text = strings.ReplaceAll(text, offBg, s.bg)
	}
	if s.bold {
		text = strings.ReplaceAll(text, offBold, "")
	}
	return text
}
