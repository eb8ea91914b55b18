package forms

import (
	"slices"
	"unicode"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"motoconsole/internal/ink"
	"motoconsole/internal/keyboard"
)

// line is one line of text with a cursor. It is our own and not bubbles/textinput
// for two reasons: that package reads the clipboard of the machine moto runs on, and
// it leaves removed text in memory, which here may be a card number typed into the
// wrong field.
//
// In place of digits it may hold stand-ins, whose digits are in the cells.
type line struct {
	runes []rune // never grows past its first capacity
	at    int    // the cursor stands before this rune
	cells *keyboard.Cells
}

func newLine(most int) line { return line{runes: make([]rune, 0, most)} }

// set replaces the text, of at most the line's capacity, and puts the cursor.
func (l *line) set(text []rune, at int) {
	text = text[:min(len(text), cap(l.runes))]
	for _, r := range l.runes {
		if !slices.Contains(text, r) {
			l.cells.Drop(r)
		}
	}
	clear(l.runes[copy(l.runes[:cap(l.runes)], text):cap(l.runes)])
	l.runes = l.runes[:len(text)]
	l.at = min(max(at, 0), len(l.runes))
}

func (l *line) wipe() { l.set(nil, 0) }

// remove deletes the runes between two places and puts the cursor there.
func (l *line) remove(from, to int) {
	for _, r := range l.runes[from:to] {
		l.cells.Drop(r)
	}
	tail := l.runes[from+copy(l.runes[from:], l.runes[to:]):]
	clear(tail)
	l.runes, l.at = l.runes[:len(l.runes)-len(tail)], from
}

// plain is the text with its digits.
func (l *line) plain(yield func(rune) bool) {
	for _, r := range l.runes {
		if !yield(l.cells.Plain(r)) {
			return
		}
	}
}

// press takes a key that moves or deletes, with the bindings people know from
// shells, and reports false for other keys.
func (l *line) press(k tea.KeyPressMsg) bool {
	end := len(l.runes)
	switch k.Mod &^ lockKeys {
	case tea.ModCtrl:
		return l.pressCtrl(k.Code)
	case tea.ModAlt:
		return l.pressAlt(k.Code)
	case 0, tea.ModShift:
	default:
		return false
	}
	switch k.Code {
	case tea.KeyLeft, tea.KeyKpLeft:
		l.at = max(l.at-1, 0)
	case tea.KeyRight, tea.KeyKpRight:
		l.at = min(l.at+1, end)
	case tea.KeyHome, tea.KeyKpHome:
		l.at = 0
	case tea.KeyEnd, tea.KeyKpEnd:
		l.at = end
	case tea.KeyBackspace:
		l.remove(max(l.at-1, 0), l.at)
	case tea.KeyDelete, tea.KeyKpDelete:
		l.remove(l.at, min(l.at+1, end))
	default:
		return false
	}
	return true
}

func (l *line) pressCtrl(code rune) bool {
	end := len(l.runes)
	switch code {
	case 'a':
		l.at = 0
	case 'e':
		l.at = end
	case 'b':
		l.at = max(l.at-1, 0)
	case 'f':
		l.at = min(l.at+1, end)
	case 'h':
		l.remove(max(l.at-1, 0), l.at)
	case 'd':
		l.remove(l.at, min(l.at+1, end))
	case 'u':
		l.remove(0, l.at)
	case 'k':
		l.remove(l.at, end)
	case 'w', tea.KeyBackspace:
		l.remove(l.wordBefore(), l.at)
	case tea.KeyDelete:
		l.remove(l.at, l.wordAfter())
	case tea.KeyLeft:
		l.at = l.wordBefore()
	case tea.KeyRight:
		l.at = l.wordAfter()
	default:
		return false
	}
	return true
}

func (l *line) pressAlt(code rune) bool {
	switch code {
	case 'b', tea.KeyLeft:
		l.at = l.wordBefore()
	case 'f', tea.KeyRight:
		l.at = l.wordAfter()
	case 'd', tea.KeyDelete:
		l.remove(l.at, l.wordAfter())
	case tea.KeyBackspace:
		l.remove(l.wordBefore(), l.at)
	default:
		return false
	}
	return true
}

func (l *line) wordBefore() int {
	i := l.at
	for i > 0 && unicode.IsSpace(l.runes[i-1]) {
		i--
	}
	for i > 0 && !unicode.IsSpace(l.runes[i-1]) {
		i--
	}
	return i
}

func (l *line) wordAfter() int {
	i := l.at
	for i < len(l.runes) && unicode.IsSpace(l.runes[i]) {
		i++
	}
	for i < len(l.runes) && !unicode.IsSpace(l.runes[i]) {
		i++
	}
	return i
}

func (l *line) holds(r rune) bool { return slices.Contains(l.runes, r) }

// cells is how wide text is on a terminal.
func cells(text string) int { return ink.Width(text) }

// cut is text in at most width cells, with "…" for what does not fit.
func cut(text string, width int) string { return ink.Cut(text, width) }

// scrolled is the part of text that fits in width cells around the cursor,
// which stands before the rune at, and the cell the cursor stands in.
func scrolled(text string, at, width int) (string, int) {
	if width <= 0 {
		return "", -1
	}
	runes := []rune(text)
	before, after := string(runes[:at]), string(runes[at:])
	for drop := cells(before) - (width - 1); cells(before) > width-1; drop++ {
		before = ansi.TruncateLeft(string(runes[:at]), drop, "")
	}
	return ansi.Truncate(before+after, width, ""), cells(before)
}

// cursorIn is the cursor's cell, kept within width, or -1 without the focus.
func cursorIn(focused bool, at, width int) int {
	if !focused || width <= 0 {
		return -1
	}
	return min(at, width-1)
}
