package reader

import (
	"slices"
	"strings"
	"unicode"
)

// edit applies a key that changes a field, or moves in its text.
func (r *reader) edit(k Key) {
	f := r.now()
	if r.jumped && r.belongsBefore(k) {
		r.jumped, r.focus = false, r.from
		r.now().edit(k)
		return
	}
	if f.card { // only clearing helps
		if k.Kind == Backspace || k.Kind == ClearLine {
			*f = field{name: f.name, held: r.filledIn(f.name)}
		}
		return
	}
	before, at, ended := string(f.text), f.at, r.ends(f)
	switch takesBack := k.Kind == Backspace || k.Kind == ClearLine; {
	case k.Kind == Paste:
		r.paste(f, k.Text)
	case f.choice() && takesBack && (len(f.text) < 2 || k.Kind == ClearLine):
		f.text, f.held, f.lost = nil, r.filledIn(f.name), false
	default:
		f.edit(k)
	}
	if takesBack := k.Kind == Backspace || k.Kind == ClearLine; string(f.text) != before && (takesBack && f.at < f.kept || at < f.kept) {
		f.kept = 0
	}
	f.card = f.card || !f.digits() && r.card(string(f.text))
	if f.digits() && bare(string(f.text)) == bare(before) { // blanks between digits mean nothing
		return
	}
	if string(f.text) == before {
		return
	}
	r.jumped = false
	replaced := k.Kind == Paste && f.digits()
	if (replaced || len(string(f.text)) > len(before)) && !ended && f.atEnd() && r.ends(f) {
		r.moveOn()
	}
}

// belongsBefore reports a key that was meant for the field that moved on.
func (r *reader) belongsBefore(k Key) bool {
	f := r.now()
	if k.Kind == Backspace {
		return len(f.text) == 0 && (!f.choice() || f.held == "")
	}
	if k.Kind != Char {
		return false
	}
	c := []rune(k.Text)[0]
	digit := unicode.IsDigit(c)
	switch {
	case c == '.' || c == ',':
		return true
	case f.name == pan && c == '0', f.name == name && digit:
		return true
	case f.name == sum && r.fields[r.from].name == order:
		return !digit && !slices.ContainsFunc(currencies[r.money()].signs, func(s string) bool { return strings.HasPrefix(s, k.Text) })
	}
	return false
}

// blames reports a field whose answer may be right if an earlier field is wrong:
// the postcode of another country, the amount of another currency, the code of
// another card.
func (r *reader) blames(f *field) bool {
	if f.lost || f.card {
		return false
	}
	text := strings.TrimSpace(f.typed())
	switch f.name {
	case post:
		return len([]rune(text)) <= 25
	case sum:
		return len(r.Currencies) > 1 && slices.ContainsFunc(r.Currencies, func(c string) bool {
			minor := amount(text, c)
			return minor != "" && len(minor) <= 13 && (r.Most == 0 || len(minor) < 10 && atoi(minor) <= r.Most)
		})
	case secCode:
		digits := bare(text)
		return strings.Trim(digits, "0123456789") == "" && (len(digits) == 3 || len(digits) == 4)
	}
	return false
}

// moveOn leaves a field that has ended by itself, for another one only.
func (r *reader) moveOn() {
	from := r.focus
	if r.next() < 0 {
		return
	}
	r.onward()
	r.jumped, r.from = r.focus != from, from
}

// ends reports that no further character can belong to the field.
func (r *reader) ends(f *field) bool {
	text := f.typed()
	value, ok := r.value(f)
	switch f.name {
	case order:
		return r.OrderLength > 0 && len(f.text) == r.OrderLength
	case sum:
		return amountEnds(text, r.money())
	case pan:
		return numberEnds(text)
	case expiry:
		return ok
	case secCode:
		_, known := schemeOf(r.digitsSoFar())
		return ok && value != "" && (known || len(value) == 4)
	case post:
		where, _ := r.chosen(r.field(country), countryNames)
		_, _, ends := postcode(text, where)
		return ends
	}
	return false
}

// bare is text without the blanks and dashes between digits.
func bare(text string) string { return blanks.Replace(text) }

var blanks = strings.NewReplacer(" ", "", "-", "")

func (f *field) atEnd() bool { return f.choice() || f.digits() || f.at == len(f.text) }

// edit is a key in a line of text. Digits and choices are typed at their end.
func (f *field) edit(k Key) {
	if f.choice() || f.digits() {
		f.at = len(f.text)
	}
	if k.Kind == Backspace || k.Kind == ClearLine {
		f.lost = false
	}
	switch k.Kind {
	case Char:
		if f.choice() && len(f.text) == 0 && k.Text == " " {
			break
		}
		f.text = slices.Insert(f.text, f.at, []rune(k.Text)...)
		f.at++
	case Backspace:
		if f.at > 0 {
			f.at--
			f.text = slices.Delete(f.text, f.at, f.at+1)
		}
	case ClearLine:
		f.text, f.at = f.text[f.at:], 0
	case Left:
		f.at = max(f.at-1, 0)
	case Home:
		f.at = 0
	case End:
		f.at = len(f.text)
	default: // no key of a field
	}
}

// paste accepts a text whole, or not at all.
func (r *reader) paste(f *field, text string) {
	if text == "" {
		return
	}
	text = strings.Trim(text, " \t\r\n")
	was := *f
	f.text = slices.Clone(f.text)
	switch {
	case f.choice() || f.digits():
		f.text, f.at = []rune(text), 0
	default:
		f.text = slices.Insert(f.text, f.at, []rune(text)...)
		f.at += len([]rune(text))
	}
	if r.Guarded && !f.choice() && !f.digits() && !strings.ContainsAny(text, "\r\n") && !r.begunCard(text) && r.card(string(f.text)) {
		f.card = true // the paste joins the text that was there
		return
	}
	if text == "" || strings.ContainsAny(text, "\r\n") || !f.digits() && r.begunCard(text) || !r.pasted(f, text) {
		*f = was
		f.lost = true
		return
	}
	f.lost = false
	if f.choice() {
		f.held, _ = r.value(f)
		f.text = nil
	}
}

// begunCard reports a text that the field would have refused during typing.
func (r *reader) begunCard(text string) bool {
	for i := range text {
		if r.Guarded && r.card(text[:i]) {
			return true
		}
	}
	return r.card(text)
}

// pasted reports whether a field may hold a pasted text.
func (r *reader) pasted(f *field, text string) bool {
	value, ok := r.value(f)
	switch f.name {
	case sum:
		return ok || amountMayBegin(string(f.text), r.money())
	case pan:
		digits := r.digitsSoFar()
		s, known := schemeOf(digits)
		most := 19
		if known {
			most = s.lengths[len(s.lengths)-1]
		}
		return len(digits) >= 12 && len(digits) <= most && strings.Trim(digits, "0123456789") == "" && digits[0] != '0'
	case secCode:
		s, known := schemeOf(r.digitsSoFar())
		most := 4
		if known {
			most = s.code
		}
		return len(text) <= most && strings.Trim(text, "0123456789") == ""
	case order:
		return len(f.text) <= 25 && (r.OrderLength == 0 || len(f.text) <= r.OrderLength) && !r.card(string(f.text))
	case house:
		return len(f.text) <= 25 && !r.card(string(f.text))
	case name:
		return len(f.text) <= 127 && !r.card(string(f.text))
	case post:
		return len(f.text) <= 25 && !r.card(string(f.text))
	}
	return ok && value != ""
}
