package sqljournal

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"motoconsole/internal/journal/sqljournal/postgres"
)

var (
	errOccupied = errors.New("name a place without one")
	errWhole    = errors.New("name a place without one") // it is the journal that was to be copied
)

// fileTarget is a file that is to be a journal.
type fileTarget struct {
	Options

	db *pool
}

func (f *fileTarget) name() string                       { return f.Path }
func (f *fileTarget) fault(err error) error              { return databaseFault(f.Path, err) }
func (f *fileTarget) commit(q *tx) error                 { return q.Commit() }
func (f *fileTarget) measure(context.Context, *tx) error { return nil }

// open implements target.
func (f *fileTarget) open(ctx context.Context) (*pool, error) {
	if err := f.makeFolder(filepath.Dir(f.Path)); err != nil {
		return nil, f.cannotMake(err)
	}
	path, err := f.trusted()
	if err != nil {
		return nil, err
	}
	f.Path = path
	if err := f.folderSuits(filepath.Dir(path)); err != nil {
		return nil, err
	}
	if _, err := os.Lstat(path); errors.Is(err, fs.ErrNotExist) {
		if err := create(ctx, f.Options); err != nil {
			return nil, err
		}
	}
	f.db, err = openWriter(f.writing())
	if err != nil {
		return nil, err
	}
	if err := migrate(ctx, f.db, path, f.Now); err != nil {
		return nil, err
	}
	return f.db, nil
}

// isFree fails unless there is nothing in a place, or a copy of this journal that was begun:
// with errWhole if that is complete.
func isFree(ctx context.Context, q *tx, source historyEnd, place string) error {
	var isNew, isBegun, isWhole bool
	err := q.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM chain WHERE head_number = 0) AND NOT EXISTS (SELECT 1 FROM audit), "+
		"journal = ?1 AND NOT EXISTS (SELECT 1 FROM chain), "+
		"journal = ?1 AND EXISTS (SELECT 1 FROM chain WHERE head_number >= ?2) FROM identity", source.Journal[:], source.Number).Scan(&isNew, &isBegun, &isWhole)
	switch {
	case err != nil:
		return err
	case isNew, isBegun:
		return nil
	case isWhole:
		return fmt.Errorf("there is a journal in %s already: %w", place, errWhole)
	default:
		return fmt.Errorf("there is a journal in %s already: %w", place, errOccupied)
	}
}

// lift implements target. SQLite has no other way to put rows past its triggers.
func (f *fileTarget) lift(ctx context.Context, q *tx) error {
	triggers, err := triggersOf(ctx, q)
	for name := range triggers {
		if err == nil {
			_, err = q.ExecContext(ctx, "DROP TRIGGER "+name)
		}
	}
	return err
}

// restore implements target, with the triggers of a new journal.
func (f *fileTarget) restore(ctx context.Context, q *tx) error {
	model, err := openWriter(":memory:")
	if err != nil {
		return err
	}
	defer model.Close() //nolint:errcheck // it was only a model
	if _, err := model.ExecContext(ctx, newest); err != nil {
		return err
	}
	triggers, err := triggersOf(ctx, model)
	for _, text := range triggers {
		if err == nil {
			_, err = q.ExecContext(ctx, text)
		}
	}
	return err
}

// triggersOf are the triggers of a file by their names.
func triggersOf(ctx context.Context, q rower) (map[string]string, error) {
	rows, err := q.QueryContext(ctx, "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'")
	if err != nil {
		return nil, err
	}
	defer rows.Close() //nolint:errcheck // rows.Err says it
	found := map[string]string{}
	for rows.Next() {
		var name, text string
		if err := rows.Scan(&name, &text); err != nil {
			return nil, err
		}
		found[name] = text
	}
	return found, rows.Err()
}

func (f *fileTarget) close() error {
	if f.db == nil {
		return nil
	}
	return f.db.Close()
}

// serverTarget is a schema on a server. Moto's role owns it.
type serverTarget struct {
	*server

	db *pool
}

func newServerTarget(at postgres.Server) *serverTarget {
	s := &server{wording: wording{say: inPostgres}, Server: at}
	s.Warned = func() { s.warned.Store(true) }
	return &serverTarget{server: s}
}

func (s *serverTarget) name() string { return s.Place() }

// open implements target.
func (s *serverTarget) open(ctx context.Context) (*pool, error) {
	db, err := s.Writer()
	if err != nil {
		return nil, err
	}
	s.db = &pool{DB: db, text: s.text}
	if err := s.Migrate(ctx, db); err != nil {
		return nil, err
	}
	if err := s.Suits(ctx, db); err != nil {
		return nil, err
	}
	// A copy takes longer than a payment may.
	if _, err := s.db.ExecContext(ctx, "SET statement_timeout = 0; SET idle_in_transaction_session_timeout = 0"); err != nil {
		return nil, err
	}
	return s.db, nil
}

// measure implements target.
func (s *serverTarget) measure(ctx context.Context, q *tx) error {
	_, err := q.ExecContext(ctx, "ANALYZE events, entries, audit")
	return err
}

// guarded are the tables whose rules are triggers.
var guarded = []string{"events", "entries", "chain", "audit", "audit_chain", "identity", "people", "people_chain"}

func (s *serverTarget) lift(ctx context.Context, q *tx) error    { return rules(ctx, q, "DISABLE") }
func (s *serverTarget) restore(ctx context.Context, q *tx) error { return rules(ctx, q, "ENABLE") }
func rules(ctx context.Context, q *tx, what string) error {
	for _, table := range guarded {
		if _, err := q.ExecContext(ctx, "ALTER TABLE "+table+" "+what+" TRIGGER USER"); err != nil {
			return err
		}
	}
	return nil
}

func (s *serverTarget) close() error {
	if s.db == nil {
		return nil
	}
	return s.db.Close()
}

// growing are the tables to which rows are only added, by number.
var growing = []part{{"events", linkColumns + ", hash"}, {"audit", auditColumns + ", hash"}, {"people", peopleColumns + ", hash"}}

// changing are the others. Leases are left out, since nothing is being sent, and so is what
// only tells of the file.
var changing = []part{
	{"entries", columns + ", last_event"},
	{"customers", "number, name, email"},
	{"tries", "passphrase, wrong, closed_at, closed_boot, closed_steady, locks"},
	{"steps", "secret, newest"},
}

// chains are the tables that make a place a journal.
var chains = []part{
	{"chain", "id, anchor_number, anchor_hash, head_number, head_hash"},
	{"audit_chain", "id, anchor_number, anchor_hash, head_number, head_hash"},
	{"people_chain", "id, anchor_number, anchor_hash"},
}

// part is a table with its columns.
type part struct{ table, columns string }

func (p part) width() int { return strings.Count(p.columns, ",") + 1 }

// mostValues is how many values one statement has, and mostText how long their texts may get
// until it is made: either database takes more.
const (
	mostValues = 4_000
	mostText   = 8 << 20
)

// rows copies the rows of a table that a condition names.
func (c *copying) rows(ctx context.Context, q *tx, p part, which string, args ...any) (n int64, err error) {
	rows, err := c.from.QueryContext(ctx, "SELECT "+p.columns+" FROM "+p.table+" "+which, args...) //nolint:gosec // names are constants
	if err != nil {
		return 0, c.source.fault(err)
	}
	defer rows.Close() //nolint:errcheck // rows.Err says it
	width := p.width()
	values, length := make([]any, 0, mostValues), 0
	for rows.Next() {
		row, places := make([]any, width), make([]any, width)
		for i := range row {
			places[i] = &row[i]
		}
		if err := rows.Scan(places...); err != nil {
			return n, c.source.fault(err)
		}
		for _, value := range row {
			if text, is := value.(string); is {
				length += len(text)
			}
		}
		if values, n = append(values, row...), n+1; len(values)+width > mostValues || length > mostText {
			if err := put(ctx, q, p, values); err != nil {
				return n, err
			}
			values, length = values[:0], 0
		}
	}
	if err := rows.Err(); err != nil {
		return n, c.source.fault(err)
	}
	if slices.Contains(chains, p) {
		c.ends[p.table] = values
	}
	c.told(p.table, n)
	return n, put(ctx, q, p, values)
}

// put inserts rows, whose values stand one after the other.
func put(ctx context.Context, q *tx, p part, values []any) error {
	if len(values) == 0 {
		return nil
	}
	row := "(" + placeholders(p.width()) + ")"
	_, err := q.ExecContext(ctx, "INSERT INTO "+p.table+" ("+p.columns+") VALUES "+row+strings.Repeat(", "+row, len(values)/p.width()-1), values...) //nolint:gosec // names are constants
	return err
}
