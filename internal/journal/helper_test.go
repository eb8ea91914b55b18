package journal

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"motoconsole/gateway"
)

// TestMain lets a test start copies of this program as other processes.
func TestMain(m *testing.M) {
	if role := os.Getenv("MOTO_JOURNAL_ROLE"); role != "" {
		os.Exit(playRole(role))
	}
	os.Exit(m.Run())
}

// fakeClock is a time of day that moves when it is told to.
type fakeClock struct {
	mu sync.Mutex
	at time.Time
}

func newClock() *fakeClock {
	return &fakeClock{at: time.Date(2026, 3, 2, 9, 30, 0, 123456789, time.UTC)}
}

func (c *fakeClock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *fakeClock) add(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

func pounds(t testing.TB, minor int64) gateway.Money {
	t.Helper()
	gbp, err := gateway.ParseCurrency("GBP")
	if err != nil {
		t.Fatal(err)
	}
	return gateway.Money{Minor: minor, Currency: gbp}
}

// anAuth is an attempt as a desk would make it.
func anAuth(t testing.TB, id string, at time.Time) Entry {
	t.Helper()
	return Entry{
		ID: id, Operation: OpCharge, SentReference: "A17-" + id, OwnReference: "A17", Amount: pounds(t, 4800),
		Site: "test_site1", First6: "411111", Last4: "1111", Brand: "VISA", Agent: "priya", Host: "desk-4", IntentAt: at,
	}
}

func openAt(t testing.TB, path string, now func() time.Time) *SQLite {
	t.Helper()
	s, err := OpenSQLite(context.Background(), Options{Path: path, Now: now, Host: "desk-4"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

func openNew(t testing.TB, now func() time.Time) *SQLite {
	t.Helper()
	return openAt(t, filepath.Join(t.TempDir(), "state", "journal.db"), now)
}

func intend(t testing.TB, s Store, e Entry) {
	t.Helper()
	if err := s.Intent(context.Background(), e, "", time.Time{}); err != nil {
		t.Fatalf("intent of %s: %v", e.ID, err)
	}
}

func note(t testing.TB, s Store, id, step string, apply func(*Entry)) Entry {
	t.Helper()
	e, err := s.Record(context.Background(), id, change(step, apply))
	if err != nil {
		t.Fatalf("%s of %s: %v", step, id, err)
	}
	return e
}

func change(step string, apply func(*Entry)) Change {
	return Change{Step: step, Apply: func(e *Entry) error {
		if apply != nil {
			apply(e)
		}
		return nil
	}}
}

// become makes the outcome known.
func become(o gateway.Outcome) func(*Entry) {
	return func(e *Entry) { e.State, e.Outcome = Known, o }
}

func doubt(e *Entry) { e.State = InDoubt }

func ids(entries []Entry) string {
	var all []string
	for _, e := range entries {
		all = append(all, e.ID)
	}
	return strings.Join(all, " ")
}

// check fails unless a look-up finds the ids, in order.
func check(t testing.TB, what, want string, got []Entry, err error) {
	t.Helper()
	if err != nil {
		t.Errorf("%s: %v", what, err)
	} else if ids(got) != want {
		t.Errorf("%s: got %q, want %q", what, ids(got), want)
	}
}

func verified(t testing.TB, s *SQLite) Report {
	t.Helper()
	r, err := s.Verify(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range r.Problems {
		t.Errorf("verify: %s", p.Text)
	}
	return r
}
