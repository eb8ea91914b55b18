package doubt

import (
	"testing"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
)

// TestOwns: which record an attempt made, under any order reference. Whatever fields
// the record and the attempt have, an order reference alone never outweighs the
// transaction reference or the amount.
func TestOwns(t *testing.T) {
	made := journal.Entry{
		ID: "1", Operation: journal.OpRefund, Site: "s", Parent: "P", SentReference: "SENT", Amount: pounds(1000),
		State: journal.Known, Outcome: gateway.OutcomeApproved,
	}
	for _, ref := range []string{"", "T1"} {
		for _, transaction := range []string{"", "T1", "T2"} {
			for _, order := range []string{"", "SENT", "other"} {
				for _, base := range []string{"1000", "4000", ""} {
					for _, parent := range []string{"P", "Q"} {
						e, r := made, gateway.Record{
							RequestType: gateway.TypeRefund, TransactionReference: transaction, OrderReference: order,
							BaseAmount: base, CurrencyISO3A: "GBP", ParentTransaction: parent,
						}
						e.TransactionReference = ref
						want := ref == transaction
						if ref == "" || transaction == "" {
							want = order == "SENT" && base != "4000" && parent == "P"
						}
						if got := Owns(e, r); got != want {
							t.Errorf("entry %q, record %q of %q as %q, %s: %v", ref, transaction, parent, order, base, got)
						}
						for name, change := range map[string]func(){
							"nothing was sent": func() { e.Outcome, e.TransactionReference = gateway.OutcomeNotSent, "" },
							"an update":        func() { e.Operation = journal.OpReduce },
							"another kind":     func() { e.Operation = journal.OpRepeat },
						} {
							before := e
							if change(); Owns(e, r) {
								t.Errorf("%s: entry %q owns %q as %q", name, ref, transaction, order)
							}
							e = before
						}
					}
				}
			}
		}
	}
}

// Other records may also have the reference that ours was changed to.
func TestACurrentReferenceIsOfItsTransaction(t *testing.T) {
	e := journal.Entry{Operation: journal.OpCharge, SentReference: "A17-00AAAA", CurrentReference: "B18", EvidenceReference: "T1"}
	for transaction, want := range map[string]bool{"T1": true, "T2": false, "": true} {
		r := gateway.Record{RequestType: gateway.TypeAuth, OrderReference: "B18", TransactionReference: transaction}
		if IsOurs(e, r) != want {
			t.Errorf("%q: %v", transaction, !want)
		}
	}
}

func pounds(minor int64) gateway.Money {
	c, err := gateway.ParseCurrency("GBP")
	if err != nil {
		panic(err)
	}
	return gateway.Money{Minor: minor, Currency: c}
}
