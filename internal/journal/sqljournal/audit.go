package sqljournal

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"motoconsole/internal/journal"
)

// audit is one row of the record of events.
type audit struct {
	number                       int64
	at                           stamp
	kind, agent, address, result string
}

const auditColumns = "number, at, kind, agent, address, result"

func (a *audit) fields() []any {
	return []any{&a.number, &a.at, &a.kind, &a.agent, &a.address, &a.result}
}

// hash is the row's hash, after the one before it, in the way of the history's links.
func (a *audit) hash(before []byte) []byte {
	return chained(before, a.number, a.at, []string{a.kind, a.agent, a.address, a.result})
}

func (a *audit) place() (number, event int64, entry string) { return a.number, 0, "" }

// Audit implements journal.Audits.
func (s *Store) Audit(ctx context.Context, a journal.Audit) error {
	return s.write(ctx, func(ctx context.Context, tx *tx) error { return audited(ctx, tx, a) })
}

// audited records an event, with the time of the write if it has none.
func audited(ctx context.Context, tx *tx, a journal.Audit) error {
	if a = a.AsKept(); a.At.IsZero() {
		a.At = tx.now
	}
	return appendAudit(ctx, tx, audit{at: stampOf(a.At), kind: string(a.Kind), agent: a.Agent, address: a.Address, result: a.Result})
}

// appendAudit appends a row after the head.
func appendAudit(ctx context.Context, tx *tx, row audit) error {
	var before []byte
	if err := tx.QueryRowContext(ctx, "SELECT head_number + 1, head_hash FROM audit_chain").Scan(&row.number, &before); err != nil {
		return err
	}
	hash := row.hash(before)
	if _, err := tx.ExecContext(ctx, "INSERT INTO audit ("+auditColumns+", hash) VALUES ("+placeholders(len(row.fields())+1)+")", append(row.fields(), hash)...); err != nil { //nolint:gosec // names are constants
		return err
	}
	_, err := tx.ExecContext(ctx, "UPDATE audit_chain SET head_number = ?, head_hash = ?", row.number, hash)
	return err
}

// Audits implements journal.Audits.
func (s *Store) Audits(ctx context.Context, since time.Time, agent string) ([]journal.Audit, error) {
	rows, err := s.reader.QueryContext(ctx, "SELECT "+auditColumns+" FROM audit WHERE at >= ? AND (? = '' OR agent = ?) ORDER BY number", stampOf(since), agent, agent)
	if err != nil {
		return nil, s.fault(err)
	}
	defer rows.Close() //nolint:errcheck // rows.Err says it
	var all []journal.Audit
	for rows.Next() {
		var row audit
		if err := rows.Scan(row.fields()...); err != nil {
			return nil, s.fault(err)
		}
		a := journal.Audit{Number: row.number, At: row.at.time(), Kind: journal.AuditKind(row.kind), Agent: row.agent, Address: row.address, Result: row.result}
		all = append(all, a.AsKept())
	}
	return all, s.fault(rows.Err())
}

// auditWords say what is wrong with the record of events.
var auditWords = chainWords{
	missing:  "the record of events lacks numbers %d to %d",
	changed:  "number %d of the record of events, or the one before it, was changed or moved",
	short:    "the record of events lacks its last numbers: %d to %d",
	replaced: "the last of the record of events is not the one that was written",
}

// verifyAudit follows the record of events from its anchor to its head.
func verifyAudit(ctx context.Context, tx *tx, r *journal.Report) error {
	ends, err := readEnds(ctx, tx, "audit_chain")
	if err != nil {
		return err
	}
	r.AuditHead, r.AuditHash = ends.head, showHash(ends.headHash)
	told := ends.anchor == 0
	err = ends.walk(ctx, tx, "SELECT "+auditColumns+", hash FROM audit WHERE number > ? ORDER BY number", auditWords, r, func() (chainRow, func()) {
		var row audit
		return &row, func() {
			r.Audits++
			told = told || row.kind == string(journal.AuditPruned) && row.result == through(ends.anchor)
		}
	})
	if err == nil && !told {
		add(r, 0, "", "the record of events lacks its beginning, up to %d, and retention did not delete it", ends.anchor)
	}
	return err
}

// through says in the record what retention deleted.
func through(number int64) string { return fmt.Sprintf("deleted up to number %d", number) }

// pruneAudit deletes the beginning of the record of events, up to a time, and records
// that it did.
func (s *Store) pruneAudit(ctx context.Context, olderThan time.Time) error {
	for more := true; more; {
		err := s.write(ctx, func(ctx context.Context, tx *tx) error {
			var last sql.NullInt64
			var hash []byte
			more = false
			var anchor int64
			if err := tx.QueryRowContext(ctx, "SELECT anchor_number FROM audit_chain").Scan(&anchor); err != nil {
				return err
			}
			err := tx.QueryRowContext(ctx, "SELECT max(number) FROM audit WHERE number <= ?1 AND number < coalesce((SELECT min(number) FROM audit WHERE at >= ?2), ?1 + 1)",
				anchor+s.batch, stampOf(olderThan)).Scan(&last)
			if err != nil || !last.Valid || last.Int64 <= anchor {
				return err
			}
			more = last.Int64 == anchor+s.batch
			if err := tx.QueryRowContext(ctx, "SELECT hash FROM audit WHERE number = ?", last.Int64).Scan(&hash); err != nil {
				return err
			}
			if err := repeatPeople(ctx, tx, last.Int64); err != nil {
				return err
			}
			if err := appendAudit(ctx, tx, audit{at: stampOf(tx.now), kind: string(journal.AuditPruned), result: through(last.Int64)}); err != nil {
				return err
			}
			return s.db.dropAudits(ctx, tx, last.Int64, hash)
		})
		if err != nil {
			return err
		}
	}
	return nil
}
