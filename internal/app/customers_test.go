package app

import (
	"testing"

	"motoconsole/internal/charset"
	"motoconsole/internal/payment"
	"motoconsole/internal/rights"

	"motoconsole/gateway"
)

// TestCustomersAreKeptWhereTheMerchantWantsIt: with customer = true the journal keeps
// name and e-mail address with the payment. Without it the journal keeps none, and
// deletes the old ones when moto starts.
func TestCustomersAreKeptWhereTheMerchantWantsIt(t *testing.T) {
	t.Parallel()
	f := newFloor(t)
	take := func(order string) payment.Attempt {
		t.Helper()
		vault, err := gateway.NewVault()
		if err != nil {
			t.Fatal(err)
		}
		s, err := f.NewSession(Agent{Name: "priya", Grant: rights.Everything()}, Terminal{Vault: vault, Charset: charset.Unicode})
		if err != nil {
			t.Fatal(err)
		}
		c := charge(order)
		c.Billing.FirstName, c.Billing.LastName, c.Billing.Email = "Ann", "Smith", "ann@example.com"
		a := <-s.processor.Charge(s.processor.Begin(c), card())
		s.Close() // waits for the customer to be kept beside it
		today, err := s.processor.Since(t.Context(), a.Began)
		if err != nil || len(today) != 1 || today[0].ID != a.ID || today[0].Outcome != gateway.OutcomeApproved {
			t.Fatalf("%+v, %v", today, err)
		}
		return today[0]
	}
	if a := take("A17"); a.Customer.Name+a.Customer.Email != "" {
		t.Errorf("without the key %+v is kept", a.Customer)
	}
	f.settings.Journal.Customer = true
	a := take("A18")
	if a.Customer.Name != "Ann Smith" || a.Customer.Email != "ann@example.com" {
		t.Errorf("with the key %+v is kept", a.Customer)
	}
	for _, wants := range []bool{true, false, true} {
		settings := f.settings
		settings.Journal.Customer = wants
		p, err := Open(t.Context(), Options{Settings: settings, Mode: gateway.ModeSandbox, Version: "test"})
		if err != nil {
			t.Fatal(err)
		}
		kept, err := p.store.KeptCustomers(t.Context(), a.ID)
		p.Close()
		if err != nil || len(kept) > 0 != (wants && f.settings.Journal.Customer) {
			t.Errorf("started with the key %v it has %v, %v", wants, kept, err)
		}
		f.settings.Journal.Customer = f.settings.Journal.Customer && wants // once deleted, it stays deleted
	}
}
