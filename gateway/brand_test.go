package gateway

import (
	"slices"
	"strconv"
	"strings"
	"testing"
)

// The brand of leading digits: both ends of every range, what lies beside
// them, and prefixes too short to tell.
func TestBrandOfPrefix(t *testing.T) {
	for prefix, want := range map[string]Brand{
		"": "", "0": "", "7": "", "8": "", "9": "",
		"4": Visa, "41": Visa, "4999": Visa,
		"5": "", "50": Maestro, "51": Mastercard, "55": Mastercard, "56": Maestro, "59": Maestro,
		"2": Mastercard, "22": Mastercard, "2220": "", "2221": Mastercard, "2720": Mastercard, "2721": "", "21": "", "28": "",
		"3": "", "34": Amex, "37": Amex, "32": "",
		"30": "", "300": Diners, "305": Diners, "306": "", "307": "", "309": "", "3095": Diners, "36": Diners, "38": Diners, "39": Diners,
		"31": JCB, "33": JCB, "35": JCB, "3527": "", "3528": JCB, "3589": JCB, "3590": "",
		"3087": "", "3088": JCB, "3094": JCB, "3096": JCB, "3102": JCB, "3103": "", "3111": "", "3112": JCB, "3120": JCB, "3121": "",
		"3157": "", "3158": JCB, "3159": JCB, "3160": "", "3336": "", "3337": JCB, "3349": JCB, "3350": "",
		"308": "", "3089": "", "30894": JCB, "30895": "", "308950": PIBA, "308949": JCB, "308951": JCB,
		"6": "", "60": "", "61": Maestro, "63": Maestro, "66": Maestro, "69": Maestro,
		"601": "", "6010": Maestro, "6011": Discover, "6012": Maestro,
		"64": "", "643": Maestro, "644": Discover, "65": "", "650": Discover, "659": Discover, "660": Maestro,
		"62": "", "622": "", "622125": Maestro, "622126": Discover, "622925": Discover, "622926": Maestro,
		"623": Maestro, "624": Discover, "626": Discover, "627": Maestro, "628": "", "6281": Maestro, "6282": Discover, "6288": Discover, "6289": Maestro,
		"1": AstroPay, "18": AstroPay, "1801": AstroPay, "1802": "", "1175": AstroPay, "1176": "", "12": "",
	} {
		if got := number(t, prefix).Brand(); got != want {
			t.Errorf("%q is %q, want %q", prefix, got, want)
		}
	}
}

// The cards of the vendor's test bank.
var brandOfTestCard = map[string]Brand{
	"4111111111111111": Visa, "4111110000000211": Visa, "4242424242424242": Visa, "4000000000000812": Visa,
	"4111110000000112": Visa, "4245190000000311": Visa, "4484000000000411": Visa, "4370000000000061": Visa,
	"4000000000000721": Visa, "4370000000000921": Visa,
	"5100000000000511": Mastercard, "5100000000000412": Mastercard, "5124990000000101": Mastercard, "5100000000000321": Mastercard,
	"340000000000611": Amex, "3000000000000111": Diners, "6011000000000301": Discover, "3528000000000411": JCB,
	"5000000000000611": Maestro, "3089500000000000021": PIBA, "1801000000000901": AstroPay,
}

// As digits come in, the brand may become known or unknown, but never changes from one
// to another. The length shown never falls below the digits typed.
func TestBrandNeverFlips(t *testing.T) {
	for _, pan := range append(testPANs(t), keys(brandOfTestCard)...) {
		c, last := NewCardNumber(), Brand("")
		for _, d := range []byte(pan) {
			c.Push(d)
			b := c.Brand()
			if b != "" && last != "" && b != last {
				t.Errorf("%s is %s after %s at digit %d", pan, b, last, c.Len())
			}
			if b != "" {
				last = b
			}
		}
		for c.Len() > 0 { // deleting digits gives the same answers
			head := pan[:c.Len()]
			if got, want := c.Brand(), number(t, head).Brand(); got != want {
				t.Errorf("%s is %q after a deletion, %q typed", head, got, want)
			}
			c.Pop()
		}
	}
}

func TestBrandOfTestCards(t *testing.T) {
	for pan, want := range brandOfTestCard {
		c := number(t, pan)
		if got := c.Brand(); got != want {
			t.Errorf("%s is %q, want %q", pan, got, want)
		}
		if err := c.Check(); err != nil {
			t.Errorf("%s: %v", pan, err)
		}
	}
	// The vendor's 3-D Secure pages use JCB numbers outside its JCB ranges.
	want := map[string]Brand{"34": Amex, "4": Visa, "51": Mastercard, "52": Mastercard, "6011": Discover, "300": Diners, "3337": JCB, "35": ""}
	pans := testPANs(t)
	if len(pans) != 148 || !slices.IsSorted(pans) || len(slices.Compact(pans)) != 148 {
		t.Fatalf("%d test numbers, want 148 in order", len(pans))
	}
	for _, pan := range pans {
		c, found := number(t, pan), false
		for prefix, brand := range want {
			if strings.HasPrefix(pan, prefix) {
				found = true
				if c.Brand() != brand {
					t.Errorf("%s is %q, want %q", pan, c.Brand(), brand)
				}
			}
		}
		if err := c.Check(); err != nil || !found {
			t.Errorf("%s: %v, brand listed: %v", pan, err, found)
		}
	}
}

func TestBrandRules(t *testing.T) {
	for b, want := range map[Brand]string{
		Visa: "Visa 13,16,19 16 3 true", Mastercard: "Mastercard 16 16 3 true", Amex: "American Express 15 15 4 true",
		Maestro: "Maestro 12,13,14,15,16,17,18,19 19 3 false", Discover: "Discover 14,15,16,17,18,19 16 3 true",
		Diners: "Diners Club 14,15,16,17,18,19 19 3 true", JCB: "JCB 15,16,19 16 3 true", PIBA: "PIBA 19 19 0 true",
		AstroPay: "AstroPay 16 16 4 false", "": "Card 12,13,14,15,16,17,18,19 19 3 true", "DELTA": "Card 12,13,14,15,16,17,18,19 19 3 true",
	} {
		var lengths []string
		for _, n := range b.Lengths() {
			lengths = append(lengths, strconv.Itoa(n))
		}
		got := strings.Join([]string{
			b.Name(), strings.Join(lengths, ","), strconv.Itoa(b.UsualLength()),
			strconv.Itoa(b.CodeLength()), strconv.FormatBool(b.HasLuhn()),
		}, " ")
		if got != want {
			t.Errorf("%q: %s, want %s", b, got, want)
		}
	}
	if got := Amex.Grouping(15); !slices.Equal(got, []int{4, 6, 5}) {
		t.Errorf("American Express prints %v", got)
	}
	for n, want := range map[int][]int{16: {4, 4, 4, 4}, 19: {4, 4, 4, 4, 3}, 13: {4, 4, 4, 1}, 4: {4}, 1: {1}} {
		if got := Visa.Grouping(n); !slices.Equal(got, want) {
			t.Errorf("%d digits are printed %v, want %v", n, got, want)
		}
	}
}

func keys(m map[string]Brand) []string {
	var out []string
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}
