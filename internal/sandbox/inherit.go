package sandbox

import (
	"slices"
	"time"

	"motoconsole/gateway"
)

// inherit fills an AUTH or an ACCOUNTCHECK from an earlier transaction: with
// the card and the details, but never with the security code, which the bank
// does not keep. It returns the error code and the fields that forbid it.
func (t *transaction) inherit(p *transaction, e element, c card, now time.Time) (string, complaints) {
	if code := p.refusesChild(); code != "" {
		return code, nil
	}
	switch {
	case t.currency != "" && p.currency != "" && t.currency != p.currency:
		return "20015", complaints{"currencyiso3a"}
	case p.requestType == typeThreeDQuery && e.has("baseamount") && t.minor != p.minor:
		// Only what the cardholder was authenticated for may be taken.
		return "20014", complaints{"baseamount"}
	}
	t.parent, t.site = p.reference, p.site
	if t.currency == "" {
		t.currency = p.currency
	}
	if t.account == "" {
		t.account = p.account
	}
	if !e.has("baseamount") {
		t.minor, t.settleMinor = p.minor, p.minor
	}
	t.inheritCard(p, c)
	t.inheritTexts(p)
	if bad := t.incomplete(p, e, c, now); len(bad) > 0 {
		return "30000", bad
	}
	return "", nil
}

// refusesChild is the error code for a transaction that no payment by card can
// be the child of.
func (t *transaction) refusesChild() string {
	switch t.requestType {
	case typeRefund, typeOrder, typeOrderDetails:
		return "20033"
	case typeSubscription:
		return "20032"
	}
	switch t.paymentType {
	case typeMyBank:
		return "20033"
	case typeSofort, typeACH, typePayPal:
		return "20028"
	}
	return ""
}

// incomplete names what is still missing or wrong in a child that has
// inherited all there was.
func (t *transaction) incomplete(p *transaction, e element, c card, now time.Time) complaints {
	var bad complaints
	if !oneOf("ECOM", "MOTO", accountRecurring)(t.account) {
		bad.add("accounttypedescription")
	}
	if t.currency == "" {
		bad.add("currencyiso3a")
	}
	if t.minor == 0 && t.requestType == typeAuth {
		bad.add("baseamount")
	}
	if t.maskedPAN == "" {
		bad.add("pan")
	}
	if t.maskedPAN == "" && t.expiry.IsZero() || expired(t.expiry, now) {
		bad.add("expirydate")
	}
	if t.authMethod == "PRE" && t.paymentType != string(gateway.Visa) && t.paymentType != string(gateway.Mastercard) && c.brand == "" {
		bad.add("authmethod")
	}
	if repeats := p.requestType == typeAuth && e.value("accounttypedescription") == accountRecurring; repeats && slices.Contains([]string{"0", "1"}, e.value("subscriptionnumber")) {
		bad.add("subscriptionnumber") // 1 is the first payment
	}
	return bad
}

func (t *transaction) inheritCard(p *transaction, c card) {
	if c.pan == 0 {
		t.paymentType, t.maskedPAN, t.pan, t.trait = p.paymentType, p.maskedPAN, p.pan, p.trait
	}
	if t.expiry.IsZero() {
		t.expiry = p.expiry
	}
	if p.requestType == typeThreeDQuery && c.code == gateway.NotGiven {
		// The code came with the THREEDQUERY; what is left of it is the result.
		t.checks.SecurityCode = p.checks.SecurityCode
	}
}

// inheritTexts takes over the texts that the child did not bring.
func (t *transaction) inheritTexts(p *transaction) {
	for _, kept := range p.texts {
		if kept.id.isInherited() && t.texts.get(kept.id) == "" {
			t.texts = t.texts.with(kept.id, kept.value)
		}
	}
}

// expired reports a card whose month is over. A card without a date is not
// expired.
func expired(exp gateway.Expiry, now time.Time) bool {
	y, m, _ := now.UTC().Date()
	return !exp.IsZero() && (exp.Year < y || exp.Year == y && exp.Month < m)
}
