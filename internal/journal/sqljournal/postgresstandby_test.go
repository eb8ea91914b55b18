package sqljournal

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"motoconsole/internal/journal"
	"motoconsole/internal/journal/journaltest"
	"motoconsole/internal/journal/pgtest"
)

// An intent that no standby has confirmed is not recorded, however the wait for the standby
// ends: a primary that dies then takes it along.
func TestIntentOnNoStandby(t *testing.T) {
	t.Parallel()
	server := pgtest.Own(t, "fsync=off", "full_page_writes=off")
	c := journaltest.NewClock()
	s := openOnServer(t, server.Journal(t, c.Now()), c.Now)
	admin := server.Connect(t)
	standbys := func(change string) { server.Configure(t, change) }
	for _, end := range []string{"pg_cancel_backend", "pg_terminate_backend"} {
		standbys("ALTER SYSTEM SET synchronous_standby_names = 'nobody'")
		ctx, cancel := context.WithCancel(t.Context())
		var ending sync.WaitGroup
		ending.Go(func() {
			for ctx.Err() == nil {
				_, err := admin.ExecContext(ctx, "SELECT "+end+"(pid), pg_sleep(0.01) FROM pg_stat_activity WHERE wait_event = 'SyncRep'") //nolint:gosec // a constant
				if err != nil && !errors.Is(err, context.Canceled) && ctx.Err() == nil {
					t.Errorf("%s: %v", end, err)
					return
				}
			}
		})
		err := s.Intent(t.Context(), journaltest.AnAuth(t, end, c.Now()), "desk", c.Now().Add(time.Minute))
		cancel()
		ending.Wait()
		if journal.FaultOf(err) != journal.FaultAway {
			t.Errorf("%s: no standby has the intent, and its caller was told: %v", end, err)
		}
		standbys("ALTER SYSTEM RESET synchronous_standby_names")
		journaltest.Intend(t, s, journaltest.AnAuth(t, "after "+end, c.Now()))
	}
	verified(t, s)
}
