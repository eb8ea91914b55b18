package sqljournal

import (
	"context"
	"flag"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"motoconsole/internal/journal"
	"motoconsole/internal/journal/beside"
	"motoconsole/internal/journal/journaltest"
	"motoconsole/internal/journal/pgtest"
	"motoconsole/internal/journal/sqljournal/postgres"
)

// TestMain lets a test start copies of this program as other processes.
func TestMain(m *testing.M) {
	if role := os.Getenv("MOTO_JOURNAL_ROLE"); role != "" {
		os.Exit(playRole(role))
	}
	flag.Parse()
	if f := flag.Lookup("test.parallel"); f.Value.String() == f.DefValue {
		_ = f.Value.Set("8") // these tests mostly wait for the disk
	}
	os.Exit(m.Run())
}

func openAt(t testing.TB, path string, now func() time.Time) *Store {
	t.Helper()
	s, err := Open(context.Background(), Options{Path: path, Now: now, Host: "desk-4"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

func openNew(t testing.TB, now func() time.Time) *Store {
	t.Helper()
	return openAt(t, filepath.Join(t.TempDir(), "state", "journal.db"), now)
}

// copied writes a journal once, and returns the path of a closed copy to each test that
// asks for one.
func copied(write func(*testing.T, *Store, *journaltest.Clock)) func(*testing.T) string {
	var once sync.Once
	files := map[string][]byte{}
	return func(t *testing.T) string {
		t.Helper()
		path := filepath.Join(t.TempDir(), "journal.db")
		once.Do(func() {
			c := journaltest.NewClock()
			s := openAt(t, path, c.Now)
			write(t, s, c)
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
			for _, end := range []string{"", beside.Mark} {
				content, err := os.ReadFile(path + end)
				if err != nil {
					t.Fatal(err)
				}
				files[end] = content
			}
		})
		if len(files) == 0 {
			t.Fatal("no journal to copy: another test could not write it")
		}
		for end, content := range files {
			if err := os.WriteFile(path+end, content, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		return path
	}
}

func verified(t testing.TB, s *Store) journal.Report {
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

// withRoles prepares a schema for the role of the consoles and, unless it is "", a keeper's.
// Both go with the test.
func withRoles(t *testing.T, server *pgtest.Instance, at postgres.Server, consoles, keeper string) {
	t.Helper()
	for _, role := range []string{consoles, keeper} {
		if role != "" {
			server.Do(t, "CREATE ROLE "+role+" LOGIN")
			t.Cleanup(func() { server.Do(t, "DROP OWNED BY "+role, "DROP ROLE "+role) })
		}
	}
	if err := Prepare(t.Context(), at, consoles, keeper); err != nil {
		t.Fatal(err)
	}
}
