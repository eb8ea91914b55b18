package sqljournal

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"motoconsole/internal/journal"
	"motoconsole/internal/journal/journaltest"
	"motoconsole/internal/journal/pgtest"
)

// agesOfTables are what retention makes of four versions of the tables of agents, with the
// first version that is left.
var agesOfTables = map[string]struct {
	age   func(t *testing.T, s *Store, c *journaltest.Clock)
	first int64
}{
	"nothing is old": {func(*testing.T, *Store, *journaltest.Clock) {}, 1},
	"the events are deleted": {func(t *testing.T, s *Store, c *journaltest.Clock) {
		t.Helper()
		for range 3 {
			c.Add(72 * time.Hour)
			if err := s.pruneAudit(t.Context(), c.Now().Add(-48*time.Hour)); err != nil {
				t.Fatal(err)
			}
		}
	}, 1},
	"old versions are deleted": {func(t *testing.T, s *Store, c *journaltest.Clock) {
		t.Helper()
		for range 3 {
			c.Add(72 * time.Hour)
			prune(t, s, c.Now().Add(-48*time.Hour), 0)
		}
	}, 4},
	"there are newer versions": {func(t *testing.T, s *Store, c *journaltest.Clock) {
		t.Helper()
		c.Add(72 * time.Hour)
		prune(t, s, c.Now().Add(-48*time.Hour), 0)
		changeTables(t, s, 4, "five")
		c.Add(72 * time.Hour)
		changeTables(t, s, 5, "six")
		prune(t, s, c.Now().Add(-48*time.Hour), 0)
	}, 5},
}

// fourTables is a journal with four versions of the tables, after an age.
func fourTables(t *testing.T, s *Store, c *journaltest.Clock, age func(*testing.T, *Store, *journaltest.Clock)) {
	t.Helper()
	for version, text := range []string{"one", "two", "three", "four"} {
		changeTables(t, s, int64(version), text)
	}
	age(t, s, c)
	verified(t, s)
}

// rehash makes the chain of versions fit once more, as an intruder would who has read how.
func rehash(t *testing.T, path string) {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close() //nolint:errcheck // it is looked at next
	var before []byte
	err = db.QueryRowContext(t.Context(), "SELECT anchor_hash FROM people_chain WHERE anchor_number > 0").Scan(&before)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		t.Fatal(err)
	}
	rows, err := db.QueryContext(t.Context(), "SELECT "+peopleColumns+" FROM people ORDER BY number")
	if err != nil {
		t.Fatal(err)
	}
	var all []people
	for rows.Next() {
		var row people
		if err := rows.Scan(row.fields()...); err != nil {
			t.Fatal(err)
		}
		all = append(all, row)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	for _, row := range all {
		before = row.hash(before)
		if _, err := db.ExecContext(t.Context(), "UPDATE people SET hash = ? WHERE number = ?", before, row.number); err != nil {
			t.Fatal(err)
		}
	}
}

// forgeries are changes of the versions from first to last, past the rules.
func forgeries(first, last int64) (all []string) {
	for n := first; n <= last; n++ {
		for column, value := range map[string]string{"number": "number + 50", "at": "at + 1", "by_whom": "'x'", "text": "'x'", "hash": "randomblob(32)"} {
			all = append(all, fmt.Sprintf("UPDATE people SET %s = %s WHERE number = %d", column, value, n))
		}
		all = append(all, fmt.Sprintf("DELETE FROM people WHERE number = %d", n))
		if n < last {
			all = append(all, fmt.Sprintf("UPDATE people SET text = (SELECT text FROM people WHERE number = %d) WHERE number = %d", n, last),
				fmt.Sprintf("DELETE FROM people WHERE number > %d", n))
		}
	}
	all = append(all, "DELETE FROM people",
		fmt.Sprintf("INSERT INTO people SELECT %d, at, by_whom, 'x', hash FROM people WHERE number = %d", last+1, last),
		fmt.Sprintf("INSERT INTO people SELECT %d, at, by_whom, text, hash FROM people WHERE number = %d", last+1, first),
		fmt.Sprintf("UPDATE people_chain SET anchor_number = %d, anchor_hash = (SELECT hash FROM people WHERE number = %[1]d); DELETE FROM people", last),
		"UPDATE people_chain SET anchor_number = anchor_number + 1")
	if first > 1 {
		all = append(all, fmt.Sprintf("INSERT INTO people SELECT %d, at, by_whom, text, hash FROM people WHERE number = %d", first-1, first),
			"UPDATE people_chain SET anchor_number = 0; UPDATE people SET number = number - "+fmt.Sprint(first-1),
			"UPDATE people_chain SET anchor_number = anchor_number - 1", "UPDATE people_chain SET anchor_hash = randomblob(32)")
	}
	if first < last {
		all = append(all, fmt.Sprintf("UPDATE people_chain SET anchor_number = %d, anchor_hash = (SELECT hash FROM people WHERE number = %[1]d); DELETE FROM people WHERE number <= %[1]d", first))
	}
	return all
}

// TestForgedTables: Verify finds every version that was changed, removed, added or put back,
// whatever retention has deleted before, and if all hashes of the versions fit.
func TestForgedTables(t *testing.T) {
	t.Parallel()
	for name, is := range agesOfTables {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := journaltest.NewClock()
			s := openNew(t, c.Now)
			fourTables(t, s, c, is.age)
			var first, last int64
			if err := s.reader.DB.QueryRowContext(t.Context(), "SELECT min(number), max(number) FROM people").Scan(&first, &last); err != nil || first != is.first {
				t.Fatalf("the versions begin with %d, not with %d: %v", first, is.first, err)
			}
			at := filepath.Join(t.TempDir(), "journal.db")
			if _, err := s.writer.Exec("VACUUM INTO ?", at); err != nil {
				t.Fatal(err)
			}
			whole, err := os.ReadFile(at)
			if err != nil {
				t.Fatal(err)
			}
			forged := func(change string, fits bool) bool {
				to := filepath.Join(t.TempDir(), "journal.db")
				if err := os.WriteFile(to, whole, 0o600); err != nil {
					t.Fatal(err)
				}
				tamper(t, to, change)
				if fits {
					rehash(t, to)
				}
				read, err := Open(t.Context(), Options{Path: to, Now: c.Now, ReadOnly: true})
				if err != nil {
					t.Fatal(err)
				}
				defer read.Close() //nolint:errcheck // it was only read
				r, err := read.Verify(t.Context())
				return err != nil || !r.OK()
			}
			if forged("SELECT 1", true) {
				t.Fatal("the versions do not fit as they are")
			}
			for _, change := range forgeries(first, last) {
				for _, fits := range []bool{false, true} {
					if strings.Contains(change, "SET hash") && fits { // then it is as it was
						continue
					}
					if !forged(change, fits) {
						t.Errorf("not found, with hashes that fit: %v: %s", fits, change)
					}
				}
			}
		})
	}
}

// TestRetentionOfTables: what no agent worked by within the time that is kept goes, on either
// store, and the newest version stays for ever.
func TestRetentionOfTables(t *testing.T) {
	t.Parallel()
	for name, is := range agesOfTables {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := journaltest.NewClock()
			s := openOnServer(t, pgtest.Shared(t).Journal(t, c.Now()), c.Now)
			fourTables(t, s, c, is.age)
			newest, err := s.Tables(t.Context())
			if err != nil || newest.Version < 4 {
				t.Errorf("the newest: %+v, %v", newest, err)
			}
			var first int64
			if err := s.reader.DB.QueryRowContext(t.Context(), "SELECT min(number) FROM people").Scan(&first); err != nil || first != is.first {
				t.Errorf("the versions begin with %d, not with %d: %v", first, is.first, err)
			}
			for _, statement := range []string{"DELETE FROM people", "UPDATE people_chain SET anchor_number = 0 WHERE anchor_number > 0 OR 1/anchor_number > 0", "DELETE FROM people_chain", "TRUNCATE people_chain"} {
				if _, err := s.writer.DB.ExecContext(t.Context(), statement); err == nil {
					t.Errorf("the owner's role may %s", statement)
				}
			}
			verified(t, s)
		})
	}
}

// TestRoleCannotPruneTables: the role of the consoles deletes neither the newest version nor one
// that counted in the last day, and none without a word of it in the record.
func TestRoleCannotPruneTables(t *testing.T) {
	t.Parallel()
	server := pgtest.Shared(t)
	c := journaltest.NewClock()
	at := server.Journal(t, c.Now())
	role := "desk_" + strings.TrimPrefix(at.Schema, "test_")
	withRoles(t, server, at, role, "")
	owner := openOnServer(t, at, c.Now)
	changeTables(t, owner, 0, "one")
	changeTables(t, owner, 1, "two")
	at.User = role
	s := openOnServer(t, at, c.Now)
	drop := func(number int64, says string) error {
		return s.write(t.Context(), func(ctx context.Context, tx *tx) error {
			var hash []byte
			if err := tx.QueryRowContext(ctx, "SELECT hash FROM people WHERE number = ?", number).Scan(&hash); err != nil {
				return err
			}
			if err := appendAudit(ctx, tx, audit{at: stampOf(c.Now()), kind: string(journal.AuditPruned), result: strings.ReplaceAll(says, "HASH", inLetters(hash))}); err != nil {
				return err
			}
			return s.db.dropPeople(ctx, tx, number, hash)
		})
	}
	const said = "versions of the table of agents up to 1 (HASH) were deleted"
	for what, err := range map[string]error{
		"of today":       drop(1, said),
		"without a word": drop(1, through(1)),
		"the newest":     drop(2, "versions of the table of agents up to 2 (HASH) were deleted"),
	} {
		if err == nil || !strings.Contains(err.Error(), "P0001") { // the function raised it
			t.Errorf("%s: %v", what, err)
		}
	}
	c.Add(25 * time.Hour)
	if err := drop(2, "versions of the table of agents up to 2 (HASH) were deleted"); err == nil {
		t.Error("the newest version is deleted a day later")
	}
	if err := drop(1, said); err != nil {
		t.Error(err)
	}
	verified(t, s)
}

// TestDeletedTablesLeaveTheLog: a version that retention has deleted, with the hashes of
// passphrases in it, is in no file of the journal any more.
func TestDeletedTablesLeaveTheLog(t *testing.T) {
	t.Parallel()
	c := journaltest.NewClock()
	s := openNew(t, c.Now)
	const gone, stays = "the first tables, of an agent who has left", "the second tables"
	changeTables(t, s, 0, gone)
	c.Add(24 * time.Hour)
	changeTables(t, s, 1, stays)
	is := func(when string, want bool) {
		t.Helper()
		all := contents(t, s.db.(*file).path)
		if !bytes.Contains(all, []byte(stays)) || bytes.Contains(all, []byte(gone)) != want {
			t.Errorf("%s: the deleted version is in the files, or the newest is not: want %v", when, want)
		}
	}
	is("before", true)
	c.Add(24 * time.Hour)
	prune(t, s, c.Now().Add(-time.Hour), 0)
	is("deleted", false)
}
