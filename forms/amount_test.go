package forms

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"motoconsole/gateway"
)

func TestAmount(t *testing.T) {
	gbp := pounds(t)
	jpy, err := gateway.ParseCurrency("JPY")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		currency gateway.Currency
		typed    string
		minor    int64
		rule     string // part of Check's rule
		complete bool
	}{
		{gbp, "10.50", 1050, "", true},
		{gbp, "10", 1000, "", false},
		{gbp, "1,050.00", 105000, "", true},
		{gbp, "10.5", 1050, "", false},
		{gbp, "１０.５０", 1050, "", true},
		{gbp, "5000", 500000, "", false},
		{gbp, "5000.01", 0, "the most this console takes is £5,000.00", true},
		{gbp, "0.00", 0, "more than zero", true},
		{gbp, "10.505", 0, "GBP has 2 decimals", false},
		{gbp, "1,05", 0, "a comma only before each three digits", false},
		{gbp, "", 0, "enter an amount", false},
		{gbp, ".", 0, "in figures", false},
		{gbp, "10 £x-5", 0, "the most", false}, // 105: the rest is refused key by key
		{jpy, "500", 500, "", false},
		{jpy, "500.", 0, "in figures", false},
		{jpy, "500.00", 0, "JPY has no decimals", false},
	} {
		most := gateway.Money{Minor: 500000, Currency: c.currency}
		if strings.Contains(c.typed, "x") {
			most.Minor = 10000
		}
		f := NewAmount(always(c.currency), most)
		into(f, c.typed)
		got, err := f.Value()
		if got.Minor != c.minor || f.Complete() != c.complete {
			t.Errorf("%q: %v, complete %v", c.typed, got, f.Complete())
		}
		if r := rule(t, f.Check()); !strings.Contains(r, c.rule) || (r == "") != (c.rule == "") || (err == nil) != (r == "") {
			t.Errorf("%q: rule %q, want %q", c.typed, r, c.rule)
		}
	}
}

func TestAmountKeysAndShow(t *testing.T) {
	f := NewAmount(always(pounds(t)), gateway.Money{})
	into(f, "10")
	for _, r := range "a -£" {
		f.Press(char(r))
		if got := rule(t, f.refusal()); got != "the amount has only digits, a point and commas" {
			t.Errorf("%q: %q", r, got)
		}
	}
	if got := show(f, true); got != "£10" {
		t.Errorf("while typed: %q", got)
	}
	if _, cursor := f.Render(true, 40, Styles{}); cursor != 3 {
		t.Errorf("cursor in cell %d", cursor)
	}
	if got := show(f, false); got != "£10.00" {
		t.Errorf("when left: %q", got)
	}
	into(f, strings.Repeat("1", 40))
	if rule(t, f.refusal()) == "" || f.length() > maxAmountKeys {
		t.Errorf("%d keys were taken", f.length())
	}
}

func TestAmountWithoutMaximum(t *testing.T) {
	f := NewAmount(always(pounds(t)), gateway.Money{})
	into(f, "99999999999.99")
	if m, err := f.Value(); err != nil || m.Minor != 9999999999999 {
		t.Errorf("%v, %v", m, err)
	}
}

func always(c gateway.Currency) func() gateway.Currency {
	return func() gateway.Currency { return c }
}

// TestCurrencyChoice: with several currencies the amount follows the one
// chosen, and the maximum's figure holds for each.
func TestCurrencyChoice(t *testing.T) {
	yen, err := gateway.ParseCurrency("JPY")
	if err != nil {
		t.Fatal(err)
	}
	p := NewPayment(PaymentOptions{
		Currency: pounds(t), Currencies: []gateway.Currency{pounds(t), yen},
		MaxAmount: gateway.Money{Minor: 500000, Currency: pounds(t)},
	})
	if !p.FocusField("baseamount") {
		t.Fatal("no amount")
	}
	for _, r := range "5000" {
		p.Update(tea.KeyPressMsg{Code: r, Text: string(r)})
	}
	if m := p.Amount(); m.Minor != 500000 || m.Currency != pounds(t) {
		t.Errorf("%v", m)
	}
	p.FocusField("currencyiso3a")
	p.Update(tea.KeyPressMsg{Code: 'j', Text: "j"})
	if m := p.Amount(); m.Minor != 5000 || m.Currency != yen {
		t.Errorf("%v", m)
	}
	p.FocusField("baseamount")
	p.Update(tea.KeyPressMsg{Code: '0', Text: "0"})
	if m := p.Amount(); !m.IsZero() {
		t.Errorf("%v is over the maximum", m)
	}
	if NewPayment(PaymentOptions{Currency: yen}).Field("currencyiso3a") != nil {
		t.Error("one currency needs no choice")
	}
}
