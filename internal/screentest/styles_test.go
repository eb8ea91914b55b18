package screentest

import (
	"testing"
)

// TestStyles: each cell has the letter of its style, and the list explains the letter.
func TestStyles(t *testing.T) {
	term := newTerminal(t, 6, 2, options{})
	term.crlf = true
	if _, err := term.Write([]byte("a\x1b[1mB\x1b[0;38;2;255;0;16;48;2;0;0;1mcc\x1b[m\n\x1b[7md")); err != nil {
		t.Fatal(err)
	}
	const want = "aBcc\n.abb\nd\nc\na bold\nb #ff0010 on #000001\nc reverse\n"
	if got := term.Styles(); got != want {
		t.Errorf("%q, want %q", got, want)
	}
}
