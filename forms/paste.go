package forms

import (
	"strings"
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

// plain is text with its letters composed and every blank a plain one.
func plain(text string) string {
	return norm.NFC.String(strings.ReplaceAll(text, "\u00a0", " "))
}

// showable reports whether text, from plain, holds nothing that a terminal or
// a bank statement could misread: no control, format, bidi, zero-width or
// private character, no broken UTF-8, no pile of accents.
func showable(text string) bool {
	for i := 0; i < len(text); i++ {
		if text[i] < ' ' || text[i] >= 0x7f {
			return utf8.ValidString(text) && !strings.ContainsRune(text, utf8.RuneError) &&
				gateway.Clean(text, len(text)) == text
		}
	}
	return true
}
