package cleantext

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Clean makes text safe to show, in at most limit characters with "…" for the rest.
// Each removed character leaves U+FFFD, so that nothing is hidden; only surplus
// marks and variation selectors disappear without one. Clean(Clean(x)) is Clean(x).
func Clean(text string, limit int) string {
	if limit <= 0 {
		return ""
	}
	limit = min(limit, len(text)+1) // a limit beyond the length of the text makes no difference
	// The rest of a very long hostile text is ignored: this is longer than any text
	// kept whole.
	most, cut := 8*utf8.UTFMax*limit, false
	if cut = len(text) > most; cut {
		for most > 0 && !utf8.RuneStart(text[most]) {
			most--
		}
		text = text[:most]
	}
	text = norm.NFC.String(strings.Map(printable, strings.ToValidUTF8(text, "\ufffd")))
	out := make([]rune, 0, min(len(text), limit))
	count, last := 0, 0 // last is where the newest letter begins in out
	var letter spelling
	for _, r := range text {
		if unicode.Is(unicode.M, r) {
			if count > 0 && letter.takesMark(r) {
				out = append(out, r)
			}
			continue
		}
		if isJoiner(r) {
			if count > 0 && letter.takesJoiner() {
				out = append(out, r)
				continue
			}
			r = '\ufffd'
		}
		if isJamo(r) {
			r = '\ufffd'
		}
		if r == '\ufffd' && len(out) > 0 && out[len(out)-1] == r {
			continue // one U+FFFD stands for a whole run
		}
		if count == limit {
			return string(append(out[:last], '…'))
		}
		letter, last = spelling{letter: r}, len(out)
		count++
		out = append(out, r)
	}
	switch {
	case cut && count == limit:
		out = append(out[:last], '…')
	case cut:
		out = append(out, '…')
	}
	return string(out)
}

// printable is r if it may be shown, U+FFFD if not, and nothing for a variation
// selector, which only chooses between two pictures of the same character. It
// runs before NFC, which composes what is left.
func printable(r rune) rune {
	switch {
	case isJoiner(r): // the character before it decides
		return r
	case unicode.Is(unicode.Variation_Selector, r):
		return -1
	case unicode.Is(unicode.Other_Default_Ignorable_Code_Point, r),
		r == '\u2800',                // a braille cell without dots
		r >= 0x1f1e6 && r <= 0x1f1ff, // one half of a flag
		r >= 0x1f3fb && r <= 0x1f3ff, // a skin tone
		!unicode.IsPrint(r):
		return '\ufffd'
	}
	return r
}

// isJamo reports a part of a Korean syllable. NFC has already composed the parts
// that make a syllable.
func isJamo(r rune) bool {
	return r >= 0x1100 && r <= 0x11ff || r >= 0xa960 && r <= 0xa97c || r >= 0xd7b0 && r <= 0xd7fb
}
