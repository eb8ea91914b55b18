package forms

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"motoconsole/gateway"
	"motoconsole/internal/payment/terms"
)

// TestFieldsAreDocumented: docs/fields.md has each field that the client can send, once.
// It says of exactly the fields of the payment form that they are on it, by their
// labels.
func TestFieldsAreDocumented(t *testing.T) {
	page, err := os.ReadFile(filepath.Join("..", "docs", "fields.md"))
	if err != nil {
		t.Fatal(err)
	}
	rows := map[string]string{}
	var names []string
	for _, m := range regexp.MustCompile("(?m)^\\| `([a-z0-9]+)` \\| [^|]+ \\| ([^|]+) \\|$").FindAllStringSubmatch(string(page), -1) {
		names = append(names, m[1])
		rows[m[1]] = m[2]
	}
	slices.Sort(names)
	if want := gateway.RequestFields(); !slices.Equal(names, want) {
		t.Errorf("documented are %v, sent %v", names, want)
	}
	gbp := pounds(t)
	labels := map[string][]string{}
	for _, recipient := range []bool{false, true} {
		p := NewPayment(PaymentOptions{
			Currency: gbp, Currencies: []gateway.Currency{gbp, {}}, Now: newClock().now,
			Offer: terms.Offer{Kinds: terms.Kinds(), Ways: terms.Ways(), Recipient: recipient, Script: terms.Script{Version: "1"}},
		})
		if !recipient {
			p.FocusField("delivery")
			say(p, "another")
		}
		p.SetDrawer(true)
		for i := range p.slots {
			if p.shows(i) {
				labels[p.slots[i].Name()] = append(labels[p.slots[i].Name()], p.slots[i].Label())
			}
		}
	}
	labels["settleduedate"] = labels["settlestatus"] // one answer
	for name, where := range rows {
		on, says := strings.CutPrefix(where, "New payment: ")
		switch of := labels[name]; {
		case says != (of != nil):
			t.Errorf("%s is on the form: %v, and documented is %q", name, of != nil, where)
		case says && !slices.ContainsFunc(of, func(label string) bool { return strings.HasPrefix(on, label) }):
			t.Errorf("%s is called %q, and documented is %q", name, of, where)
		case !says && !regexp.MustCompile(`^(moto|Record|no): .`).MatchString(where):
			t.Errorf("%s: %q does not say where it is, nor why not", name, where)
		}
	}
}
