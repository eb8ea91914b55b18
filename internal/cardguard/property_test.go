package cardguard

import (
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"motoconsole/gateway"
	"motoconsole/internal/effort"
)

// heads are the beginnings of each brand's numbers: the ends of its ranges, as the
// vendor lists them.
var heads = map[gateway.Brand][]string{
	gateway.Visa:       {"4"},
	gateway.Mastercard: {"51", "55", "2221", "2720"},
	gateway.Amex:       {"34", "37"},
	gateway.Maestro:    {"50", "56", "58", "61", "63", "67", "69"},
	gateway.Discover:   {"6011", "644", "659", "622126", "622925", "624", "626", "6282", "6288"},
	gateway.Diners:     {"300", "305", "3095", "36", "38", "39"},
	gateway.JCB:        {"3528", "3589", "3088", "3094", "3096", "3102", "3112", "3120", "3158", "3159", "3337", "3349"},
	gateway.PIBA:       {"308950"},
	gateway.AstroPay:   {"1801", "1175"},
}

// brands are the brands of heads, in a fixed order, so that a test draws the same
// numbers every time.
func brands() []gateway.Brand { return slices.Sorted(maps.Keys(heads)) }

// separators are what people and programs put between digits.
var separators = []string{
	"", " ", "-", ".", ",", "/", "x", "X", "_", "|", ":", ";", "+", "*", "#", "\\", "  ", " - ", ", ", " / ", "\u00a0", "\u2013", "·", "×", "a", "ab",
	"und", "\u200b", "\u00ad", "\u0301", "é", "田", "/-/", "—", "'", "(", ")(", "\t",
}

// scripts are zeros of ASCII, full-width, Arabic, Devanagari, Bengali and bold digits.
var scripts = []rune{'0', '０', '٠', '०', '০', '𝟎'}

// spelt is digits in groups, with separators and scripts mixed as kinds says.
func spelt(r *rand.Rand, digits string, kinds int) string {
	separator, zero := separators[r.IntN(len(separators))], scripts[r.IntN(len(scripts))]
	size := 1 + r.IntN(6)
	var b strings.Builder
	for i, d := range digits {
		if i > 0 && i%size == 0 {
			if kinds > 0 {
				separator = separators[r.IntN(len(separators))]
			}
			b.WriteString(separator)
		}
		if kinds > 1 {
			zero = scripts[r.IntN(len(scripts))]
		}
		b.WriteRune(zero + d - '0')
	}
	return b.String()
}

// random is a run of digits that begins with a head.
func random(r *rand.Rand, head string, length int) string {
	for len(head) < length {
		head += string(rune('0' + r.IntN(10)))
	}
	return head
}

// TestEveryBrandIsFound: the rules find a number in each range, of each length and one
// digit less, with any check digit, in any spelling and between any texts. In a record
// or a log a spelling that holds a time or another name, such as 23:09:27, does not
// count: there the check digit marks a number.
func TestEveryBrandIsFound(t *testing.T) {
	r := rand.New(rand.NewPCG(11, 5))
	around := []string{"", "", "A17 ", " exp 12/30", "order ", "\n", "ref:", ".", "é", " 12 "}
	for _, brand := range brands() {
		for _, head := range heads[brand] {
			for _, length := range brand.Lengths() {
				for n := max(length-1, fewest); n <= length; n++ {
					for range effort.Of(20, 5) {
						number := random(r, head, n)
						text := spelt(r, number, r.IntN(3))
						before, after := around[r.IntN(len(around))], around[r.IntN(len(around))]
						if !Answer.Finds(Runes(text)) || !Prose.Finds(Runes(text)) {
							t.Fatalf("%s of %s is not found as %q", number, brand.Name(), text)
						}
						if named := names.MatchString(text) && !gateway.HoldsCardNumber(text); !named && (!InRecord(text) || !InLog(text)) {
							t.Fatalf("%s of %s is not found in a record as %q", number, brand.Name(), text)
						}
						if text := before + "|" + text + "|" + after; !Answer.Finds(Runes(text)) {
							t.Fatalf("%s of %s is not found in %q", number, brand.Name(), text)
						}
						if !Words.Finds(Runes(number)) || !Answer.Finds(Runes([]byte(number))) {
							t.Fatalf("%s of %s is not found", number, brand.Name())
						}
					}
				}
			}
		}
	}
}

// TestOthersPass: twelve digits always pass. Longer numbers pass outside every brand's
// range or lengths, unless a check digit fits in them.
func TestOthersPass(t *testing.T) {
	r := rand.New(rand.NewPCG(11, 6))
	for range 5_000 {
		text := spelt(r, random(r, "", 1+r.IntN(12)), r.IntN(3))
		if Answer.Finds(Runes(text)) || Prose.Finds(Runes(text)) || InRecord(text) {
			t.Fatalf("%q is found", text)
		}
	}
	for _, head := range []string{"0", "1", "7", "8", "9", "20", "21", "2220", "2721", "31", "32"} {
		for range 500 {
			number := random(r, head, 13+r.IntN(6))
			if gateway.HoldsCardNumber(number) || gateway.BeginsLikeCard([]byte(number)) {
				continue
			}
			if Answer.Finds(Runes(number)) {
				t.Fatalf("%q is found", number)
			}
		}
	}
	for _, other := range []struct {
		head    string
		lengths []int
	}{{"4", []int{14, 17}}, {"53", []int{13, 14, 17, 18, 19}}, {"2500", []int{13, 14, 17}}, {"34", []int{13, 16, 17}}, {"3530", []int{13, 17}}} {
		for _, length := range other.lengths {
			for range 200 {
				if number := random(r, other.head, length); !gateway.HoldsCardNumber(number) && Answer.Finds(Runes(number)) {
					t.Fatalf("%q is found", number)
				}
			}
		}
	}
}

// TestNoMoreIsDrawn: of a card number typed from its beginning, a field draws at most
// eleven digits before the rule finds it.
func TestNoMoreIsDrawn(t *testing.T) {
	r := rand.New(rand.NewPCG(11, 7))
	for _, brand := range brands() {
		for _, head := range heads[brand] {
			number := random(r, head, slices.Max(brand.Lengths()))
			for n := range len(number) + 1 {
				text := number[:n]
				if from, ok := Answer.Hides(Runes(text)); n > mostDrawn && (!ok || from > mostDrawn) && !Answer.Finds(Runes(text)) {
					t.Errorf("%s of %s: more is drawn", text, brand.Name())
				} else if n <= mostDrawn && ok {
					t.Errorf("%s of %s: %d is not drawn", text, brand.Name(), from)
				}
			}
		}
	}
}

// FuzzRules: each rule finds all that a narrower rule finds, in any place of a text,
// and none finds anything in fewer than 13 digits.
func FuzzRules(f *testing.F) {
	f.Add("4539 5787 6362 1480", "A17 ", " thanks")
	f.Add("4539x5787", "\xff", "1")
	f.Add("400123456789-7K3M2P", "2026-11-27 10:30:15", "550e8400-e29b-41d4-a716-446655440000")
	f.Add("٤٥٣٩", "𝟭", "\u200b")
	f.Fuzz(func(t *testing.T, text, before, after string) {
		wider := []Rule{Words, Prose, Answer}
		found := false
		for i, rule := range wider {
			got := rule.Finds(Runes(text))
			if found && !got {
				t.Errorf("rule %d finds %q, and the next does not", i-1, text)
			}
			found = got
			if got != rule.Finds(Runes([]byte(text))) {
				t.Errorf("%q as bytes is another thing", text)
			}
		}
		digits := 0
		for r := range Runes(text) {
			if _, ok := gateway.Digit(r); ok {
				digits++
			}
		}
		if found && digits < fewest {
			t.Errorf("%q has %d digits and is found", text, digits)
		}
		if found && !Answer.Finds(Runes(before+"|"+text+"|"+after)) {
			t.Errorf("%q is found, and not between others", text)
		}
		if InRecord(text) && !Prose.Finds(Runes(text)) {
			t.Errorf("%q is found in a record, and not in prose", text)
		}
		if InRecord(text) && !InLog(text) {
			t.Errorf("%q is found in a record, and not in a log", text)
		}
		if _, hides := Answer.Hides(Runes(text)); hides && digits <= mostDrawn {
			t.Errorf("%q hides a digit", text)
		}
	})
}

func BenchmarkRules(b *testing.B) {
	for name, text := range map[string]string{"short": "A17-7K3M2P", "record": "CANCEL-OF-23-9-80001-7K3M2P at 2026-11-27 10:30:15", "long": strings.Repeat("x 4539 ", 140)} {
		b.Run("answer/"+name, func(b *testing.B) {
			for b.Loop() {
				Answer.Finds(Runes(text))
			}
		})
		b.Run("record/"+name, func(b *testing.B) {
			for b.Loop() {
				InRecord(text)
			}
		})
	}
}
