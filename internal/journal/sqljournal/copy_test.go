package sqljournal

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/clock"
	"motoconsole/internal/effort"
	"motoconsole/internal/journal"
	"motoconsole/internal/journal/journaltest"
	"motoconsole/internal/journal/pgtest"
)

// ways are the places between which a journal is copied.
var ways = map[string][2]bool{ // whether each is on a server
	"from a file to a server": {false, true},
	"from a server to a file": {true, false},
	"from a file to a file":   {false, false},
	"from server to server":   {true, true},
}

// moving is the event of a copy.
var moving = journal.Audit{Kind: journal.AuditExport, Agent: "keeper", Result: "moved"}

// somewhere is a place for a journal: a file, or a schema of a server that is still empty.
func somewhere(t *testing.T, onServer bool, c *journaltest.Clock) Options {
	t.Helper()
	o := Options{Path: filepath.Join(t.TempDir(), "state", "journal.db"), Now: c.Now, Host: "desk-4", batch: 2}
	if onServer {
		at := pgtest.Shared(t).Journal(t, c.Now())
		o.Server = &at
	}
	return o
}

func opened(t *testing.T, o Options) *Store {
	t.Helper()
	s, err := Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

// lived fills a journal with all that a journal may hold.
func lived(t *testing.T, s *Store, c *journaltest.Clock) {
	t.Helper()
	shift(t, s, c)
	journaltest.Intend(t, s, journaltest.AnAuth(t, "unknown", c.Now()))
	if err := s.EndSending(t.Context(), "unknown", "desk"); err != nil {
		t.Fatal(err)
	}
	journaltest.Note(t, s, "unknown", journal.StepInDoubt, journaltest.Doubt)
	for _, id := range []string{"a", "b"} {
		if err := s.KeepCustomer(t.Context(), id, journal.Customer{Name: "Zoë O’Neill", Email: id + "@example.com"}); err != nil {
			t.Fatal(err)
		}
	}
	for i, kind := range []journal.AuditKind{journal.AuditSignIn, journal.AuditExport, journal.AuditEnd} {
		if err := s.Audit(t.Context(), journal.Audit{Kind: kind, Agent: "priya", Result: fmt.Sprint("result ", i)}); err != nil {
			t.Fatal(err)
		}
	}
	for version := range int64(3) {
		c.Add(25 * time.Hour)
		if _, err := s.ChangeTables(t.Context(), version, fmt.Sprint("[agents.a", version, "]"), "keeper", journal.Audit{Kind: journal.AuditAgents, Agent: "keeper", Result: "changed"}); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := s.prunePeople(t.Context(), c.Now().Add(-24*time.Hour)); err != nil {
		t.Fatal(err)
	}
	if taken, err := s.TakeCode("alice", 7, 7); err != nil || !taken {
		t.Fatal(taken, err)
	}
	if _, err := s.Tries("lock", func() clock.Reading { return clock.Reading{Boot: "boot"} }).Take(); err != nil {
		t.Fatal(err)
	}
}

// rowsIn are all rows of a journal but those that do not move.
func rowsIn(t *testing.T, s *Store) map[string][]string {
	t.Helper()
	all := map[string][]string{}
	for _, p := range append(append(append([]part{{"identity", "id, journal, name, since_at"}}, growing...), changing...), chains...) {
		rows, err := s.reader.QueryContext(t.Context(), "SELECT "+p.columns+" FROM "+p.table)
		if err != nil {
			t.Fatal(err)
		}
		names, _ := rows.Columns()
		for rows.Next() {
			row, places := make([]any, len(names)), make([]any, len(names))
			for i := range row {
				places[i] = &row[i]
			}
			if err := rows.Scan(places...); err != nil {
				t.Fatal(err)
			}
			all[p.table] = append(all[p.table], fmt.Sprint(row...))
		}
		if err := rows.Err(); err != nil {
			t.Fatal(err)
		}
		slices.Sort(all[p.table])
	}
	return all
}

// errBroken interrupts a copy.
var errBroken = errors.New("interrupted")

// breaking is a target in which one step is the last: before or after it is done.
type breaking struct {
	target

	step  int
	after bool
}

func (b *breaking) last(do func() error) error {
	if b.step--; b.step == 0 && !b.after {
		return errBroken
	}
	err := do()
	if err == nil && b.step == 0 {
		return errBroken
	}
	return err
}

func (b *breaking) commit(q *tx) error {
	return b.last(func() error { return b.target.commit(q) })
}

func (b *breaking) open(ctx context.Context) (q *pool, err error) {
	return q, b.last(func() error { q, err = b.target.open(ctx); return err })
}

func targetOf(o Options) target {
	if o = o.complete(); o.Server != nil {
		return newServerTarget(*o.Server)
	}
	return &fileTarget{Options: o}
}

// TestCopyLosesNothing: wherever a copy is interrupted, and whatever the journal takes until
// it goes on, all that the journal held is in the new place in the end, and only there does
// it go on. There are never two journals.
func TestCopyLosesNothing(t *testing.T) {
	t.Parallel()
	for name, way := range ways {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, after := range []bool{false, true} {
				whole, step := false, 0
				for !whole && !t.Failed() {
					step++
					t.Run(fmt.Sprint(step, after), func(t *testing.T) { whole = copyInterrupted(t, way, step, after) })
				}
				if step < 9 && !t.Failed() {
					t.Errorf("it was copied in %d steps: this has tested little", step)
				}
			}
		})
	}
}

// copyInterrupted copies a journal, and is interrupted at a step. It reports whether it was
// whole by then.
func copyInterrupted(t *testing.T, way [2]bool, step int, after bool) (whole bool) {
	t.Helper()
	c := journaltest.NewClock()
	from, to := somewhere(t, way[0], c), somewhere(t, way[1], c)
	s := opened(t, from)
	lived(t, s, c)
	_, err := copyTo(t.Context(), from.complete(), &breaking{target: targetOf(to), step: step, after: after}, moving, func(string, int64) {})
	if whole = err == nil; !whole && !errors.Is(err, errBroken) {
		t.Fatalf("step %d: %v", step, err)
	}
	here := s.Intent(t.Context(), journaltest.AnAuth(t, "later", c.Now()), "desk", c.Now().Add(time.Minute)) == nil
	there := false
	if _, err := os.Stat(to.Path); to.Server != nil || err == nil {
		if new, err := Open(t.Context(), to); err == nil {
			there = new.Identity() == s.Identity() // and not an empty one
			_ = new.Close()
		} else if journal.FaultOf(err) != journal.FaultCorrupt || !strings.Contains(err.Error(), "moto journal copy") {
			t.Errorf("step %d, opened: %v", step, err)
		}
	}
	if here && there || whole && !there {
		t.Fatalf("step %d: the old journal goes on: %v, the new one: %v", step, here, there)
	}
	if here {
		c.Add(time.Hour)
		journaltest.Note(t, s, "later", journal.StepAnswered, func(e *journal.Entry) { journaltest.Become(gateway.OutcomeApproved)(e); e.AnsweredAt = c.Now() })
		journaltest.Note(t, s, "unknown", journal.StepResolved, func(e *journal.Entry) { journaltest.Become(gateway.OutcomeDeclined)(e); e.AnsweredAt = c.Now() })
		if _, err := s.ForgetCustomers(t.Context(), "b"); err != nil {
			t.Fatal(err)
		}
	}
	switch _, err := Copy(t.Context(), from, to, moving, nil); {
	case there && journal.FaultOf(err) == journal.FaultMoved: // it was whole
	case err != nil:
		t.Fatalf("step %d, again: %v", step, err)
	}
	is := opened(t, to)
	if was, is := rowsIn(t, s), rowsIn(t, is); !reflect.DeepEqual(was, is) {
		t.Fatalf("step %d:\n%q\nbecame\n%q", step, was, is)
	}
	journaltest.Intend(t, is, journaltest.AnAuth(t, "next", c.Now()))
	verified(t, is)
	movedOn(t, from, s, c)
	return whole
}

// movedOn checks that a journal takes no more, neither of a console that has it open nor of
// one that starts, and that it can be read.
func movedOn(t *testing.T, from Options, s *Store, c *journaltest.Clock) {
	t.Helper()
	if err := s.Intent(t.Context(), journaltest.AnAuth(t, "more", c.Now()), "desk", c.Now().Add(time.Minute)); journal.FaultOf(err) != journal.FaultMoved {
		t.Errorf("an intent: %v", err)
	}
	if _, err := Open(t.Context(), from); journal.FaultOf(err) != journal.FaultMoved {
		t.Errorf("opened: %v", err)
	}
	from.ReadOnly = true
	verified(t, opened(t, from))
}

// TestCopyRefuses: what would lose or mix payments is refused, and changes nothing.
func TestCopyRefuses(t *testing.T) {
	t.Parallel()
	for name, way := range ways {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := journaltest.NewClock()
			from, to := somewhere(t, way[0], c), somewhere(t, way[1], c)
			s := opened(t, from)
			journaltest.Send(t, s, "on its way", "desk", c.Now())
			refused := func(to Options, says string) {
				t.Helper()
				if _, err := Copy(t.Context(), from, to, moving, nil); err == nil || !strings.Contains(err.Error(), says) {
					t.Errorf("got %v, want %q", err, says)
				}
			}
			refused(to, "a payment is being sent")
			c.Add(time.Hour) // its lease is over: the process that sent it has died
			other := opened(t, to)
			journaltest.Intend(t, other, journaltest.AnAuth(t, "of another", c.Now()))
			refused(to, "there is a journal in")
			if way[0] == way[1] {
				refused(from, "there is a journal in") // it cannot be copied onto itself
			}
			journaltest.Intend(t, s, journaltest.AnAuth(t, "goes on", c.Now()))
			verified(t, other)
		})
	}
}

// TestCopyOfNoJournal: what a mistyped path names is not made, moved and called a journal.
func TestCopyOfNoJournal(t *testing.T) {
	t.Parallel()
	c := journaltest.NewClock()
	from, to := somewhere(t, false, c), somewhere(t, false, c)
	if _, err := Copy(t.Context(), from, to, moving, nil); journal.FaultOf(err) != journal.FaultMissing {
		t.Errorf("got %v", err)
	}
	for _, path := range []string{from.Path, to.Path} {
		if _, err := os.Stat(path); err == nil {
			t.Errorf("%s was made", path)
		}
	}
}

// TestCopyBesideALog: the log of a journal that was deleted is not taken for that of the new
// one.
func TestCopyBesideALog(t *testing.T) {
	t.Parallel()
	for _, end := range []string{"-wal", "-shm", "-journal"} {
		c := journaltest.NewClock()
		from, to := somewhere(t, false, c), somewhere(t, false, c)
		s := opened(t, from)
		lived(t, s, c)
		if err := os.MkdirAll(filepath.Dir(to.Path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(to.Path+end, []byte("old"), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := Copy(t.Context(), from, to, moving, nil); err == nil || !strings.Contains(err.Error(), to.Path+end) {
			t.Errorf("got %v", err)
		}
		journaltest.Intend(t, s, journaltest.AnAuth(t, "goes on", c.Now()))
	}
}

// TestCopyBesideAConsole: a console that starts in the new place while a journal is copied
// makes no second journal there.
func TestCopyBesideAConsole(t *testing.T) {
	t.Parallel()
	for name, way := range ways {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := journaltest.NewClock()
			from, to := somewhere(t, way[0], c), somewhere(t, way[1], c)
			s := opened(t, from)
			lived(t, s, c)
			_, err := Copy(t.Context(), from, to, moving, func(string, int64) {
				if _, err := Open(t.Context(), to); journal.FaultOf(err) != journal.FaultCorrupt {
					t.Errorf("a console starts: %v", err)
				}
			})
			if err != nil {
				t.Fatal(err)
			}
			verified(t, opened(t, to))
		})
	}
}

// TestCopyAndBackAtOnce: one of the two places is a journal, whatever is done with them.
func TestCopyAndBackAtOnce(t *testing.T) {
	t.Parallel()
	c := journaltest.NewClock()
	from, to := somewhere(t, false, c), somewhere(t, true, c)
	lived(t, opened(t, from), c)
	if _, err := Copy(t.Context(), from, to, moving, nil); err != nil {
		t.Fatal(err)
	}
	if _, err := Copy(t.Context(), to, from, moving, nil); !errors.Is(err, errWhole) {
		t.Errorf("got %v", err)
	}
	journaltest.Intend(t, opened(t, to), journaltest.AnAuth(t, "goes on", c.Now()))
	elsewhere := somewhere(t, false, c)
	if _, err := Copy(t.Context(), to, elsewhere, moving, nil); err != nil {
		t.Fatal(err)
	}
	journaltest.Intend(t, opened(t, elsewhere), journaltest.AnAuth(t, "there", c.Now()))
}

// TestCopyOfManyAttempts: each statement may take longer than one of a payment may.
func TestCopyOfManyAttempts(t *testing.T) {
	t.Parallel()
	c := journaltest.NewClock()
	n := effort.Of(20_000, 1000)
	from, to, back := somewhere(t, false, c), somewhere(t, true, c), somewhere(t, false, c)
	from.batch, to.batch = 0, 0
	s := opened(t, from)
	fill(t, s, n, c.Now(), func(int, *journal.Entry) {})
	for _, move := range [][2]Options{{from, to}, {to, back}} {
		report, err := Copy(t.Context(), move[0], move[1], moving, nil)
		if err != nil || report.Attempts != int64(n) {
			t.Fatalf("%d attempts, %v", report.Attempts, err)
		}
	}
	verified(t, opened(t, back))
}

// TestCopyOfATamperedJournal: it is not moved as if it were whole.
func TestCopyOfATamperedJournal(t *testing.T) {
	t.Parallel()
	path := aShift(t)
	tamper(t, path, "UPDATE entries SET amount = 1 WHERE id = 'b'")
	_, err := Copy(t.Context(), Options{Path: path}, Options{Path: filepath.Join(t.TempDir(), "journal.db")}, moving, nil)
	if err == nil || !strings.Contains(err.Error(), "moto journal verify") {
		t.Errorf("got %v", err)
	}
}

// TestCopyTakesEveryColumn: a column that is added later is copied as well.
func TestCopyTakesEveryColumn(t *testing.T) {
	copied := append(append(slices.Clone(growing), changing...), chains...)
	for _, p := range copied {
		was, is := strings.Fields(schema[p.table]), strings.Split(p.columns, ", ")
		slices.Sort(was)
		slices.Sort(is)
		if !slices.Equal(was, is) {
			t.Errorf("%s has the columns %q, and %q are copied", p.table, was, is)
		}
	}
	for table := range schema {
		if !uncopied[table] && !slices.ContainsFunc(copied, func(p part) bool { return p.table == table }) {
			t.Errorf("%s is not copied", table)
		}
	}
}

// uncopied are the tables that are not copied as they are: see begin, and changing.
var uncopied = map[string]bool{"identity": true, "leases": true, "probe": true, "moved": true}

// TestBackup: a copy of a journal in use is whole, and nothing is overwritten by it.
func TestBackup(t *testing.T) {
	t.Parallel()
	c := journaltest.NewClock()
	from := somewhere(t, false, c)
	s := opened(t, from)
	lived(t, s, c)
	to := filepath.Join(t.TempDir(), "backup.db")
	report, err := Backup(t.Context(), from, to)
	if err != nil || report.Attempts != 4 || report.Audits != 10 {
		t.Fatalf("%+v, %v", report, err)
	}
	if info, err := os.Stat(to); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
	was := rowsIn(t, s)
	journaltest.Intend(t, s, journaltest.AnAuth(t, "since", c.Now()))
	if is := rowsIn(t, mustRead(t, to)); !reflect.DeepEqual(was, is) {
		t.Errorf("%q\nbecame\n%q", was, is)
	}
	if _, err := Backup(t.Context(), from, to); err == nil {
		t.Error("a file was overwritten")
	}
	left, err := filepath.Glob(filepath.Join(filepath.Dir(to), "*"))
	if err != nil || len(left) != 1 {
		t.Errorf("it left %q, %v", left, err)
	}
	if _, err := Backup(t.Context(), Options{Path: filepath.Join(t.TempDir(), "none.db")}, to+"2"); journal.FaultOf(err) != journal.FaultMissing {
		t.Errorf("without a journal: %v", err)
	}
}
