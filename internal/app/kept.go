package app

import (
	"context"
	"time"

	"motoconsole/internal/config"
	"motoconsole/internal/journal/sqljournal"
	"motoconsole/internal/lookup"
	"motoconsole/internal/lookup/kept"
)

// KeepDays is for how many days the journal keeps attempts.
func KeepDays(s config.Settings) int { return int(s.Journal.Keep / (24 * time.Hour)) }

// KeptAt is what this host's journal has for a search. Without a journal the search
// asks only the gateway, and says so.
func KeptAt(ctx context.Context, s config.Settings, search lookup.Search) lookup.Kept {
	store, err := sqljournal.Open(ctx, JournalOptions(s, ToRead))
	if err != nil {
		return lookup.Kept{Problem: "this host has none that can be read"}
	}
	defer func() { _ = store.Close() }()
	return kept.In(ctx, store, s.Grant, s.Gateway.Site, search)
}

// ReservedAt tells which transactions this host's journal knows as reserved, see
// kept.Reserved, until done is called. Without a journal that can be read each answer is an
// error.
func ReservedAt(ctx context.Context, s config.Settings) (reserved func(reference string) (bool, error), done func()) {
	store, err := sqljournal.Open(ctx, JournalOptions(s, ToRead))
	if err != nil {
		return func(string) (bool, error) { return false, err }, func() {}
	}
	return func(reference string) (bool, error) { return kept.Reserved(ctx, store, reference) }, func() { _ = store.Close() }
}
