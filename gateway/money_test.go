package gateway

import (
	"strings"
	"testing"
)

// currencyOf is a currency with the exponent that the test gives.
func currencyOf(t testing.TB, code string, exponent int) Currency {
	t.Helper()
	c, err := CurrencyWithExponent(code, exponent)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestParseMoney(t *testing.T) {
	gbp, jpy, kwd := currencyOf(t, "GBP", 2), currencyOf(t, "JPY", 0), currencyOf(t, "KWD", 3)
	for _, c := range []struct {
		text     string
		currency Currency
		minor    int64
	}{
		{"10", gbp, 1000},
		{"10.5", gbp, 1050},
		{"10.50", gbp, 1050},
		{"0.01", gbp, 1},
		{"0.10", gbp, 10},
		{"1,050.00", gbp, 105000},
		{"1,050", gbp, 105000},
		{"1050", gbp, 105000},
		{"12,345,678.90", gbp, 1234567890},
		{" 10.50 ", gbp, 1050},
		{"\t10.50\r\n", gbp, 1050},
		{"£10.50", gbp, 1050},
		{"£ 1,050", gbp, 105000},
		{"99999999999.99", gbp, 9999999999999},
		{"0.50", gbp, 50},
		{"500", jpy, 500},
		{"1,500", jpy, 1500},
		{"9999999999999", jpy, 9999999999999},
		{"JP¥500", jpy, 500},
		{"1", kwd, 1000},
		{"1.5", kwd, 1500},
		{"1.234", kwd, 1234},
		{"0.050", kwd, 50},
		{"1,050.000", kwd, 1050000},
		{"1,050.5", kwd, 1050500},
		{"1,050,000", kwd, 1050000000},
		{"KWD 1.234", kwd, 1234},
		{"9999999999.999", kwd, 9999999999999},
	} {
		got, err := ParseMoney(c.text, c.currency)
		if err != nil || got != (Money{c.minor, c.currency}) {
			t.Errorf("%q in %s is %d, %v; want %d", c.text, c.currency, got.Minor, err, c.minor)
		}
	}
}

func TestParseMoneyRefuses(t *testing.T) {
	gbp, jpy, kwd := currencyOf(t, "GBP", 2), currencyOf(t, "JPY", 0), currencyOf(t, "KWD", 3)
	for _, c := range []struct {
		currency Currency
		rule     string
		texts    []string
	}{
		{gbp, "enter an amount, such as 10.50", []string{"", " ", "\t\n", "£", " £ "}},
		{gbp, "more than zero", []string{"0", "0.00", "000", "-1", "-10.50", "-0", "£-5", "-£5", "-"}},
		{gbp, "GBP has 2 decimals", []string{"10.505", "0.001", "10.500"}},
		{gbp, "13 digits", []string{"100000000000.00", "999999999999", "123456789012.34", strings.Repeat("9", 5000)}},
		{gbp, "in figures", []string{
			".5", "5.", ".", "+5", "1e3", "1E3", "0x10", "1_000", "1 050.00", "1 050", "10,50", "1,05", "1,0500", "1,050,00",
			",050", "1,", ",", "1,,050", "1050,000", "1,050.0,0", "0,500", "0,050.00", "00,010", "1.2.3", "10..5", "1.050,00",
			"££5", "£5£", "5£", "$5", "€5", "GBP 5", "5p", "five", "١٠", "１０", "1０", "10.５０", "½", "10\u00a0000", "1\u200b0",
			"1'050", "1\x00", "10\x1b[31m", "NaN", "Inf", "(5)", "5-", "1/2", "%s", "10;20", "\u202e99.1", "−5", "1,٠٥٠",
		}},
		{jpy, "JPY has no decimals", []string{"10.5", "10.00", "0.1"}},
		{jpy, "in figures", []string{"10.", "1,5", "¥-"}},
		{jpy, "13 digits", []string{"10000000000000", "12345678901234"}},
		{kwd, "KWD has 3 decimals", []string{"1.2345"}},
		{kwd, "13 digits", []string{"10000000000"}},
		{kwd, "may stand for thousands or for decimals", []string{"1,050", "KWD 1,050", "10,500", "999,999"}},
		{currencyOf(t, "CLP", 4), "may stand for thousands or for decimals", []string{"1,050"}},
		{gbp, "begins with 0", []string{"050", "0500", "00100", "007", "00.50", "000010.50", "£05", "0000000000000000000001"}},
		{jpy, "begins with 0", []string{"0500", "01"}},
		{kwd, "begins with 0", []string{"01.050", "0050"}},
		{Currency{}, "choose a currency", []string{"10", ""}},
	} {
		for _, text := range c.texts {
			m, err := ParseMoney(text, c.currency)
			if err == nil {
				t.Errorf("%q in %s was read as %d", text, c.currency, m.Minor)
				continue
			}
			checkFieldError(t, err, "baseamount", text)
			if !strings.Contains(err.Error(), c.rule) || m != (Money{}) {
				t.Errorf("%q in %s: %v, want %q", text, c.currency, err, c.rule)
			}
		}
	}
}

func TestParseBaseAmount(t *testing.T) {
	gbp := currencyOf(t, "GBP", 2)
	for text, want := range map[string]int64{"1050": 1050, "0": 0, "1": 1, "0001": 1, "9999999999999": 9999999999999} {
		if got, err := ParseBaseAmount(text, gbp); err != nil || got != (Money{want, gbp}) {
			t.Errorf("%q is %d, %v", text, got.Minor, err)
		}
	}
	for _, text := range []string{"", "-1", "+1", "10.50", "1050.0", "1e3", " 1", "1 ", "1,050", "10000000000000", "00000000000001", "١٠", "１０", "null"} {
		got, err := ParseBaseAmount(text, gbp)
		if err == nil || got != (Money{}) {
			t.Errorf("%q is %d", text, got.Minor)
			continue
		}
		checkFieldError(t, err, "baseamount", text)
	}
}

func FuzzParseMoney(f *testing.F) {
	for _, text := range []string{"10", "10.50", "1,050.00", "£10.50", ".5", "5.", "+5", "-5", "1e3", "١٠", "１０", "10,50", "12345678901234", "0,500", " \t", "KWD 1.234"} {
		for exponent := range 5 {
			f.Add(text, exponent)
		}
	}
	f.Fuzz(func(t *testing.T, text string, exponent int) {
		exponent = max(0, min(exponent, 4))
		c := currencyOf(t, []string{"JPY", "EUR", "GBP", "KWD", "CLP"}[exponent], exponent)
		m, err := ParseMoney(text, c)
		if err != nil {
			checkFieldError(t, err, "baseamount", text)
			return
		}
		if m.Minor <= 0 || len(m.BaseAmount()) > 13 || m.Currency != c {
			t.Fatalf("%q is %d %s", text, m.Minor, m.Currency)
		}
		if again, err := ParseMoney(m.Decimal(), c); err != nil || again != m {
			t.Fatalf("%q is %s, which is %v, %v", text, m.Decimal(), again, err)
		}
		if again, err := ParseMoney(m.String(), c); err != nil || again != m {
			t.Fatalf("%q is %s, which is %v, %v", text, m, again, err)
		}
		// Only digits, commas and a point make an amount.
		plain := strings.TrimLeft(strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(text), strings.TrimSpace(c.Symbol()))), "0")
		digits := strings.ReplaceAll(plain, ",", "")
		if plain != "" && strings.Trim(digits, "0123456789.") != "" {
			t.Fatalf("%q was read as %d", text, m.Minor)
		}
	})
}
