package sqljournal

import (
	"context"
	"errors"
	"net"
	"strings"
	"testing"
	"time"

	"motoconsole/internal/journal"
	"motoconsole/internal/journal/journaltest"
	"motoconsole/internal/journal/pgtest"
	"motoconsole/internal/journal/sqljournal/postgres"
)

// A host that is silent, as one whose machine is gone, does not keep moto from the next.
func TestFirstHostIsGone(t *testing.T) {
	t.Parallel()
	c := journaltest.NewClock()
	at := pgtest.Shared(t).Journal(t, c.Now())
	const gone = "192.0.2.1:5432"
	at.Hosts = append([]string{gone}, at.Hosts...)
	at.Dial = func(ctx context.Context, network, address string) (net.Conn, error) {
		if address == gone {
			<-ctx.Done()
			return nil, ctx.Err()
		}
		return new(net.Dialer).DialContext(ctx, network, address)
	}
	s := openOnServer(t, at, c.Now)
	journaltest.Intend(t, s, journaltest.AnAuth(t, "one", c.Now()))
}

// Moto goes by its configuration, whatever the environment says to other programs.
func TestEnvironmentDecidesNothing(t *testing.T) { //nolint:paralleltest // it sets the environment
	c := journaltest.NewClock()
	at := pgtest.Shared(t).Journal(t, c.Now())
	for name, value := range map[string]string{
		"PGHOST": "no-such-host.invalid", "PGPORT": "x", "PGDATABASE": "x", "PGUSER": "x", "PGPASSWORD": "x", "PGPASSFILE": "/nowhere/x", "PGAPPNAME": "x",
		"PGCONNECT_TIMEOUT": "x", "PGSSLMODE": "x", "PGSSLKEY": "/nowhere/x", "PGSSLCERT": "/nowhere/x", "PGSSLCERTMODE": "require", "PGSSLSNI": "x", "PGSSLROOTCERT": "/nowhere/x",
		"PGSSLPASSWORD": "x", "PGSSLNEGOTIATION": "direct", "PGTARGETSESSIONATTRS": "x", "PGTZ": "x", "PGOPTIONS": "-c x=x",
		"PGMINPROTOCOLVERSION": "3.2", "PGMAXPROTOCOLVERSION": "x", "PGCHANNELBINDING": "require", "PGREQUIREAUTH": "scram-sha-256",
	} {
		t.Setenv(name, value)
	}
	openOnServer(t, at, c.Now)
	t.Setenv("PGSERVICE", "x")
	_, err := Open(t.Context(), Options{Server: &at})
	var fault *journal.Error
	if !errors.As(err, &fault) || !strings.Contains(fault.Hint, "Unset PGSERVICE") {
		t.Errorf("got %v", err)
	}
}

// A write that has no turn in time says what is wrong with the journal.
func TestNoTurnInTime(t *testing.T) {
	t.Parallel()
	c := journaltest.NewClock()
	line := &pgtest.Line{}
	at := pgtest.Shared(t).Journal(t, c.Now())
	at.Dial = line.Dial
	s := openOnServer(t, at, c.Now)
	waits := func() error {
		s.turn <- struct{}{}
		defer func() { <-s.turn }()
		ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
		defer cancel()
		return s.Audit(ctx, journal.Audit{Kind: journal.AuditSignIn})
	}
	if err := waits(); journal.FaultOf(err) != journal.FaultLocked {
		t.Errorf("behind a slow write: %v", err)
	}
	line.Cut()
	_ = s.writer.Close()
	w, err := at.Writer()
	if err != nil {
		t.Fatal(err)
	}
	s.writer.DB = w
	if err := s.Audit(t.Context(), journal.Audit{Kind: journal.AuditSignIn}); journal.FaultOf(err) != journal.FaultAway {
		t.Fatalf("got %v", err)
	}
	err = waits()
	if journal.FaultOf(err) != journal.FaultAway {
		t.Errorf("while the server is away: %v", err)
	}
	// An open journal connects again by itself, and one that cannot be opened does not.
	for says, fault := range map[string]error{"moto connects again by itself": err, "start moto again when it answers": openedOn(t, at)} {
		if e, is := errors.AsType[*journal.Error](fault); !is || !strings.Contains(e.Hint, says) {
			t.Errorf("no word of %q in %+v", says, e)
		}
	}
}

// openedOn is why a journal cannot be opened on a server.
func openedOn(t *testing.T, at postgres.Server) error {
	t.Helper()
	s, err := Open(t.Context(), Options{Server: &at})
	if err == nil {
		_ = s.Close()
	}
	return err
}

// Retention ends before the events of the last day, which the server keeps.
func TestPruneBeforeAnEventOfToday(t *testing.T) {
	t.Parallel()
	c := journaltest.NewClock()
	at := pgtest.Shared(t).Journal(t, c.Now())
	s := openOnServer(t, at, c.Now)
	journaltest.Intend(t, s, journaltest.AnAuth(t, "one", c.Now()))
	journaltest.Note(t, s, "one", journal.StepAnswered, journaltest.Become(1))
	c.Add(72 * time.Hour)
	s.behind.Store(1)
	path := t.TempDir()
	s.db.(*server).mark = path + "/mark"
	if err := s.Reconciled(t.Context()); err != nil {
		t.Fatal(err)
	}
	if n, err := s.Prune(t.Context(), 24*time.Hour, c.Now()); err != nil || n != 1 {
		t.Errorf("pruned %d, %v", n, err)
	}
	verified(t, s)
}
