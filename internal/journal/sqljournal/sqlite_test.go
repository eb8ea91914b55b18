package sqljournal

import (
	"testing"

	"motoconsole/internal/journal"
	"motoconsole/internal/journal/journaltest"
)

// Verify also accepts the journals that the conformance tests leave behind.
func TestSQLiteConforms(t *testing.T) {
	t.Parallel()
	journaltest.Conform(t, func(t *testing.T, c *journaltest.Clock) journal.Store {
		s := openNew(t, c.Now)
		t.Cleanup(func() {
			if !s.closed.Load() {
				verified(t, s)
			}
		})
		return s
	})
}

func TestSQLiteConformsInFull(t *testing.T) {
	t.Parallel()
	journaltest.ConformFull(t, func(t *testing.T, c *journaltest.Clock) journal.Full { return openNew(t, c.Now) })
}
