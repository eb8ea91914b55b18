package gateway

import (
	"math"
	"math/rand/v2"
	"testing"
)

func TestMoneyWords(t *testing.T) {
	for _, c := range []struct {
		code                  string
		exponent              int
		minor                 int64
		words, decimal, plain string
	}{
		{"GBP", 2, 1050, "£10.50", "10.50", "1050"},
		{"GBP", 2, 105000, "£1,050.00", "1050.00", "105000"},
		{"GBP", 2, 1, "£0.01", "0.01", "1"},
		{"GBP", 2, 10, "£0.10", "0.10", "10"},
		{"GBP", 2, 0, "£0.00", "0.00", "0"},
		{"GBP", 2, 99999, "£999.99", "999.99", "99999"},
		{"GBP", 2, 100000, "£1,000.00", "1000.00", "100000"},
		{"GBP", 2, 123456789012, "£1,234,567,890.12", "1234567890.12", "123456789012"},
		{"GBP", 2, -1050, "-£10.50", "-10.50", "-1050"},
		{"GBP", 2, math.MinInt64, "-£92,233,720,368,547,758.08", "-92233720368547758.08", "-9223372036854775808"},
		{"GBP", 2, math.MaxInt64, "£92,233,720,368,547,758.07", "92233720368547758.07", "9223372036854775807"},
		{"EUR", 2, 1050, "€10.50", "10.50", "1050"},
		{"USD", 2, 1050, "US$10.50", "10.50", "1050"},
		{"CAD", 2, 1050, "CA$10.50", "10.50", "1050"},
		{"AUD", 2, 1050, "A$10.50", "10.50", "1050"},
		{"JPY", 0, 1050, "JP¥1,050", "1050", "1050"},
		{"JPY", 0, 0, "JP¥0", "0", "0"},
		{"SEK", 2, 1050, "SEK 10.50", "10.50", "1050"},
		{"KWD", 3, 1050, "KWD 1.050", "1.050", "1050"},
		{"KWD", 3, 1234567, "KWD 1,234.567", "1234.567", "1234567"},
		{"KWD", 4, 1, "KWD 0.0001", "0.0001", "1"},
	} {
		m := Money{c.minor, currencyOf(t, c.code, c.exponent)}
		if m.String() != c.words || m.Decimal() != c.decimal || m.BaseAmount() != c.plain || m.IsZero() != (c.minor == 0) {
			t.Errorf("%d %s: %q %q %q", c.minor, c.code, m.String(), m.Decimal(), m.BaseAmount())
		}
	}
	if got := (Money{Minor: 5}).String(); got != "5" {
		t.Errorf("an amount without a currency is %q", got)
	}
}

// ParseMoney reads every amount that String shows.
func TestMoneyRoundTrip(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for exponent, code := range []string{"JPY", "SEK", "GBP", "KWD", "USD"} {
		c := currencyOf(t, code, exponent)
		for n := range 2000 {
			m := Money{1 + random.Int64N(int64(math.Pow10(1+n%13))-1), c}
			if got, err := ParseMoney(m.Decimal(), c); err != nil || got != m {
				t.Fatalf("%s is read back as %v, %v", m.Decimal(), got, err)
			}
			if got, err := ParseMoney(m.String(), c); err != nil || got != m {
				t.Fatalf("%s is read back as %v, %v", m, got, err)
			}
			if got, err := ParseBaseAmount(m.BaseAmount(), c); err != nil || got != m {
				t.Fatalf("%s is read back as %v, %v", m.BaseAmount(), got, err)
			}
		}
	}
}
