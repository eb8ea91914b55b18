package journal

import (
	"context"

	"motoconsole/gateway"
	"motoconsole/internal/cardguard"
)

// Customer is what is kept of the caller whose payment an attempt is. It is no part of
// the entry nor of the history, so that it can be deleted.
type Customer struct {
	Name, Email string
}

// Customers keeps the callers' names and e-mail addresses beside the entries, where the
// merchant wants that. Each is deleted with its entry.
type Customers interface {
	// KeepCustomer keeps the customer of an entry, in place of what was kept before.
	// A text that may hold a card number is not kept. It fails with ErrNotFound where
	// there is no such entry.
	KeepCustomer(ctx context.Context, id string, c Customer) error

	// KeptCustomers are those of entries, by the entries' IDs. An entry without one is
	// not among them.
	KeptCustomers(ctx context.Context, ids ...string) (map[string]Customer, error)

	// ForgetCustomers deletes those of entries, and returns how many there were.
	// Nothing of them stays in any file.
	ForgetCustomers(ctx context.Context, ids ...string) (int, error)

	// ForgetAllCustomers deletes all of them in the same way.
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

// FitToShow is a customer that was read, fit to show.
func (c Customer) FitToShow() Customer {
	return Customer{Name: gateway.Clean(c.Name, MaxName), Email: gateway.Clean(c.Email, MaxName)}
}
