package record

import (
	"testing"

	"motoconsole/gateway"
	"motoconsole/internal/payment/operation"
	"motoconsole/ui/kit"
)

// TestCustomerOfTheRecord: the gateway's record says who called; what the journal keeps
// stands there until it is read, and where it says nothing.
func TestCustomerOfTheRecord(t *testing.T) {
	kept := gateway.Record{TransactionReference: "23-9-1", Billing: gateway.Billing{LastName: "Ann Smith", Email: "ann@example.com"}}
	for name, tc := range map[string]struct{ answers, want gateway.Billing }{
		"the gateway knows":      {gateway.Billing{FirstName: "Anna", LastName: "Smith", Email: "anna@example.net"}, gateway.Billing{FirstName: "Anna", LastName: "Smith", Email: "anna@example.net"}},
		"it knows the name":      {gateway.Billing{LastName: "Smith"}, gateway.Billing{LastName: "Smith", Email: "ann@example.com"}},
		"it knows the address":   {gateway.Billing{Premise: "7"}, gateway.Billing{LastName: "Ann Smith", Email: "ann@example.com", Premise: "7"}},
		"it knows only an email": {gateway.Billing{Email: "a@example.net"}, gateway.Billing{LastName: "Ann Smith", Email: "a@example.net"}},
	} {
		p, ok := New(kit.Shell{}, kit.Open{Record: kept}).(*Page)
		if !ok || p.view.record.Billing != kept.Billing {
			t.Fatalf("%s: before it is read: %+v", name, p.view.record.Billing)
		}
		p.view.take(operation.Snapshot{Record: gateway.Record{TransactionReference: "23-9-1", Billing: tc.answers}})
		if p.view.record.Billing != tc.want {
			t.Errorf("%s: %+v", name, p.view.record.Billing)
		}
	}
}
