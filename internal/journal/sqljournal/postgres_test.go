package sqljournal

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"motoconsole/gateway"
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

func TestPostgresConformsInFull(t *testing.T) {
	t.Parallel()
	server := pgtest.Shared(t)
	journaltest.ConformFull(t, func(t *testing.T, c *journaltest.Clock) journal.Full {
		return openOnServer(t, server.Journal(t, c.Now()), c.Now)
	})
}

// The two databases have the same tables with the same columns, except those in which each
// keeps its own format.
func TestSameTablesEverywhere(t *testing.T) {
	t.Parallel()
	at := pgtest.Shared(t).Journal(t, time.Now())
	s := openOnServer(t, at, time.Now)
	rows, err := s.reader.DB.QueryContext(t.Context(), "SELECT table_name, string_agg(column_name, ' ' ORDER BY column_name) FROM information_schema.columns WHERE table_schema = $1 GROUP BY table_name", at.Schema)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close() //nolint:errcheck // rows.Err says it
	found := map[string]string{}
	for rows.Next() {
		var table, columns string
		if err := rows.Scan(&table, &columns); err != nil {
			t.Fatal(err)
		}
		found[table] = columns
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	delete(found, "moto_journal")
	for table, columns := range schema {
		if table == "probe" {
			continue
		}
		names := strings.Fields(columns)
		slices.Sort(names)
		if want := strings.Join(names, " "); found[table] != want {
			t.Errorf("%s has the columns\n%s\nand in SQLite\n%s", table, found[table], want)
		}
		delete(found, table)
	}
	if len(found) > 0 {
		t.Errorf("SQLite has no %v", found)
	}
}

// once is a line that does this to the commit after each call of strike.
func once(loss pgtest.Loss) (line *pgtest.Line, strike func()) {
	var due atomic.Bool
	return &pgtest.Line{Commit: func() pgtest.Loss {
		if due.CompareAndSwap(true, false) {
			return loss
		}
		return pgtest.LosesNothing
	}}, func() { due.Store(true) }
}

// A commit whose answer was lost is found out by the end of the history that it wrote.
func TestLostAnswerToACommit(t *testing.T) {
	t.Parallel()
	c := journaltest.NewClock()
	at := pgtest.Shared(t).Journal(t, c.Now())
	line, strike := once(pgtest.LosesAnswer)
	at.Dial = line.Dial
	s := openOnServer(t, at, c.Now)
	ctx := t.Context()
	strike()
	if err := s.Intent(ctx, journaltest.AnAuth(t, "one", c.Now()), "desk", c.Now().Add(time.Minute)); err != nil {
		t.Fatalf("the intent was recorded, and its caller was told: %v", err)
	}
	strike()
	journaltest.Note(t, s, "one", journal.StepInDoubt, journaltest.Doubt)
	if e, err := s.Get(ctx, "one"); err != nil || e.State != journal.InDoubt || line.Lost() != 2 {
		t.Errorf("after the change: %+v, %v, %d answers lost", e, err, line.Lost())
	}
	if events, err := s.History(ctx, "one"); err != nil || len(events) != 2 {
		t.Errorf("%d events, %v", len(events), err)
	}
	verified(t, s)
}

// A commit that never arrived did not take place, and its caller hears that.
func TestLostCommit(t *testing.T) {
	t.Parallel()
	c := journaltest.NewClock()
	at := pgtest.Shared(t).Journal(t, c.Now())
	line, strike := once(pgtest.LosesCommit)
	at.Dial = line.Dial
	s := openOnServer(t, at, c.Now)
	ctx := t.Context()
	strike()
	if err := s.Intent(ctx, journaltest.AnAuth(t, "one", c.Now()), "desk", c.Now().Add(time.Minute)); journal.FaultOf(err) != journal.FaultAway {
		t.Fatalf("got %v", err)
	}
	if _, err := s.Get(ctx, "one"); !errors.Is(err, journal.ErrNotFound) || line.Lost() != 1 {
		t.Errorf("it is there: %v, %d lost", err, line.Lost())
	}
	verified(t, s)
}

// An intent is not sent when the server went away before it said whether the intent was recorded:
// it is found again, and called not sent.
func TestLostAnswerOfAServerThatIsGone(t *testing.T) {
	t.Parallel()
	c := journaltest.NewClock()
	at := pgtest.Shared(t).Journal(t, c.Now())
	line, strike := once(pgtest.LosesAll)
	at.Dial = line.Dial
	s := openOnServer(t, at, c.Now)
	ctx := t.Context()
	strike()
	for _, id := range []string{"one", "two"} {
		if err := s.Intent(ctx, journaltest.AnAuth(t, id, c.Now()), "desk", c.Now().Add(time.Minute)); journal.FaultOf(err) != journal.FaultAway {
			t.Fatalf("%s: %v", id, err)
		}
	}
	line.Mend()
	journaltest.Note(t, s, "one", journal.StepAnswered, journaltest.Become(gateway.OutcomeNotSent))
	got, err := s.Recent(ctx, "", 9)
	journaltest.Check(t, "after the server is back", "one", got, err)
	verified(t, s)
}

// Leases go by the server's clock: a host whose own is an hour off takes none that another
// has, and has its own for as long as it asked for.
func TestLeasesByTheServersClock(t *testing.T) {
	t.Parallel()
	server := pgtest.Shared(t)
	at := server.Journal(t, time.Now())
	server.Do(t, "CREATE OR REPLACE FUNCTION "+at.Schema+".moto_clock(asked bigint) RETURNS bigint LANGUAGE sql VOLATILE "+
		"AS 'SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint * 1000'") // as the migration makes it
	var back atomic.Int64 // how far the early host is behind: not far until it has charged
	back.Store(int64(30 * time.Second))
	early, late := func() time.Time { return time.Now().Add(-time.Duration(back.Load())) }, func() time.Time { return time.Now().Add(time.Hour) }
	a, b := openOnServer(t, at, early), openOnServer(t, at, late)
	ctx := t.Context()
	if err := a.Intent(ctx, journaltest.AnAuth(t, "one", early()), "a", early().Add(time.Minute)); err != nil {
		t.Fatal(err)
	}
	back.Store(int64(time.Hour))
	for name, s := range map[string]*Store{"early": a, "late": b} { // another host's guard would not see the payment
		if err := s.Intent(ctx, journaltest.AnAuth(t, name, s.now()), "x", s.now().Add(time.Minute)); !errors.Is(err, journal.ErrHostClock) {
			t.Errorf("the %s host charges: %v", name, err)
		}
	}
	if e, err := b.Get(ctx, "one"); err != nil || !e.BeingSent {
		t.Errorf("to the late host it is not being sent: %v", err)
	}
	if _, won, err := b.Claim(ctx, "one", "b", late(), late().Add(time.Minute)); err != nil || won {
		t.Errorf("the late host may ask about an attempt that is being sent: %v", err)
	}
	if open, err := b.Unresolved(ctx, 9); err != nil || len(open) != 0 {
		t.Errorf("the late host calls it unresolved: %d, %v", len(open), err)
	}
	if err := a.EndSending(ctx, "one", "a"); err != nil {
		t.Fatal(err)
	}
	if _, won, err := b.Claim(ctx, "one", "b", late(), late().Add(time.Minute)); err != nil || !won {
		t.Errorf("nobody has it, and the late host cannot claim it: %v", err)
	}
	if _, won, err := a.Claim(ctx, "one", "a", early(), early().Add(time.Minute)); err != nil || won {
		t.Errorf("both have it: %v", err)
	}
	if _, won, err := b.Claim(ctx, "one", "b", late(), late().Add(-time.Second)); err != nil || !won { // over at once
		t.Errorf("its own: %v", err)
	}
	if _, won, err := a.Claim(ctx, "one", "a", early(), early().Add(time.Minute)); err != nil || !won {
		t.Errorf("it has run out, and the early host cannot claim it: %v", err)
	}
	verified(t, a)
}

// Writers of two hosts keep the chain in order.
func TestWritersOfTwoHosts(t *testing.T) {
	t.Parallel()
	c := journaltest.NewClock()
	at := pgtest.Shared(t).Journal(t, c.Now())
	const writers, each = 4, 8
	var all sync.WaitGroup
	for w := range writers {
		s := openOnServer(t, at, c.Now)
		all.Go(func() {
			for i := range each {
				id := fmt.Sprint("w", w, "-", i)
				if err := s.Intent(context.Background(), journaltest.AnAuth(t, id, c.Now()), "desk", c.Now().Add(time.Minute)); err != nil {
					t.Errorf("%s: %v", id, err)
				}
			}
		})
	}
	all.Wait()
	if r := verified(t, openOnServer(t, at, c.Now)); r.Attempts != writers*each || r.Events != writers*each {
		t.Errorf("got %+v", r)
	}
}

// A console that opens the journal while others write does not take that for damage.
func TestOpenBesideAWriter(t *testing.T) {
	t.Parallel()
	c := journaltest.NewClock()
	at := pgtest.Shared(t).Journal(t, c.Now())
	s := openOnServer(t, at, c.Now)
	journaltest.Intend(t, s, journaltest.AnAuth(t, "one", c.Now()))
	ctx, stop := context.WithCancel(t.Context())
	var writer sync.WaitGroup
	writer.Go(func() {
		for ctx.Err() == nil {
			if _, err := s.Record(context.Background(), "one", journaltest.Step(journal.StepInDoubt, journaltest.Doubt)); err != nil {
				t.Error(err)
				return
			}
		}
	})
	for range 25 {
		again, err := Open(t.Context(), Options{Server: &at, Now: c.Now, Host: "desk-5"})
		if err != nil {
			t.Error(err)
			break
		}
		_ = again.Close()
	}
	stop()
	writer.Wait()
}
