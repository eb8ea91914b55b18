package sqljournal

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// TestMain lets a test start copies of this program as other processes.
func TestMain(m *testing.M) {
	if role := os.Getenv("MOTO_JOURNAL_ROLE"); role != "" {
		os.Exit(playRole(role))
	}
	os.Exit(m.Run())
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
