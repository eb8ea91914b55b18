package sandbox

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"motoconsole/internal/sandbox/book"
)

// detailValues is a value for every field that only the records of a query
// show.
func detailValues() map[string]string {
	v := map[string]string{
		"customerip": "192.0.2.1", "customerforwardedip": "2001:db8::1",
		"customeraccountnumber": "12345678", "customeraccountnumbertype": "ACCOUNT", "debtrepayment": "1",
		"merchantemail": "shop@example.com; till@example.com", "initiationreason": "C",
		"customfield1": "one", "customfield2": "<2> & \"3\"", "customfield3": "drei\n", "customfield4": "四", "customfield5": "5",
		"subscriptiontype": "RECURRING", "subscriptionnumber": "2", "subscriptionunit": "MONTH", "subscriptionfrequency": "1",
		"subscriptionfinalnumber": "12", "subscriptionbegindate": "2026-12-01",
	}
	for _, who := range []string{"billing", "customer"} {
		for name, value := range map[string]string{
			"premise": "No 789", "street": "High Street", "town": "Bangor", "county": "Gwynedd", "countryiso2a": "GB",
			"postcode": "TE45 6ST", "email": "a@b.uk", "telephone": "+44 1248 672050", "telephonetype": "H",
			"prefixname": "Dr", "firstname": "Zoë", "middlename": "J", "lastname": "O'Brien", "suffixname": "BSc", "dob": "1980-01-31",
		} {
			v[who+name] = value
		}
	}
	return v
}

// Every field that a payment brought is in its record, of every kind, and in none of
// the answers. A book read from disk has them too.
func TestRecordsHaveEveryDetail(t *testing.T) {
	sent := []any{}
	for name, v := range detailValues() {
		sent = append(sent, name, v)
	}
	path := filepath.Join(t.TempDir(), "bank.db")
	b := openBank(t, path)
	sale := buySettled(t, b)
	var made []string
	for _, e := range []fields{
		auth(sent...),
		auth(sent...).set("baseamount", "70000"),
		auth(sent...).set("requesttypedescriptions", []string{"ACCOUNTCHECK"}),
		auth(sent...).set("requesttypedescriptions", []string{"THREEDQUERY"}, "termurl", "https://example.com/"),
		refund(sale, append(slices.Clone(sent), "baseamount", "10")...),
		transfer(sent...),
	} {
		a := send(t, b, e)[0]
		ref, ok := a["transactionreference"].(string)
		if !ok {
			t.Fatalf("%v: %v", a["errorcode"], errordata(a))
		}
		for name := range detailValues() {
			want(t, a, name, nil)
		}
		made = append(made, ref)
	}
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	b = openBank(t, path)
	for _, ref := range made {
		r := recordOf(t, b, ref)
		for name, v := range detailValues() {
			want(t, r, name, v)
		}
		want(t, r, "mdkey", nil, "paypaltoken", nil)
	}
}

// No field is forgotten by this test.
func TestDetailsAreAllTested(t *testing.T) {
	values := detailValues()
	for id, name := range book.TextNames() {
		if _, tested := values[name]; tested != book.TextID(id).IsDetail() {
			t.Errorf("%s: detail %v, tested %v", name, book.TextID(id).IsDetail(), tested)
		}
	}
}

// A child has its parent's addresses and recipient, but not the texts about the one
// payment.
func TestWhatAChildInherits(t *testing.T) {
	b := newBank()
	sent := []any{}
	for name, v := range detailValues() {
		sent = append(sent, name, v)
	}
	child := recordOf(t, b, send(t, b, childOf(buy(t, b, sent...), "billingtown", "York"))[0]["transactionreference"].(string))
	own := []string{"merchantemail", "initiationreason"}
	for name, v := range detailValues() {
		var wanted any = v
		switch {
		case name == "billingtown":
			wanted = "York"
		case slices.Contains(own, name), strings.HasPrefix(name, "customfield"), strings.HasPrefix(name, "subscription"):
			wanted = nil
		}
		want(t, child, name, wanted)
	}
}

// A recipient's card shows its first six and last four digits, and no more.
func TestRecipientsCardIsMasked(t *testing.T) {
	b := newBank()
	for _, tc := range []struct{ kind, number, shown string }{
		{"CARD", canary, "411111######1111"},
		{"CARD", "12345", "#####"},
		{"CARD", "411111111111", "411111##1111"},
		{"ACCOUNT", "12345678", "12345678"},
		{"ACCOUNT", canary, "################"},
	} {
		ref := buy(t, b, "customeraccountnumber", tc.number, "customeraccountnumbertype", tc.kind)
		want(t, recordOf(t, b, ref), "customeraccountnumber", tc.shown)
	}
}
