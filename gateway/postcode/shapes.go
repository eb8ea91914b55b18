package postcode

import "strings"

// A shape is the format of a postcode. A stands for a letter, 9 for a digit, @ for
// a character of an Eircode. A small letter stands for itself in capitals, and any
// other character for itself.
type shape string

// country is a country with the formats of its postcodes, the usual one first.
type country struct {
	codes  string // ISO 3166 alpha-2, several where they write alike
	shapes []shape
}

// countries are the formats in Google's address data, without areas. A country
// without postcodes, or with rare formats, is not listed: its postcodes are free
// text.
var countries = []country{
	{"GB", british},
	{"GG IM JE", []shape{"AA9 9AA", "AA99 9AA"}},
	{"CA", []shape{"A9A 9A9"}},
	{"US AS FM GU MH MP PR PW VI", []shape{"99999", longZIP}},
	{"IE", []shape{eircode}},
	{"NL", []shape{dutch}},
	{"AT AU BE BG CH CY DK HU LI LU NO NZ SI TN ZA", []shape{"9999"}},
	{"AX BA DE DZ EE EG ES FI FR HR ID IT KR KW LT MA MC ME MX MY PK RS SA SM TH TR UA VA", []shape{"99999"}},
	{"CZ GR SE SK", []shape{"999 99"}},
	{"CN CO IN KZ NG RO RU SG VN", []shape{"999999"}},
	{"PL", []shape{"99-999"}},
	{"PT", []shape{"9999-999"}},
	{"BR", []shape{"99999-999"}},
	{"JP", []shape{"999-9999"}},
	{"IL", []shape{"9999999", "99999"}},
	{"LV", []shape{"lv-9999"}},
	{"MT", []shape{"AAA 9999", "AAA 99"}},
	{"FO IS", []shape{"999"}},
}

// british are the six outward formats, and the one postcode that has none. None is
// the beginning of another, so a whole postcode cannot grow.
var british = []shape{"A9 9AA", "A99 9AA", "AA9 9AA", "AA99 9AA", "A9A 9AA", "AA9A 9AA", "gir 0aa"}

const (
	longZIP shape = "99999-9999"
	eircode shape = "A9@ @@@@"
	dutch   shape = "9999 AA"
)

// evidentShape is a format that few other texts have. parted is set if only the
// blank or dash distinguishes it from other words.
type evidentShape struct {
	shape

	parted bool
}

var evident = func() []evidentShape {
	all := []evidentShape{{"A9A 9A9", false}, {longZIP, true}, {eircode, true}, {dutch, true}}
	for _, s := range british {
		all = append(all, evidentShape{s, false})
	}
	return all
}()

// mixed reports an Eircode with a letter in its second half: "A17 1111" is an order
// and the end of a card number.
func (s evidentShape) mixed(bare string) bool {
	return s.shape != eircode || strings.Trim(bare[3:], "0123456789") != ""
}

// shapesOf are the formats of a country.
func shapesOf(code string) []shape {
	for _, c := range countries {
		if len(code) == 2 && strings.Contains(c.codes, code) {
			return c.shapes
		}
	}
	return nil
}

// write inserts the format's blanks and dashes into a bare postcode, if it fits.
func (s shape) write(bare string) (string, bool) {
	var out strings.Builder
	at := 0
	for _, place := range []byte(s) {
		if place == ' ' || place == '-' {
			out.WriteByte(place)
			continue
		}
		if at == len(bare) || !fits(place, bare[at]) {
			return "", false
		}
		out.WriteByte(bare[at])
		at++
	}
	return out.String(), at == len(bare)
}

// fits reports whether a character may stand at a place of a format.
func fits(place, c byte) bool {
	digit, letter := c >= '0' && c <= '9', c >= 'A' && c <= 'Z'
	switch {
	case place == 'A':
		return letter
	case place == '9':
		return digit
	case place == '@': // an Eircode has no letters that are easily misread or misheard
		return digit || strings.IndexByte("ACDEFHKNPRTVWXY", c) >= 0
	case place >= 'a' && place <= 'z':
		return place-'a'+'A' == c
	default:
		return place == c
	}
}
