package sqljournal

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"testing"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/effort"
	"motoconsole/internal/journal"
	"motoconsole/internal/journal/beside"
	"motoconsole/internal/journal/journaltest"
)

// contents are the journal's files.
func contents(t *testing.T, path string) []byte {
	t.Helper()
	var all []byte
	for _, end := range []string{"", "-wal", "-shm", beside.Mark} {
		content, err := os.ReadFile(path + end)
		if err != nil && !os.IsNotExist(err) {
			t.Fatal(err)
		}
		all = append(all, content...)
	}
	return all
}

// customerOf is a customer that no other attempt has.
func customerOf(i int) journal.Customer {
	return journal.Customer{Name: fmt.Sprintf("Zenobia Quill%05d", i), Email: fmt.Sprintf("caller%05d@elsewhere.example", i)}
}

// aCaller matches a text of a customer, wherever it stands.
var aCaller = regexp.MustCompile(`Zenobia Quill\d{5}|caller\d{5}@elsewhere\.example`)

// TestNothingStaysOfAForgottenCustomer: customers are forgotten and attempts deleted in
// any order, while the journal is in use. No byte of them stays in any file of the
// journal, and all other customers stay.
func TestNothingStaysOfAForgottenCustomer(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	random := rand.New(rand.NewPCG(7, 11))
	c := journaltest.NewClock()
	path := filepath.Join(t.TempDir(), "journal.db")
	s := openAt(t, path, c.Now)
	many := effort.Of(2000, 60)
	gone := map[int]bool{}
	want := func(what string) {
		t.Helper()
		found := map[string]bool{}
		for _, text := range aCaller.FindAll(contents(t, path), -1) {
			found[string(text)] = true
		}
		for i := range many {
			who := customerOf(i)
			for _, text := range []string{who.Name, who.Email} {
				if found[text] == gone[i] {
					t.Fatalf("%s: %q is in the files: %v, and was forgotten: %v", what, text, found[text], gone[i])
				}
			}
		}
	}
	for i := range many {
		id := fmt.Sprint("e", i)
		journaltest.Intend(t, s, journaltest.AnAuth(t, id, c.Now()))
		journaltest.Note(t, s, id, journal.StepAnswered, journaltest.Become(gateway.OutcomeApproved))
		if err := s.KeepCustomer(ctx, id, customerOf(i)); err != nil {
			t.Fatal(err)
		}
		if i == many/4 {
			c.Add(90 * 24 * time.Hour)
		}
	}
	for range 6 { // rows move to other pages, and some of them are forgotten afterwards
		ids, before := []string{}, len(gone)
		for range many / 8 {
			i := random.IntN(many)
			gone[i], ids = true, append(ids, fmt.Sprint("e", i))
		}
		if n, err := s.ForgetCustomers(ctx, ids...); err != nil || n != len(gone)-before {
			t.Fatalf("forgot %d of %d, %v", n, len(gone)-before, err)
		}
		want("forgotten")
	}
	prune(t, s, c.Now().Add(-24*time.Hour), many/4+1)
	for i := range many/4 + 1 {
		gone[i] = true
	}
	want("deleted with their attempts")
	if n, err := s.ForgetAllCustomers(ctx); err != nil || n != many-len(gone) {
		t.Fatalf("forgot %d, %v", n, err)
	}
	for i := range many {
		gone[i] = true
	}
	want("all forgotten")
	verified(t, s)
}

// TestForgottenButInTheLog: while a reader keeps the log in use, the caller gets an
// error. Once the reader has ended, the log can be emptied.
func TestForgottenButInTheLog(t *testing.T) {
	t.Parallel()
	c := journaltest.NewClock()
	s := openNew(t, c.Now)
	journaltest.Intend(t, s, journaltest.AnAuth(t, "one", c.Now()))
	if err := s.KeepCustomer(t.Context(), "one", customerOf(1)); err != nil {
		t.Fatal(err)
	}
	reading, err := s.reader.BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	var n int
	if err := reading.QueryRow("SELECT count(*) FROM entries").Scan(&n); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Second)
	defer cancel()
	if _, err := s.ForgetCustomers(ctx, "one"); !errors.Is(err, journal.ErrInLog) {
		t.Errorf("while it is read: %v", err)
	}
	if err := reading.Rollback(); err != nil {
		t.Fatal(err)
	}
	if err := s.db.clean(t.Context(), s.writer); err != nil {
		t.Fatal(err)
	}
	if aCaller.Match(contents(t, s.db.(*file).path)) {
		t.Error("it is in the files")
	}
}
