package charge

import (
	"slices"
	"testing"
	"time"

	"motoconsole/forms"
	"motoconsole/gateway"
	"motoconsole/internal/payment/terms"
	"motoconsole/internal/script"
)

// TestSaySettlement: the agent tells the caller when the money is taken, as chosen.
func TestSaySettlement(t *testing.T) {
	friday := terms.On(time.Date(2026, 12, 4, 0, 0, 0, 0, time.UTC))
	for _, tc := range []struct {
		kind terms.Kind
		s    terms.Settlement
		want string
	}{
		{terms.Payment, terms.Settlement{}, "“It is taken within a day.”"},
		{terms.Payment, terms.Unchecked(), "“It is taken within a day.”"},
		{terms.Payment, friday, "“It is taken on Friday 4 December.”"},
		{terms.Payment, terms.Hold(), "“It is only held; nothing is taken until we release it.”"},
		{terms.Preauthorisation, terms.Hold(), "“It is only reserved; nothing is taken yet.”"},
		{terms.Preauthorisation, friday, "“It is reserved now, and taken on Friday 4 December.”"},
	} {
		if got := (script.Lines{}).Say(saySettlement(tc.kind, tc.s)); got != tc.want {
			t.Errorf("%v %v: %s", tc.kind, tc.s, got)
		}
	}
}

// TestEveryFieldHasItsLine: the script has a line for each field of the gateway that the
// form can ask for, wherever the configuration puts it.
func TestEveryFieldHasItsLine(t *testing.T) {
	p, _, _ := newPage(t)
	o := p.Shell.Console.Form
	o.Offer = terms.Offer{
		Kinds: terms.Kinds(), Ways: terms.Ways(), Recipient: true, Script: terms.Script{Version: "1", Words: "May we keep it?", Purposes: []string{"orders"}},
	}
	o.Currencies = []gateway.Currency{o.Currency, {}}
	form := forms.NewPayment(o)
	count := 0
	for _, name := range append(gateway.RequestFields(), "purpose", "delivery") {
		if f := form.Field(name); f == nil || f.Name() != name { // some answer to several names
			continue
		}
		count++
		if !slices.ContainsFunc(fields, func(l question) bool { return l.name == name }) {
			t.Errorf("the script has no line for %s", name)
		}
	}
	if count < 30 {
		t.Errorf("the form has only %d fields", count)
	}
}
