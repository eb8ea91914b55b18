package sqljournal

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
	"strconv"
	"strings"
	"time"

	"motoconsole/internal/journal"
	"motoconsole/internal/journal/sqljournal/migration"
)

// migrations are the files with the migrations. The database's user_version says how many of them it has had.
//
//go:embed migrations/*.sql
var migrations embed.FS

// newest is the result of all migrations. It makes a new journal in a third of the time
// that the migrations take. A test makes it from them and compares.
//
//go:embed newest.sql
var newest string

// applicationID marks a database as a journal of moto ("moto").
const applicationID = 0x6d6f746f

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
func migrate(ctx context.Context, db *pool, path string, now func() time.Time) error {
	texts, err := migration.Texts(migrations)
	if err != nil {
		return err
	}
	if version, err := versionOf(ctx, db, path, len(texts)); err != nil || version == len(texts) {
		return err
	}
	tx, err := db.begin(ctx, nil)
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

// Before migration 0002 an update was kept under a name that said what it changed,
// such as CANCEL-OF-23-9-80001-7K3M2P. The migration filled the columns from the
// names. Older snapshots have no such columns, so this file still reads the names
// in order to verify them.

// oldOperation is the operation and target that the migration read from a row's
// kind, parent and names.
func oldOperation(r *row) (op journal.Operation, target journal.Target) {
	switch {
	case r.Kind == string(journal.TypeAuth) && r.Parent == "":
		return journal.OpCharge, target
	case r.Kind == string(journal.TypeAuth):
		return journal.OpRepeat, target
	case r.Kind == string(journal.TypeRefund) && r.Parent == "":
		return journal.OpPayout, target
	case r.Kind == string(journal.TypeRefund):
		return journal.OpRefund, target
	}
	head, _, ok := strings.Cut(r.SentReference, "-OF-")
	amount, reduces := strings.CutPrefix(head, "REDUCE-TO")
	day, dates := strings.CutPrefix(head, "DUE-ON")
	keep, _ := strconv.ParseInt(amount, 10, 64)
	switch {
	case !ok:
	case head == "CANCEL":
		return journal.OpCancel, journal.Target{SettleStatus: "3"}
	case head == "HOLD":
		return journal.OpHold, journal.Target{SettleStatus: "2"}
	case head == "RELEASE":
		return journal.OpRelease, journal.Target{SettleStatus: "1"}
	case reduces && keep >= 0 && amount == strconv.FormatInt(keep, 10):
		return journal.OpReduce, journal.Target{SettleAmount: keep}
	case dates && len(day) == len("20261125") && strings.Trim(day, "0123456789") == "":
		return journal.OpDueDate, journal.Target{SettleDueDate: day[:4] + "-" + day[4:6] + "-" + day[6:]}
	case head == "ORDER":
		return journal.OpOrder, journal.Target{OrderReference: r.OwnReference}
	}
	return journal.OpUpdate, target
}

// asBefore is the row as in a snapshot from before the migration, provided that the
// new columns agree with its name.
func (r row) asBefore() row {
	op, target := oldOperation(&r)
	if r.Operation == string(op) && target == r.target() {
		r.Operation, r.TargetSettleStatus, r.TargetSettleAmount, r.TargetSettleDueDate, r.TargetOrderReference = "", "", 0, "", ""
	}
	return r
}

// carryRenames notes the gateway's present order reference in payments whose
// reference was changed before the migration.
func carryRenames(ctx context.Context, tx *tx, now time.Time) error {
	renames, err := list(ctx, tx, &currencies{}, "WHERE operation = 'order reference' AND outcome = 'approved' ORDER BY number")
	if err != nil {
		return err
	}
	latest := map[string]int{}
	for i, r := range renames {
		latest[r.Parent] = i
	}
	for i, r := range renames {
		if latest[r.Parent] != i {
			continue
		}
		payments, err := list(ctx, tx, &currencies{}, "WHERE transaction_reference = ? AND transaction_reference <> '' AND kind <> 'UPDATE'", r.Parent)
		if err != nil {
			return err
		}
		for _, p := range payments {
			if err := carryRename(ctx, tx, p.row, r.row.TargetOrderReference, now); err != nil {
				return err
			}
		}
	}
	return nil
}

func carryRename(ctx context.Context, tx *tx, row row, reference string, now time.Time) error {
	number, before, err := head(ctx, tx)
	if err != nil {
		return err
	}
	row.CurrentReference = reference
	if err := update(ctx, tx, &row, number+1); err != nil {
		return err
	}
	return logStep(ctx, tx, &row, journal.Change{Step: journal.StepRenamed, At: now, By: "moto"}, number+1, before)
}
