package sandbox

import (
	"time"

	"motoconsole/gateway"
)

// authorise answers an AUTH: first the fields, then the site, the parent and
// the card type, and only then the bank's tables. Only what reaches the tables
// is booked.
func (b *Bank) authorise(e element, now time.Time) answer {
	parent := e.value("parenttransactionreference")
	c, bad := b.checkAuth(e, parent != "", now)
	if len(bad) > 0 {
		return reject(now, "30000", bad...)
	}
	if !b.servesSite(e.value("sitereference")) {
		return reject(now, "30001")
	}
	if parent != "" {
		if _, ok := b.book.find(parent); !ok {
			return reject(now, "20004")
		}
		return reject(now, "21000") // paying with an earlier payment's card is not built yet
	}
	if name := e.value("paymenttypedescription"); name != "" && !c.isOf(name) {
		return reject(now, "10103", "paymenttypedescription")
	}
	t := b.book.add(b.newAuth(e, c, now))
	if t.errorCode == "60010" {
		return reject(now, t.errorCode)
	}
	return t.answer()
}

// checkAuth names every field that is wrong in an AUTH.
func (b *Bank) checkAuth(e element, child bool, now time.Time) (card, complaints) {
	var bad complaints
	required := []string{"accounttypedescription", "sitereference"}
	if !child {
		required = append(required, "currencyiso3a", "baseamount")
	}
	e.checkFormats(&bad, b.authFields, required...)
	c := readCard(e, &bad, !child, now)
	e.checkPerson(&bad, "billing")
	e.checkPerson(&bad, "customer")
	e.checkSettlement(&bad, now)
	e.checkAuthMethod(&bad, c.brand)
	return c, bad
}

// newAuth is the authorisation of a request that passed every check.
func (b *Bank) newAuth(e element, c card, now time.Time) transaction {
	money, _ := gateway.ParseBaseAmount(e.value("baseamount"), gateway.Currency{}) // checked
	t := transaction{
		requestType: "AUTH",
		site:        e.value("sitereference"),
		account:     e.value("accounttypedescription"),
		started:     now,
		minor:       money.Minor,
		settleMinor: money.Minor,
		currency:    e.value("currencyiso3a"),
		paymentType: c.paymentType(),
		maskedPAN:   c.masked,
		pan:         b.key.of(c.pan),
		expiry:      c.expiry,
		errorCode:   verdict(money.Minor, c.pan),
		checks: gateway.Checks{
			Address:      checkPremise(e.value("billingpremise")),
			Postcode:     checkPostcode(e.value("billingpostcode")),
			SecurityCode: checkCode(c.code),
		},
		settleStatus: gateway.SettleStatus(e.value("settlestatus")),
		settleDue:    e.value("settleduedate"),
		sent:         b.keep(e),
	}
	if t.settleStatus == "" {
		t.settleStatus = gateway.SettlePending
	}
	if t.settleDue == "" {
		t.settleDue = now.UTC().Format(time.DateOnly)
	}
	switch t.errorCode {
	case "0":
		t.bankCode = "00"
	case "70000":
		t.bankCode, t.authCode = "05", "DECLINED"
		t.settleStatus = gateway.SettleCancelled
	default: // nothing came back from the bank
		t.settleStatus = gateway.SettleCancelled
	}
	return t
}

// keep is what a transaction remembers of the request's own words. Without an
// operator the Webservices user is the operator.
func (b *Bank) keep(e element) map[string]string {
	sent := make(map[string]string, 4)
	for _, name := range keptFields() {
		if v := e.value(name); v != "" {
			sent[name] = v
		}
	}
	if sent["operatorname"] == "" {
		sent["operatorname"] = b.username
	}
	return sent
}
