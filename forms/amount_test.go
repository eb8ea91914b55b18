package forms

import (
	"math"
	"math/rand/v2"
	"regexp"
	"strconv"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"motoconsole/gateway"
	"motoconsole/internal/effort"
)

func TestAmount(t *testing.T) {
	gbp := pounds(t)
	jpy, err := gateway.ParseCurrency("JPY")
	if err != nil {
		t.Fatal(err)
	}
	bhd, err := gateway.CurrencyWithExponent("BHD", 3)
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
		{gbp, "10.50", 1050, "", false}, // 10.505 may be ten thousand
		{gbp, "10", 1000, "", false},
		{gbp, "1,050.00", 105000, "", true},
		{gbp, "10.5", 1050, "", false},
		{gbp, "１０.５０", 1050, "", false},
		{gbp, "１０５０．５０", 105050, "", true},
		{gbp, "£10.50", 1050, "", false},
		{gbp, "0.50", 50, "", true},
		{gbp, "050", 0, "begins with 0", false},
		{gbp, "00.50", 0, "begins with 0", false},
		{jpy, "0500", 0, "begins with 0", false},
		{bhd, "1,050", 0, "may stand for thousands or for decimals", false},
		{bhd, "1,050.000", 1050000, "", true},
		{bhd, "0.050", 50, "", true},
		{bhd, "1050", 1050000, "", false},
		{gbp, "1050.00", 105000, "", true},
		{gbp, "5000", 500000, "", false},
		{gbp, "5000.01", 0, "the most this console takes is £5,000.00", true},
		{gbp, "0.00", 0, "more than zero", true},
		{gbp, "10.505", 0, "GBP has 2 decimals", false},
		{gbp, "1,05", 0, "a comma only before each three digits", false},
		{gbp, "", 0, "enter an amount", false},
		{gbp, ".", 0, "in figures", false},
		{jpy, "500", 500, "", false},
		{jpy, "500.", 0, "in figures", false},
		{jpy, "500.00", 0, "JPY has no decimals", false},
	} {
		f := newAmount(always(c.currency), gateway.Money{Minor: 500000, Currency: c.currency})
		if c.currency == bhd {
			f = newAmount(always(bhd), gateway.Money{})
		}
		into(f, c.typed)
		got, err := f.Value()
		if got.Minor != c.minor || f.Complete() != c.complete {
			t.Errorf("%q: %v, complete %v", c.typed, got, f.Complete())
		}
		if r := rule(t, f.Check()); !strings.Contains(r, c.rule) || (r == "") != (c.rule == "") || (err == nil) != (r == "") {
			t.Errorf("%q: rule %q, want %q", c.typed, r, c.rule)
		}
	}
	limited := newAmount(always(jpy), gateway.Money{Minor: 50, Currency: gbp}) // half a pound is less than a yen, which must not mean no limit
	into(limited, "1")
	if r := rule(t, limited.Check()); !strings.Contains(r, "the most this console takes is") {
		t.Errorf("above a limit of less than one unit: %q", r)
	}
}

func TestAmountKeysAndShow(t *testing.T) {
	f := newAmount(always(pounds(t)), gateway.Money{})
	into(f, "10")
	for _, r := range "a-£" { // said at once, and kept
		f.Press(char(r))
		if got := rule(t, f.refusal()); !strings.Contains(got, "in figures") || f.Check() == nil || show(f, true) != "£10"+string(r) {
			t.Errorf("%q: %q, %q", r, got, show(f, true))
		}
		f.Press(bksp)
	}
	if got := show(f, true); got != "£10" {
		t.Errorf("while typed: %q", got)
	}
	if _, cursor := f.Render(true, 40, Styles{}); cursor != 3 {
		t.Errorf("cursor in cell %d", cursor)
	}
	into(f, ".50")
	if got := f.Hint(true); got != "enter goes on" {
		t.Errorf("hint at 10.50: %q", got)
	}
	for range 3 {
		f.Press(bksp)
	}
	if got := show(f, false); got != "£10.00" {
		t.Errorf("when left: %q", got)
	}
	into(f, strings.Repeat("1", 40))
	if !strings.Contains(rule(t, f.refusal()), "longer than the gateway's 13 digits") || f.Check() == nil {
		t.Errorf("%d keys were taken as an amount", f.length())
	}
}

func TestAmountWithoutMaximum(t *testing.T) {
	f := newAmount(always(pounds(t)), gateway.Money{})
	into(f, "99999999999.99")
	if m, err := f.Value(); err != nil || m.Minor != 9999999999999 {
		t.Errorf("%v, %v", m, err)
	}
}

func always(c gateway.Currency) func() gateway.Currency {
	return func() gateway.Currency { return c }
}

// TestCurrencyChoice: with several currencies the amount follows the chosen one, and
// the figure of the maximum holds for each.
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

// plainAmount is the form of an amount in pounds that can only mean one thing.
var plainAmount = regexp.MustCompile(`^ *£? *(0|[1-9][0-9]*|[1-9][0-9]{0,2}(,[0-9]{3})+)(\.[0-9]{1,2})? *$`)

// TestOnlyWhatIsCertainlyAnAmount: of ten thousand texts that an agent may type, only
// those that read as one amount have a value, with exactly the digits typed. The field
// still shows every other one.
func TestOnlyWhatIsCertainlyAnAmount(t *testing.T) {
	gbp := pounds(t)
	alphabet := []rune("0123456789012345...,,, '’£€-+eEx\u2009\u202f٣½")
	accepted := 0
	for seed := range uint64(effort.Of(10_000, 1000)) { //nolint:gosec // positive
		r := rand.New(rand.NewPCG(seed, 7))
		text := ""
		for range 1 + r.IntN(10) {
			text += string(alphabet[r.IntN(len(alphabet))])
		}
		f := newAmount(always(gbp), gateway.Money{})
		into(f, text)
		m, err := f.Value()
		plain := strings.Map(blank, text)
		digits := strings.NewReplacer(",", "", "£", "", " ", "").Replace(plain)
		switch {
		case plainAmount.MatchString(plain) && strings.Trim(digits, "0.") != "":
			accepted++
			if want, err := strconv.ParseFloat(strings.TrimSpace(strings.NewReplacer(",", "", "£", "").Replace(plain)), 64); err != nil || f.Check() != nil || m.Minor != int64(math.Round(100*want)) {
				t.Errorf("%q is %v, %v", text, m, f.Check())
			}
		case err == nil || f.Check() == nil:
			t.Errorf("%q is taken for %v", text, m)
		case !strings.HasPrefix(plain, f.text.text()) || f.length() != len([]rune(plain)):
			t.Errorf("%q shows as %q", text, show(f, true))
		}
	}
	if accepted < effort.Of(500, 50) {
		t.Errorf("%d amounts among the texts: this has tested little", accepted)
	}
}

func blank(r rune) rune {
	if isBlank(r) {
		return ' '
	}
	return r
}

// TestACardBehindAnAmount: an agent who thinks that the form has moved on types the
// card number into the amount. The field neither draws nor keeps it, and backspace
// deletes it.
func TestACardBehindAnAmount(t *testing.T) {
	for typed, shown := range map[string]string{
		"10.50":    "£10.50411" + strings.Repeat(hidden, maxTail) + "…",
		"1.050,00": "£1.050,0041" + strings.Repeat(hidden, maxTail) + "…",
		"10,50":    "£10,50411" + strings.Repeat(hidden, maxTail) + "…",
		"0.50":     "£0.5041" + strings.Repeat(hidden, maxTail) + "…",
	} {
		f := newAmount(always(pounds(t)), gateway.Money{})
		into(f, typed+visa)
		if got := show(f, true); got != shown || f.Check() == nil || f.Complete() || f.Empty() {
			t.Errorf("%q and a card show as %q, %v", typed, got, f.Check())
		}
		if at, _ := f.Render(true, 8, Styles{}); cells(at) > 8 {
			t.Errorf("%q is wider than 8 cells", at)
		}
		f.Press(stroke(tea.KeyHome))
		f.Press(char('9'))
		for range len(visa) + 1 {
			f.Press(bksp)
		}
		if got := show(f, true); got != "£"+typed {
			t.Errorf("%q after it was taken back: %q", typed, got)
		}
	}
	f := newAmount(always(pounds(t)), gateway.Money{})
	into(f, "10.50"+visa)
	if f.Press(ctrl('u')); !f.Empty() || f.tail.length() > 0 {
		t.Error("ctrl+u leaves something")
	}
}
