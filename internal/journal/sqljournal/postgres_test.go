package sqljournal

import (
	"bytes"
	"context"
	"io"
	"net"
	"sync/atomic"
	"syscall"
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

// lossy passes bytes between a store and its server, and loses the answer to a commit when
// it is told to.
type lossy struct{ lose atomic.Bool }

func (l *lossy) dial(ctx context.Context, network, address string) (net.Conn, error) {
	conn, err := new(net.Dialer).DialContext(ctx, network, address)
	if err != nil {
		return nil, err
	}
	return &lossyConn{Conn: conn, of: l}, nil
}

type lossyConn struct {
	net.Conn

	of   *lossy
	lost atomic.Bool
}

func (c *lossyConn) Write(b []byte) (int, error) {
	if bytes.Contains(bytes.ToLower(b), []byte("commit")) && c.of.lose.CompareAndSwap(true, false) {
		c.lost.Store(true)
	}
	return c.Conn.Write(b)
}

func (c *lossyConn) Read(b []byte) (int, error) {
	n, err := c.Conn.Read(b)
	if c.lost.Load() { // the answer arrived, so the commit took place: nobody hears of it
		_ = c.Conn.Close()
		return 0, io.ErrUnexpectedEOF
	}
	return n, err
}

// A commit whose answer was lost is found out by the end of the history that it wrote.
func TestLostAnswerToACommit(t *testing.T) {
	t.Parallel()
	c := journaltest.NewClock()
	at := pgtest.Shared(t).Journal(t, c.Now())
	var l lossy
	at.Dial = l.dial
	s := openOnServer(t, at, c.Now)
	ctx := t.Context()

	l.lose.Store(true)
	if err := s.Intent(ctx, journaltest.AnAuth(t, "one", c.Now()), "desk", c.Now().Add(time.Minute)); err != nil {
		t.Fatalf("the intent was recorded, and its caller was told: %v", err)
	}
	if l.lose.Load() {
		t.Fatal("no answer was lost")
	}
	l.lose.Store(true)
	journaltest.Note(t, s, "one", journal.StepInDoubt, journaltest.Doubt)
	if e, err := s.Get(ctx, "one"); err != nil || e.State != journal.InDoubt || l.lose.Load() {
		t.Errorf("after the change: %+v, %v", e, err)
	}
	if events, err := s.History(ctx, "one"); err != nil || len(events) != 2 {
		t.Errorf("%d events, %v", len(events), err)
	}
	verified(t, s)
}

// An intent of which a server that is gone cannot say whether it was recorded is not sent:
// it is found again, and called not sent.
func TestLostAnswerOfAServerThatIsGone(t *testing.T) {
	t.Parallel()
	c := journaltest.NewClock()
	at := pgtest.Shared(t).Journal(t, c.Now())
	var l lossy
	var gone atomic.Bool
	at.Dial = func(ctx context.Context, network, address string) (net.Conn, error) {
		if gone.Load() {
			return nil, &net.OpError{Op: "dial", Net: network, Err: syscall.ECONNREFUSED}
		}
		return l.dial(ctx, network, address)
	}
	s := openOnServer(t, at, c.Now)
	ctx := t.Context()
	l.lose.Store(true)
	gone.Store(true)
	err := s.Intent(ctx, journaltest.AnAuth(t, "one", c.Now()), "desk", c.Now().Add(time.Minute))
	if journal.FaultOf(err) != journal.FaultAway {
		t.Fatalf("got %v", err)
	}
	if err := s.Intent(ctx, journaltest.AnAuth(t, "two", c.Now()), "desk", c.Now().Add(time.Minute)); journal.FaultOf(err) != journal.FaultAway {
		t.Errorf("while the server is away: %v", err)
	}
	gone.Store(false)
	journaltest.Note(t, s, "one", journal.StepAnswered, journaltest.Become(gateway.OutcomeNotSent))
	got, err := s.Recent(ctx, "", 9)
	journaltest.Check(t, "after the server is back", "one", got, err)
	verified(t, s)
}
