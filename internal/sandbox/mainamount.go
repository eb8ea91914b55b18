package sandbox

import (
	"maps"
	"time"

	"motoconsole/internal/sandbox/book"
	"motoconsole/internal/sandbox/message"
)

// mainamount is the amount in major units, "10.50", instead of baseamount. Both
// at once are one too many.

// withBaseAmount gives an element that has a mainamount its baseamount. One that
// cannot be converted stays, for the field table to name.
func (b *Bank) withBaseAmount(requestType string, e message.Element, now time.Time) message.Element {
	if e.Absent("mainamount") || !e.Absent("baseamount") || requestType == book.TypeQuery || requestType == book.TypeUpdate {
		return e
	}
	v := e.Value("mainamount")
	code := e.Value("currencyiso3a")
	if code == "" {
		code = b.currencyOfParent(e, now)
	}
	e = maps.Clone(e)
	base, fits := message.BaseAmount(v, code)
	switch {
	case fits && (base != "0" || requestType == book.TypeAccountCheck):
		delete(e, "mainamount")
	case message.PlainDecimal(v) && !message.Currency(code):
		base = "1" // what is wrong is the currency, and is named
		delete(e, "mainamount")
	default:
		base = "1" // so that the one field is named, and not two
	}
	e.Put("baseamount", base)
	return e
}

// currencyOfParent is the currency that a child inherits.
func (b *Bank) currencyOfParent(e message.Element, now time.Time) string {
	reference := e.Value("parenttransactionreference")
	if md := e.Value("md"); md != "" {
		reference, _ = b.readMD(md, now)
	}
	p, _ := b.book.See(reference, now)
	return p.Currency
}
