package ink

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/charmbracelet/x/ansi"
)

// parts are what the property is tried with: every kind of character and sequence that
// changes the width of what stands beside it, and those that the fast way takes.
var parts = []string{
	"a", " ", "~", "é", "ß", "—", "“", "…", "€", "←", "│", "█", "▸", "○", "✔", "✖", "\ue000",
	"\x1b[1m", "\x1b[m", "\x1b[38;2;1;22;133m", "\x1b[4:3m", "\x1b[39m", "\x1b[49m",
	"\x1b[" + strings.Repeat("1;", 31) + "4m", "\x1b[" + strings.Repeat("1;", 32) + "4m", "\x1b[" + strings.Repeat("1;", 40) + "4m", "\x1b[" + strings.Repeat("1:", 40) + "4m", "\x1b[" + strings.Repeat(";", 31) + "m", "\x1bP" + strings.Repeat("1;", 40) + "q\x1b\\", "\x9b" + strings.Repeat("1;", 40) + "m",
	"\x1b", "\x1b[", "\x1b[3", "\x1b[?25l", "\x1b[2J", "\x1b[>4m", "\x1b[1 m", "\x1b]0;t\a", "\x1b]0;t\x1b\\", "\x1bP1q\x1b\\", "\x1bm", "\x9b1m", "\u009b1m",
	"\x00", "\t", "\n", "\r", "\b", "\a", "\x7f", "\x80", "\xc3", "\xe2\x82", "\xff", "\u0085", "\u00a0", "\u00ad",
	"\u0301", "\u200b", "\u200d", "\ufe0e", "\ufe0f", "\u20e3", "\u2066", "\ufffd", "田", "가", "ᄀ", "ᅡ", "न", "्", "ि", "👍", "🏽", "👩", "🇬", "🇧", "א", "ｱ", "💳",
}

// TestWidthIsTheTables: the fast way of measuring finds what the tables of Unicode say, of
// every character alone and beside those that change a width, and of texts of all kinds.
func TestWidthIsTheTables(t *testing.T) {
	fast := 0
	is := func(text string) {
		t.Helper()
		if got, want := Width(text), ansi.StringWidth(text); got != want {
			t.Fatalf("%q is %d wide, and Width says %d", text, want, got)
		}
		if _, ok := singles(text); ok {
			fast++
		}
	}
	for r := rune(0); r <= unicode.MaxRune; r++ {
		is(string(r))
		if _, ok := singles(string(r)); !ok {
			continue
		}
		if n, isStyle := Single(string(r)); n != len(string(r)) || isStyle || ansi.StringWidthWc(string(r)) != 1 {
			t.Errorf("%q is not one character in one cell by the other way of measuring", r)
		}
		for _, part := range parts {
			is(string(r) + part)
			is(part + string(r))
		}
	}
	for text := range texts {
		is(text)
	}
	if fast < 10_000 {
		t.Errorf("the fast way took %d texts", fast)
	}
}

// TestReadable: a parser reads each text that is readable, and each style that is measured the
// fast way, and a text that it can read stays as it is.
func TestReadable(t *testing.T) {
	reads := func(text string) (ok bool) {
		defer func() { ok = recover() == nil }()
		for range Sequences(text, ansi.NewParser()) { //nolint:revive // it panics, or does not
		}
		return true
	}
	refused := 0
	for text := range texts {
		readable := Readable(text)
		if !reads(readable) {
			t.Fatalf("%q became %q, which cannot be read", text, readable)
		}
		if ansi.StringWidth(readable) != ansi.StringWidth(text) {
			t.Fatalf("%q became %q, which is not as wide", text, readable)
		}
		if !reads(text) {
			refused++
			if _, ok := singles(text); ok {
				t.Fatalf("%q cannot be read, and is measured the fast way", text)
			}
		}
	}
	if refused < 100 {
		t.Errorf("%d texts could not be read", refused)
	}
	long := "\x1b[" + strings.Repeat("1;", 40) + "m"
	for text, want := range map[string]string{
		"a; b: c":                      "a; b: c",
		strings.Repeat("a; ", 40):      strings.Repeat("a; ", 40),
		"a" + long + "b":               "a\x1b[>mb",
		"\x1b" + long + long[1:] + "b": "\x1b\x1b[>m" + long[1:] + "b",
	} {
		if got := Readable(text); got != want {
			t.Errorf("%q became %q, want %q", text, got, want)
		}
	}
}

// texts are some of the parts, one after the other: the same in each run.
func texts(yield func(string) bool) {
	rng := rand.New(rand.NewPCG(1, 2)) //nolint:gosec // no secrets
	for range 20_000 {
		var text strings.Builder
		among := parts[:len(parts)-rng.IntN(len(parts))]
		for range rng.IntN(12) {
			text.WriteString(among[rng.IntN(len(among))])
		}
		if !yield(text.String()) {
			return
		}
	}
}

// TestWrapOfWhatFits: a text that fits is as if it had been wrapped.
func TestWrapOfWhatFits(t *testing.T) {
	fast := 0
	for text := range texts {
		width := Width(text)
		if _, ok := singles(text); !ok || text == "" {
			continue
		}
		fast++
		for _, room := range []int{width, width + 1, 80} {
			if got, want := Wrap(text, room), wrap(text, room); !slices.Equal(got, want) {
				t.Errorf("%q in %d cells became %q, want %q", text, room, got, want)
			}
		}
	}
	if fast < 1000 {
		t.Errorf("%d texts fitted", fast)
	}
}
