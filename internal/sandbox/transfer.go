package sandbox

import (
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/sandbox/book"
)

// transfer answers an AUTH without a card. For PayPal the ORDER before it holds
// the payer's part; the other kinds need no request before them.
func (b *Bank) transfer(requestType string, m method, e element, now time.Time) answer {
	var bad complaints
	if requestType != book.TypeAuth {
		bad.add("paymenttypedescription")
	}
	required := []string{"accounttypedescription", "sitereference", "currencyiso3a", "baseamount"}
	if m.name == book.TypePayPal {
		required = []string{"sitereference"} // the ORDER has the rest
	}
	e.checkFormats(&bad, b.authFields, append(required, m.required...)...)
	e.checkFormats(&bad, m.fields, m.required...)
	e.checkPerson(&bad, "billing")
	e.checkPerson(&bad, "customer")
	e.checkSettlement(&bad, now)
	e.checkSettled(&bad, m.name)
	if v := e.value("currencyiso3a"); v != "" && m.currency != "" && v != m.currency {
		bad.add("currencyiso3a")
	}
	if len(bad) > 0 {
		return reject(now, "30000", bad...)
	}
	if !b.servesSite(e.value("sitereference")) {
		return reject(now, "30001")
	}
	t := b.newAuth(book.TypeAuth, e, card{}, now)
	t.PaymentType = m.name
	if m.status != gateway.SettlePending {
		t.SettleStatus = m.status
	}
	if m.name == book.TypePayPal {
		if code, data := b.completeOrder(&t, e, now); code != "" {
			return reject(now, code, data...)
		}
	}
	if t.ErrorCode = book.Verdict(t.Minor, book.Plain); t.ErrorCode != "0" {
		t.SettleStatus = gateway.SettleCancelled
	}
	a := b.enter(t, now)
	if a.ErrorCode == "0" && m.pages {
		a.RedirectURL = "https://example.com"
	}
	if a.ErrorCode == "0" && m.name == book.TypeMyBank {
		a.BankSecret = randomText(32)
	}
	return a
}

// completeOrder makes an AUTH the payment of an ORDER, or says why it cannot be.
func (b *Bank) completeOrder(t *book.Transaction, e element, now time.Time) (string, complaints) {
	p, ok := b.book.See(e.value("parenttransactionreference"), now)
	switch {
	case !ok || p.Site != t.Site:
		return "20004", nil
	case p.RequestType != book.TypeOrder:
		return "20033", nil
	case !sameText(e.value("paypaltoken"), p.Texts.Get(book.PayPalToken)):
		return "30000", complaints{"paypaltoken"}
	case t.Currency != "" && t.Currency != p.Currency:
		return "20015", complaints{"currencyiso3a"}
	}
	t.Parent, t.Currency = p.Reference, p.Currency
	if t.Account == "" {
		t.Account = p.Account
	}
	if !e.has("baseamount") {
		t.Minor, t.SettleMinor = p.Minor, p.Minor
	}
	t.InheritTexts(&p)
	return "", nil
}
