package sqljournal

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"motoconsole/internal/journal"
	"motoconsole/internal/journal/journaltest"
	"motoconsole/internal/journal/pgtest"
)

// TestTablesThatWereLost: a host that has seen a version knows when the journal has lost it,
// by a process that is open and by the next, whatever was written since, until a keeper confirms
// the tables, which counts for every host. A version that is written later keeps the confirmation.
func TestTablesThatWereLost(t *testing.T) {
	t.Parallel()
	server := pgtest.Shared(t)
	for name, test := range map[string]struct {
		after func(*testing.T, *Store) // since the restore
		is    int64                    // the newest version
		lost  int64
	}{
		"as restored":          {func(*testing.T, *Store) {}, 2, 3},
		"a version since":      {func(t *testing.T, s *Store) { t.Helper(); changeTables(t, s, 2, "another") }, 3, 3},
		"two versions since":   {func(t *testing.T, s *Store) { t.Helper(); changeTables(t, s, 2, "a"); changeTables(t, s, 3, "b") }, 4, 3},
		"the same version":     {func(t *testing.T, s *Store) { t.Helper(); changeTables(t, s, 2, "three") }, 3, 3}, // at another time
		"nothing was restored": {nil, 3, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := journaltest.NewClock()
			at := server.Journal(t, c.Now())
			path := filepath.Join(t.TempDir(), "state", "journal.db")
			open := func(path string) *Store {
				t.Helper()
				s, err := Open(t.Context(), Options{Path: path, Server: &at, Now: c.Now, Host: "desk-4"})
				if err != nil {
					t.Fatal(err)
				}
				t.Cleanup(func() { _ = s.Close() })
				return s
			}
			s, other := open(path), open(filepath.Join(t.TempDir(), "other", "journal.db"))
			for version, text := range []string{"one", "two", "three"} {
				changeTables(t, s, int64(version), text)
			}
			is := func(s *Store, who string, lost int64) {
				t.Helper()
				switch got, err := s.Tables(t.Context()); {
				case err != nil || got.Lost != lost || got.Version != test.is || strings.Contains(got.Text, "onfirmed"):
					t.Errorf("%s: version %d, lost %d, %v", who, got.Version, got.Lost, err)
				}
			}
			if got, err := other.Tables(t.Context()); err != nil || got.Version != 3 || got.Lost != 0 {
				t.Fatalf("%+v, %v", got, err)
			}
			// One that only reads sees, and notes nothing.
			third := filepath.Join(t.TempDir(), "third", "journal.db")
			reads, err := Open(t.Context(), Options{Path: third, Server: &at, Now: c.Now, ReadOnly: true})
			if err != nil {
				t.Fatal(err)
			}
			defer reads.Close() //nolint:errcheck // it was only read
			if _, err := reads.Tables(t.Context()); err != nil {
				t.Fatal(err)
			}
			c.Add(time.Minute)
			if test.after != nil {
				in := at.Schema + ".people"
				server.Do(t, "ALTER TABLE "+in+" DISABLE TRIGGER USER; DELETE FROM "+in+" WHERE number = 3; ALTER TABLE "+in+" ENABLE TRIGGER USER")
				test.after(t, s)
			}
			is(s, "the process that saw it", test.lost)
			is(open(path), "the next process of the host", test.lost)
			is(other, "another host", test.lost)
			is(reads, "a host that has noted nothing", 0)
			for first := range 2 { // the second time there is nothing to confirm
				done, err := s.ConfirmTables(t.Context(), "tom")
				if err != nil || done.Seen == 0 || done.Everywhere != (first == 0 && test.lost > 0) {
					t.Fatalf("%+v, %v", done, err)
				}
			}
			if test.lost > 0 {
				test.is++
				changeTables(t, s, test.is, "later")
				test.is++
			}
			is(open(path), "once it is confirmed", 0)
			is(other, "another host, once it is confirmed on the first", 0)
			verified(t, s)
			all, err := s.Audits(t.Context(), time.Time{}, "tom")
			var confirmed []string
			for _, event := range all {
				if strings.Contains(event.Result, "confirmed") {
					confirmed = append(confirmed, event.Result)
				}
			}
			if err != nil || (len(confirmed) == 1) != (test.lost > 0) || len(confirmed) > 1 || test.lost > 0 && !strings.Contains(confirmed[0], "in the place of version 3, which the journal had lost") {
				t.Errorf("%q, %v", confirmed, err)
			}
		})
	}
}

// TestTablesThatRetentionDeleted: a version that retention has deleted is not lost, whether the
// host saw it last or not at all. A mark of another journal says nothing.
func TestTablesThatRetentionDeleted(t *testing.T) {
	t.Parallel()
	c := journaltest.NewClock()
	path := filepath.Join(t.TempDir(), "journal.db")
	s := openAt(t, path, c.Now)
	changeTables(t, s, 0, "one")
	marked, err := os.ReadFile(path + ".mark")
	if err != nil {
		t.Fatal(err)
	}
	changeTables(t, s, 1, "two")
	changeTables(t, s, 2, "three")
	for range 2 {
		c.Add(72 * time.Hour)
		prune(t, s, c.Now().Add(-48*time.Hour), 0)
	}
	is := func(s *Store, version int64) {
		t.Helper()
		if got, err := s.Tables(t.Context()); err != nil || got.Version != version || got.Lost != 0 {
			t.Errorf("version %d, lost %d, %v", got.Version, got.Lost, err)
		}
	}
	is(s, 3)
	if err := os.WriteFile(path+".mark", marked, 0o600); err != nil { // of version 1
		t.Fatal(err)
	}
	is(s, 3)
	another := filepath.Join(t.TempDir(), "journal.db")
	if err := os.WriteFile(another+".mark", marked, 0o600); err != nil {
		t.Fatal(err)
	}
	if s, err := Open(t.Context(), Options{Path: another, Now: c.Now}); err != nil {
		t.Error(err)
	} else {
		t.Cleanup(func() { _ = s.Close() })
		is(s, 0)
	}
	var none journal.Tables
	if got, err := s.ConfirmTables(t.Context(), "tom"); err != nil || got.Lost != none.Lost || got.Version != 3 {
		t.Errorf("nothing to confirm: %+v, %v", got, err)
	}
}

// TestAConsoleConfirmsForItself: what a role that may not write the tables confirms counts on its
// host for its user, and a keeper's confirmation for all.
func TestAConsoleConfirmsForItself(t *testing.T) {
	t.Parallel()
	server := pgtest.Shared(t)
	c := journaltest.NewClock()
	at := server.Journal(t, c.Now())
	name := strings.TrimPrefix(at.Schema, "test_")
	withRoles(t, server, at, "desk_"+name, "keeper_"+name)
	as := func(role string) *Store {
		t.Helper()
		to := at
		to.User = role + "_" + name
		s, err := Open(t.Context(), Options{Path: filepath.Join(t.TempDir(), "state", "journal.db"), Server: &to, Now: c.Now, Host: "desk-4"})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = s.Close() })
		return s
	}
	keeper, desk, other := as("keeper"), as("desk"), as("desk")
	for version, text := range []string{"one", "two"} {
		changeTables(t, keeper, int64(version), text)
	}
	lost := func(when string, want map[*Store]int64) {
		t.Helper()
		for s, n := range want {
			if got, err := s.Tables(t.Context()); err != nil || got.Lost != n {
				t.Errorf("%s: lost %d, want %d, %v", when, got.Lost, n, err)
			}
		}
	}
	lost("before", map[*Store]int64{keeper: 0, desk: 0, other: 0})
	in := at.Schema + ".people"
	server.Do(t, "ALTER TABLE "+in+" DISABLE TRIGGER USER; DELETE FROM "+in+" WHERE number = 2; ALTER TABLE "+in+" ENABLE TRIGGER USER")
	lost("restored", map[*Store]int64{keeper: 2, desk: 2, other: 2})
	for s, want := range map[*Store]bool{keeper: true, desk: false} {
		if keeps, err := s.KeepsTables(t.Context()); err != nil || keeps != want {
			t.Errorf("keeps the tables: %v, %v", keeps, err)
		}
	}
	if done, err := desk.ConfirmTables(t.Context(), "moto"); err != nil || done.Everywhere || done.Version != 1 || done.Lost != 2 {
		t.Errorf("%+v, %v", done, err)
	}
	lost("confirmed by one", map[*Store]int64{keeper: 2, desk: 0, other: 2})
	if done, err := keeper.ConfirmTables(t.Context(), "tom"); err != nil || !done.Everywhere || done.Version != 2 || done.Lost != 2 {
		t.Errorf("%+v, %v", done, err)
	}
	lost("confirmed by a keeper", map[*Store]int64{keeper: 0, desk: 0, other: 0})
	if done, err := as("desk").ConfirmTables(t.Context(), "eve"); err != nil || done.Seen != 0 || done.Lost != 0 {
		t.Errorf("a user who has seen none: %+v, %v", done, err)
	}
}
