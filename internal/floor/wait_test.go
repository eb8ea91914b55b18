package floor

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"time"

	"motoconsole/internal/journal"
)

// A server waits for a journal that is away, or only reads yet, and says so every ten minutes.
// It waits for no other fault.
func TestWaitForJournal(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		err   error
		waits bool
	}{
		"away":             {journal.NewError(journal.FaultAway, "x", errors.New("no host has the name x")), true},
		"a standby":        {journal.NewError(journal.FaultReadOnly, "x", journal.ErrStandby), true},
		"an older format":  {journal.NewError(journal.FaultReadOnly, "x", errors.New("an older moto made it")), false},
		"no rights":        {journal.NewError(journal.FaultPermission, "x", nil), false},
		"no journal's":     {errors.New("x"), false},
		"the journal's no": {journal.ErrStandby, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var out bytes.Buffer
			var waited time.Duration
			after := func(d time.Duration) <-chan time.Time {
				waited += d
				c := make(chan time.Time, 1)
				c <- time.Time{}
				return c
			}
			err := waitForJournal(t.Context(), &out, after, func() error {
				if waited > time.Hour {
					return nil
				}
				return row.err
			})
			if (err == nil) != row.waits || (waited > 0) != row.waits {
				t.Errorf("it waited %v: %v", waited, err)
			}
			if n := strings.Count(out.String(), "moto waits"); row.waits && n != 6 && n != 7 || !row.waits && n != 0 {
				t.Errorf("in %v it says %d times: %s", waited, n, out.String())
			}
		})
	}
}
