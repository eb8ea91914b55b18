package ink

import (
	"strings"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/ansi/parser"
)

// Single is the length of what a text begins with: the sequence of a style, or a character
// that takes one cell, whatever stands beside it. It is 0 for anything else.
func Single(text string) (n int, isStyle bool) {
	if text[0] == ansi.ESC {
		return style(text), true
	}
	if r, size := utf8.DecodeRuneInString(text); isSingle(r) {
		return size, false
	}
	return 0, false
}

// singles is the width of a text of nothing but styles and characters that take one cell
// each, whatever stands beside them. It reports false for any other text. Nearly all that
// is drawn is of that kind, is measured several times at each key, and would take fifty
// times as long by the tables of Unicode.
func singles(text string) (width int, ok bool) {
	for i := 0; i < len(text); {
		switch c := text[i]; {
		case c >= ' ' && c < 0x7f:
			width++
			i++
		case c == ansi.ESC:
			n := style(text[i:])
			if n == 0 {
				return 0, false
			}
			i += n
		default:
			r, size := utf8.DecodeRuneInString(text[i:])
			if !isSingle(r) {
				return 0, false
			}
			width++
			i += size
		}
	}
	return width, true
}

// style is the length of the sequence of a style that a text begins with; 0 where it
// begins with another sequence, with one that has too many parameters to be read, or with
// none.
func style(text string) int {
	if !strings.HasPrefix(text, "\x1b[") {
		return 0
	}
	params := 1
	for i := len("\x1b["); i < len(text); i++ {
		switch c := text[i]; {
		case c >= '0' && c <= '9':
		case c == ';', c == ':': // what parts numbers
			if params++; params > parser.MaxParamsSize {
				return 0
			}
		case c == 'm':
			return i + 1
		default:
			return 0
		}
	}
	return 0
}

// isSingle reports a character that takes one cell and joins no other.
func isSingle(r rune) bool {
	switch {
	case r < 0x7f:
		return r >= ' '
	case r < 0xa1 || r == 0xad: // controls, and a hyphen that may not show
		return false
	case r < 0x300: // Latin letters and signs
		return true
	case r < 0x2010:
		return false
	case r <= 0x2027: // dashes, quotes, dots
		return true
	case r < 0x2190:
		return r >= 0x20a0 && r <= 0x20c0 // currencies
	case r <= 0x21ff: // arrows
		return true
	case r >= 0x2500 && r <= 0x25fc: // boxes, blocks, circles
		return true
	case r >= 0xe000 && r <= 0xf8ff: // private ones, which stand for digits that are shown
		return true
	default:
		return r == '✔' || r == '✖' || r == '≠'
	}
}
