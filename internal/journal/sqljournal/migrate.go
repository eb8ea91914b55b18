package sqljournal

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
	"io/fs"
	"time"

	"motoconsole/internal/journal"
)

//go:embed migrations/*.sql
var migrations embed.FS

// newest is what the migrations come to. A new journal is made by it, in a third of the
// time that it takes to go through them all. A test makes it from them and compares.
//
//go:embed newest.sql
var newest string

// applicationID marks a database as a journal of moto ("moto").
const applicationID = 0x6d6f746f

// steps are the migrations in order. The database's user_version says how many of
// them it has had.
func steps() ([]string, error) {
	names, err := fs.Glob(migrations, "migrations/*.sql")
	if err != nil {
		return nil, err
	}
	texts := make([]string, len(names))
	for i, name := range names {
		text, err := migrations.ReadFile(name)
		if err != nil {
			return nil, err
		}
		texts[i] = string(text)
	}
	return texts, nil
}

// queryer is a connection or a transaction.
type queryer interface {
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// versionOf is how far a database has been migrated. A database of another program or
// of a newer moto is a fault.
func versionOf(ctx context.Context, q queryer, path string, newest int) (int, error) {
	var version, id, tables int
	for pragma, into := range map[string]*int{
		"PRAGMA user_version": &version, "PRAGMA application_id": &id, "SELECT count(*) FROM sqlite_schema": &tables,
	} {
		if err := q.QueryRowContext(ctx, pragma).Scan(into); err != nil {
			return 0, err
		}
	}
	switch {
	case id != applicationID && (id != 0 || version != 0 || tables != 0):
		return 0, journal.NewError(journal.FaultForeign, path, nil)
	case version > newest:
		return 0, journal.NewError(journal.FaultNewer, path, fmt.Errorf("its format is number %d and this moto knows %d", version, newest))
	}
	return version, nil
}

// migrate brings a database to the newest format, in one transaction: a crash
// changes nothing, and one of several processes does it.
//
// A library would not pay for itself: these forty lines keep the version where
// SQLite keeps it. Another database would need another folder of migrations and the
// same lines.
func migrate(ctx context.Context, db *sql.DB, path string, now func() time.Time) error {
	texts, err := steps()
	if err != nil {
		return err
	}
	if version, err := versionOf(ctx, db, path, len(texts)); err != nil || version == len(texts) {
		return err
	}
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback() //nolint:errcheck // it fails after the commit, as it should
	version, err := versionOf(ctx, tx, path, len(texts))
	if err != nil || version == len(texts) {
		return err
	}
	todo := texts[version:]
	if version == 0 {
		todo = []string{newest}
	}
	for _, text := range todo {
		if _, err := tx.ExecContext(ctx, text); err != nil {
			return err
		}
	}
	if _, err := tx.ExecContext(ctx, "UPDATE identity SET since_at = ? WHERE since_at = 0", stampOf(now())); err != nil {
		return err
	}
	if version == 1 {
		if err := carryRenames(ctx, tx, now()); err != nil {
			return err
		}
	}
	if _, err := tx.ExecContext(ctx, fmt.Sprintf("PRAGMA application_id = %d; PRAGMA user_version = %d", applicationID, len(texts))); err != nil {
		return err
	}
	return tx.Commit()
}
