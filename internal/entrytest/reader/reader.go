package reader

import (
	"slices"
	"strings"
)

// The fields, by the names the gateway has for them.
const (
	order    = "orderreference"
	currency = "currencyiso3a"
	sum      = "baseamount"
	pan      = "pan"
	expiry   = "expirydate"
	secCode  = "securitycode"
	name     = "billinglastname"
	first    = "billingfirstname"
	house    = "billingpremise"
	country  = "billingcountryiso2a"
	post     = "billingpostcode"
)

// Form describes the form to the reader.
type Form struct {
	Currencies   []string // the first one is filled in
	Country      string   // filled in
	OrderLength  int      // characters an order reference has; 0: up to 25
	CodeRequired bool
	Most         int // in the smallest unit
	Year, Month  int // today's
	// Guarded says that fields refuse what looks like a card number by its range
	// and length; otherwise they refuse only certain card numbers.
	Guarded bool
}

// Reading is the reader's result.
type Reading struct {
	Sent    map[string]string // what leaves the form, by the gateway's names; nil for nothing
	At      int               // the key that sent it
	Certain bool              // false: the reader cannot tell what the keys mean, and nothing may be sent
}

type page int

const (
	editing page = iota
	asking       // whether to charge
	leaving      // whether to discard the form
	over
)

type field struct {
	name string
	text []rune
	at   int    // the cursor, in fields of text
	held string // the answer of a choice while nothing is typed
	lost bool   // a paste was refused, and nothing was deleted or pasted since
	card bool   // it looked like a card number, and was not cleared since
	kept int    // length of a refused name; text typed straight after it is not part of it
}

type reader struct {
	Form
	fields  []*field
	focus   int
	jumped  bool
	from    int // the field that moved on by itself
	page    page
	reading Reading
}

// Read reads keys in their order.
func Read(f Form, keys []Key) Reading {
	r := &reader{Form: f, reading: Reading{Certain: true}}
	for _, n := range []string{order, currency, sum, pan, expiry, secCode, name, house, country, post} {
		if n != currency || len(f.Currencies) > 1 {
			r.fields = append(r.fields, &field{name: n, held: r.filledIn(n)})
		}
	}
	for i, k := range keys {
		r.reading.At = i
		if r.key(k); r.page == over || !r.reading.Certain {
			break
		}
	}
	return r.reading
}

func (r *reader) filledIn(name string) string {
	switch name {
	case currency:
		return r.Currencies[0]
	case country:
		return r.Country
	}
	return ""
}

func (r *reader) key(k Key) {
	switch r.page {
	case asking:
		switch {
		case k.Kind == Char && k.Text == "y":
			r.reading.Sent, r.page = r.request(), over
		case k.Kind == Escape:
			r.page = editing
		}
		return
	case leaving:
		switch {
		case k.Kind == Char && k.Text == "y":
			r.page = over
		case k.Kind == Escape:
			r.page = editing
		}
		return
	case editing, over:
	}
	switch k.Kind {
	case Confirm:
		r.jumped = false
		r.finish()
	case Escape:
		if r.page = leaving; !r.begun() {
			r.page = over
		}
	case Enter, LineFeed, Tab:
		if r.jumped {
			r.jumped = false
			return
		}
		r.onward()
	case ShiftTab:
		r.jumped = false
		if (r.leave(r.now()) || r.blames(r.now())) && r.focus > 0 {
			r.focus--
		}
	default:
		r.edit(k)
	}
}

func (r *reader) now() *field { return r.fields[r.focus] }

func (r *reader) field(name string) *field {
	i := slices.IndexFunc(r.fields, func(f *field) bool { return f.name == name })
	if i < 0 {
		return &field{name: name, held: r.filledIn(name)}
	}
	return r.fields[i]
}

// begun reports that the form is not empty.
func (r *reader) begun() bool {
	return slices.ContainsFunc(r.fields, func(f *field) bool { return f.typed() != "" || f.held != r.filledIn(f.name) })
}

func (f *field) choice() bool { return f.name == currency || f.name == country }
func (f *field) digits() bool { return f.name == pan || f.name == expiry || f.name == secCode }

// typed is the field's text, "" for only blanks.
func (f *field) typed() string {
	if text := string(f.text); strings.TrimSpace(text) != "" {
		return text
	}
	return ""
}

// leave reports whether a field may be left: it is empty, or right.
func (r *reader) leave(f *field) bool {
	if f.lost {
		return false
	}
	value, ok := r.value(f)
	if f.typed() != "" && !ok {
		f.keep()
		return false
	}
	if f.choice() && f.typed() != "" {
		f.held, f.text = value, nil // the next text is another answer
	}
	return true
}

// keep marks a refused name. The next answer, typed directly after it, does not
// make it right; a blank and a word do.
func (f *field) keep() {
	if f.name == name && !f.behind() && f.noName() {
		f.kept = len(f.text)
	}
}

func (f *field) behind() bool { return f.kept > 0 && len(f.text) > f.kept && f.text[f.kept] != ' ' }

// noName reports figures, or a part of a card number.
func (f *field) noName() bool {
	text := strings.TrimSpace(f.typed())
	return f.behind() || houseNumber.MatchString(text) || numbered(text)
}

// onward goes to the next field to fill in, or to the end.
func (r *reader) onward() {
	if !r.leave(r.now()) {
		return
	}
	if i := r.next(); i > 0 {
		r.focus = i
		return
	}
	r.finish()
}

// next is the next field to fill in, -1 for none.
func (r *reader) next() int {
	for i := r.focus + 1; i < len(r.fields); i++ {
		if !r.passed(r.fields[i]) {
			return i
		}
	}
	return -1
}

// passed reports a field that was filled in and not touched, and the security
// code of a card that has none.
func (r *reader) passed(f *field) bool {
	s, known := schemeOf(r.digitsSoFar())
	return f.choice() && f.typed() == "" && f.held != "" && f.held == r.filledIn(f.name) && !f.lost ||
		f.name == secCode && known && s.code == 0 && f.typed() == ""
}

// finish opens the last question, or goes to the first field that is not right.
func (r *reader) finish() {
	wrong := -1
	for i, f := range r.fields {
		if _, ok := r.value(f); f.lost || !ok {
			f.keep()
			if wrong < 0 || i == r.focus && f.typed() != "" {
				wrong = i
			}
		} else {
			r.leave(f)
		}
	}
	if wrong < 0 {
		r.page = asking
		return
	}
	r.focus = wrong
}
