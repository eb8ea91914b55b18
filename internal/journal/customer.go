package journal

import (
	"context"

	"motoconsole/gateway"
	"motoconsole/internal/cardguard"
)

// Customer is what the journal keeps of the caller of an attempt. It is not part of the
// entry or of the history, so that it can be deleted.
type Customer struct {
	Name, Email string
}

// Customers keeps callers' names and e-mail addresses beside the entries, if the
// merchant wants that. Each is deleted with its entry.
type Customers interface {
	// KeepCustomer keeps the customer of an entry and replaces an earlier one. It does not
	// keep a text that may hold a card number. It fails with ErrNotFound if there is no
	// such entry.
	KeepCustomer(ctx context.Context, id string, c Customer) error

	// KeptCustomers are the customers of entries, by the entries' IDs. An entry without a
	// customer is left out.
	KeptCustomers(ctx context.Context, ids ...string) (map[string]Customer, error)

	// ForgetCustomers deletes the customers of entries, and returns how many there were.
	// No file keeps anything of them.
	ForgetCustomers(ctx context.Context, ids ...string) (int, error)

	// ForgetAllCustomers deletes all customers in the same way.
	ForgetAllCustomers(ctx context.Context) (int, error)
}

// AsKept is the customer with texts that are fit to keep.
func (c Customer) AsKept() Customer {
	for _, at := range []*string{&c.Name, &c.Email} {
		kept, hidden := text{at, MaxName, cardguard.InRecord}.tidy()
		if hidden {
			kept = ""
		}
		*at = kept
	}
	return c
}

// FitToShow is the customer with texts that are fit to show.
func (c Customer) FitToShow() Customer {
	return Customer{Name: gateway.Clean(c.Name, MaxName), Email: gateway.Clean(c.Email, MaxName)}
}
