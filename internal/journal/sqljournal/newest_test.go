package sqljournal

import (
	"database/sql"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"motoconsole/internal/journal/sqljournal/migration"
)

// TestNewestIsWhatTheMigrationsMake: a new journal has no other tables, indexes,
// triggers and rows than one that has gone through every format since the first.
func TestNewestIsWhatTheMigrationsMake(t *testing.T) {
	texts, err := migration.Texts(migrations)
	if err != nil {
		t.Fatal(err)
	}
	migrated := made(t, texts)
	var want strings.Builder
	want.WriteString("-- The newest format. A test writes it from the migrations:\n" +
		"--   go test ./internal/journal/sqljournal -run Newest -update\n")
	for _, row := range things(t, migrated) {
		if row.sql != "" { // SQLite makes some indexes by itself
			fmt.Fprintf(&want, "\n%s;\n", row.sql)
		}
	}
	for _, rows := range firstRows(texts) {
		fmt.Fprintf(&want, "\n%s;\n", rows)
	}
	if flag.Lookup("update").Value.String() == "true" { // as for all that is kept of tests
		if err := os.WriteFile("newest.sql", []byte(want.String()), 0o600); err != nil {
			t.Fatal(err)
		}
	} else if want.String() != newest {
		t.Error("newest.sql is not what the migrations make: run this test with -update, and read the difference")
	}

	direct := made(t, []string{want.String()})
	old, young := things(t, migrated), things(t, direct)
	if len(old) == 0 || len(old) != len(young) {
		t.Fatalf("%d and %d things", len(old), len(young))
	}
	for i, row := range old {
		if row != young[i] {
			t.Errorf("%v, and in a new journal %v", row, young[i])
		}
		if row.kind == "table" {
			if a, b := rowsOf(t, migrated, row.name), rowsOf(t, direct, row.name); a != b {
				t.Errorf("the rows of %s are %s, and in a new journal %s", row.name, a, b)
			}
		}
	}
}

// firstRow is a statement of a migration that gives a table its first row.
var firstRow = regexp.MustCompile(`(?ms)^(INSERT INTO|WITH) [^;]*;`)

// firstRows are the statements that make the rows of a new journal. Those that copy a
// table have nothing to copy there.
func firstRows(texts []string) []string {
	var found []string
	for _, text := range texts {
		for _, statement := range firstRow.FindAllString(text, -1) {
			if strings.Contains(statement, "chain ") || strings.Contains(statement, "INTO probe ") || strings.Contains(statement, "INTO identity ") {
				found = append(found, strings.TrimSuffix(statement, ";"))
			}
		}
	}
	return found
}

// made is a database in which some SQL texts have run.
func made(t *testing.T, texts []string) *sql.DB {
	t.Helper()
	o := Options{Path: filepath.Join(t.TempDir(), "journal.db"), busy: busyTimeout}
	if err := os.WriteFile(o.Path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("sqlite", o.writing())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	for _, text := range texts {
		if _, err := db.ExecContext(t.Context(), text); err != nil {
			t.Fatal(err)
		}
	}
	return db
}

type schemaRow struct{ kind, name, table, sql string }

// things are all parts of a database: tables, then indexes, then triggers.
func things(t *testing.T, db *sql.DB) []schemaRow {
	t.Helper()
	rows, err := db.QueryContext(t.Context(), `SELECT type, name, tbl_name, coalesce(sql, '') FROM sqlite_schema
		ORDER BY CASE type WHEN 'table' THEN 1 WHEN 'view' THEN 2 WHEN 'index' THEN 3 ELSE 4 END, name`)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	var all []schemaRow
	for rows.Next() {
		var r schemaRow
		if err := rows.Scan(&r.kind, &r.name, &r.table, &r.sql); err != nil {
			t.Fatal(err)
		}
		all = append(all, r)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return all
}

// rowsOf are a table's rows, with only the length of random values.
func rowsOf(t *testing.T, db *sql.DB, table string) string {
	t.Helper()
	rows, err := db.QueryContext(t.Context(), "SELECT * FROM "+table) //nolint:gosec // a name of the schema
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	columns, err := rows.Columns()
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for rows.Next() {
		values, into := make([]any, len(columns)), make([]any, len(columns))
		for i := range values {
			into[i] = &values[i]
		}
		if err := rows.Scan(into...); err != nil {
			t.Fatal(err)
		}
		for i, v := range values {
			switch v := v.(type) {
			case []byte:
				fmt.Fprintf(&b, "%s: %d bytes ", columns[i], len(v))
			case string:
				fmt.Fprintf(&b, "%s: %d letters ", columns[i], len(v))
			default:
				fmt.Fprintf(&b, "%s: %v ", columns[i], v)
			}
		}
		b.WriteByte('\n')
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}
