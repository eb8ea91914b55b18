package postgres

import (
	"errors"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"

	"motoconsole/internal/journal"
)

// This file says what the codes of a server's errors (SQLSTATE) mean. The text of an error
// may hold a value of a row, or of what was to be written, so it is passed on only where it
// cannot. Every code has a sentence.

const (
	tablesHint = "Another program, or a newer moto, has changed the tables. Run moto journal migrate with the newest moto of the hosts, as docs/postgresql.md says, " +
		"and start every moto of the journal again."
	poolerHint = "Connect straight to the server, or by a pooler that keeps sessions: docs/postgresql.md says why."
)

// said is the fault in an error that the server reported.
func (s Server) said(e *pgconn.PgError) error {
	why := errors.New(e.Message)
	code := func(what string) error { return fmt.Errorf("%s (SQLSTATE %s)", what, e.Code) }
	switch e.Code {
	case "3D000":
		return s.error(journal.FaultMissing, errors.New("the server has no database "+s.Database))
	case "22023", "42704":
		if s.Role != "" && strings.Contains(e.Message, "role") {
			return s.hinted(journal.FaultPermission, errors.New("the server has no role "+s.Role), "Correct journal.role in the configuration.")
		}
	case "42501":
		return s.error(journal.FaultPermission, why)
	case "42P01", "42883": // the schema is not open to the role, so its tables are not found
		return s.error(journal.FaultPermission, errors.New("user "+s.as()+" lacks rights to it"))
	case "25006":
		return s.error(journal.FaultReadOnly, journal.ErrStandby)
	case "25P03", "25P04":
		return s.error(journal.FaultAway, code("it broke off a transaction that took too long"))
	case "0A000": // a statement that was prepared for other tables
		return s.hinted(journal.FaultForeign, code("its tables are not as this moto knows them"), tablesHint)
	case "42P05":
		return s.hinted(journal.FaultRefused, code("another program's statements come by the same connection"), poolerHint)
	case "22021", "22P05":
		return fmt.Errorf("%w: %w", journal.ErrInvalid, code("a text has characters that its server does not store: type it again in plain letters"))
	case "23505":
		if e.ConstraintName == "entries_sent_reference" {
			return journal.ErrDuplicateReference
		}
	case "53100":
		return s.error(journal.FaultDiskFull, why)
	case "55P03", "57014":
		return s.error(journal.FaultLocked, why)
	case "XX001", "XX002":
		return s.error(journal.FaultCorrupt, why)
	}
	switch e.Code[:min(2, len(e.Code))] {
	case "08", "53", "57":
		return s.error(journal.FaultAway, why)
	case "22", "23", "44", "P0":
		return fmt.Errorf("%w: %w", journal.ErrInvalid, code("a rule of its tables refuses it, tell the database administrator"))
	case "26":
		return s.hinted(journal.FaultRefused, code("it does not know a statement that was prepared on the same connection"), poolerHint)
	case "28":
		return s.hinted(journal.FaultPermission, errors.New("it refuses the sign-in of user "+s.User), signInHint)
	case "40", "55":
		return s.error(journal.FaultLocked, code("another session had it at the same time"))
	case "42", "3F":
		return s.hinted(journal.FaultForeign, code("its tables are not as this moto knows them"), tablesHint)
	case "58":
		return s.error(journal.FaultDisk, code("the server's system failed"))
	}
	return s.error(journal.FaultRefused, errors.New("SQLSTATE "+e.Code))
}
