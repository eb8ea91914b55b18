package sqljournal

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"motoconsole/internal/disk"
	"motoconsole/internal/journal/sqljournal/postgres"
	"motoconsole/internal/trust"
)

// occupied refuses to copy onto another journal.
func occupied(place string) error {
	return fmt.Errorf("there is a journal in %s already: name a place without one", place)
}

// fileTarget is a file that is to be a journal. Until the copy is complete it has another
// name.
type fileTarget struct {
	Options

	db *pool
}

func (f *fileTarget) name() string          { return f.Path }
func (f *fileTarget) unfinished() string    { return f.Path + ".copy" }
func (f *fileTarget) fault(err error) error { return databaseFault(f.Path, err) }

// open implements target.
func (f *fileTarget) open(ctx context.Context, source historyEnd) (q *pool, whole bool, err error) {
	if err := f.makeFolder(filepath.Dir(f.Path)); err != nil {
		return nil, false, f.cannotMake(err)
	}
	path, err := f.trusted()
	if err != nil {
		return nil, false, err
	}
	f.Path = path
	if err := f.folderSuits(filepath.Dir(path)); err != nil {
		return nil, false, err
	}
	at := f.Options
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		at.Path = f.unfinished()
		file, err := trust.Beside(at.Path, os.O_RDWR|os.O_CREATE, 0o600)
		if err != nil {
			return nil, false, fileFault(path, err)
		}
		if err := errors.Join(file.Close(), trust.Private(at.Path), f.share(at.Path, sharedFile)); err != nil {
			return nil, false, fileFault(path, err)
		}
	} else {
		whole = true
	}
	if f.db, err = openWriter(at.writing()); err != nil {
		return nil, false, err
	}
	if whole {
		return f.db, true, isSame(ctx, f.db, source, path)
	}
	return f.db, false, migrate(ctx, f.db, at.Path, f.Now)
}

// isSame fails unless what is in a place is the whole of a journal.
func isSame(ctx context.Context, q *pool, source historyEnd, place string) error {
	there, _, err := readHistoryEnd(ctx, q, 0, source.now.time())
	if err != nil || there.Position != source.Position || there.audits != source.audits {
		return occupied(place)
	}
	return nil
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

// end implements target.
func (f *fileTarget) end(context.Context) error {
	made := f.unfinished()
	if _, err := os.Stat(made); errors.Is(err, fs.ErrNotExist) {
		return nil // it had its name already
	}
	if err := f.close(); err != nil { // closing empties the log into the file
		return err
	}
	if err := name(made, f.Path); err != nil {
		return fileFault(f.Path, err)
	}
	if err := os.Remove(made); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fileFault(f.Path, err)
	}
	if err := disk.SyncFolder(filepath.Dir(f.Path)); err != nil {
		return fileFault(f.Path, err)
	}
	return nil
}

func (f *fileTarget) close() error {
	if f.db == nil {
		return nil
	}
	return f.db.Close()
}

// serverTarget is a schema on a server, of which moto's role is the owner.
type serverTarget struct {
	postgres.Server

	db *pool
}

func (s *serverTarget) name() string              { return s.Place() }
func (s *serverTarget) fault(err error) error     { return s.Fault(err) }
func (s *serverTarget) end(context.Context) error { return nil }

// open implements target.
func (s *serverTarget) open(ctx context.Context, source historyEnd) (q *pool, whole bool, err error) {
	db, err := s.Writer()
	if err != nil {
		return nil, false, err
	}
	words := wording{say: inPostgres}
	s.db = &pool{DB: db, text: words.text}
	if err := s.Migrate(ctx, db); err != nil {
		return nil, false, err
	}
	if err := s.Suits(ctx, db); err != nil {
		return nil, false, err
	}
	var begun, isNew bool
	err = s.db.QueryRowContext(ctx, "SELECT NOT EXISTS (SELECT 1 FROM chain) AND journal = ?, EXISTS (SELECT 1 FROM chain WHERE head_number = 0) "+
		"AND NOT EXISTS (SELECT 1 FROM audit) FROM identity", source.Journal[:]).Scan(&begun, &isNew)
	if err != nil || begun || isNew {
		return s.db, false, err
	}
	return s.db, true, isSame(ctx, s.db, source, s.Place())
}

// guarded are the tables whose rules are triggers.
var guarded = []string{"events", "entries", "chain", "audit", "audit_chain", "identity"}

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

// growing are the tables to which rows are only added, by number. Each but the first also
// follows a chain.
var growing = []part{{"events", linkColumns + ", hash"}, {"audit", auditColumns + ", hash"}}

// changing are the others. Leases are left out, since nothing is being sent, and so is what
// only tells of the file.
var changing = []part{
	{"entries", columns + ", last_event"},
	{"customers", "number, name, email"},
	{"tries", "passphrase, wrong, closed_at, closed_boot, closed_steady, locks"},
	{"steps", "secret, newest"},
	{"chain", "id, anchor_number, anchor_hash, head_number, head_hash"},
	{"audit_chain", "id, anchor_number, anchor_hash, head_number, head_hash"},
}

// part is a table with its columns.
type part struct{ table, columns string }

// mostValues is how many values one statement may have in either database.
const mostValues = 30_000

// rows copies the rows of a table that a condition names.
func (c *copying) rows(ctx context.Context, q *tx, p part, which string, args ...any) (n int64, err error) {
	rows, err := c.from.QueryContext(ctx, "SELECT "+p.columns+" FROM "+p.table+" "+which, args...) //nolint:gosec // names are constants
	if err != nil {
		return 0, err
	}
	defer rows.Close() //nolint:errcheck // rows.Err says it
	names, err := rows.Columns()
	if err != nil {
		return 0, err
	}
	values := make([]any, 0, mostValues)
	for rows.Next() {
		row, places := make([]any, len(names)), make([]any, len(names))
		for i := range row {
			places[i] = &row[i]
		}
		if err := rows.Scan(places...); err != nil {
			return n, err
		}
		if values, n = append(values, row...), n+1; len(values)+len(names) > mostValues {
			if err := put(ctx, q, p, len(names), values); err != nil {
				return n, err
			}
			values = values[:0]
		}
	}
	if err := rows.Err(); err != nil {
		return n, err
	}
	if len(values) > 0 {
		err = put(ctx, q, p, len(names), values)
	}
	c.told(p.table, n)
	return n, err
}

// put inserts rows, whose values stand one after the other.
func put(ctx context.Context, q *tx, p part, columns int, values []any) error {
	row := "(" + marks(columns) + ")"
	_, err := q.ExecContext(ctx, "INSERT INTO "+p.table+" ("+p.columns+") VALUES "+row+strings.Repeat(", "+row, len(values)/columns-1), values...) //nolint:gosec // names are constants
	return err
}
