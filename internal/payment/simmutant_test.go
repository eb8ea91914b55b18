//go:build !race

package payment

import "motoconsole/internal/journal"

// mutant breaks one rule on purpose. The zero mutant breaks none.
type mutant struct {
	auth    func(Authoriser) Authoriser
	query   func(*process, Querier) Querier
	store   func(*process, journal.Store) journal.Store
	rule    func(*Rule)
	noGuard bool
}
