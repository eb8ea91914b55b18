package reader

import (
	"fmt"
	"strings"
)

// Key is a key that was pressed, or a paste.
type Key struct {
	Kind Kind
	Text string // of Char and Paste
}

// Kind is what a key is.
type Kind int

// The keys that are read.
const (
	Char Kind = iota
	Paste
	Enter
	LineFeed // the Enter of a keypad, past a multiplexer
	Tab
	ShiftTab
	Backspace
	ClearLine // ctrl+u
	Left
	Home
	End
	Escape
	Confirm // ctrl+r
)

var kinds = [...]string{"", "", "⏎", "<LF>", "⇥", "⇤", "⌫", "<ctrl+u>", "←", "<home>", "<end>", "<esc>", "<ctrl+r>"}

// String is the key as a report of a fault shows it.
func (k Key) String() string {
	switch k.Kind {
	case Char:
		return k.Text
	case Paste:
		return fmt.Sprintf("<paste %q>", k.Text)
	default:
		return kinds[k.Kind]
	}
}

// Show is keys in a row.
func Show(keys []Key) string {
	var b strings.Builder
	for _, k := range keys {
		b.WriteString(k.String())
	}
	return b.String()
}

// Type is the keys of a text: a key for each character.
func Type(text string) (keys []Key) {
	for _, r := range text {
		keys = append(keys, Key{Char, string(r)})
	}
	return keys
}

// Script is the keys of a text in which "\n" is Enter and "\t" Tab, "<" is shift+tab,
// "~" a backspace, "^" ctrl+u, "!" ctrl+r, "#" Esc, and "[…]" a paste.
func Script(text string) (keys []Key) {
	named := map[rune]Kind{'\n': Enter, '\r': LineFeed, '\t': Tab, '<': ShiftTab, '~': Backspace, '^': ClearLine, '!': Confirm, '#': Escape}
	for text != "" {
		if inside, rest, ok := strings.Cut(strings.TrimPrefix(text, "["), "]"); ok && text[0] == '[' {
			keys, text = append(keys, Key{Paste, inside}), rest
			continue
		}
		r := []rune(text)[0]
		if kind, ok := named[r]; ok {
			keys = append(keys, Key{Kind: kind})
		} else {
			keys = append(keys, Key{Char, string(r)})
		}
		text = text[len(string(r)):]
	}
	return keys
}
