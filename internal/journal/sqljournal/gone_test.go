package sqljournal

import (
	"context"
	"path/filepath"
	"testing"
	"time"
)

// What a process that ended left behind may be resolved at once; what a living
// one is sending may not.
func TestReleaseGone(t *testing.T) {
	c := newClock()
	s := openAt(t, filepath.Join(t.TempDir(), "journal.db"), c.now)
	ctx := context.Background()
	for id, owner := range map[string]string{"one": "host/1/a", "two": "host/2/b", "three": "host/1/c"} {
		if err := s.Intent(ctx, anAuth(t, id, c.now()), owner, c.now().Add(time.Minute)); err != nil {
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
	claim(t, s, "one", "resolver", c.now(), true)
	claim(t, s, "three", "resolver", c.now(), true)
	claim(t, s, "two", "resolver", c.now(), false)
}
