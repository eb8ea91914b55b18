package sandbox

import (
	"strconv"
	"time"

	"motoconsole/gateway"
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

// isCard reports whether a payment type is a card's.
func isCard(paymentType string) bool {
	switch paymentType {
	case typeMyBank, typeSofort, typeACH, typePayPal:
		return false
	}
	return true
}

// methodOf finds a payment type that is no card.
func methodOf(name string) (method, bool) {
	if isCard(name) {
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
			name: typeMyBank, currency: "EUR", status: gateway.SettleSettling, pages: true, fields: returns,
			required: []string{"billingfirstname", "billinglastname", "billingcountryiso2a", "successfulurlredirect", "errorurlredirect"},
		},
		{
			name: typeSofort, currency: "EUR", status: gateway.SettleSettling, pages: true,
			fields: append(returns, field{"bankid", free(255)}, field{"bankname", free(255)}),
		},
		{
			name: typeACH, currency: "USD", status: gateway.SettlePending,
			fields: []field{
				{"achaba", func(v string) bool { return of(digit, 9)(v) && len(v) == 9 }},
				{"achaccountnumber", of(digit, 17)},
				{"achchecknumber", of(digit, 15)},
				{"achtype", oneOf("SAVINGS", "CHECKING")},
			},
			required: []string{"achaba", "achaccountnumber", "achtype"},
		},
		{
			name: typePayPal, status: gateway.SettlePending,
			fields:   []field{{"paypaltoken", free(255)}, {"paypalpayerid", free(255)}},
			required: []string{"parenttransactionreference", "paypaltoken", "paypalpayerid"},
		},
	}
}

// transfer answers an AUTH without a card. For PayPal the ORDER before it holds
// the payer's part; the other kinds need no request before them.
func (b *Bank) transfer(requestType string, m method, e element, now time.Time) answer {
	var bad complaints
	if requestType != typeAuth {
		bad.add("paymenttypedescription")
	}
	required := []string{"accounttypedescription", "sitereference", "currencyiso3a", "baseamount"}
	if m.name == typePayPal {
		required = []string{"sitereference"} // the ORDER has the rest
	}
	e.checkFormats(&bad, b.authFields, append(required, m.required...)...)
	e.checkFormats(&bad, m.fields, m.required...)
	e.checkPerson(&bad, "billing")
	e.checkPerson(&bad, "customer")
	e.checkSettlement(&bad, now)
	e.checkSettled(&bad, m.name)
	if v := e.value("currencyiso3a"); v != "" && m.currency != "" && v != m.currency {
		bad.add("currencyiso3a")
	}
	if len(bad) > 0 {
		return reject(now, "30000", bad...)
	}
	if !b.servesSite(e.value("sitereference")) {
		return reject(now, "30001")
	}
	t := b.newAuth(typeAuth, e, card{}, now)
	t.paymentType = m.name
	if m.status != gateway.SettlePending {
		t.settleStatus = m.status
	}
	if m.name == typePayPal {
		if code, data := b.completeOrder(&t, e, now); code != "" {
			return reject(now, code, data...)
		}
	}
	if t.errorCode = verdict(t.minor, plain); t.errorCode != "0" {
		t.settleStatus = gateway.SettleCancelled
	}
	a := b.enter(t, now)
	if a.ErrorCode == "0" && m.pages {
		a.RedirectURL = "https://example.com"
	}
	if a.ErrorCode == "0" && m.name == typeMyBank {
		a.BankSecret = randomText(32)
	}
	return a
}

// describeTransfer adds what is said of a payment without a card. The address
// of the pages and the secret go out once, with the AUTH.
func (t *transaction) describeTransfer(a *answer) {
	switch {
	case t.requestType == typeRefund:
		a.AuthCode, a.BankCode = t.authCode(), t.bankCode()
	case t.paymentType == typeMyBank && t.errorCode == "0" && t.settleStatus == gateway.SettleSettling:
		a.BankMessage, a.BankReference = "PENDING", strconv.Itoa(t.serial-firstSerial+1)
	case t.paymentType == typeACH && t.errorCode == "0":
		a.BankCode, a.BankMessage = "A01", "APPROVED"
	}
}
