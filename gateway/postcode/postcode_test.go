package postcode

import (
	"slices"
	"strings"
	"testing"
)

func TestWritten(t *testing.T) {
	for _, c := range []struct{ country, typed, want string }{
		{"GB", "te456st", "TE45 6ST"},
		{"GB", "M1 1AE", "M1 1AE"},
		{"GB", " m1  1ae ", "M1 1AE"},
		{"GB", "TE45-6ST", "TE45 6ST"},
		{"GB", "gir0aa", "GIR 0AA"},
		{"GB", "TE４５ 6ST", "TE45 6ST"},
		{"GB", "GIR 0AB", ""},
		{"GB", "TE45", ""},
		{"GB", "TEE5 6ST", ""},
		{"GB", "TE45 6STX", ""},
		{"GB", "12345", ""},
		{"GB", "ÀB1 1AA", ""},
		{"GB", "", ""},
		{"JE", "je23ab", "JE2 3AB"},
		{"US", "12345", "12345"},
		{"US", "12345 6789", "12345-6789"},
		{"US", "123456789", "12345-6789"},
		{"US", "123456", ""},
		{"CA", "k1a-0b1", "K1A 0B1"},
		{"CA", "1A1 A1A", ""},
		{"IE", "d02af30", "D02 AF30"},
		{"IE", "D6W XH12", "D6W XH12"},
		{"IE", "D02 AF3O", ""}, // an O is in no Eircode
		{"NL", "1234ab", "1234 AB"},
		{"DE", "10115", "10115"},
		{"SE", "11455", "114 55"},
		{"PL", "00950", "00-950"},
		{"PT", "2725079", "2725-079"},
		{"JP", "1000001", "100-0001"},
		{"MT", "vlt1117", "VLT 1117"},
		{"LV", "lv1073", "LV-1073"},
		{"AE", "12345", ""},
		{"", "12345", ""},
	} {
		if got, ok := Written(c.typed, c.country); got != c.want || ok != (c.want != "") {
			t.Errorf("%s %q: %q, %v, want %q", c.country, c.typed, got, ok, c.want)
		}
	}
}

// Every spelling that the form writes is valid, and so is every text for an unchecked
// country.
func TestValid(t *testing.T) {
	for country, list := range map[string]struct{ good, bad []string }{
		"GB": {
			[]string{"TE45 6ST", "TR45 6ST", "TE456ST", "te45 6st", "M1 1AA", "B33 8TH", "CR2 6XH", "DN55 1PT", "W1A 1HQ", "EC1A 1BB", "GIR 0AA", "gir0aa"},
			[]string{"55555", "TE45", "TE45 6S", "TE45  6ST", "TE456 ST", "T 6ST", "TE456 6ST", "ſ1 1AA", "TE45-6ST", "TE４５ 6ST", " TE45 6ST"},
		},
		"US": {[]string{"55555", "12345-6789", "123456789", "12345 6789"}, []string{"5555", "555555", "TE45 6ST", "12345-678", "1234 56789"}},
		"CA": {[]string{"K1A 0B1", "k1a0b1", "K1A-0B1"}, []string{"K1A 0B", "11A 0B1", "K1A  0B1"}},
		"IE": {[]string{"anything", "D02 AF30", "-"}, nil},
		"":   {[]string{"anything"}, nil},
	} {
		for _, v := range list.good {
			if !Valid(v, country) {
				t.Errorf("%s %q is refused", country, v)
			}
		}
		for _, v := range list.bad {
			if Valid(v, country) {
				t.Errorf("%s %q is let through", country, v)
			}
			if written, ok := Written(v, country); ok && !Valid(written, country) {
				t.Errorf("%s %q, as it is written, is refused", country, written)
			}
		}
	}
}

func TestEvident(t *testing.T) {
	for text, want := range map[string]bool{
		"TE45 6ST": true, "te456st": true, "GIR 0AA": true, "K1A0B1": true, "k1a-0b1": true, "90210-1234": true, "D02 AF30": true, "1234 AB": true,
		"90210": false, "902101234": false, "D02AF30": false, "1234AB": false, "A17 1111": false, "A17": false, "10115": false, "A17 HELD": false, "1111 2222": false,
	} {
		if got := Evident(text); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
}

// example is a postcode of a shape.
func example(s shape) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == 'A':
			return 'D'
		case r == '@':
			return 'F'
		case r == '9':
			return '7'
		}
		return []rune(strings.ToUpper(string(r)))[0]
	}, string(s))
}

// Each spelling of a shape in the list finds each other spelling.
func TestSpellings(t *testing.T) {
	for _, c := range countries {
		for code := range strings.FieldsSeq(c.codes) {
			for _, s := range c.shapes {
				written := example(s)
				bare := Bare(written)
				if got, ok := Written(strings.ToLower(bare), code); !ok || got != written && Bare(got) != bare {
					t.Errorf("%s %q: %q, %v", code, bare, got, ok)
				}
				sent := []string{written, bare, strings.ToLower(written), strings.ToLower(bare)}
				for _, typed := range sent {
					all := Spellings(typed)
					for _, other := range sent {
						if !slices.Contains(all, other) {
							t.Errorf("%q does not find %q: %q", typed, other, all)
						}
					}
					if all[0] != typed || len(all) > 16 {
						t.Errorf("%q: %d spellings, the first %q", typed, len(all), all[0])
					}
				}
			}
		}
	}
	if all := Spellings("D-10115"); !slices.Contains(all, "10115") || !slices.Contains(all, "D-10115") {
		t.Errorf("%q", all)
	}
	if all := Spellings("Blå 7"); !slices.Equal(all, []string{"Blå 7", "BLÅ 7", "BLÅ7", "blå 7", "blå7"}) {
		t.Errorf("%q", all)
	}
}

// No country is listed twice. Where the form moves on by itself after a postcode, no
// shape of the country begins another.
func TestTheList(t *testing.T) {
	seen := map[string]bool{}
	for _, c := range countries {
		for code := range strings.FieldsSeq(c.codes) {
			if len(code) != 2 || seen[code] {
				t.Errorf("%q", code)
			}
			seen[code] = true
		}
	}
	for _, code := range []string{"GB", "CA"} {
		for _, a := range shapesOf(code) {
			for _, b := range shapesOf(code) {
				if x, y := Bare(example(a)), Bare(example(b)); a != b && strings.HasPrefix(y, x) {
					t.Errorf("%s begins %s", a, b)
				}
			}
		}
	}
}
