package sandbox

import (
	"time"

	"motoconsole/gateway"
)

// refundFields are the fields of a REFUND, payouts included.
func refundFields() []field {
	fields := []field{{"accounttypedescription", oneOf("ECOM", "MOTO", accountRecurring, accountPayout)}}
	for _, f := range authFields() {
		if f.name != "accounttypedescription" {
			fields = append(fields, f)
		}
	}
	return fields
}

// refund answers a REFUND of an earlier payment, or a payout.
func (b *Bank) refund(e element, now time.Time) answer {
	parent := e.value("parenttransactionreference")
	payout := e.value("accounttypedescription") == accountPayout
	alone := payout && parent == ""
	required := []string{"sitereference", "parenttransactionreference"}
	if alone {
		required = []string{"sitereference", "currencyiso3a", "baseamount"}
	}
	var bad complaints
	e.checkFormats(&bad, b.refundFields, required...)
	c := b.readCard(e, &bad, alone, now)
	e.checkPerson(&bad, "billing")
	e.checkPerson(&bad, "customer")
	e.checkSettlement(&bad, now)
	if alone {
		e.checkSettled(&bad, "")
	}
	if len(bad) > 0 {
		return reject(now, "30000", bad...)
	}
	if !b.servesSite(e.value("sitereference")) {
		return reject(now, "30001")
	}
	t := b.newAuth(typeRefund, e, c, now)
	if t.settleStatus = gateway.SettleStatus(e.value("settlestatus")); t.settleStatus == "" {
		t.settleStatus = gateway.SettlePending
	}
	if alone {
		t.decide()
		return b.enter(t, now)
	}
	var data complaints
	made, refused, err := b.book.refund(parent, now, func(p transaction, left int64) (transaction, string) {
		var code string
		if code, data = t.refundOf(&p, left, e, now); code != "" {
			return transaction{}, code
		}
		return t, ""
	})
	switch {
	case err != nil:
		return b.unwritten(err, now)
	case refused != "":
		return reject(now, refused, data...)
	}
	return b.entered(&made)
}

// refundOf makes the transaction a refund of a payment with left still to
// be refunded, or says why it cannot be one.
func (t *transaction) refundOf(p *transaction, left int64, e element, now time.Time) (string, complaints) {
	payout := t.account == accountPayout
	switch {
	case p.site != t.site:
		return "20004", nil
	case p.requestType != typeAuth:
		return "20006", nil
	case p.errorCode != "0":
		return "20011", nil
	case t.currency != "" && t.currency != p.currency:
		return "20015", complaints{"currencyiso3a"}
	case payout && !isCard(p.paymentType):
		return "20034", nil
	case !payout && p.settleStatus != gateway.SettleSettled:
		return "20005", nil
	case t.settleStatus == gateway.SettleSettled && p.paymentType != typePayPal:
		return "30000", complaints{"settlestatus"}
	}
	t.parent, t.currency = p.reference, p.currency
	switch {
	case e.has("baseamount"):
	case payout:
		t.minor, t.settleMinor = p.minor, p.minor
	default:
		t.minor, t.settleMinor = left, left
	}
	if !payout {
		t.account = p.account
		if left <= 0 || t.minor > left {
			return "20007", complaints{"baseamount"}
		}
	}
	t.paymentType, t.maskedPAN, t.pan, t.trait = p.paymentType, p.maskedPAN, p.pan, p.trait
	if t.expiry.IsZero() {
		t.expiry = p.expiry
	}
	if expired(t.expiry, now) {
		return "30000", complaints{"expirydate"}
	}
	t.inheritTexts(p)
	t.checks = gateway.Checks{Address: gateway.NotGiven, Postcode: gateway.NotGiven, SecurityCode: gateway.NotGiven}
	t.errorCode = verdict(t.minor, plain) // a card that declines payments can still be paid
	if t.errorCode != "0" {
		t.settleStatus = gateway.SettleCancelled
	}
	if p.paymentType == typeMyBank {
		if t.minor != p.settleMinor {
			return "30000", complaints{"baseamount"}
		}
		t.settleStatus = gateway.SettleSettled
	}
	return "", nil
}
