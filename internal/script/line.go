package script

import (
	"slices"
	"strings"
)

// Name names a line. [script] of the configuration has the lines by these names.
type Name string

// line is one line: the words as moto has them, with places such as {amount}, and the
// places that it may have.
type line struct {
	name   Name
	words  string
	places string
}

// Values are what the places of lines hold.
type Values struct {
	Amount string // £10.50
	Words  string // ten pounds and fifty pence
	Order  string // the merchant's own order reference
	Brand  string // Visa
	Last4  string
	Card   string // Visa ending 1111
	Ago    string // 8 minutes ago
	Day    string // on Wednesday 30 December 2026
	Done   string // taken, reserved, given back, paid out
	Noun   string // payment, refund
	Stays  string // an amount that stays
	Group  string // two, three: a group of a card number
}

// place is a place of a line.
type place struct {
	name  string
	of    func(Values) string
	usual string // about as long as it usually is
}

// places are all the places there are. None of them can hold card data: the most that
// moto keeps of a card are its brand and its last four digits.
var places = []place{
	{"amount", func(v Values) string { return v.Amount }, "£1,250.00"},
	{"words", func(v Values) string { return v.Words }, "ten pounds and fifty pence"},
	{"order", func(v Values) string { return v.Order }, "A17-2026"},
	{"brand", func(v Values) string { return v.Brand }, "Mastercard"},
	{"last4", func(v Values) string { return v.Last4 }, "1111"},
	{"card", func(v Values) string { return v.Card }, "Mastercard ending 1111"},
	{"day", func(v Values) string { return v.Day }, "on Friday 4 December 2026"},
	{"ago", func(v Values) string { return v.Ago }, "40 minutes ago"},
	{"done", func(v Values) string { return v.Done }, "given back"},
	{"noun", func(v Values) string { return v.Noun }, "pre-authorisation"},
	{"group", func(v Values) string { return v.Group }, "three"},
	{"stays", func(v Values) string { return v.Stays }, "£1,250.00"},
}

// Say is a line to say, with what its places hold. The zero Say is to say nothing.
type Say struct {
	Line Name
	With Values
}

// Lines are the lines as a configuration words them. The zero Lines are moto's own.
type Lines map[Name]string

// Say is a line in words, between quotation marks; "" for the zero Say.
func (l Lines) Say(s Say) string {
	own, ok := find(s.Line)
	if !ok {
		return ""
	}
	text, whole := fill(l[s.Line], s.With)
	if text == "" || !whole { // the configuration's line has a place for which there is nothing here
		text, _ = fill(own.words, s.With)
	}
	if text == "" {
		return ""
	}
	return "“" + text + "”"
}

// fill puts values in their places, and reports whether there was one for each.
func fill(words string, v Values) (text string, whole bool) {
	whole = true
	text = placeShape.ReplaceAllStringFunc(words, func(written string) string {
		at := slices.IndexFunc(places, func(p place) bool { return written == "{"+p.name+"}" })
		if at < 0 {
			return written
		}
		value := places[at].of(v)
		whole = whole && value != ""
		return value
	})
	return text, whole
}

// find is the line of a name.
func find(name Name) (line, bool) {
	at := slices.IndexFunc(all, func(l line) bool { return l.name == name })
	if at < 0 {
		return line{}, false
	}
	return all[at], true
}

// all are the lines in the order in which to list them.
var all = slices.Concat(results, operations, warnings, confirmations, questions())

// Names are the names of all lines, in the order in which to list them.
func Names() []Name {
	names := make([]Name, len(all))
	for i, l := range all {
		names[i] = l.name
	}
	return names
}

// Words are the words of a line as moto has them, with their places.
func Words(name Name) string {
	l, _ := find(name)
	return l.words
}

// Places are the places that a line may have, such as {amount}.
func Places(name Name) (names []string) {
	l, _ := find(name)
	for _, p := range strings.Fields(l.places) {
		names = append(names, "{"+p+"}")
	}
	return names
}
