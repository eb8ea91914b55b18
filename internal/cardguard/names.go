package cardguard

import (
	"iter"
	"regexp"
	"strings"

	"motoconsole/gateway"
	"motoconsole/internal/orderref"
)

// end replaces a name in a text, and ends every run.
const end rune = -1

// names are the formats of programs' names and times. People do not write card
// numbers in them.
var names = regexp.MustCompile(strings.Join([]string{
	`\b[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}\b`,                                   // a UUID
	`\b(?:19|20)\d\d-[01]\d-[0-3]\d(?:[T ](?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:[.,]\d{1,9})?)?)?(?:Z|[+-]\d\d:\d\d)?`, // a date, a time
	`\b(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:[.,]\d{1,9})?\b`,
	`\b\d{1,5}-\d{1,3}-\d{4,10}(?:-[0-9A-HJKMNP-TV-Z]{6})?\b`, // a transaction reference of the gateway's
	`-[0-9A-HJKMNP-TV-Z]{6}\b`,                              // moto's ending of an order reference
	`(?:^|[\s"'(=:])(?:[A-Za-z]:)?[/\\][A-Za-z._][^\s"')]*`, // a path
	`\b[A-Z2-7]{26}\b`,                                      // the name of an attempt
	`\bSHA256:[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]\b`,        // the fingerprint of a key: 32 bytes in base64
}, "|"))

// ending is the length of moto's ending with its dash.
const ending = orderref.EndingLength + 1

// unnamed is a text with end in place of each name.
func unnamed(text string) iter.Seq[rune] {
	return func(yield func(rune) bool) {
		at := 0
		for _, span := range names.FindAllStringIndex(text, -1) {
			if !isName(text, span[0], span[1]) {
				continue
			}
			for r := range Runes(text[at:span[0]]) {
				if !yield(r) {
					return
				}
			}
			if !yield(end) {
				return
			}
			at = span[1]
		}
		for r := range Runes(text[at:]) {
			if !yield(r) {
				return
			}
		}
	}
}

// isName reports a name that is not part of a longer text. An ending of six digits
// belongs to the text before it.
func isName(text string, from, to int) bool {
	name, before, after := text[from:to], text[:from], text[to:]
	if strings.ContainsAny(name, "/\\") {
		return true
	}
	if n := len(name) - ending; n >= 0 && name[n] == '-' && digitsOnly(name[n+1:]) {
		return false
	}
	const joins = "-:.,/"
	if n := len(before); name[0] != '-' && n > 1 && strings.Contains(joins, before[n-1:]) && digitsOnly(before[n-2:n-1]) {
		return false
	}
	switch {
	case after == "":
		return true
	case digitsOnly(after[:1]):
		return false
	}
	return len(after) < 2 || !strings.Contains(joins, after[:1]) || !digitsOnly(after[1:2])
}

func digitsOnly(text string) bool { return strings.Trim(text, "0123456789") == "" }

// enough reports at least as many digits as a card number has. Most of a program's
// texts have fewer.
func enough(text string) bool {
	n := 0
	for _, r := range text {
		if _, ok := gateway.Digit(r); ok {
			n++
		}
	}
	return n >= fewest
}
