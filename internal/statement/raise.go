package statement

import "motoconsole/gateway"

// RaisedBy is what raises have added to a pre-authorisation, by its children. A raise
// that was approved has added its amount, even if it shows as cancelled now: its
// settle status follows the pre-authorisation. The sum is zero where a child does not
// tell.
func RaisedBy(r gateway.Record, children []gateway.Record, confirmed ...gateway.Currency) gateway.Money {
	asked, _ := r.Amount(confirmed...)
	sum := gateway.Money{Currency: asked.Currency}
	if !IsPreauthorisation(r) {
		return sum
	}
	made := func(child gateway.Record) bool { return KindOf(child) == Raise && child.ErrorCode == gateway.CodeFine }
	for child := range once(children, made) {
		if m, ok := child.Amount(confirmed...); ok && m.Currency == sum.Currency {
			sum, _ = sum.Plus(m)
		}
	}
	return sum
}
