package sandbox

import (
	"maps"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/sandbox/book"
	"motoconsole/internal/sandbox/message"
)

// authorise answers an AUTH or an ACCOUNTCHECK. It checks the fields, then the
// site, the parent, the card type and the recipient, and last the bank's tables. It
// books only requests that reach the tables.
func (b *Bank) authorise(requestType string, e message.Element, now time.Time) message.Answer {
	if m, ok := message.MethodOf(e.Value("paymenttypedescription")); ok {
		return b.transfer(requestType, m, e, now)
	}
	var bad message.Complaints
	parent, child := b.parentOf(e, &bad, now)
	c := b.checkAuth(requestType, e, child, &bad, now)
	if len(bad) > 0 {
		return message.Reject(now, "30000", bad...)
	}
	if site := e.Value("sitereference"); site != "" && !b.servesSite(site) {
		return message.Reject(now, "30001")
	}
	t := b.newAuth(requestType, e, c, now)
	redirected := false
	if child {
		p, ok := b.book.See(parent, now)
		if !ok || e.Value("sitereference") != "" && p.Site != e.Value("sitereference") {
			return message.Reject(now, "20004")
		}
		if redirected = p.Redirects(); redirected && e.Value("pares") == "" {
			return message.Reject(now, "30000", "pares")
		}
		if code, data := inherit(&t, &p, e, c, now); code != "" {
			return message.Reject(now, code, data...)
		}
		t.Authenticate(&p, e.Value("pares"))
	}
	if name := e.Value("paymenttypedescription"); name != "" && name != t.PaymentType && !c.isOf(name) {
		return message.Reject(now, "10103", "paymenttypedescription")
	}
	if t.WantsSecureCode() {
		return message.Reject(now, "30004")
	}
	if missing := missingRecipient(&t); len(missing) > 0 {
		return message.Reject(now, "60025", missing...)
	}
	t.Decide()
	if t.IsRaise() {
		made, refused, err := b.book.Raise(t, now)
		switch {
		case err != nil:
			return b.unwritten(err, now)
		case refused != "":
			return message.Reject(now, refused)
		}
		return b.entered(&made)
	}
	if redirected {
		return b.enterOnce(t, e, now)
	}
	return b.enter(t, now)
}

// enter books a transaction the bank has decided on and answers it.
func (b *Bank) enter(t book.Transaction, now time.Time) message.Answer {
	t, err := b.book.Add(t)
	if err != nil {
		return b.unwritten(err, now)
	}
	return b.entered(&t)
}

// entered answers a transaction that is in the book.
func (b *Bank) entered(t *book.Transaction) message.Answer {
	a := given(t)
	a.Did.References = []string{t.Reference}
	return a
}

// given is the answer about a transaction just booked. If the outcome is not known,
// the answer says only that.
func given(t *book.Transaction) message.Answer {
	if book.UnknownEnd(t.ErrorCode) {
		return message.Reject(t.Started, t.ErrorCode)
	}
	return message.Describe(t)
}

// checkAuth names every field that is wrong in an AUTH or an ACCOUNTCHECK. A
// child inherits what it leaves out.
func (b *Bank) checkAuth(requestType string, e message.Element, child bool, bad *message.Complaints, now time.Time) card {
	var required []string
	switch {
	case !child:
		required = []string{"accounttypedescription", "sitereference", "currencyiso3a", "baseamount"}
	case e.Absent("md"):
		required = []string{"sitereference"}
	}
	fields := b.authFields
	if requestType == book.TypeAccountCheck {
		fields = b.checkFields
	}
	e.CheckFormats(bad, fields, required...)
	c := b.readCard(e, bad, !child, now)
	e.CheckPerson(bad, "billing")
	e.CheckPerson(bad, "customer")
	e.CheckSettlement(bad, now)
	e.CheckSettled(bad, "")
	e.CheckAuthMethod(bad, c.brand)
	return c
}

// newAuth is the authorisation of a request that passed every check, not
// decided yet.
func (b *Bank) newAuth(requestType string, e message.Element, c card, now time.Time) book.Transaction {
	t := b.newTransaction(requestType, e, now)
	t.Account = e.Value("accounttypedescription")
	useCard(&t, c)
	t.AuthMethod, t.OnFile = e.Value("authmethod"), e.Value("credentialsonfile")
	if v := gateway.SettleStatus(e.Value("settlestatus")); v != "" && requestType == book.TypeAuth {
		t.SettleStatus = v
	}
	if v := e.Value("settleduedate"); v != "" {
		t.SettleDue = v
	}
	return t
}

// newTransaction is the common beginning of every kind of transaction.
func (b *Bank) newTransaction(requestType string, e message.Element, now time.Time) book.Transaction {
	money, _ := gateway.ParseBaseAmount(e.Value("baseamount"), gateway.Currency{}) // checked
	t := book.Transaction{
		RequestType:  requestType,
		Site:         e.Value("sitereference"),
		Started:      now,
		Minor:        money.Minor,
		SettleMinor:  money.Minor,
		Currency:     e.Value("currencyiso3a"),
		ErrorCode:    "0",
		SettleStatus: gateway.SettlePending,
		SettleDue:    book.Today(now),
		Operator:     message.Masked(e.Value("operatorname")),
		Texts:        message.TextsOf(e),
	}
	if t.Operator == "" {
		t.Operator = b.username
	}
	return t
}

// useCard copies the parts of a card that may be kept into the transaction.
func useCard(t *book.Transaction, c card) {
	t.Checks.SecurityCode = c.code
	if c.pan != 0 {
		t.PaymentType, t.MaskedPAN, t.Card, t.Trait = c.paymentType, c.masked, c.pan, c.trait
	}
	if !c.expiry.IsZero() {
		t.Expiry = c.expiry
	}
}

// mainamount is the amount in major units, "10.50". It may be sent instead of
// baseamount, not beside it.

// withBaseAmount converts an element's mainamount to a baseamount. A mainamount that
// cannot be converted stays, so that the field table names it.
func (b *Bank) withBaseAmount(requestType string, e message.Element, now time.Time) message.Element {
	if e.Absent("mainamount") || !e.Absent("baseamount") || requestType == book.TypeQuery || requestType == book.TypeUpdate {
		return e
	}
	v := e.Value("mainamount")
	code := e.Value("currencyiso3a")
	if code == "" {
		code = b.currencyOfParent(e, now)
	}
	e = maps.Clone(e)
	base, fits := message.BaseAmount(v, code)
	switch {
	case fits && (base != "0" || requestType == book.TypeAccountCheck):
		delete(e, "mainamount")
	case message.PlainDecimal(v) && !message.Currency(code):
		base = "1" // the currency is wrong and is named
		delete(e, "mainamount")
	default:
		base = "1" // so that only mainamount is named
	}
	e.Put("baseamount", base)
	return e
}

// currencyOfParent is the currency that a child inherits.
func (b *Bank) currencyOfParent(e message.Element, now time.Time) string {
	reference := e.Value("parenttransactionreference")
	if md := e.Value("md"); md != "" {
		reference, _ = b.readMD(md, now)
	}
	p, _ := b.book.See(reference, now)
	return p.Currency
}
