package sqljournal

import (
	"context"
	"fmt"
	"testing"
	"time"

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
