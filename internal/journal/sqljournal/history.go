package sqljournal

import (
	"context"
	"encoding/json"
	"fmt"

	"motoconsole/internal/journal"
)

// History implements Store.
func (s *SQLite) History(ctx context.Context, id string) ([]journal.Event, error) {
	attempt, err := s.Get(ctx, id)
	if err != nil {
		return nil, err
	}
	rows, err := s.reader.QueryContext(ctx, "SELECT "+linkColumns+", hash FROM events WHERE entry_id = ? ORDER BY number", id)
	if err != nil {
		return nil, s.fault(err)
	}
	defer rows.Close() //nolint:errcheck // rows.Err says it
	var events []journal.Event
	for rows.Next() {
		var l link
		var hash []byte
		if err := rows.Scan(append(l.fields(), &hash)...); err != nil {
			return nil, s.fault(err)
		}
		ev, err := l.event(&s.known)
		if err != nil {
			return nil, err
		}
		ev.Hash = showHash(hash)
		if ev.Entry.Operation == "" { // written before operations were kept; they do not change
			ev.Entry.Operation, ev.Entry.Target = attempt.Operation, attempt.Target
		}
		events = append(events, ev)
	}
	return events, s.fault(rows.Err())
}

// Head implements Store.
func (s *SQLite) Head(ctx context.Context) (int64, error) {
	var number int64
	err := s.reader.QueryRowContext(ctx, "SELECT head_number FROM chain").Scan(&number)
	return number, s.fault(err)
}

// event is the link as an Event.
func (l *link) event(known *currencies) (journal.Event, error) {
	var row record
	if err := json.Unmarshal([]byte(l.Snapshot), &row); err != nil {
		return journal.Event{}, fmt.Errorf("%w: event %d cannot be read", journal.ErrInvalid, l.Number)
	}
	e, err := row.entry(known)
	if err != nil {
		return journal.Event{}, err
	}
	return journal.Event{Number: l.Number, EntryID: l.EntryID, Step: l.Step, At: l.At.time(), By: l.By, Origin: l.Origin, Role: l.Role, Entry: e}, nil
}
