package cardguard

import (
	"strconv"
	"strings"
	"testing"

	"motoconsole/gateway"
)

// rules are all rules, by name.
var rules = map[string]func(text string) bool{
	"answer": func(text string) bool { return Answer.Finds(Runes(text)) },
	"prose":  func(text string) bool { return Prose.Finds(Runes(text)) },
	"record": InRecord,
}

// TestRules lists the rules that find each text; "" means none.
func TestRules(t *testing.T) {
	const all = "answer prose record"
	for text, want := range map[string]string{
		"4539578763621486":                   all,
		"4539/5787/6362/1486":                all,
		"4539,5787,6362,1486":                all,
		"4539x5787X6362x1486":                all,
		"4539a5787b6362c1486":                all,
		"4 5 3 9 5 7 8 7 6 3 6 2 1 4 8 6":    all,
		"4539 : 5787 : 6362 : 1486":          all,
		"4539 and 5787 and 6362 and 1486":    all,
		"4539 and 5787 then 6362 then 1486":  all, // letters are letters
		"4539 one 5787 - two 6362, and 1486": "answer",
		"4539578763621480":                   all, // a wrong check digit
		"453957876362148":                    all, // one digit short
		"45395787636214":                     "",
		"4539578763621":                      all, // a Visa number of 13 digits
		"453957876362":                       "",
		"5212345678901":                      "", // an order number: Mastercard has none of 13
		"52123456789012":                     "",
		"521234567890123":                    all,
		"1234567890123":                      "",
		"9234567890123456":                   "",
		"0004539578763621486":                all, // its check digit fits
		"0004539578763621480":                "",
		"order 12 4539 5787 6362 1480 12/30": all,
		"A17-4539-5787-6362-1480":            all,
		"٤٥٣٩٥٧٨٧٦٣٦٢١٤٨٠":                   all,
		"٤٥٣٩ 5787 ６３６２ \U0001d7ed\U0001d7f0\U0001d7f4\U0001d7ec": all,
		"⁴⁵³⁹⁵⁷⁸⁷⁶³⁶²¹⁴⁸⁰":                                        all,
		"4539\u200b5787\u00ad6362\ufe0f1480":                      all,
		"3412-345678-90123":                                       all,
		"341234567890":                                            "",
		"":                                                        "",
		"Flat 4, 111 High St 11, 1111":                            "",
		"ORDER-2026-11-000123":                                    "",
		"+44 20 7946 0958":                                        "",
		"from 24/11/2026 to 27/11/2026, £4.00":                    "answer",
		"refund of 45.00 agreed 27/11/2026 10:30, order 12345":    "answer",
		"23-9-80006":                                              "",
		// Text that programs write.
		"57-9-1234567890":                         "answer prose",
		"400123456789-7K3M2P":                     "answer prose",
		"400123456789-734247":                     all,
		"4001234567890-7K3M2P":                    all,
		"CANCEL-OF-57-9-1234567890-7K3M2P":        "answer prose",
		"550e8400-e29b-41d4-a716-446655440000":    "answer prose",
		"2026-11-27T10:30:15.123456789Z":          "answer prose",
		"at 10:30:15.123456 on 2026-11-27":        "answer",
		"K4M5N63A2B7C4D5E6F2G3H4J5K":              "answer prose",
		"card 4539578763621480 on 2026-11-27":     all,
		"/tmp/TestX4035219871/001/moto.toml: no":  "answer prose",
		`read "/var/4035/2198/7132/1480": gone`:   "answer prose",
		`C:\logs\4035219871321480.log is none`:    "answer prose",
		"/tmp/4539578763621486":                   all, // its check digit fits
		"order/4539/5787/6362/1480":               all,
		"/4539/5787/6362/1480":                    all,
		"2026-11-27 10:30:15 4539 5787 6362 1480": all,
	} {
		for name, finds := range rules {
			if got := finds(text); got != strings.Contains(want, name) {
				t.Errorf("%s of %q: %v", name, text, got)
			}
		}
	}
}

func TestHides(t *testing.T) {
	for text, want := range map[string]int{
		"4539578763621486": 11, "5212345678901": 11, "521234567890": 11, "52123456789": -1, "x52-12345678901": 11, "1234567890123456": -1,
		"99 5212 3456 7890 1": 13, "995212345678901": -1, "٥٢١٢٣٤٥٦٧٨٩٠١": 11, "": -1, "5212 3456 7890 1": 11,
	} {
		from, ok := Answer.Hides(Runes(text))
		if !ok {
			from = -1
		}
		if from != want {
			t.Errorf("%q: %d, want %d", text, from, want)
		}
	}
	for text, want := range map[string]bool{
		"24/11/2026 10.50 1111": false, "5212 3456 7890 1": true, "5212345678901": true, "5212 34 5678 9012 3": false,
	} {
		if _, got := Words.Hides(Runes(text)); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
}

func TestMayBecome(t *testing.T) {
	for text, want := range map[string]bool{
		"453957": true, "45395": false, "order:45395787": true, "4539 5787": false, "4539 5787 6": true, "12345678": false,
		"24/11/2026": false, "24/11/2026 10.50": false, "4539-5787-6": true, "": false,
	} {
		if got := MayBecome(Runes(text), Begun); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
}

func TestInLog(t *testing.T) {
	for text, want := range map[string]bool{
		"999999999991": true, "9999 9999 9991": true, "999999999992": false, "99999999991": false, "4539578763621486": true, "4539578763621480": true,
		"000000000000": false, "2026-11-21 03:41:31": false, "": false, "23-9-80001": false, "400123456789-7K3M2P": false,
	} {
		if got := InLog(text); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
}

// TestCardsOfNoBrand: the rules find a number of a scheme that the vendor's table lacks
// like one in the table: whole, with a wrong digit, and one digit short.
func TestCardsOfNoBrand(t *testing.T) {
	for _, c := range []struct {
		digits string
		card   bool
	}{
		{"180012345678900", true},
		{"18001234567890", true},
		{"213112345678900", true},
		{"21311234567890", true},
		{"2200123456789000", true},
		{"220012345678900", true},
		{"22001234567890001", true},
		{"2204123456789000123", true},
		{"9792123456789000", true},
		{"979212345678900", true},
		{"8112345678901200", true},
		{"811234567890120", true},
		{"8212345678901200", true},
		{"5081234567890120", true},
		{"6012345678901230", true},
		{"2205123456789000", false},
		{"220512345678900", false},
		{"2199123456789000", false},
		{"1800123456789000", false},
		{"8012345678901200", false},
		{"9791123456789000", false},
		{"2200123456780", false},
		{"22001234567890", false},
		{"22041234567890001234", false},
		{"8112345678900", false},
		{"1800123456780", false},
		{"81123456789012345", false},
	} {
		for last := range 10 { // any check digit
			digits := c.digits[:len(c.digits)-1] + strconv.Itoa(last)
			if gateway.HoldsCardNumber(digits) && !c.card {
				continue // a card of another scheme within it
			}
			for name, finds := range rules {
				for _, text := range []string{digits, "order " + digits + " x", digits[:4] + " " + digits[4:8] + " " + digits[8:12] + " " + digits[12:]} {
					if got := finds(text); got != c.card {
						t.Errorf("%s of %q: %v", name, text, got)
					}
				}
			}
			if from, ok := Answer.Hides(Runes(digits)); c.card && (!ok || from != mostDrawn) {
				t.Errorf("%s is drawn while it is typed: %d %v", digits, from, ok)
			}
		}
		if c.card && !MayBecome(Runes(c.digits[:6]), Begun) {
			t.Errorf("copies are made of %s", c.digits[:6])
		}
	}
}
