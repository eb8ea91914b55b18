package memscan

import (
	"maps"
	"strings"
	"testing"
	"unicode/utf16"
)

const needle = "4929137684205932"

// spell is text in an encoding, by the width and the place of its digits.
func spell(text string, width, at int) []byte {
	out := make([]byte, len(text)*width)
	for i := range len(text) {
		out[i*width+at] = text[i]
	}
	return out
}

func TestSearch(t *testing.T) {
	if units := utf16.Encode([]rune("4")); units[0] != '4' {
		t.Fatal("UTF-16 is not what this test takes it for")
	}
	for name, test := range map[string]struct {
		memory string
		want   []Finding
	}{
		"nothing":              {"no card here", nil},
		"first six, last four": {"492913######5932 492913 5932", nil},
		"seven digits":         {"x4929137x", nil},
		"whole":                {"x" + needle + "x", []Finding{{0, "m", "ASCII", 16, 1}}},
		"twice":                {needle + " " + needle, []Finding{{0, "m", "ASCII", 16, 2}}},
		"twice without a gap":  {needle + needle, []Finding{{0, "m", "ASCII", 16, 2}}},
		"among digits":         {"00" + needle + "00", []Finding{{0, "m", "ASCII", 16, 1}}},
		"first eight":          {needle[:8], []Finding{{0, "m", "ASCII", 8, 1}}},
		"the middle":           {"0" + needle[4:14] + "0", []Finding{{0, "m", "ASCII", 10, 1}}},
		"another number":       {"4929137684205932"[:7] + "0" + needle[8:15], nil},
		"second needle":        {"5555341244441115", []Finding{{1, "m", "ASCII", 16, 1}}},
		"UTF-16LE":             {string(spell(needle, 2, 0)), []Finding{{0, "m", "UTF-16", 16, 1}}},
		"UTF-16BE":             {string(spell(needle, 2, 1)), []Finding{{0, "m", "UTF-16", 16, 1}}},
		"UTF-32LE, unaligned":  {"abc" + string(spell(needle, 4, 0)), []Finding{{0, "m", "UTF-32", 16, 1}}},
		"UTF-32BE, a part":     {string(spell(needle[5:14], 4, 3)), []Finding{{0, "m", "UTF-32", 9, 1}}},
	} {
		var r Report
		r.search([]byte(test.memory), "m", []string{needle, "5555341244441115"})
		if len(r.Findings) != len(test.want) || len(test.want) > 0 && r.Findings[0] != test.want[0] {
			t.Errorf("%s: %+v, want %+v", name, r.Findings, test.want)
		}
		if strings.Contains(r.String(), needle[:8]) {
			t.Errorf("%s: the report shows the number", name)
		}
	}
}

// TestPackets: a digit alone in a packet of SSH, and nothing else.
func TestPackets(t *testing.T) {
	var r Report
	for _, memory := range []string{"^\x00\x00\x00\x00\x00\x00\x00\x014", "xx^\x00\x00\x00\x07\x00\x00\x00\x019 ", "^\x00\x00\x00\x00\x00\x00\x00\x01x", "\x00\x00\x00\x00\x00\x00\x00\x014", "^\x00\x00\x00\x00\x00\x00\x00\x024"} {
		r.search([]byte(memory), "m", []string{needle})
	}
	if r.Packets != 2 || r.Count() != 0 {
		t.Errorf("%d packets, %d copies", r.Packets, r.Count())
	}
}

// TestCodes: rows of four digits, and no others.
func TestCodes(t *testing.T) {
	memory := "x1234y\"5678\":12345 123 1234\x001234|" + string(spell("9012", 2, 0)) + "z" + string(spell("9012", 4, 3)) + "34567890123"
	var r Report
	r.search([]byte(memory), "m", []string{needle})
	want := map[string]int{"1234": 3, "5678": 1, "9012": 2}
	if !maps.Equal(r.Codes, want) {
		t.Errorf("%v, want %v", r.Codes, want)
	}
}

func TestNeedles(t *testing.T) {
	for _, bad := range [][]string{nil, {""}, {"1234567"}, {"4929 1376 8420 5932"}, {needle, "abcdefgh"}} {
		if err := check(bad); err == nil {
			t.Errorf("%q was taken", bad)
		}
	}
	if got := Disguise(Disguise([]byte(needle))); string(got) != needle || string(Disguise([]byte(needle))) == needle {
		t.Error("a disguise that does not come off, or is none")
	}
}
