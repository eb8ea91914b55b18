// Package testcards knows the vendor's test cards.
package testcards

import "strings"

// families are the vendor's test cards, by how they begin, how many digits they have,
// what stands in the middle (zeros if nothing is given) and how they end. They pay on
// test sites only. They come from the vendor's documents and its public test suites.
// No whole number stands here: a search of memory for one finds only those that an
// agent typed.
var families = []struct {
	begins string
	length int
	middle string
	ends   string
}{
	{"180100", 16, "", "000901"},
	{"300000", 16, "", "000111"},
	{"300099", 16, "", "000006"},
	{"300500", 16, "", "004373 004837 005271 005602 005925 006030 006246 007269 007376 009877"},
	{"308950", 19, "", "000021"},
	{"333700", 16, "", "000008 000016 000081 000321 000537 000735 000990 006765 007045 200004 200046 200079 200087"},
	{"340000", 15, "", "000033 000116 000611 001007 001015 001023 001031 001049 001056 001064 001072 001080 001098 001106 001114 " +
		"001122 003391 003961 006022 006337 007780 008135 008416 009299"},
	{"340099", 15, "", "000001"},
	{"350099", 16, "", "000001"},
	{"352000", 16, "", "000922 002175 002423 002811 004767 005780 006549 006861 006903 009931"},
	{"352800", 16, "", "000411"},
	{"400000", 16, "", "000002 000010 000028 000036 000051 000069 000077 000085 000093 000101 000671 000721 000812 001000 001018 " +
		"001026 001034 001042 001059 001067 001075 001083 001091 001109 001117 001125 002313 002354 002370 002420 " +
		"002446 002503 002537 002560 002644 002701 002719 002925 002990"},
	{"400099", 16, "", "000004"},
	{"411111", 16, "", "000112 000211"},
	{"411111", 16, "1111", "111111"},
	{"424242", 16, "4242", "424242"},
	{"424519", 16, "", "000311"},
	{"437000", 16, "", "000061 000921"},
	{"448400", 16, "", "000411"},
	{"500000", 16, "", "000611"},
	{"510000", 16, "", "000271 000321 000412 000511"},
	{"512499", 16, "", "000101"},
	{"520000", 16, "", "000007 000015 000023 000031 000056 000064 000072 000080 000098 000908 001005 001013 001021 001039 001047 " +
		"001054 001062 001070 001088 001096 001104 001112 001120"},
	{"520099", 16, "", "000009"},
	{"601100", 16, "", "000004 000012 000020 000038 000053 000061 000079 000087 000095 000103 000301 001002 001010 001028 001036 " +
		"001044 001051 001069 001077 001085 001093 001101 001119 001127"},
	{"601199", 16, "", "000006"},
}

// end is how many digits an end has.
const end = 6

// Has reports the number of a test card, in ASCII digits. It compares digit by digit:
// no part of the number is copied.
func Has(digits []byte) bool {
	for _, t := range families {
		if len(digits) != t.length || !same(digits[:len(t.begins)], t.begins) {
			continue
		}
		middle, last := digits[len(t.begins):t.length-end], digits[t.length-end:]
		if t.middle != "" && !same(middle, t.middle) || t.middle == "" && !zeros(middle) {
			continue
		}
		for known := range strings.FieldsSeq(t.ends) {
			if same(last, known) {
				return true
			}
		}
	}
	return false
}

func same(digits []byte, text string) bool {
	for i, d := range digits {
		if d != text[i] {
			return false
		}
	}
	return true
}

func zeros(digits []byte) bool {
	for _, d := range digits {
		if d != '0' {
			return false
		}
	}
	return true
}
