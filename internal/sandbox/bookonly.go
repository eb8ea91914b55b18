package sandbox

import (
	"motoconsole/internal/sandbox/book"
	"time"
)

// bookOnly answers one of those requests.
func (b *Bank) bookOnly(k bookedKind, e element, now time.Time) answer {
	parent := e.value("parenttransactionreference")
	var bad complaints
	fields := b.bookedFields[k.name]
	required := k.required
	if parent != "" {
		required = withoutInherited(required)
	}
	e.checkFormats(&bad, fields, required...)
	c := card{}
	if k.card || e.has("pan") {
		c = b.readCard(e, &bad, k.card && parent == "", now)
	}
	if !k.anywhere {
		e.checkPerson(&bad, "billing")
		e.checkPerson(&bad, "customer")
	}
	if len(bad) > 0 {
		return reject(now, "30000", bad...)
	}
	if !b.servesSite(e.value("sitereference")) {
		return reject(now, "30001")
	}
	if name := e.value("paymenttypedescription"); name != "" && c.pan != 0 && !c.isOf(name) {
		return reject(now, "10103", "paymenttypedescription")
	}
	t := b.newTransaction(k.name, e, now)
	t.Account, t.PaymentType = e.value("accounttypedescription"), e.value("paymenttypedescription")
	useCard(&t, c)
	if parent != "" || k.parent != "" {
		p, ok := b.book.See(parent, now)
		if !ok || p.Site != t.Site {
			return reject(now, "20004")
		}
		if code := k.refusesParent(&p); code != "" {
			return reject(now, code)
		}
		takeOver(&t, &p, e, c)
	}
	if k.name == book.TypeOrder {
		t.Texts = t.Texts.With(book.PayPalToken, "EC-"+randomText(17))
	}
	return b.enter(t, now)
}

// refusesParent is the error code for a parent that does not fit.
func (k *bookedKind) refusesParent(p *book.Transaction) string {
	switch {
	case k.parent == book.TypeOrder && p.RequestType != book.TypeOrder:
		return "20033"
	case k.parent != book.TypeAuth:
	case p.RequestType != book.TypeAuth && p.RequestType != book.TypeAccountCheck:
		return "20033"
	case p.ErrorCode != "0":
		return "20019" // a subscription wants a payment that went well
	}
	return ""
}

// takeOver fills the transaction from its parent.
func takeOver(t *book.Transaction, p *book.Transaction, e element, c card) {
	t.Parent = p.Reference
	if t.Account == "" {
		t.Account = p.Account
	}
	if t.Currency == "" {
		t.Currency = p.Currency
	}
	if !e.has("baseamount") {
		t.Minor, t.SettleMinor = p.Minor, p.Minor
	}
	inheritCard(t, p, c)
	t.InheritTexts(p)
}
