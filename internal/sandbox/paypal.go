package sandbox

import "time"

// orderFields are the fields of an ORDER: the first part of a payment by PayPal.
func orderFields() []field {
	return []field{
		{"baseamount", amount},
		{"returnurl", free(255)}, // the vendor's own tests send it without https://
		{"cancelurl", free(255)},
		{"paypalemail", asSent("billingemail")},
		{"paypaladdressoverride", oneOf("0", "1")},
		{"paymenttypedescription", oneOf(typePayPal)},
	}
}

// completeOrder makes an AUTH the payment of an ORDER, or says why it cannot be.
func (b *Bank) completeOrder(t *transaction, e element, now time.Time) (string, complaints) {
	p, ok := b.book.see(e.value("parenttransactionreference"), now)
	switch {
	case !ok || p.site != t.site:
		return "20004", nil
	case p.requestType != typeOrder:
		return "20033", nil
	case !sameText(e.value("paypaltoken"), p.texts.get(payPalToken)):
		return "30000", complaints{"paypaltoken"}
	case t.currency != "" && t.currency != p.currency:
		return "20015", complaints{"currencyiso3a"}
	}
	t.parent, t.currency = p.reference, p.currency
	if t.account == "" {
		t.account = p.account
	}
	if !e.has("baseamount") {
		t.minor, t.settleMinor = p.minor, p.minor
	}
	t.inheritTexts(&p)
	return "", nil
}
