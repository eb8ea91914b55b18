package sqljournal

import (
	"context"
	"database/sql"
	"errors"
	"sync"
	"testing"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/clock"
	"motoconsole/internal/journal"
	"motoconsole/internal/journal/journaltest"
	"motoconsole/internal/journal/pgtest"
	"motoconsole/internal/payment/answer"
	"motoconsole/internal/payment/resolve"
)

// endWaits ends all waits for a standby with a function of the server, until it is stopped.
func endWaits(t *testing.T, admin *sql.DB, end string) (stop func()) {
	t.Helper()
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
	return func() { cancel(); ending.Wait() }
}

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
		stop := endWaits(t, admin, end)
		err := s.Intent(t.Context(), journaltest.AnAuth(t, end, c.Now()), "desk", c.Now().Add(time.Minute))
		stop()
		if journal.FaultOf(err) != journal.FaultAway {
			t.Errorf("%s: no standby has the intent, and its caller was told: %v", end, err)
		}
		standbys("ALTER SYSTEM RESET synchronous_standby_names")
		journaltest.Intend(t, s, journaltest.AnAuth(t, "after "+end, c.Now()))
	}
	verified(t, s)
}

// An outcome that is kept beside the journal stays there while no standby has it, though the
// journal shows it: the primary would take it along.
func TestOutcomeOnNoStandby(t *testing.T) {
	t.Parallel()
	server := pgtest.Own(t, "fsync=off", "full_page_writes=off")
	c := journaltest.NewClock()
	s := openOnServer(t, server.Journal(t, c.Now()), c.Now)
	admin := server.Connect(t)
	journaltest.Intend(t, s, journaltest.AnAuth(t, "ONE", c.Now()))
	e, err := s.Get(t.Context(), "ONE")
	if err != nil {
		t.Fatal(err)
	}
	told := answer.Told{
		ID: "ONE", SentReference: e.SentReference, Journal: s.Identity().Name, JournalID: s.Identity().ID, Agent: e.Agent,
		Answer: answer.Answer{Outcome: gateway.OutcomeApproved, At: c.Now(), TransactionReference: "1-2-3"},
	}
	r := resolve.New(resolve.Options{Store: s, Clocks: clock.Clocks{Now: c.Now, Steady: clock.Real().Steady}})
	server.Configure(t, "ALTER SYSTEM SET synchronous_standby_names = 'nobody'")
	stop := endWaits(t, admin, "pg_cancel_backend")
	for what, err := range map[string]error{"taken in": r.TakeIn(t.Context(), told), "again": r.TakeIn(t.Context(), told), "confirmed": s.Confirm(t.Context())} {
		if journal.FaultOf(err) != journal.FaultAway {
			t.Errorf("no standby has the outcome, %s: %v", what, err)
		}
	}
	stop()
	if e, err := s.Get(t.Context(), "ONE"); err != nil || e.Outcome != gateway.OutcomeApproved {
		t.Fatalf("the journal does not show it: this tests nothing: %v, %v", e.Outcome, err)
	}
	server.Configure(t, "ALTER SYSTEM RESET synchronous_standby_names")
	if err := r.TakeIn(t.Context(), told); err != nil {
		t.Error(err)
	}
	verified(t, s)
}
