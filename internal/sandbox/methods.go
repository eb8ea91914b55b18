package sandbox

import (
	"motoconsole/gateway"
	"motoconsole/internal/sandbox/book"
)

// method is a payment type that is no card.
type method struct {
	name     string
	currency string   // the only one it pays in, "" for any
	fields   []field  // its own, besides those of any AUTH
	required []string // besides those of any AUTH
	status   gateway.SettleStatus
	pages    bool // the payer goes to pages of another company
}

// methodOf finds a payment type that is no card.
func methodOf(name string) (method, bool) {
	if book.IsCard(name) {
		return method{}, false
	}
	for _, m := range methods() {
		if m.name == name {
			return m, true
		}
	}
	return method{}, false
}

// methods are the payment types that are no cards. Which of their fields are
// needed is taken from the examples that the vendor prints and its clients test.
func methods() []method {
	returns := []field{{"successfulurlredirect", webAddress(255)}, {"errorurlredirect", webAddress(255)}}
	return []method{
		{
			name: book.TypeMyBank, currency: "EUR", status: gateway.SettleSettling, pages: true, fields: returns,
			required: []string{"billingfirstname", "billinglastname", "billingcountryiso2a", "successfulurlredirect", "errorurlredirect"},
		},
		{
			name: book.TypeSofort, currency: "EUR", status: gateway.SettleSettling, pages: true,
			fields: append(returns, field{"bankid", free(255)}, field{"bankname", free(255)}),
		},
		{
			name: book.TypeACH, currency: "USD", status: gateway.SettlePending,
			fields: []field{
				{"achaba", func(v string) bool { return of(digit, 9)(v) && len(v) == 9 }},
				{"achaccountnumber", of(digit, 17)},
				{"achchecknumber", of(digit, 15)},
				{"achtype", oneOf("SAVINGS", "CHECKING")},
			},
			required: []string{"achaba", "achaccountnumber", "achtype"},
		},
		{
			name: book.TypePayPal, status: gateway.SettlePending,
			fields:   []field{{"paypaltoken", free(255)}, {"paypalpayerid", free(255)}},
			required: []string{"parenttransactionreference", "paypaltoken", "paypalpayerid"},
		},
	}
}
