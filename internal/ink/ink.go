// Package ink draws styled text, with sequences that are made once and put around text
// as often as it is drawn, and measures how wide text is. It has no colours of its own.
package ink

import (
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// Sequences that end one property and leave the others. A style ends only with these,
// so that a surface can continue after it.
const (
	offFg        = "\x1b[39m"
	offBg        = "\x1b[49m"
	offBold      = "\x1b[22m"
	offUnderline = "\x1b[24m"
	offReverse   = "\x1b[27m"
)

// Look says how text differs from plain text. Fg and Bg are parameters of a sequence,
// such as "38;5;255", or "" if the colour stays.
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

// Style is a look with its sequences. The zero value changes nothing.
type Style struct{ on, off string }

// New makes a style of a look.
func New(l Look) Style { return Style{l.on(), l.off()} }

// Render is the text in the style. Each line begins and ends the style again.
func (s Style) Render(text string) string {
	switch {
	case s.on == "" || text == "":
		return text
	case strings.IndexByte(text, '\n') >= 0:
		text = strings.ReplaceAll(text, "\n", s.off+"\n"+s.on)
	}
	return s.on + text + s.off
}

// Lead puts blanks before a text, in the style where the text begins with it and that shows
// nothing. A change of style costs some twenty bytes on the line.
func (s Style) Lead(blanks, text string) string {
	if s.showsOnBlanks() || !strings.HasPrefix(text, s.on) {
		return blanks + text
	}
	return s.on + blanks + text[len(s.on):]
}

// showsOnBlanks reports a style that changes how a blank looks, or that is none.
func (s Style) showsOnBlanks() bool {
	return s.on == "" || strings.Contains(s.off, offBg) || strings.Contains(s.off, offUnderline) || strings.Contains(s.off, offReverse)
}

// Bridge lets the style go on over blanks between two texts of it, where that shows
// nothing.
func (s Style) Bridge(text string) string {
	if s.showsOnBlanks() {
		return text
	}
	var bridged strings.Builder
	for {
		before, after, more := strings.Cut(text, s.on)
		bridged.WriteString(before)
		if !more {
			return bridged.String()
		}
		bridged.WriteString(s.on)
		for {
			var own string
			own, text, _ = strings.Cut(after, s.off) // the end of this style: another's ends with more
			bridged.WriteString(own)
			next := strings.TrimLeft(text, " ")
			if !strings.HasPrefix(next, s.on) {
				break
			}
			bridged.WriteString(text[:len(text)-len(next)])
			after = next[len(s.on):]
		}
		bridged.WriteString(s.off)
	}
}

// Surface is a background that text lies on. It continues after a style in the text
// ends.
type Surface struct {
	on, off string
	fg, bg  string // the sequence that continues it after a style of the text
	plain   bool   // reversed: colours of the text would become backgrounds
	bold    bool
	ends    bool // it is invisible, so [ ] mark its ends
}

// NewSurface makes a surface. ends puts [ ] at the ends of text on it, in place of
// blanks.
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
	return s.on + s.over(Fit(text, width)) + s.off
}

// Ground is a row of the lowest surface. It is painted to its end only if it has a
// colour of its own.
func (s Surface) Ground(row string, width int) string {
	if s.bg == "" {
		return s.Render(row)
	}
	return s.Row(row, width)
}

// Render is the text on the surface, in the text's width.
func (s Surface) Render(text string) string {
	if s.on == "" || text == "" {
		return text
	}
	return s.on + s.over(text) + s.off
}

// Chip is the text on the surface with one more cell on each side: a blank, or the [ ]
// that mark the ends.
func (s Surface) Chip(text string) string {
	left, right := s.Ends()
	return s.on + left + s.over(text) + right + s.off
}

// Ends are the cells at the ends of text on the surface.
func (s Surface) Ends() (left, right string) {
	if s.ends {
		return "[", "]"
	}
	return " ", " "
}

// over makes the surface continue after the styles of a text.
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
