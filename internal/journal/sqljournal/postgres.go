package sqljournal

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"path/filepath"
	"regexp"
	"strconv"
	"sync/atomic"

	"motoconsole/internal/journal"
	"motoconsole/internal/journal/beside"
	"motoconsole/internal/journal/sqljournal/mark"
	"motoconsole/internal/journal/sqljournal/postgres"
)

// server is the database of a journal on a PostgreSQL server.
type server struct {
	wording
	postgres.Server

	query  *pool
	warned atomic.Bool // since the last commit began
	opened atomic.Bool // the journal is open: it connects again by itself

	mark string // the mark on this host is beside this name; "" for none
}

// openServer opens a journal on a server, and makes one if the role may.
func openServer(ctx context.Context, o Options) (*Store, error) {
	at := &server{wording: wording{say: inPostgres}, Server: *o.Server}
	at.Warned = func() { at.warned.Store(true) }
	s := newStore(o.Server.Place(), o)
	s.db = at
	if o.Path != "" && o.makeFolder(filepath.Dir(o.Path)) == nil { // without a mark the journal is as good, but less is noticed
		at.mark = o.Beside()
	}
	if err := s.openOn(ctx, at, o); err != nil {
		_ = s.Close() // the first error says more
		return nil, at.fault(err)
	}
	at.opened.Store(true)
	return s, nil
}

func (s *Store) openOn(ctx context.Context, at *server, o Options) error {
	queries, err := at.Reader()
	if err != nil {
		return err
	}
	s.reader = &pool{DB: queries, text: at.text}
	at.query = s.reader
	parts := []func(context.Context) error{
		func(ctx context.Context) error { return at.Suits(ctx, s.reader) },
	}
	if !o.ReadOnly {
		db, err := at.Writer()
		if err != nil {
			return err
		}
		s.writer = &pool{DB: db, text: at.text}
		parts = []func(context.Context) error{
			func(ctx context.Context) error { return at.Migrate(ctx, db) },
			parts[0],
			func(ctx context.Context) error { return at.Rights(ctx, s.reader) },
			s.examine,
		}
	}
	for _, part := range append(parts, s.whoAmI) { // each with its own time: a host that is gone costs some of it
		if err := at.within(ctx, part); err != nil {
			return err
		}
	}
	return nil
}

// within does something within the time of bound.
func (s *server) within(ctx context.Context, do func(context.Context) error) error {
	ctx, cancel := s.bound(ctx)
	defer cancel()
	return do(ctx)
}

var placeholder = regexp.MustCompile(`\?(\d*)`)

// inPostgres is a statement in the words of PostgreSQL.
func inPostgres(statement string) string {
	for _, w := range words {
		statement = w.word.ReplaceAllString(statement, w.postgres)
	}
	n := 0
	return placeholder.ReplaceAllStringFunc(statement, func(mark string) string {
		if mark != "?" {
			return "$" + mark[1:]
		}
		n++
		return "$" + strconv.Itoa(n)
	})
}

func (s *server) fault(err error) error {
	if err = s.Fault(err); s.opened.Load() {
		return postgres.Again(err)
	}
	return err
}

// noTurn implements database.
func (s *server) noTurn(err error, away bool) error {
	if away || !errors.Is(err, context.DeadlineExceeded) {
		return s.fault(err)
	}
	return s.fault(journal.NewError(journal.FaultLocked, s.Place(), errors.New("this console's other writes wait for it")))
}

// endsIntents implements database: a server stops itself if a sync fails, and another may
// take over.
func (s *server) endsIntents(journal.Fault) bool { return false }

// commit implements database. A server that gives up its wait for a standby calls the commit
// done, with a warning.
func (s *server) commit(q *tx) error {
	s.warned.Store(false)
	if err := q.Commit(); err != nil {
		return err
	}
	if s.warned.Load() {
		return s.Unconfirmed()
	}
	return nil
}

func (s *server) isUnsure(err error) bool { return postgres.IsUnsure(err) }

// bound implements database: a server that is paused, or cut off from this host, answers
// nothing and refuses nothing.
func (s *server) bound(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeout(ctx, postgres.Patience)
}

// there implements database: a server that is gone says so in its errors.
func (s *server) there() error { return nil }

// lock implements database, by the row with the end of the history. Statements after it
// see what the writer before has committed.
func (s *server) lock(ctx context.Context, q *tx, isSame func(changed bool) error) error {
	var id int
	if err := q.QueryRowContext(ctx, "SELECT id FROM chain FOR UPDATE").Scan(&id); err != nil {
		return noRowIsDamage(s.Place(), err)
	}
	return isSame(false)
}

// rest implements database. Its statements may take long, too.
func (s *server) rest(ctx context.Context, q *tx) error {
	_, err := q.ExecContext(ctx, "SET LOCAL idle_in_transaction_session_timeout = 0; SET LOCAL statement_timeout = 0")
	return err
}

// rewrite implements database: a server leaves nothing of a failed commit.
func (s *server) rewrite(context.Context, *tx) error { return nil }

// hashOf is a hash of a text, for a name.
func hashOf(text string) []byte {
	sum := sha256.Sum256([]byte(text))
	return sum[:]
}

// marks, note, markAt and renew implement database, by a mark on this host: it shows when the
// server was restored to what it was, even to a process that has just started.
func (s *server) marks() []mark.Position {
	if s.mark == "" {
		return nil
	}
	return mark.Read(s.mark)
}

func (s *server) note(p mark.Position) {
	if s.mark != "" {
		mark.Write(s.mark, p)
	}
}

func (s *server) markAt() string { return s.mark }

func (s *server) renew(p mark.Position) error {
	if s.mark == "" {
		return nil
	}
	if err := mark.Reset(s.mark, p); err != nil {
		return fileFault(s.mark+beside.Mark, err)
	}
	return nil
}

// examine, check and pages implement database: a server looks after its own pages.
func (s *server) examine(context.Context, *pool) error { return nil }

func (s *server) check(ctx context.Context) error { return s.Rights(ctx, s.query) }

func (s *server) pages(context.Context, *tx, *journal.Report) error { return nil }

func (s *server) isNearlyFull() bool { return false }

// keepsTables implements database.
func (s *server) keepsTables(ctx context.Context) (keeps bool, err error) {
	err = s.query.QueryRowContext(ctx, "SELECT has_table_privilege('people', 'INSERT')").Scan(&keeps)
	return keeps, err
}

// keepsDay implements database, as the function of the owner has it.
func (s *server) keepsDay() bool { return true }

// drop, dropAudits and dropPeople implement database: the role of a console may delete nothing by
// itself.
func (s *server) drop(ctx context.Context, q *tx, through int64, hash []byte) error {
	_, err := q.ExecContext(ctx, "SELECT prune_history(?, ?)", through, hash)
	return err
}

func (s *server) dropAudits(ctx context.Context, q *tx, through int64, hash []byte) error {
	_, err := q.ExecContext(ctx, "SELECT prune_audit(?, ?)", through, hash)
	return err
}

func (s *server) dropPeople(ctx context.Context, q *tx, through int64, hash []byte) error {
	_, err := q.ExecContext(ctx, "SELECT prune_people(?, ?)", through, hash)
	return err
}

// clean implements database: when a server reuses the room of deleted rows is its own
// affair, as is its log.
func (s *server) clean(context.Context, *pool) error { return nil }

// listen implements database, with a connection of its own.
func (s *server) listen(ctx context.Context, heard func(bool)) { s.Listen(ctx, heard) }

func (s *server) close() error { return nil }

// Weaknesses are the settings of the journal's server that make a promise weaker, in
// words; none for a file.
func (s *Store) Weaknesses(ctx context.Context) ([]string, error) {
	at, ok := s.db.(*server)
	if !ok {
		return nil, nil
	}
	weak, err := postgres.Weaknesses(ctx, at.query.DB)
	return weak, s.fault(err)
}

// Prepare makes or updates the schema of a journal's server, and gives one role the rights of
// consoles, and another those of a keeper of agents, each unless it is "".
func Prepare(ctx context.Context, at postgres.Server, role, keeper string) error {
	db, err := at.Writer()
	if err != nil {
		return err
	}
	defer db.Close() //nolint:errcheck // what was done is committed
	err = at.Migrate(ctx, db)
	if err == nil && role != "" {
		err = at.Grant(ctx, db, role, false)
	}
	if err == nil && keeper != "" {
		err = at.Grant(ctx, db, keeper, true)
	}
	return err
}

// HasRole fails unless the server of a journal has a role.
func HasRole(ctx context.Context, at postgres.Server, role string) error {
	db, err := at.Writer()
	if err != nil {
		return err
	}
	defer db.Close() //nolint:errcheck // it was only asked
	var is bool
	if err := db.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = $1)", role).Scan(&is); err != nil {
		return at.Fault(err)
	}
	if !is {
		return fmt.Errorf("%s has no role %s: make it first, as section 1 of docs/postgresql.md says", at.Place(), role)
	}
	return nil
}
