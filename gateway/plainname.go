package gateway

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// PlainName is a name with the apostrophe, the hyphen and the blank that
// keyboards have, whatever the text it was copied from had, in NFC. The
// gateway's filters compare letter by letter: O’Brien, sent with a printer's
// apostrophe, is not found by O'Brien. Joiners stay: in some scripts they are
// part of a name.
func PlainName(text string) string {
	return strings.Join(strings.Fields(norm.NFC.String(strings.Map(plainRune, text))), " ")
}

// apostrophes and hyphens are what stands for ' and - in other people's texts.
const (
	apostrophes = "'`´’‘‛ʹʻʼʽ′＇՚ꞌ"
	hyphens     = "-‐‑‒–—―−⁃﹣－"
)

func plainRune(r rune) rune {
	switch {
	case strings.ContainsRune(apostrophes, r):
		return '\''
	case strings.ContainsRune(hyphens, r):
		return '-'
	case unicode.IsSpace(r):
		return ' '
	case r == '\u00ad', r == '\u200b', r == '\u2060', r == '\ufeff': // not seen, and no joiners
		return -1
	}
	return r
}
