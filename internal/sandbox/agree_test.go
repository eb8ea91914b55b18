package sandbox

import (
	"errors"
	"math/rand/v2"
	"net/http/httptest"
	"strings"
	"testing"

	"motoconsole/gateway"
)

// The bank and this program's client accept the same e-mail addresses and lists of
// them, postcodes and telephone numbers.
func TestBankAndClientAgree(t *testing.T) {
	b := newBank()
	srv := httptest.NewServer(b)
	defer srv.Close()
	client, err := gateway.New(gateway.Config{
		URL: srv.URL + "/json/", Username: user, Password: gateway.NewPassword(secret), Now: noon,
	})
	if err != nil {
		t.Fatal(err)
	}
	gbp, err := gateway.ParseCurrency("GBP")
	if err != nil {
		t.Fatal(err)
	}
	parent := buy(t, b)
	rnd := rand.New(rand.NewPCG(11, 17))
	for _, field := range []struct {
		name                   string
		pieces                 []string // the characters of random values
		country, telephoneType string
		put                    func(r *gateway.AuthRequest, v string)
	}{
		{
			name:   "billingemail",
			pieces: []string{"a", "b.uk", "@", "@", ".", ",", " ", ";", "é", "\u00a0", strings.Repeat("x", 63), "\n", "+", "'"},
			put:    func(r *gateway.AuthRequest, v string) { r.Billing.Email = v },
		},
		{
			name:   "merchantemail",
			pieces: []string{"a@b.uk", "c@d", ",", ";", ", ", " ", "@", ".", "e", strings.Repeat("x", 64), "\t", "|"},
			put:    func(r *gateway.AuthRequest, v string) { r.MerchantEmail = v },
		},
		{
			name: "billingtelephone", telephoneType: "H",
			pieces: []string{"0", "12", "345678", "+", "(", ")", "-", " ", "/", ".", "#", "*", ",", "x", "\t", "–", "٣", "[", "~"},
			put:    func(r *gateway.AuthRequest, v string) { r.Billing.Telephone, r.Billing.TelephoneType = v, "H" },
		},
		{name: "billingpostcode", country: "GB", pieces: postcodePieces(), put: postcodeOf("GB")},
		{name: "billingpostcode", country: "US", pieces: postcodePieces(), put: postcodeOf("US")},
		{name: "billingpostcode", country: "CA", pieces: postcodePieces(), put: postcodeOf("CA")},
		{name: "billingpostcode", country: "IE", pieces: postcodePieces(), put: postcodeOf("IE")},
	} {
		taken, refused := 0, 0
		for range 150 {
			var v strings.Builder
			for range 1 + rnd.IntN(6) {
				v.WriteString(field.pieces[rnd.IntN(len(field.pieces))])
			}
			value := v.String()
			r := gateway.AuthRequest{
				Site: "test_site12345", OrderReference: "A1", Parent: parent, Amount: gateway.Money{Minor: 1050, Currency: gbp},
			}
			field.put(&r, value)
			_, err := client.Auth(t.Context(), r)
			var rule *gateway.FieldError
			clientTakes := !errors.As(err, &rule)
			if !clientTakes && rule.Field != field.name {
				t.Fatalf("%s %q: the client names %s", field.name, value, rule.Field)
			}
			e := childOf(parent, "baseamount", "1050", field.name, value)
			if field.country != "" {
				e = e.set("billingcountryiso2a", field.country)
			}
			if field.telephoneType != "" {
				e = e.set("billingtelephonetype", field.telephoneType)
			}
			a := send(t, b, e)[0]
			if bankTakes := a["errorcode"] == "0"; bankTakes != clientTakes || !bankTakes && errordata(a) != field.name {
				t.Fatalf("%s %q: the client takes it %v (%v), the bank answers %v %q", field.name, value, clientTakes, err, a["errorcode"], errordata(a))
			}
			if clientTakes {
				taken++
			} else {
				refused++
			}
		}
		if taken == 0 || refused == 0 && field.country != "IE" {
			t.Errorf("%s %s: %d taken and %d refused, the values test nothing", field.name, field.country, taken, refused)
		}
	}
}

func postcodePieces() []string {
	return []string{"A", "b", "AB", "1", "2", "34", "A1", "1AA", " ", " ", "-", "GIR", "gir 0aa", "0AA", "12345", "6789", "K1A", "0B1", "K1A 0B1", "k1a-0b1", "ſ", "é"}
}

func postcodeOf(country string) func(*gateway.AuthRequest, string) {
	return func(r *gateway.AuthRequest, v string) { r.Billing.Postcode, r.Billing.Country = v, country }
}
