package sandbox

import (
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/sandbox/book"
	"motoconsole/internal/sandbox/message"
)

// transfer answers an AUTH without a card. For PayPal the ORDER before it holds
// the payer's part; the other kinds need no request before them.
func (b *Bank) transfer(requestType string, m message.Method, e message.Element, now time.Time) message.Answer {
	var bad message.Complaints
	if requestType != book.TypeAuth {
		bad.Add("paymenttypedescription")
	}
	required := []string{"accounttypedescription", "sitereference", "currencyiso3a", "baseamount"}
	if m.Name == book.TypePayPal {
		required = []string{"sitereference"} // the ORDER has the rest
	}
	e.CheckFormats(&bad, b.authFields, append(required, m.Required...)...)
	e.CheckFormats(&bad, m.Fields, m.Required...)
	e.CheckPerson(&bad, "billing")
	e.CheckPerson(&bad, "customer")
	e.CheckSettlement(&bad, now)
	e.CheckSettled(&bad, m.Name)
	if v := e.Value("currencyiso3a"); v != "" && m.Currency != "" && v != m.Currency {
		bad.Add("currencyiso3a")
	}
	if len(bad) > 0 {
		return message.Reject(now, "30000", bad...)
	}
	if !b.servesSite(e.Value("sitereference")) {
		return message.Reject(now, "30001")
	}
	t := b.newAuth(book.TypeAuth, e, card{}, now)
	t.PaymentType = m.Name
	if m.Status != gateway.SettlePending {
		t.SettleStatus = m.Status
	}
	if m.Name == book.TypePayPal {
		if code, data := b.completeOrder(&t, e, now); code != "" {
			return message.Reject(now, code, data...)
		}
	}
	if t.ErrorCode = book.ErrorCode(t.Minor, book.Plain); t.ErrorCode != "0" {
		t.SettleStatus = gateway.SettleCancelled
	}
	a := b.enter(t, now)
	if a.ErrorCode == "0" && m.Pages {
		a.RedirectURL = "https://example.com"
	}
	if a.ErrorCode == "0" && m.Name == book.TypeMyBank {
		a.BankSecret = message.RandomText(32)
	}
	return a
}

// completeOrder makes an AUTH the payment of an ORDER, or says why it cannot be.
func (b *Bank) completeOrder(t *book.Transaction, e message.Element, now time.Time) (string, message.Complaints) {
	p, ok := b.book.See(e.Value("parenttransactionreference"), now)
	switch {
	case !ok || p.Site != t.Site:
		return "20004", nil
	case p.RequestType != book.TypeOrder:
		return "20033", nil
	case !sameText(e.Value("paypaltoken"), p.Texts.Get(book.PayPalToken)):
		return "30000", message.Complaints{"paypaltoken"}
	case t.Currency != "" && t.Currency != p.Currency:
		return "20015", message.Complaints{"currencyiso3a"}
	}
	t.Parent, t.Currency = p.Reference, p.Currency
	if t.Account == "" {
		t.Account = p.Account
	}
	if !e.Has("baseamount") {
		t.Minor, t.SettleMinor = p.Minor, p.Minor
	}
	t.InheritTexts(&p)
	return "", nil
}
