package sandbox

import (
	"time"

	"motoconsole/gateway"
)

// inherit fills an AUTH or an ACCOUNTCHECK from an earlier transaction: the
// card and the details, never the security code, which nobody keeps. It
// returns the error code and the fields that forbid it.
func (t *transaction) inherit(p *transaction, e element, c card, now time.Time) (string, complaints) {
	switch {
	case p.requestType == typeRefund || p.paymentType == typeMyBank:
		return "20033", nil
	case t.currency != "" && t.currency != p.currency:
		return "20015", complaints{"currencyiso3a"}
	case p.requestType == typeThreeDQuery && e.has("baseamount") && t.minor != p.minor:
		// What the cardholder was authenticated for is what may be taken.
		return "20014", complaints{"baseamount"}
	}
	t.parent, t.site, t.currency = p.reference, p.site, p.currency
	if t.account == "" {
		t.account = p.account
	}
	if !e.has("baseamount") {
		t.minor, t.settleMinor = p.minor, p.minor
		if t.minor == 0 && t.requestType == typeAuth {
			return "30000", complaints{"baseamount"}
		}
	}
	t.inheritCard(p, c)
	if expired(t.expiry, now) {
		return "30000", complaints{"expirydate"}
	}
	if t.authMethod == "PRE" && t.paymentType != string(gateway.Visa) && t.paymentType != string(gateway.Mastercard) && c.brand == "" {
		return "30000", complaints{"authmethod"}
	}
	t.inheritTexts(p)
	return "", nil
}

func (t *transaction) inheritCard(p *transaction, c card) {
	if len(c.pan) == 0 {
		t.paymentType, t.maskedPAN, t.pan, t.trait = p.paymentType, p.maskedPAN, p.pan, p.trait
	}
	if t.expiry.IsZero() {
		t.expiry = p.expiry
	}
	if p.requestType == typeThreeDQuery && len(c.code) == 0 {
		// The code came with the THREEDQUERY; what is left of it is the result.
		t.checks.SecurityCode = p.checks.SecurityCode
	}
}

// inheritTexts takes over the texts that the child did not bring.
func (t *transaction) inheritTexts(p *transaction) {
	for rest := p.texts; len(rest) > 0; {
		var id textID
		var value string
		id, value, rest = rest.next()
		if id != shownInterface && t.texts.get(id) == "" {
			t.texts = t.texts.with(id, value)
		}
	}
}

// expired reports a card whose month is over. No date is no reason.
func expired(exp gateway.Expiry, now time.Time) bool {
	y, m, _ := now.UTC().Date()
	return !exp.IsZero() && (exp.Year < y || exp.Year == y && exp.Month < m)
}
