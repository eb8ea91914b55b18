package book

import (
	"strings"
	"time"

	"motoconsole/gateway"
)

// RefusesChild is the error code for a transaction that cannot be the parent of a
// payment by card.
func (t *Transaction) RefusesChild() string {
	if t.IsRaise() {
		return "20033"
	}
	switch t.RequestType {
	case TypeRefund, TypeOrder, TypeOrderDetails:
		return "20033"
	case TypeSubscription:
		return "20032"
	}
	switch t.PaymentType {
	case TypeMyBank:
		return "20033"
	case TypeSofort, TypeACH, TypePayPal:
		return "20028"
	}
	return ""
}

// InheritTexts copies the parent's texts that the child did not bring.
func (t *Transaction) InheritTexts(p *Transaction) {
	for _, kept := range p.Texts {
		if kept.ID.isInherited() && t.Texts.Get(kept.ID) == "" {
			t.Texts = t.Texts.With(kept.ID, kept.Value)
		}
	}
}

// Expired reports a card whose month is over. A card without a date is not
// expired.
func Expired(exp gateway.Expiry, now time.Time) bool {
	y, m, _ := now.UTC().Date()
	return !exp.IsZero() && (exp.Year < y || exp.Year == y && exp.Month < m)
}

// IsFinancial reports a merchant of financial services (merchant category code
// 6012): here the sites with 6012 in their names.
func (t *Transaction) IsFinancial() bool { return strings.Contains(t.Site, "6012") }
