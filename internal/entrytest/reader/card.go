package reader

import (
	"slices"
	"strconv"
	"strings"
)

// scheme is a card scheme, recognised by how a number begins.
type scheme struct {
	from, to string // the first digits
	lengths  []int
	code     int
	check    bool // the last digit is a check digit
}

func span(from, to int) (all []int) {
	for n := from; n <= to; n++ {
		all = append(all, n)
	}
	return all
}

// schemes are the vendor's table. The longest beginning decides.
var schemes = []scheme{
	{"4", "4", []int{13, 16, 19}, 3, true},
	{"51", "55", []int{16}, 3, true},
	{"2221", "2720", []int{16}, 3, true},
	{"34", "34", []int{15}, 4, true},
	{"37", "37", []int{15}, 4, true},
	{"50", "50", span(12, 19), 3, false},
	{"56", "69", span(12, 19), 3, false},
	{"6011", "6011", span(14, 19), 3, true},
	{"644", "659", span(14, 19), 3, true},
	{"622126", "622925", span(14, 19), 3, true},
	{"624", "626", span(14, 19), 3, true},
	{"6282", "6288", span(14, 19), 3, true},
	{"300", "305", span(14, 19), 3, true},
	{"3095", "3095", span(14, 19), 3, true},
	{"36", "36", span(14, 19), 3, true},
	{"38", "39", span(14, 19), 3, true},
	{"3528", "3589", []int{15, 16, 19}, 3, true},
	{"3088", "3094", []int{15, 16, 19}, 3, true},
	{"3096", "3102", []int{15, 16, 19}, 3, true},
	{"3112", "3120", []int{15, 16, 19}, 3, true},
	{"3158", "3159", []int{15, 16, 19}, 3, true},
	{"3337", "3349", []int{15, 16, 19}, 3, true},
	{"308950", "308950", []int{19}, 0, true},
	{"1801", "1801", []int{16}, 4, false},
	{"1175", "1175", []int{16}, 4, false},
}

// schemeOf is the scheme of at least six digits; ok is false for none that is
// known.
func schemeOf(digits string) (found scheme, ok bool) {
	for _, s := range schemes {
		n := len(s.from)
		if len(digits) >= max(n, 6) && digits[:n] >= s.from && digits[:n] <= s.to && n > len(found.from) {
			found, ok = s, true
		}
	}
	return found, ok
}

// number is the typed card number: digits, with blanks and dashes between them. It
// is "" if the text is not one.
func number(typed string) string {
	digits := bare(typed)
	if strings.Trim(digits, "0123456789") != "" || len(digits) < 12 || len(digits) > 19 || digits[0] == '0' {
		return ""
	}
	s, known := schemeOf(digits)
	if known && !slices.Contains(s.lengths, len(digits)) || (!known || s.check) && !checks(digits) {
		return ""
	}
	return digits
}

// numberEnds reports a card number that no digit can follow.
func numberEnds(typed string) bool {
	digits := number(typed)
	s, known := schemeOf(digits)
	return known && len(digits) == s.lengths[len(s.lengths)-1]
}

// checks reports that the last digit is the check digit of those before it.
func checks(digits string) bool {
	sum := 0
	for i := range len(digits) {
		d := int(digits[len(digits)-1-i] - '0')
		if i%2 == 1 {
			d = d*2%10 + d*2/10
		}
		sum += d
	}
	return sum%10 == 0
}

// looksLikeCard reports text that looks like a card number in the wrong place: 13
// digits or more, with anything between them, that begin like a card and have its
// length, or are one short. It begins and ends where digits do; inside a row of
// digits its check digit must fit.
func looksLikeCard(text string) bool {
	groups := strings.FieldsFunc(text, func(r rune) bool { return r < '0' || r > '9' })
	for i := range groups {
		run := ""
		for _, g := range groups[i:] {
			run += g
			s, known := schemeOf(run)
			if unlisted(run) || len(run) >= 13 && known && (slices.Contains(s.lengths, len(run)) || slices.Contains(s.lengths, len(run)+1)) {
				return true
			}
		}
	}
	return holdsCard(strings.Join(groups, ""))
}

// unlisted reports a card of a scheme that is not in the table, whole or one digit
// short.
func unlisted(run string) bool {
	for _, s := range []struct {
		begins            []string
		shortest, longest int
	}{
		{[]string{"1800", "2131"}, 15, 15},
		{[]string{"2200", "2201", "2202", "2203", "2204"}, 16, 19},
		{[]string{"81", "82", "9792"}, 16, 16},
	} {
		for _, begins := range s.begins {
			if len(run)+1 >= s.shortest && len(run) <= s.longest && strings.HasPrefix(run, begins) {
				return true
			}
		}
	}
	return false
}

// holdsCard reports digits that hold a card number with a check digit
// that fits.
func holdsCard(digits string) bool {
	for ; len(digits) >= 13; digits = digits[1:] {
		s, known := schemeOf(digits)
		for _, n := range s.lengths {
			if known && n >= 13 && n <= len(digits) && checks(digits[:n]) {
				return true
			}
		}
	}
	return false
}

// date is the typed expiry date, MM/YYYY, or "".
func date(typed string, year, month int) string {
	text := strings.NewReplacer("-", "/", ".", "/", " ", "/").Replace(strings.Trim(typed, " "))
	m, rest := "", ""
	switch {
	case len(text) < 3:
		return ""
	case text[0] >= '2' && text[0] <= '9': // no month begins with 2 to 9
		m, rest = text[:1], text[1:]
	case text[0] == '1' && text[1] == '/':
		m, rest = "1", text[1:]
	default:
		m, rest = text[:2], text[2:]
	}
	rest = strings.TrimLeft(rest, "/")
	if strings.Trim(m+rest, "0123456789") != "" || len(rest) != 2 && (len(rest) != 4 || rest[:2] != "20") {
		return ""
	}
	mm, _ := strconv.Atoi(m)
	yy, _ := strconv.Atoi(rest[len(rest)-2:])
	months := (2000+yy)*12 + mm
	if mm < 1 || mm > 12 || months < year*12+month || months > (year+20)*12+month {
		return ""
	}
	return strconv.Itoa(100 + mm)[1:] + "/" + strconv.Itoa(2000+yy)
}

// code is the security code typed for a card; ok is false if it is not one. While
// the card is not known, three and four digits are accepted.
func code(typed, card string, required bool) (digits string, ok bool) {
	digits = bare(typed)
	if strings.Trim(digits, "0123456789") != "" {
		return "", false
	}
	s, known := schemeOf(card)
	switch {
	case digits == "":
		return "", !required || known && s.code == 0
	case known:
		return digits, len(digits) == s.code
	default:
		return digits, len(digits) == 3 || len(digits) == 4
	}
}
