package charge

import (
	"testing"

	"motoconsole/gateway"
)

// TestWhoIsTheCustomer: what was not given is said once, and not beside what was.
func TestWhoIsTheCustomer(t *testing.T) {
	for want, b := range map[string]gateway.Billing{
		"not given":        {Country: "GB"},
		"Ann Smith":        {FirstName: "Ann", LastName: "Smith", Country: "GB"},
		"No 789, TE45 6ST": {Premise: "No 789", Postcode: "TE45 6ST"},
	} {
		if got := who(b); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
