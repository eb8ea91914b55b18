package sandbox

import (
	"net/url"
	"time"

	"motoconsole/gateway"
)

// transferFields are the fields of a MyBank AUTH besides those of any AUTH.
func transferFields() []field {
	address := func(v string) bool {
		u, err := url.Parse(v)
		return err == nil && u.Host != "" && (u.Scheme == "https" || u.Scheme == "http") && free(255)(v)
	}
	return []field{{"successfulurlredirect", address}, {"errorurlredirect", address}}
}

// transfer answers an AUTH by MyBank, a bank transfer the payer makes on pages
// the answer leads to. It is on its way (10) until settlement says 100, or 3.
func (b *Bank) transfer(e element, now time.Time) answer {
	var bad complaints
	e.checkFormats(&bad, b.authFields, "accounttypedescription", "sitereference", "currencyiso3a", "baseamount",
		"billingfirstname", "billinglastname", "billingcountryiso2a")
	e.checkFormats(&bad, transferFields(), "successfulurlredirect", "errorurlredirect")
	e.checkPerson(&bad, "billing")
	e.checkPerson(&bad, "customer")
	if v := e.value("currencyiso3a"); v != "" && v != "EUR" {
		bad.add("currencyiso3a") // MyBank pays in euros
	}
	if len(bad) > 0 {
		return reject(now, "30000", bad...)
	}
	if !b.servesSite(e.value("sitereference")) {
		return reject(now, "30001")
	}
	t := b.newTransaction(typeAuth, e, now)
	t.account, t.paymentType, t.settleStatus = e.value("accounttypedescription"), typeMyBank, gateway.SettleSettling
	if t.errorCode = verdict(t.minor, plain); t.errorCode != "0" {
		t.settleStatus = gateway.SettleCancelled
	}
	a := b.enter(t, now)
	if a.ErrorCode == "0" {
		a.RedirectURL, a.BankSecret = "https://example.com", randomText(32)
	}
	return a
}
