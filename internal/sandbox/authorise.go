package sandbox

import (
	"time"

	"motoconsole/gateway"
)

// authorise answers an AUTH or an ACCOUNTCHECK: first the fields, then the
// site, the parent, the card type and the recipient, and only then the bank's
// tables. Only what reaches the tables is booked.
func (b *Bank) authorise(requestType string, e element, now time.Time) answer {
	if m, ok := methodOf(e.value("paymenttypedescription")); ok {
		return b.transfer(requestType, m, e, now)
	}
	var bad complaints
	parent, child := b.parentOf(e, &bad, now)
	c := b.checkAuth(requestType, e, child, &bad, now)
	if len(bad) > 0 {
		return reject(now, "30000", bad...)
	}
	if site := e.value("sitereference"); site != "" && !b.servesSite(site) {
		return reject(now, "30001")
	}
	t := b.newAuth(requestType, e, c, now)
	redirected := false
	if child {
		p, ok := b.book.see(parent, now)
		if !ok || e.value("sitereference") != "" && p.site != e.value("sitereference") {
			return reject(now, "20004")
		}
		if redirected = p.redirects(); redirected && e.value("pares") == "" {
			return reject(now, "30000", "pares")
		}
		if code, data := t.inherit(&p, e, c, now); code != "" {
			return reject(now, code, data...)
		}
		t.authenticate(&p, e.value("pares"))
	}
	if name := e.value("paymenttypedescription"); name != "" && name != t.paymentType && !c.isOf(name) {
		return reject(now, "10103", "paymenttypedescription")
	}
	if t.wantsSecureCode() {
		return reject(now, "30004")
	}
	if missing := t.missingRecipient(); len(missing) > 0 {
		return reject(now, "60025", missing...)
	}
	t.decide()
	if redirected {
		return b.enterOnce(t, e, now)
	}
	return b.enter(t, now)
}

// enter books a transaction the bank has decided on and answers it.
func (b *Bank) enter(t transaction, now time.Time) answer {
	t, err := b.book.add(t)
	if err != nil {
		return b.unwritten(err, now)
	}
	return b.entered(&t)
}

// entered answers a transaction that is in the book.
func (b *Bank) entered(t *transaction) answer {
	a := t.given()
	a.did.references = []string{t.reference}
	return a
}

// given is what the caller is told of a transaction just booked. If the
// outcome is not known, the caller is told only that.
func (t *transaction) given() answer {
	if unknownEnd(t.errorCode) {
		return reject(t.started, t.errorCode)
	}
	return t.answer()
}

// checkAuth names every field that is wrong in an AUTH or an ACCOUNTCHECK. A
// child inherits what it leaves out.
func (b *Bank) checkAuth(requestType string, e element, child bool, bad *complaints, now time.Time) card {
	var required []string
	switch {
	case !child:
		required = []string{"accounttypedescription", "sitereference", "currencyiso3a", "baseamount"}
	case e.absent("md"):
		required = []string{"sitereference"}
	}
	fields := b.authFields
	if requestType == typeAccountCheck {
		fields = b.checkFields
	}
	e.checkFormats(bad, fields, required...)
	c := b.readCard(e, bad, !child, now)
	e.checkPerson(bad, "billing")
	e.checkPerson(bad, "customer")
	e.checkSettlement(bad, now)
	e.checkSettled(bad, "")
	e.checkAuthMethod(bad, c.brand)
	return c
}

// newAuth is the authorisation of a request that passed every check, not
// decided yet.
func (b *Bank) newAuth(requestType string, e element, c card, now time.Time) transaction {
	t := b.newTransaction(requestType, e, now)
	t.account = e.value("accounttypedescription")
	t.useCard(c)
	t.authMethod, t.onFile = e.value("authmethod"), e.value("credentialsonfile")
	if v := gateway.SettleStatus(e.value("settlestatus")); v != "" && requestType == typeAuth {
		t.settleStatus = v
	}
	if v := e.value("settleduedate"); v != "" {
		t.settleDue = v
	}
	return t
}

// newTransaction is what all kinds of transaction start from.
func (b *Bank) newTransaction(requestType string, e element, now time.Time) transaction {
	money, _ := gateway.ParseBaseAmount(e.value("baseamount"), gateway.Currency{}) // checked
	t := transaction{
		requestType:  requestType,
		site:         e.value("sitereference"),
		started:      now,
		minor:        money.Minor,
		settleMinor:  money.Minor,
		currency:     e.value("currencyiso3a"),
		errorCode:    "0",
		settleStatus: gateway.SettlePending,
		settleDue:    today(now),
		operator:     masked(e.value("operatorname")),
		texts:        textsOf(e),
	}
	if t.operator == "" {
		t.operator = b.username
	}
	return t
}

// useCard puts a card into the transaction, as far as it may be kept.
func (t *transaction) useCard(c card) {
	t.checks.SecurityCode = c.code
	if c.pan != 0 {
		t.paymentType, t.maskedPAN, t.pan, t.trait = c.paymentType, c.masked, c.pan, c.trait
	}
	if !c.expiry.IsZero() {
		t.expiry = c.expiry
	}
}

// decide is the bank's part: the checks and the verdict.
func (t *transaction) decide() {
	t.checks.Address = checkPremise(t.texts.get(billingPremise))
	t.checks.Postcode = checkPostcode(t.texts.get(billingPostcode))
	if t.account == accountRecurring && t.requestType == typeAuth {
		t.advice = adviceOn(t.minor, t.trait)
	}
	if t.errorCode == "0" {
		t.errorCode = verdict(t.minor, t.trait)
	}
	if t.errorCode != "0" { // refused, or nothing came back from the bank
		t.settleStatus = gateway.SettleCancelled
	}
}
