package gateway

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// maxMarks is how many combining marks one letter keeps.
const maxMarks = 2

// Clean makes text from outside safe to put on a terminal, in a log line or in
// a table cell: valid UTF-8 in NFC, one line, no control, escape, format
// (bidi, zero-width, tag), private or unassigned character, at most two
// combining marks a letter, at most limit characters with "…" for the rest.
// What is taken out leaves U+FFFD, so that nothing hides. Clean(Clean(x)) is
// Clean(x).
func Clean(text string, limit int) string {
	if len(text) > 8*utf8.UTFMax*limit {
		text = text[:8*utf8.UTFMax*limit]
	}
	text = norm.NFC.String(strings.ToValidUTF8(text, "\ufffd"))
	out := make([]rune, 0, min(len(text), limit))
	count, marks, last := 0, 0, 0 // last is where the newest letter begins in out
	for _, r := range text {
		if unicode.Is(unicode.M, r) {
			if marks++; marks <= maxMarks && count > 0 {
				out = append(out, r)
			}
			continue
		}
		if unicode.IsSpace(r) && r != ' ' || !unicode.IsPrint(r) {
			r = '\ufffd'
		}
		if r == '\ufffd' && count > 0 && out[last] == r {
			continue // one mark stands for a whole run
		}
		if count == limit {
			return string(append(out[:last], '…'))
		}
		marks, last = 0, len(out)
		count++
		out = append(out, r)
	}
	return string(out)
}
