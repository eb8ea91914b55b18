package message

import (
	"motoconsole/gateway"
	"motoconsole/internal/sandbox/book"
)

// Method is a payment type that is not a card.
type Method struct {
	Name     string
	Currency string   // the only one it pays in, "" for any
	Fields   []Field  // its own, besides those of any AUTH
	Required []string // besides those of any AUTH
	Status   gateway.SettleStatus
	Pages    bool // the payer goes to pages of another company
}

// MethodOf finds a payment type that is not a card.
func MethodOf(name string) (Method, bool) {
	if book.IsCard(name) {
		return Method{}, false
	}
	for _, m := range methods() {
		if m.Name == name {
			return m, true
		}
	}
	return Method{}, false
}

// methods are the payment types that are not cards. Which of their fields are needed is
// taken from the examples that the vendor prints and its clients test.
func methods() []Method {
	returns := []Field{{"successfulurlredirect", webAddress(255)}, {"errorurlredirect", webAddress(255)}}
	return []Method{
		{
			Name: book.TypeMyBank, Currency: "EUR", Status: gateway.SettleSettling, Pages: true, Fields: returns,
			Required: []string{"billingfirstname", "billinglastname", "billingcountryiso2a", "successfulurlredirect", "errorurlredirect"},
		},
		{
			Name: book.TypeSofort, Currency: "EUR", Status: gateway.SettleSettling, Pages: true,
			Fields: append(returns, Field{"bankid", free(255)}, Field{"bankname", free(255)}),
		},
		{
			Name: book.TypeACH, Currency: "USD", Status: gateway.SettlePending,
			Fields: []Field{
				{"achaba", func(v string) bool { return of(digit, 9)(v) && len(v) == 9 }},
				{"achaccountnumber", of(digit, 17)},
				{"achchecknumber", of(digit, 15)},
				{"achtype", OneOf("SAVINGS", "CHECKING")},
			},
			Required: []string{"achaba", "achaccountnumber", "achtype"},
		},
		{
			Name: book.TypePayPal, Status: gateway.SettlePending,
			Fields:   []Field{{"paypaltoken", free(255)}, {"paypalpayerid", free(255)}},
			Required: []string{"parenttransactionreference", "paypaltoken", "paypalpayerid"},
		},
	}
}
