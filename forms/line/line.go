// Package line is one line of text that is typed and edited, as people know it from
// shells, and that wipes what is removed.
package line

import (
	"slices"
	"unicode"

	tea "charm.land/bubbletea/v2"

	"motoconsole/internal/keyboard"
)

// Line is one line of text with a cursor. It is our own and not bubbles/textinput
// for two reasons: that package reads the clipboard of the machine moto runs on, and
// it leaves removed text in memory, which here may be a card number typed into the
// wrong field.
//
// In place of digits it may hold stand-ins, whose digits are in the cells.
type Line struct {
	Runes []rune // never grows past its first capacity, which it has from the first text on
	At    int    // the cursor stands before this rune
	Cells *keyboard.Cells
	most  int
}

// Locks are keys whose state does not change what another key means.
const Locks = tea.ModCapsLock | tea.ModNumLock | tea.ModScrollLock

// New is an empty line that holds `most` runes. Most fields of a form stay empty: a line
// takes its memory with its first text, and all of it at once, so that no part of a text
// stays behind in memory that was too small.
func New(most int) Line { return Line{most: most} }

// Room is how many runes the line holds.
func (l *Line) Room() int { return l.most }

// Set replaces the text, of at most the line's room, and puts the cursor.
func (l *Line) Set(text []rune, at int) {
	text = text[:min(len(text), l.most)]
	if l.Runes == nil && len(text) > 0 {
		l.Runes = make([]rune, 0, l.most)
	}
	for _, r := range l.Runes {
		if !slices.Contains(text, r) {
			l.Cells.Drop(r)
		}
	}
	clear(l.Runes[copy(l.Runes[:cap(l.Runes)], text):cap(l.Runes)])
	l.Runes = l.Runes[:len(text)]
	l.At = min(max(at, 0), len(l.Runes))
}

// Wipe empties the line.
func (l *Line) Wipe() { l.Set(nil, 0) }

// Remove deletes the runes between two places and puts the cursor there.
func (l *Line) Remove(from, to int) {
	for _, r := range l.Runes[from:to] {
		l.Cells.Drop(r)
	}
	tail := l.Runes[from+copy(l.Runes[from:], l.Runes[to:]):]
	clear(tail)
	l.Runes, l.At = l.Runes[:len(l.Runes)-len(tail)], from
}

// Plain is the text with its digits.
func (l *Line) Plain(yield func(rune) bool) {
	for _, r := range l.Runes {
		if !yield(l.Cells.Plain(r)) {
			return
		}
	}
}

// Press takes a key that moves or deletes, with the bindings people know from
// shells, and reports false for other keys.
func (l *Line) Press(k tea.KeyPressMsg) bool {
	end := len(l.Runes)
	switch k.Mod &^ Locks {
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
		l.At = max(l.At-1, 0)
	case tea.KeyRight, tea.KeyKpRight:
		l.At = min(l.At+1, end)
	case tea.KeyHome, tea.KeyKpHome:
		l.At = 0
	case tea.KeyEnd, tea.KeyKpEnd:
		l.At = end
	case tea.KeyBackspace:
		l.Remove(max(l.At-1, 0), l.At)
	case tea.KeyDelete, tea.KeyKpDelete:
		l.Remove(l.At, min(l.At+1, end))
	default:
		return false
	}
	return true
}

func (l *Line) pressCtrl(code rune) bool {
	end := len(l.Runes)
	switch code {
	case 'a':
		l.At = 0
	case 'e':
		l.At = end
	case 'b':
		l.At = max(l.At-1, 0)
	case 'f':
		l.At = min(l.At+1, end)
	case 'h':
		l.Remove(max(l.At-1, 0), l.At)
	case 'd':
		l.Remove(l.At, min(l.At+1, end))
	case 'u':
		l.Remove(0, l.At)
	case 'k':
		l.Remove(l.At, end)
	case 'w', tea.KeyBackspace:
		l.Remove(l.wordBefore(), l.At)
	case tea.KeyDelete:
		l.Remove(l.At, l.wordAfter())
	case tea.KeyLeft:
		l.At = l.wordBefore()
	case tea.KeyRight:
		l.At = l.wordAfter()
	default:
		return false
	}
	return true
}

func (l *Line) pressAlt(code rune) bool {
	switch code {
	case 'b', tea.KeyLeft:
		l.At = l.wordBefore()
	case 'f', tea.KeyRight:
		l.At = l.wordAfter()
	case 'd', tea.KeyDelete:
		l.Remove(l.At, l.wordAfter())
	case tea.KeyBackspace:
		l.Remove(l.wordBefore(), l.At)
	default:
		return false
	}
	return true
}

func (l *Line) wordBefore() int {
	i := l.At
	for i > 0 && unicode.IsSpace(l.Runes[i-1]) {
		i--
	}
	for i > 0 && !unicode.IsSpace(l.Runes[i-1]) {
		i--
	}
	return i
}

func (l *Line) wordAfter() int {
	i := l.At
	for i < len(l.Runes) && unicode.IsSpace(l.Runes[i]) {
		i++
	}
	for i < len(l.Runes) && !unicode.IsSpace(l.Runes[i]) {
		i++
	}
	return i
}

// Holds reports a rune of the line.
func (l *Line) Holds(r rune) bool { return slices.Contains(l.Runes, r) }
