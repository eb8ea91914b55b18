package sqljournal

import (
	"context"
	"testing"
	"time"

	"motoconsole/internal/journal"
	"motoconsole/internal/journal/journaltest"
	"motoconsole/internal/journal/pgtest"
	"motoconsole/internal/journal/sqljournal/postgres"
)

// openOnServer opens a journal on a server, by the clock of the test.
func openOnServer(t testing.TB, at postgres.Server, now func() time.Time) *Store {
	t.Helper()
	s, err := Open(context.Background(), Options{Server: &at, Now: now, Host: "desk-4"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

// Verify also accepts the journals that the conformance tests leave behind.
func TestPostgresConforms(t *testing.T) {
	t.Parallel()
	server := pgtest.Shared(t)
	journaltest.Conform(t, func(t *testing.T, c *journaltest.Clock) journal.Store {
		s := openOnServer(t, server.Journal(t, c.Now()), c.Now)
		t.Cleanup(func() {
			if !s.closed.Load() {
				verified(t, s)
			}
		})
		return s
	})
}
