package sandbox

import (
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/sandbox/book"
	"motoconsole/internal/sandbox/message"
)

// refund answers a REFUND of an earlier payment, or a payout.
func (b *Bank) refund(e message.Element, now time.Time) message.Answer {
	parent := e.Value("parenttransactionreference")
	payout := e.Value("accounttypedescription") == book.AccountPayout
	alone := payout && parent == ""
	required := []string{"sitereference", "parenttransactionreference"}
	if alone {
		required = []string{"sitereference", "currencyiso3a", "baseamount"}
	}
	var bad message.Complaints
	e.CheckFormats(&bad, b.refundFields, required...)
	c := b.readCard(e, &bad, alone, now)
	e.CheckPerson(&bad, "billing")
	e.CheckPerson(&bad, "customer")
	e.CheckSettlement(&bad, now)
	if alone {
		e.CheckSettled(&bad, "")
	}
	if len(bad) > 0 {
		return message.Reject(now, "30000", bad...)
	}
	if !b.servesSite(e.Value("sitereference")) {
		return message.Reject(now, "30001")
	}
	t := b.newAuth(book.TypeRefund, e, c, now)
	if t.SettleStatus = gateway.SettleStatus(e.Value("settlestatus")); t.SettleStatus == "" {
		t.SettleStatus = gateway.SettlePending
	}
	if alone {
		t.Decide()
		return b.enter(t, now)
	}
	var data message.Complaints
	made, refused, err := b.book.Refund(parent, now, func(p book.Transaction, left int64) (book.Transaction, string) {
		var code string
		if code, data = refundOf(&t, &p, left, e, now); code != "" {
			return book.Transaction{}, code
		}
		return t, ""
	})
	switch {
	case err != nil:
		return b.unwritten(err, now)
	case refused != "":
		return message.Reject(now, refused, data...)
	}
	return b.entered(&made)
}

// refundOf makes the transaction a refund of a payment, or says why it cannot be one.
// left is what can still be refunded of the payment.
func refundOf(t, p *book.Transaction, left int64, e message.Element, now time.Time) (string, message.Complaints) {
	payout := t.Account == book.AccountPayout
	switch {
	case p.Site != t.Site:
		return "20004", nil
	case p.RequestType != book.TypeAuth, p.IsRaise():
		return "20006", nil
	case p.ErrorCode != "0":
		return "20011", nil
	case t.Currency != "" && t.Currency != p.Currency:
		return "20015", message.Complaints{"currencyiso3a"}
	case payout && !book.IsCard(p.PaymentType):
		return "20034", nil
	case !payout && p.SettleStatus != gateway.SettleSettled:
		return "20005", nil
	case t.SettleStatus == gateway.SettleSettled && p.PaymentType != book.TypePayPal:
		return "30000", message.Complaints{"settlestatus"}
	}
	t.Parent, t.Currency = p.Reference, p.Currency
	switch {
	case e.Has("baseamount"):
	case payout:
		t.Minor, t.SettleMinor = p.Minor, p.Minor
	default:
		t.Minor, t.SettleMinor = left, left
	}
	if !payout {
		t.Account = p.Account
		if left <= 0 || t.Minor > left {
			return "20007", message.Complaints{"baseamount"}
		}
	}
	t.PaymentType, t.MaskedPAN, t.Card, t.Trait = p.PaymentType, p.MaskedPAN, p.Card, p.Trait
	if t.Expiry.IsZero() {
		t.Expiry = p.Expiry
	}
	if book.Expired(t.Expiry, now) {
		return "30000", message.Complaints{"expirydate"}
	}
	t.InheritTexts(p)
	t.Checks = gateway.Checks{Address: gateway.CheckNotGiven, Postcode: gateway.CheckNotGiven, SecurityCode: gateway.CheckNotGiven}
	t.ErrorCode = book.ErrorCode(t.Minor, book.Plain) // a card that declines payments can still receive money
	if t.ErrorCode != "0" {
		t.SettleStatus = gateway.SettleCancelled
	}
	if p.PaymentType == book.TypeMyBank {
		if t.Minor != p.SettleMinor {
			return "30000", message.Complaints{"baseamount"}
		}
		t.SettleStatus = gateway.SettleSettled
	}
	return "", nil
}
