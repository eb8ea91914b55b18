package gateway

import (
	"flag"
	"os"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the golden files instead of comparing with them")

// The decimals in ISO 4217 of currencies in use, where they are not two.
var isoDecimals = map[string]int{
	"BIF": 0, "CLP": 0, "DJF": 0, "GNF": 0, "ISK": 0, "JPY": 0, "KMF": 0, "KRW": 0, "PYG": 0, "RWF": 0,
	"UGX": 0, "VND": 0, "VUV": 0, "XAF": 0, "XOF": 0, "XPF": 0,
	"BHD": 3, "IQD": 3, "JOD": 3, "KWD": 3, "LYD": 3, "OMR": 3, "TND": 3,
}

func TestParseCurrency(t *testing.T) {
	for _, code := range []string{"GBP", "gbp", "Gbp"} {
		c, err := ParseCurrency(code)
		if err != nil || c.Code() != "GBP" || c.Exponent() != 2 || c.String() != "GBP" || c.Symbol() != "£" {
			t.Errorf("%s is %s with %d decimals, %v", code, c, c.Exponent(), err)
		}
	}
	for _, code := range []string{"", " ", "GB", "GBPX", "£", "GB1", "ZZZ", "826", " GBP", "GBP ", "ＧＢＰ", "G\x00P"} {
		if c, err := ParseCurrency(code); err == nil || c != (Currency{}) {
			t.Errorf("%q is %s", code, c)
		}
		if c, err := CurrencyWithExponent(code, 2); err == nil || c != (Currency{}) {
			t.Errorf("%q is %s", code, c)
		}
	}
	for _, exponent := range []int{-1, 5, 100} {
		if _, err := CurrencyWithExponent("GBP", exponent); err == nil {
			t.Errorf("%d decimals were accepted", exponent)
		}
	}
	var none Currency
	if none.Code() != "" || none.Symbol() != "" || none.Exponent() != 0 {
		t.Errorf("the zero currency is %q", none.Code())
	}
}

// No currency is accepted with other decimals than ISO 4217 gives it: that would charge
// ten or a hundred times too much. A file lists the currencies refused because their
// decimals are unsure, so that a change of the data shows.
func TestCurrencyDecimals(t *testing.T) {
	var list strings.Builder
	accepted := 0
	for i := range 26 * 26 * 26 {
		code := string([]byte{'A' + byte(i/676), 'A' + byte(i/26%26), 'A' + byte(i%26)})
		c, err := ParseCurrency(code)
		if err != nil {
			if strings.Contains(err.Error(), "decimals") {
				list.WriteString(code + "\n")
			}
			continue
		}
		accepted++
		want, odd := isoDecimals[code]
		if !odd {
			want = 2
		}
		if c.Exponent() != want {
			t.Errorf("%s is taken with %d decimals, ISO 4217 gives it %d", code, c.Exponent(), want)
		}
	}
	if accepted < 100 {
		t.Errorf("only %d currencies are accepted", accepted)
	}
	const path = "testdata/currencies-refused.golden"
	if *update {
		if err := os.WriteFile(path, []byte(list.String()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if want, err := os.ReadFile(path); err != nil || string(want) != list.String() {
		t.Errorf("refused as unsure (%v; run with -update if it should be so):\n%s", err, list.String())
	}
}
