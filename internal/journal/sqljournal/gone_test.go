package sqljournal

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"motoconsole/internal/journal/journaltest"
)

// An attempt of a process that has ended may be resolved at once, but not one that a
// living process is sending.
func TestReleaseGone(t *testing.T) {
	t.Parallel()
	c := journaltest.NewClock()
	s := openAt(t, filepath.Join(t.TempDir(), "journal.db"), c.Now)
	ctx := context.Background()
	for id, owner := range map[string]string{"one": "host/1/a", "two": "host/2/b", "three": "host/1/c"} {
		if err := s.Intent(ctx, journaltest.AnAuth(t, id, c.Now()), owner, c.Now().Add(time.Minute)); err != nil {
			t.Fatal(err)
		}
	}
	asked := 0
	err := s.ReleaseGone(ctx, func(owner string) bool {
		asked++
		return owner != "host/2/b"
	})
	if err != nil || asked != 3 {
		t.Errorf("asked of %d owners, %v", asked, err)
	}
	journaltest.Claim(t, s, "one", "resolver", c.Now(), true)
	journaltest.Claim(t, s, "three", "resolver", c.Now(), true)
	journaltest.Claim(t, s, "two", "resolver", c.Now(), false)
}
