package forms

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"motoconsole/gateway"
)

// maxPaste is the longest paste, in bytes, that is looked at. No field holds
// more; what is longer is refused before anything reads through it.
const maxPaste = 1024

// pastedLine is pasted text as one line without blanks at its ends, or the
// rule it breaks, worded for the field that meaning names.
func pastedLine(text, field, meaning string) (string, error) {
	if len(text) > maxPaste {
		return "", broken(field, "the pasted text is far too long for "+meaning+": copy only what belongs here")
	}
	text = strings.Trim(text, " \t\r\n\u00a0")
	if text == "" {
		return "", broken(field, "the pasted text is blank: "+meaning+" is as it was")
	}
	if strings.ContainsAny(text, "\r\n\u0085\u2028\u2029\v\f") {
		return "", broken(field, "the pasted text has several lines, "+meaning+" takes one: paste it line by line")
	}
	return text, nil
}

// plain is text with its letters composed and every blank a plain one: those of
// other widths come from other keyboards and mean the same.
func plain(text string) string {
	return norm.NFC.String(strings.Map(func(r rune) rune {
		if isBlank(r) {
			return ' '
		}
		return r
	}, text))
}

// shown is text as a field shows it: plain, with a replacement character for
// everything that a terminal or a bank statement could misread, which is
// control, format, bidi, zero-width and private characters, broken UTF-8 and
// piles of accents.
func shown(text string) string {
	for i := 0; i < len(text); i++ {
		if text[i] < ' ' || text[i] >= 0x7f {
			return cleaned(plain(text))
		}
	}
	return text
}

// invisible reports text that shows nothing.
func invisible(text string) bool {
	return !strings.ContainsFunc(text, func(r rune) bool { return r == utf8.RuneError || !unicode.In(r, unicode.Cc, unicode.Cf) })
}

func cleaned(text string) string {
	text = strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Variation_Selector, r) { // it only chooses between two pictures of a character
			return -1
		}
		return r
	}, text)
	clean := gateway.Clean(text, len(text))
	if len(clean) < len(text) && !strings.ContainsRune(clean, utf8.RuneError) {
		clean += string(utf8.RuneError) // a mark was left out, and nothing stands for it
	}
	return clean
}
