package postgres

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"strings"

	"motoconsole/internal/journal"
	"motoconsole/internal/journal/sqljournal/migration"
)

// migrations are the files with the migrations. The table moto_journal says how many of them the schema has had.
//
//go:embed migrations/*.sql
var migrations embed.FS

//go:embed grants.sql
var grants string

//go:embed keeper.sql
var keeperGrants string

// queryer is a connection or a transaction.
type queryer interface {
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// versionOf is how far the schema has been migrated: 0 if there is nothing in it. A
// schema of another program, or of a newer moto, is a fault.
func (s Server) versionOf(ctx context.Context, q queryer, newest int) (version int, err error) {
	var others int
	var ours bool
	err = q.QueryRowContext(ctx, "SELECT count(*) FILTER (WHERE relname <> 'moto_journal'), coalesce(bool_or(relname = 'moto_journal' AND relkind = 'r'), false) "+
		"FROM pg_class WHERE relkind IN ('r', 'v', 'm', 'p', 'f') AND relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = $1)", s.Schema).Scan(&others, &ours)
	switch {
	case err != nil:
		return 0, s.Fault(err)
	case !ours && others > 0:
		return 0, s.error(journal.FaultForeign, errors.New("the schema has tables of another program"))
	case !ours:
		return 0, nil
	}
	if err := q.QueryRowContext(ctx, "SELECT version FROM moto_journal").Scan(&version); err != nil {
		return 0, s.Fault(err)
	}
	if version > newest {
		return 0, s.error(journal.FaultNewer, fmt.Errorf("its format is number %d and this moto knows %d", version, newest))
	}
	return version, nil
}

// encodes fails unless the database can keep every character: another would refuse an
// outcome after the card was charged.
func (s Server) encodes(ctx context.Context, q queryer) error {
	var encoding string
	if err := q.QueryRowContext(ctx, "SELECT current_setting('server_encoding')").Scan(&encoding); err != nil {
		return s.Fault(err)
	}
	if encoding != "UTF8" {
		return s.hinted(journal.FaultForeign, errors.New("the encoding of the database is "+encoding+" and not UTF8"), "Make another database with ENCODING 'UTF8', as section 1 of docs/postgresql.md says.")
	}
	return nil
}

// Suits fails unless the schema has the newest format, in a database that can keep it.
func (s Server) Suits(ctx context.Context, q queryer) error {
	texts, err := migration.Texts(migrations)
	if err != nil {
		return err
	}
	if err := s.encodes(ctx, q); err != nil {
		return err
	}
	version, err := s.versionOf(ctx, q, len(texts))
	switch {
	case err != nil:
		return err
	case version == 0:
		return s.hinted(journal.FaultMissing, errors.New("the schema has no tables"), "Run moto journal migrate as the role that is to own them, as docs/postgresql.md says.")
	case version < len(texts):
		return s.hinted(journal.FaultReadOnly, errors.New("an older moto made it"), "Stop the older consoles, and run moto journal migrate as the role that owns the schema.")
	}
	return nil
}

// Migrate brings the schema to the newest format, and makes it if there is none, in one
// transaction and one host at a time. A role that may not do that gets a fault, unless
// there is nothing to do.
func (s Server) Migrate(ctx context.Context, db *sql.DB) error {
	texts, err := migration.Texts(migrations)
	if err != nil {
		return err
	}
	if err := s.encodes(ctx, db); err != nil {
		return err
	}
	if version, err := s.versionOf(ctx, db, len(texts)); err != nil || version == len(texts) {
		return err
	}
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return s.Fault(err)
	}
	defer tx.Rollback() //nolint:errcheck // it fails after the commit, as it should
	if _, err := tx.ExecContext(ctx, "SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", "moto journal "+s.Schema); err != nil {
		return s.Fault(err)
	}
	version, err := s.versionOf(ctx, tx, len(texts))
	if err != nil || version == len(texts) {
		return err
	}
	if may, err := s.mayMake(ctx, tx, version); err != nil || !may {
		return errors.Join(err, s.Suits(ctx, tx))
	}
	todo := texts[version:]
	if version == 0 {
		// A schema that is there needs no right to make one, and IF NOT EXISTS does.
		var isThere bool
		if err := tx.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM pg_namespace WHERE nspname = $1)", s.Schema).Scan(&isThere); err != nil {
			return s.Fault(err)
		}
		first := []string{"CREATE TABLE moto_journal (id int PRIMARY KEY CHECK (id = 1), version int NOT NULL); INSERT INTO moto_journal VALUES (1, 0)"}
		if !isThere {
			first = append([]string{"CREATE SCHEMA " + quote(s.Schema)}, first...)
		}
		todo = append(first, todo...)
	}
	for _, text := range todo {
		if _, err := tx.ExecContext(ctx, text); err != nil {
			return s.Fault(err)
		}
	}
	if _, err := tx.ExecContext(ctx, "UPDATE moto_journal SET version = $1", len(texts)); err != nil {
		return s.Fault(err)
	}
	return s.Fault(tx.Commit())
}

// mayMake reports that the role may make the schema's tables, or change them.
func (s Server) mayMake(ctx context.Context, q queryer, version int) (may bool, err error) {
	question := "SELECT coalesce((SELECT has_schema_privilege(oid, 'CREATE') FROM pg_namespace WHERE nspname = $1), has_database_privilege(current_database(), 'CREATE'))"
	if version > 0 {
		question = "SELECT pg_has_role((SELECT relowner FROM pg_class WHERE relname = 'moto_journal' AND relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = $1)), 'USAGE')"
	}
	err = s.Fault(q.QueryRowContext(ctx, question, s.Schema).Scan(&may))
	return may, err
}

// Rights fails unless the role may do what a console does, on a server that can be written.
func (s Server) Rights(ctx context.Context, q queryer) error {
	var standby, may bool
	err := q.QueryRowContext(ctx, `SELECT pg_is_in_recovery(), bool_and(has_table_privilege(name, needed))
		AND has_column_privilege('chain', 'head_number', 'UPDATE') AND has_column_privilege('audit_chain', 'head_number', 'UPDATE')
		AND has_function_privilege('prune_history(bigint, bytea)', 'EXECUTE') AND has_function_privilege('prune_audit(bigint, bytea)', 'EXECUTE')
		AND has_function_privilege('prune_people(bigint, bytea)', 'EXECUTE')
		FROM (VALUES ('entries', 'SELECT'), ('entries', 'INSERT'), ('entries', 'UPDATE'), ('events', 'SELECT'), ('events', 'INSERT'), ('audit', 'SELECT'), ('audit', 'INSERT'),
		('leases', 'INSERT'), ('leases', 'UPDATE'), ('leases', 'DELETE'), ('customers', 'INSERT'), ('customers', 'DELETE'),
		('tries', 'INSERT'), ('tries', 'DELETE'), ('steps', 'INSERT'), ('steps', 'UPDATE'), ('moved', 'SELECT'), ('people', 'SELECT'), ('people_chain', 'SELECT')) AS all_of_them (name, needed)`).Scan(&standby, &may)
	switch {
	case err != nil:
		return s.Fault(err)
	case standby:
		return s.error(journal.FaultReadOnly, journal.ErrStandby)
	case !may:
		return s.error(journal.FaultPermission, errors.New("user "+s.as()+" lacks rights to it"))
	}
	return nil
}

// as is the role whose rights count.
func (s Server) as() string {
	if s.Role != "" {
		return s.Role
	}
	return s.User
}

// Grant gives a role what consoles need, and one that keeps the tables of agents and roles
// what that needs, too.
func (s Server) Grant(ctx context.Context, db *sql.DB, role string, keeps bool) error {
	needed := grants
	if keeps {
		needed += keeperGrants
	}
	_, err := db.ExecContext(ctx, strings.NewReplacer(":schema", quote(s.Schema), ":role", quote(role)).Replace(needed))
	return s.Fault(err)
}
