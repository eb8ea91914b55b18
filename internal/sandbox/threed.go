package sandbox

import (
	"encoding/base64"
	"strings"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/sandbox/book"
	"motoconsole/internal/sandbox/message"
)

// threeDQuery answers a THREEDQUERY by the vendor's test cards.
func (b *Bank) threeDQuery(e message.Element, now time.Time) message.Answer {
	var bad message.Complaints
	e.CheckFormats(&bad, b.authFields, "accounttypedescription", "sitereference", "currencyiso3a", "baseamount")
	e.CheckFormats(&bad, message.PageFields(), "termurl")
	e.CheckPerson(&bad, "billing")
	e.CheckPerson(&bad, "customer")
	c := b.readCard(e, &bad, true, now)
	if len(bad) > 0 {
		return message.Reject(now, "30000", bad...)
	}
	if !b.servesSite(e.Value("sitereference")) {
		return message.Reject(now, "30001")
	}
	if name := e.Value("paymenttypedescription"); name != "" && !c.isOf(name) {
		return message.Reject(now, "10103", "paymenttypedescription")
	}
	if c.brand == gateway.PIBA || c.brand == gateway.AstroPay {
		return message.Reject(now, "60031")
	}
	t := b.newTransaction(book.TypeThreeDQuery, e, now)
	t.Account, t.ThreeD = e.Value("accounttypedescription"), c.threeD
	useCard(&t, c)
	if parent := e.Value("parenttransactionreference"); parent != "" {
		p, ok := b.book.See(parent, now)
		switch {
		case !ok || p.Site != t.Site:
			return message.Reject(now, "20004")
		case p.Currency != "" && p.Currency != t.Currency:
			return message.Reject(now, "20015", "currencyiso3a")
		}
		t.Parent = p.Reference
		t.InheritTexts(&p)
	}
	key := message.RandomText(24)
	if t.Redirects() {
		t.Texts = t.Texts.With(book.MDKey, key)
	}
	a := b.enter(t, now)
	if a.RequestType == book.TypeThreeDQuery && t.Redirects() {
		a.ACSURL = "https://webapp.securetrading.net/acs/visa.cgi"
		a.MD = base64.StdEncoding.EncodeToString([]byte(a.Reference + ":" + key))
		a.PaReq = base64.StdEncoding.EncodeToString([]byte(message.RandomText(32)))
	}
	return a
}

// The cardholder takes an md to the card issuer's page, and comes back with a
// pares.

// parentOf finds the transaction that an AUTH names as its parent, or that its
// md was given out for, and whether it names one.
func (b *Bank) parentOf(e message.Element, bad *message.Complaints, now time.Time) (parent string, child bool) {
	parent = e.Value("parenttransactionreference")
	if e.Absent("md") {
		return parent, parent != ""
	}
	reference, known := b.readMD(e.Value("md"), now)
	if !known || parent != "" && parent != reference {
		bad.Add("md")
	}
	if e.Absent("pares") {
		bad.Add("pares")
	}
	return reference, true
}

// readMD finds the THREEDQUERY that issued an md. It refuses an md that was made up
// or altered.
func (b *Bank) readMD(md string, now time.Time) (reference string, ok bool) {
	raw, err := base64.StdEncoding.DecodeString(md)
	reference, key, found := strings.Cut(string(raw), ":")
	if err != nil || !found {
		return "", false
	}
	p, ok := b.book.See(reference, now)
	issued := p.Texts.Get(book.MDKey)
	return reference, ok && issued != "" && sameText(key, issued)
}

// enterOnce books the payment of a cardholder who has come back. The md is good for
// one payment.
func (b *Bank) enterOnce(t book.Transaction, e message.Element, now time.Time) message.Answer {
	t, once, err := b.book.AddOnly(t)
	switch {
	case err != nil:
		return b.unwritten(err, now)
	case once:
		return b.entered(&t)
	case e.Value("md") != "":
		return message.Reject(now, "30000", "md")
	}
	return message.Reject(now, "30000", "pares")
}
