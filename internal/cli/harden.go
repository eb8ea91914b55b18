package cli

import (
	"slices"

	"motoconsole/gateway"
	"motoconsole/internal/harden"
)

// hardened makes the self-test of the backstop, and says all that could not be
// done to keep a card inside the process.
func (p program) hardened() []string {
	shortfalls := slices.Clone(p.shortfalls)
	if vault, err := gateway.NewVault(); err == nil {
		shortfalls = append(shortfalls, vault.Problems()...)
		vault.Close()
	}
	if harden.Clobbers() {
		return shortfalls
	}
	return append(shortfalls, "freed memory is not overwritten: build moto with `make build`, and unset GODEBUG")
}
