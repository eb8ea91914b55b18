package sandbox

import (
	"time"

	"motoconsole/internal/sandbox/book"
	"motoconsole/internal/sandbox/message"
)

// bookOnly answers a request that the bank only checks, books and answers.
func (b *Bank) bookOnly(k message.BookedKind, e message.Element, now time.Time) message.Answer {
	parent := e.Value("parenttransactionreference")
	var bad message.Complaints
	fields := b.bookedFields[k.Name]
	required := k.Required
	if parent != "" {
		required = message.WithoutInherited(required)
	}
	e.CheckFormats(&bad, fields, required...)
	c := card{}
	if k.Card || e.Has("pan") {
		c = b.readCard(e, &bad, k.Card && parent == "", now)
	}
	if !k.Anywhere {
		e.CheckPerson(&bad, "billing")
		e.CheckPerson(&bad, "customer")
	}
	if len(bad) > 0 {
		return message.Reject(now, "30000", bad...)
	}
	if !b.servesSite(e.Value("sitereference")) {
		return message.Reject(now, "30001")
	}
	if name := e.Value("paymenttypedescription"); name != "" && c.pan != 0 && !c.isOf(name) {
		return message.Reject(now, "10103", "paymenttypedescription")
	}
	t := b.newTransaction(k.Name, e, now)
	t.Account, t.PaymentType = e.Value("accounttypedescription"), e.Value("paymenttypedescription")
	useCard(&t, c)
	if parent != "" || k.Parent != "" {
		p, ok := b.book.See(parent, now)
		if !ok || p.Site != t.Site {
			return message.Reject(now, "20004")
		}
		if code := refusesParent(&k, &p); code != "" {
			return message.Reject(now, code)
		}
		takeOver(&t, &p, e, c)
	}
	if k.Name == book.TypeOrder {
		t.Texts = t.Texts.With(book.PayPalToken, "EC-"+message.RandomText(17))
	}
	return b.enter(t, now)
}

// refusesParent is the error code for a parent that does not fit.
func refusesParent(k *message.BookedKind, p *book.Transaction) string {
	switch {
	case k.Parent == book.TypeOrder && p.RequestType != book.TypeOrder:
		return "20033"
	case k.Parent != book.TypeAuth:
	case p.RequestType != book.TypeAuth && p.RequestType != book.TypeAccountCheck:
		return "20033"
	case p.ErrorCode != "0":
		return "20019" // a subscription needs a payment that was approved
	}
	return ""
}
