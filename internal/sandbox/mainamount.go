package sandbox

import (
	"maps"
	"motoconsole/internal/sandbox/book"
	"time"
)

// mainamount is the amount in major units, "10.50", instead of baseamount. Both
// at once are one too many.

// withBaseAmount gives an element that has a mainamount its baseamount. One that
// cannot be converted stays, for the field table to name.
func (b *Bank) withBaseAmount(requestType string, e element, now time.Time) element {
	if e.absent("mainamount") || !e.absent("baseamount") || requestType == book.TypeQuery || requestType == book.TypeUpdate {
		return e
	}
	v := e.value("mainamount")
	code := e.value("currencyiso3a")
	if code == "" {
		code = b.currencyOfParent(e, now)
	}
	e = maps.Clone(e)
	base, fits := baseAmount(v, code)
	switch {
	case fits && (base != "0" || requestType == book.TypeAccountCheck):
		delete(e, "mainamount")
	case plainDecimal(v) && !currency(code):
		base = "1" // what is wrong is the currency, and is named
		delete(e, "mainamount")
	default:
		base = "1" // so that the one field is named, and not two
	}
	e.put("baseamount", base)
	return e
}

// currencyOfParent is the currency that a child inherits.
func (b *Bank) currencyOfParent(e element, now time.Time) string {
	reference := e.value("parenttransactionreference")
	if md := e.value("md"); md != "" {
		reference, _ = b.readMD(md, now)
	}
	p, _ := b.book.See(reference, now)
	return p.Currency
}
