package sqljournal

import (
	"testing"

	"motoconsole/internal/journal"
	"motoconsole/internal/journal/journaltest"
)

// What the suite leaves behind is verified too.
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
