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
	seen := map[string]bool{}
	for _, child := range children {
		m, ok := child.Amount(confirmed...)
		if KindOf(child) != Raise || child.ErrorCode != "0" || !ok || m.Currency != sum.Currency || seen[child.TransactionReference] {
			continue
		}
		seen[child.TransactionReference] = child.TransactionReference != ""
		sum, _ = sum.Plus(m)
	}
	return sum
}
