package reader

import (
	"maps"
	"slices"
	"strings"
	"unicode/utf8"
)

// value is the answer that a field holds, and whether it is valid.
func (r *reader) value(f *field) (string, bool) {
	text := strings.TrimSpace(f.typed())
	n := utf8.RuneCountInString(text)
	if f.card || !f.digits() && r.card(text) {
		return "", false
	}
	switch f.name {
	case order:
		return text, n > 0 && n <= 25 && (r.OrderLength == 0 || n == r.OrderLength)
	case currency:
		return r.chosen(f, currencyNames)
	case country:
		where, ok := r.chosen(f, countryNames)
		return where, ok || text == ""
	case sum:
		minor := amount(text, r.money())
		return minor, minor != "" && len(minor) <= 13 && (r.Most == 0 || len(minor) < 10 && atoi(minor) <= r.Most)
	case pan:
		digits := number(text)
		return digits, digits != ""
	case expiry:
		d := date(text, r.Year, r.Month)
		return d, d != ""
	case secCode:
		return code(text, r.digitsSoFar(), r.CodeRequired)
	case name:
		return strings.Join(strings.Fields(text), " "), n <= 127 && !f.noName()
	case house:
		return text, n <= 25
	}
	if text == "" {
		return "", true
	}
	where, _ := r.chosen(r.field(country), countryNames)
	written, ok, _ := postcode(text, where)
	return written, ok
}

func (r *reader) card(text string) bool {
	if r.Guarded {
		return looksLikeCard(text)
	}
	digits := strings.Map(func(c rune) rune {
		if strings.ContainsRune(" -._\t", c) {
			return -1
		}
		return c
	}, text)
	return slices.ContainsFunc(strings.FieldsFunc(digits, func(c rune) bool { return c < '0' || c > '9' }), holdsCard)
}

func (r *reader) chosen(f *field, a answers) (string, bool) {
	if f.typed() == "" {
		return f.held, f.held != ""
	}
	code := a.read(f.typed())
	if f.name == currency && !slices.Contains(r.Currencies, code) {
		code = ""
	}
	return code, code != ""
}

func (r *reader) money() string {
	if len(r.Currencies) == 1 {
		return r.Currencies[0]
	}
	c, _ := r.chosen(r.field(currency), currencyNames)
	return c
}

// digitsSoFar are the digits of the card number typed so far.
func (r *reader) digitsSoFar() string {
	return bare(string(r.field(pan).text))
}

func atoi(text string) (n int) {
	for _, d := range text {
		n = 10*n + int(d-'0')
	}
	return n
}

// parted are the first and the last name of a customer. A title is left out; a last
// name may precede a comma, and Jr may follow a whole name.
func parted(whole string) (first, last string) {
	for {
		title, rest, _ := strings.Cut(whole, " ")
		if rest == "" || !slices.Contains([]string{"mr", "mrs", "ms", "miss", "mx", "dr"}, strings.ToLower(strings.TrimRight(title, ".,"))) {
			break
		}
		whole = rest
	}
	later := func(word string) bool {
		return slices.Contains([]string{"jr", "jnr", "sr", "snr", "ii", "iii", "iv"}, strings.ToLower(strings.TrimRight(word, ".")))
	}
	if i := strings.IndexByte(whole, ','); i >= 0 {
		before, behind := strings.TrimSpace(whole[:i]), strings.TrimSpace(whole[i+1:])
		if behind = strings.Trim(behind, ", "); before != "" && behind != "" && !later(behind) {
			return behind, before
		}
	}
	if bare := strings.Trim(whole, ", "); bare != "" {
		whole = bare
	}
	words := strings.Fields(whole)
	n := len(words)
	if n > 1 && later(words[n-1]) {
		return strings.Join(append(words[:n-2:n-2], words[n-1]), " "), strings.TrimSuffix(words[n-2], ",")
	}
	if n < 2 {
		return "", whole
	}
	return strings.Join(words[:n-1], " "), words[n-1]
}

// request is the request to send.
func (r *reader) request() map[string]string {
	sent := map[string]string{currency: r.money()}
	for _, f := range r.fields {
		sent[f.name], _ = r.value(f)
	}
	for _, text := range []string{name, house} { // one blank between words
		sent[text] = strings.Join(strings.Fields(sent[text]), " ")
	}
	sent[first], sent[name] = parted(sent[name])
	maps.DeleteFunc(sent, func(_, v string) bool { return v == "" || v == unsent })
	return sent
}
