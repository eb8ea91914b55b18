package cli

import (
	"slices"

	"motoconsole/gateway"
	"motoconsole/internal/harden"
)

// hardened tests the zeroing of freed memory, and lists the protections of card
// data that are missing.
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
