package sandbox

import (
	"slices"
	"strings"
	"time"

	"motoconsole/gateway"
)

// authorise answers an AUTH or an ACCOUNTCHECK: first the fields, then the
// site, the parent, the card type and the recipient, and only then the bank's
// tables. Only what reaches the tables is booked.
func (b *Bank) authorise(requestType string, e element, now time.Time) answer {
	if e.value("paymenttypedescription") == typeMyBank {
		return b.transfer(e, now)
	}
	parent, outcome := e.value("parenttransactionreference"), ""
	if e.has("md") && parent == "" {
		var ok bool
		if parent, ok = readMD(e.value("md")); !ok {
			return reject(now, "30000", "md")
		}
		outcome = e.value("pares")
	}
	c, bad := b.checkAuth(requestType, e, parent != "", now)
	if len(bad) > 0 {
		return reject(now, "30000", bad...)
	}
	if site := e.value("sitereference"); site != "" && !b.servesSite(site) {
		return reject(now, "30001")
	}
	t := b.newAuth(requestType, e, c, now)
	if parent != "" {
		p, ok := b.book.see(parent, now)
		if !ok || e.value("sitereference") != "" && p.site != e.value("sitereference") {
			return reject(now, "20004")
		}
		if code, data := t.inherit(&p, e, c, now); code != "" {
			return reject(now, code, data...)
		}
		t.authenticate(&p, outcome)
	}
	if name := e.value("paymenttypedescription"); name != "" && name != t.paymentType && !c.isOf(name) {
		return reject(now, "10103", "paymenttypedescription")
	}
	if parent == "" {
		if missing := missingRecipient(e); len(missing) > 0 {
			return reject(now, "60025", missing...)
		}
	}
	t.decide()
	return b.enter(t, now)
}

// enter books a transaction the bank has decided on and answers it.
func (b *Bank) enter(t transaction, now time.Time) answer {
	t, err := b.book.add(t)
	if err != nil {
		return b.unwritten(err, now)
	}
	a := t.given()
	a.did.references = []string{t.reference}
	return a
}

// given is what the caller is told of a transaction just booked. Of a bank
// system error it is told nothing but that.
func (t *transaction) given() answer {
	if t.errorCode == "60010" {
		return reject(t.started, t.errorCode)
	}
	return t.answer()
}

// checkAuth names every field that is wrong in an AUTH or an ACCOUNTCHECK. A
// child inherits what it leaves out.
func (b *Bank) checkAuth(requestType string, e element, child bool, now time.Time) (card, complaints) {
	var bad complaints
	var required []string
	switch {
	case !child:
		required = []string{"accounttypedescription", "sitereference", "currencyiso3a", "baseamount"}
	case !e.has("md"):
		required = []string{"sitereference"}
	}
	fields := b.authFields
	if requestType == typeAccountCheck {
		fields = b.checkFields
	}
	e.checkFormats(&bad, fields, required...)
	c := readCard(e, &bad, !child, now)
	e.checkPerson(&bad, "billing")
	e.checkPerson(&bad, "customer")
	e.checkSettlement(&bad, now)
	e.checkAuthMethod(&bad, c.brand)
	if child && e.value("accounttypedescription") == accountRecurring && slices.Contains([]string{"0", "1"}, e.value("subscriptionnumber")) {
		bad.add("subscriptionnumber") // 1 is the first payment, and this is a repeat
	}
	return c, bad
}

// newAuth is the authorisation of a request that passed every check, not
// decided yet.
func (b *Bank) newAuth(requestType string, e element, c card, now time.Time) transaction {
	t := b.newTransaction(requestType, e, now)
	t.account = e.value("accounttypedescription")
	t.useCard(c, b.key)
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
	}
	if t.operator == "" {
		t.operator = b.username
	}
	for id, name := range textNames() {
		if v := e.value(name); v != "" && textID(id) != shownInterface { // #nosec G115 -- below textCount
			t.texts = t.texts.with(textID(id), masked(v)) // #nosec G115 -- below textCount
		}
	}
	return t
}

// useCard puts a card into the transaction, as far as it may be kept.
func (t *transaction) useCard(c card, key fingerprintKey) {
	t.checks.SecurityCode = checkCode(c.code)
	if len(c.pan) > 0 {
		t.paymentType, t.maskedPAN, t.pan, t.trait = c.paymentType(), c.masked, key.of(c.pan), traitOf(c.pan)
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

// missingRecipient names the fields of the recipient that a merchant of
// financial services (merchant category code 6012) owes the schemes. Here
// those merchants are the sites with 6012 in their names.
func missingRecipient(e element) complaints {
	var missing complaints
	if !strings.Contains(e.value("sitereference"), "6012") {
		return nil
	}
	for _, name := range []string{
		"customeraccountnumber", "customeraccountnumbertype", "customerdob", "customerlastname", "customerpostcode",
	} {
		if e.value(name) == "" {
			missing.add(name)
		}
	}
	if v := e.value("customerpostcode"); v != "" && !postcode(v, "GB") {
		missing.add("customerpostcode")
	}
	return missing
}
