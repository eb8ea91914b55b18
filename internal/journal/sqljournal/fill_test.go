package sqljournal

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
	"motoconsole/internal/journal/journaltest"
)

// fill puts n answered attempts into a journal in one transaction, each with its two
// events in a valid chain. Otherwise a million of them would take hours. vary may
// change each one.
func fill(t testing.TB, s *Store, n int, at time.Time, vary func(int, *journal.Entry)) {
	t.Helper()
	ctx := context.Background()
	err := s.write(ctx, func(ctx context.Context, tx *tx) error {
		number, before, err := head(ctx, tx)
		if err != nil {
			return err
		}
		// The statements are prepared once, and the head moves once at the end. The triggers
		// that check it are then restored.
		var sqls []string
		rows, err := tx.Query("SELECT sql FROM sqlite_schema WHERE type = 'trigger' AND name IN ('events_in_order', 'entries_in_order')")
		if err != nil {
			return err
		}
		for rows.Next() {
			var text string
			if err := rows.Scan(&text); err != nil {
				return err
			}
			sqls = append(sqls, text)
		}
		if _, err := tx.Exec("DROP TRIGGER events_in_order; DROP TRIGGER entries_in_order"); err != nil {
			return err
		}
		entry, err := tx.Prepare("INSERT INTO entries (" + columns + ", last_event) VALUES (" + placeholders(len((&row{}).fields())+1) + ")") //nolint:gosec // names are constants
		if err != nil {
			return err
		}
		event, err := tx.Prepare("INSERT INTO events (" + linkColumns + ", hash) VALUES (" + placeholders(9) + ")") //nolint:gosec // names are constants
		if err != nil {
			return err
		}
		for i := range n {
			e := journaltest.AnAuth(t, fmt.Sprintf("bulk-%07d", i), at)
			e.State = journal.Open
			vary(i, &e)
			first := rowOf(e, number+1)
			if e.State == journal.Open {
				e.State, e.Outcome = journal.Known, gateway.OutcomeApproved
			}
			e.AnsweredAt, e.TransactionReference, e.AuthCode = e.IntentAt.Add(time.Second), fmt.Sprint("57-9-", i), "TEST72"
			last := rowOf(e, number+1)
			first.Outcome, first.State = gateway.OutcomeUnknown.String(), string(journal.Open)
			if _, err := entry.Exec(append(last.fields(), number+2)...); err != nil {
				return err
			}
			for j, row := range []*row{&first, &last} {
				text, err := row.snapshot()
				if err != nil {
					return err
				}
				number++
				l := link{Number: number, EntryID: e.ID, Step: []string{journal.StepIntent, journal.StepAnswered}[j], At: stampOf(at), By: e.Agent, Snapshot: text}
				before = l.hash(before)
				if _, err := event.Exec(append(l.fields(), before)...); err != nil {
					return err
				}
			}
		}
		for _, text := range sqls {
			if _, err := tx.Exec(text); err != nil {
				return err
			}
		}
		_, err = tx.Exec("UPDATE chain SET head_number = ?, head_hash = ?", number, before)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// fillServer puts what a journal in a file has into a new one on a server, past its triggers, by
// COPY: the copy of a journal takes several times as long, and is not what is measured.
func fillServer(t testing.TB, path string, to Options) {
	t.Helper()
	ctx := context.Background()
	file := openAt(t, path, to.Now)
	defer file.Close() //nolint:errcheck // it was only read
	made, err := Open(ctx, to)
	if err != nil {
		t.Fatal(err)
	}
	if err := made.Close(); err != nil {
		t.Fatal(err)
	}
	place := newServerTarget(*to.Server)
	db, err := place.open(ctx)
	if err != nil {
		t.Fatal(err)
	}
	defer place.close() //nolint:errcheck // the benchmark goes on
	inTurn := func(do func(q *tx) error) {
		q, err := db.begin(ctx, nil)
		if err == nil {
			err = do(q)
		}
		if err == nil {
			err = q.Commit()
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	inTurn(func(q *tx) error {
		_, err := q.ExecContext(ctx, "DELETE FROM leases")
		return errors.Join(err, place.lift(ctx, q))
	})
	conn, err := db.Conn(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range append(append(slices.Clone(growing), changing...), chains...) {
		began := time.Now()
		if _, err := conn.ExecContext(ctx, "DELETE FROM "+p.table); err != nil { //nolint:gosec // names are constants
			t.Fatal(err)
		}
		rows, err := file.reader.QueryContext(ctx, "SELECT "+p.columns+" FROM "+p.table)
		if err != nil {
			t.Fatal(err)
		}
		var n int64
		err = conn.Raw(func(driver any) (err error) {
			n, err = driver.(*stdlib.Conn).Conn().CopyFrom(ctx, pgx.Identifier{to.Server.Schema, p.table}, strings.Split(p.columns, ", "), pgx.CopyFromFunc(func() ([]any, error) {
				if !rows.Next() {
					return nil, rows.Err()
				}
				row, places := make([]any, p.width()), make([]any, p.width())
				for i := range row {
					places[i] = &row[i]
				}
				return row, rows.Scan(places...)
			}))
			return err
		})
		if err = errors.Join(err, rows.Close()); err != nil {
			t.Fatalf("%s: %v", p.table, err)
		}
		fmt.Fprintf(os.Stderr, "%s: %d rows in %v\n", p.table, n, time.Since(began).Round(time.Millisecond)) // of a long run
	}
	if err := conn.Close(); err != nil {
		t.Fatal(err)
	}
	inTurn(func(q *tx) error { return errors.Join(place.measure(ctx, q), place.restore(ctx, q)) })
}
