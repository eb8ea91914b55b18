package sqljournal

import (
	"testing"

	"motoconsole/internal/journal"
)

// What the suite leaves behind is verified too.
func TestSQLiteConforms(t *testing.T) {
	conform(t, func(t *testing.T, c *fakeClock) journal.Store {
		s := openNew(t, c.now)
		t.Cleanup(func() {
			if !s.closed.Load() {
				verified(t, s)
			}
		})
		return s
	})
}
