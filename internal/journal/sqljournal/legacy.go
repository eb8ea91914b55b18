package sqljournal

import (
	"context"
	"database/sql"
	"strconv"
	"strings"
	"time"

	"motoconsole/internal/journal"
)

// Before migration 0002 an update was kept under a name that said what it changed,
// such as CANCEL-OF-23-9-80001-7K3M2P. The migration filled the columns from the
// names. Older snapshots have no such columns, so this file still reads the names
// in order to verify them.

// oldOperation is the operation and target that the migration read from a row's
// kind, parent and names.
func oldOperation(r *record) (op journal.Operation, target journal.Target) {
	switch {
	case r.Kind == string(journal.KindAuth) && r.Parent == "":
		return journal.OpCharge, target
	case r.Kind == string(journal.KindAuth):
		return journal.OpRepeat, target
	case r.Kind == string(journal.KindRefund) && r.Parent == "":
		return journal.OpPayout, target
	case r.Kind == string(journal.KindRefund):
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
func (r record) asBefore() record {
	op, target := oldOperation(&r)
	if r.Operation == string(op) && target == r.target() {
		r.Operation, r.TargetSettleStatus, r.TargetSettleAmount, r.TargetSettleDueDate, r.TargetOrderReference = "", "", 0, "", ""
	}
	return r
}

// carryRenames notes the gateway's present order reference in payments whose
// reference was changed before the migration.
func carryRenames(ctx context.Context, tx *sql.Tx, now time.Time) error {
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

func carryRename(ctx context.Context, tx *sql.Tx, row record, reference string, now time.Time) error {
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
