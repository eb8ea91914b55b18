package sandbox

import (
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/sandbox/book"
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
		p, ok := b.book.See(parent, now)
		if !ok || e.value("sitereference") != "" && p.Site != e.value("sitereference") {
			return reject(now, "20004")
		}
		if redirected = p.Redirects(); redirected && e.value("pares") == "" {
			return reject(now, "30000", "pares")
		}
		if code, data := inherit(&t, &p, e, c, now); code != "" {
			return reject(now, code, data...)
		}
		t.Authenticate(&p, e.value("pares"))
	}
	if name := e.value("paymenttypedescription"); name != "" && name != t.PaymentType && !c.isOf(name) {
		return reject(now, "10103", "paymenttypedescription")
	}
	if t.WantsSecureCode() {
		return reject(now, "30004")
	}
	if missing := missingRecipient(&t); len(missing) > 0 {
		return reject(now, "60025", missing...)
	}
	t.Decide()
	if redirected {
		return b.enterOnce(t, e, now)
	}
	return b.enter(t, now)
}

// enter books a transaction the bank has decided on and answers it.
func (b *Bank) enter(t book.Transaction, now time.Time) answer {
	t, err := b.book.Add(t)
	if err != nil {
		return b.unwritten(err, now)
	}
	return b.entered(&t)
}

// entered answers a transaction that is in the book.
func (b *Bank) entered(t *book.Transaction) answer {
	a := given(t)
	a.Did.references = []string{t.Reference}
	return a
}

// given is what the caller is told of a transaction just booked. If the
// outcome is not known, the caller is told only that.
func given(t *book.Transaction) answer {
	if book.UnknownEnd(t.ErrorCode) {
		return reject(t.Started, t.ErrorCode)
	}
	return describe(t)
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
	if requestType == book.TypeAccountCheck {
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
func (b *Bank) newAuth(requestType string, e element, c card, now time.Time) book.Transaction {
	t := b.newTransaction(requestType, e, now)
	t.Account = e.value("accounttypedescription")
	useCard(&t, c)
	t.AuthMethod, t.OnFile = e.value("authmethod"), e.value("credentialsonfile")
	if v := gateway.SettleStatus(e.value("settlestatus")); v != "" && requestType == book.TypeAuth {
		t.SettleStatus = v
	}
	if v := e.value("settleduedate"); v != "" {
		t.SettleDue = v
	}
	return t
}

// newTransaction is what all kinds of transaction start from.
func (b *Bank) newTransaction(requestType string, e element, now time.Time) book.Transaction {
	money, _ := gateway.ParseBaseAmount(e.value("baseamount"), gateway.Currency{}) // checked
	t := book.Transaction{
		RequestType:  requestType,
		Site:         e.value("sitereference"),
		Started:      now,
		Minor:        money.Minor,
		SettleMinor:  money.Minor,
		Currency:     e.value("currencyiso3a"),
		ErrorCode:    "0",
		SettleStatus: gateway.SettlePending,
		SettleDue:    book.Today(now),
		Operator:     masked(e.value("operatorname")),
		Texts:        textsOf(e),
	}
	if t.Operator == "" {
		t.Operator = b.username
	}
	return t
}

// useCard puts a card into the transaction, as far as it may be kept.
func useCard(t *book.Transaction, c card) {
	t.Checks.SecurityCode = c.code
	if c.pan != 0 {
		t.PaymentType, t.MaskedPAN, t.Card, t.Trait = c.paymentType, c.masked, c.pan, c.trait
	}
	if !c.expiry.IsZero() {
		t.Expiry = c.expiry
	}
}
