package line

import (
	"slices"
	"testing"

	tea "charm.land/bubbletea/v2"
)

func stroke(code rune) tea.KeyPressMsg { return tea.KeyPressMsg{Code: code} }

// TestKeys: the keys that move and delete, and nothing stays in memory behind what is left.
func TestKeys(t *testing.T) {
	bksp, left := stroke(tea.KeyBackspace), stroke(tea.KeyLeft)
	ctrl := func(code rune) tea.KeyPressMsg { return tea.KeyPressMsg{Code: code, Mod: tea.ModCtrl} }
	alt := func(code rune) tea.KeyPressMsg { return tea.KeyPressMsg{Code: code, Mod: tea.ModAlt} }
	word := tea.KeyPressMsg{Code: tea.KeyLeft, Mod: tea.ModCtrl}
	for _, c := range []struct {
		keys []tea.KeyPressMsg
		want string // the text with | for the cursor
	}{
		{nil, "one two three|"},
		{[]tea.KeyPressMsg{bksp}, "one two thre|"},
		{[]tea.KeyPressMsg{left, bksp}, "one two thr|e"},
		{[]tea.KeyPressMsg{left, stroke(tea.KeyDelete)}, "one two thre|"},
		{[]tea.KeyPressMsg{stroke(tea.KeyDelete)}, "one two three|"},
		{[]tea.KeyPressMsg{stroke(tea.KeyHome), bksp, left, stroke(tea.KeyRight)}, "o|ne two three"},
		{[]tea.KeyPressMsg{ctrl('a'), ctrl('d'), ctrl('f')}, "n|e two three"},
		{[]tea.KeyPressMsg{word}, "one two |three"},
		{[]tea.KeyPressMsg{word, word, ctrl('k')}, "one |"},
		{[]tea.KeyPressMsg{ctrl('w'), ctrl('w')}, "one |"},
		{[]tea.KeyPressMsg{alt('b'), ctrl('u')}, "|three"},
		{[]tea.KeyPressMsg{ctrl('a'), alt('d')}, "| two three"},
		{[]tea.KeyPressMsg{ctrl('a'), alt('f'), ctrl('h')}, "on| two three"},
		{[]tea.KeyPressMsg{ctrl('a'), ctrl('e'), ctrl('b'), alt(tea.KeyBackspace)}, "one two |e"},
	} {
		l := New(20)
		l.Set([]rune("one two three"), 13)
		for _, k := range c.keys {
			if !l.Press(k) {
				t.Errorf("%s is not an editing key", k)
			}
		}
		if got := string(l.Runes[:l.At]) + "|" + string(l.Runes[l.At:]); got != c.want {
			t.Errorf("%v: %q, want %q", c.keys, got, c.want)
		}
		if rest := l.Runes[len(l.Runes):cap(l.Runes)]; slices.ContainsFunc(rest, func(r rune) bool { return r != 0 }) {
			t.Errorf("%v: behind the line stands %q", c.keys, string(rest))
		}
	}
}

// TestALineTakesItsMemoryOnce: an empty line has none, and one with text has all that it
// will ever need, in one place.
func TestALineTakesItsMemoryOnce(t *testing.T) {
	t.Parallel()
	l := New(20)
	if l.Set(nil, 0); l.Runes != nil || l.Room() != 20 {
		t.Errorf("an empty line of %d takes %d", l.Room(), cap(l.Runes))
	}
	l.Set([]rune("4"), 1)
	first := &l.Runes[0]
	for n := range 30 {
		l.Wipe()
		l.Set([]rune("41111111111111111111111111111111"[:n+1]), n)
		if want := min(n+1, 20); len(l.Runes) != want || cap(l.Runes) != 20 || &l.Runes[0] != first {
			t.Errorf("after %d characters the line has %d of %d, moved %t", n+1, len(l.Runes), cap(l.Runes), &l.Runes[0] != first)
		}
	}
}
