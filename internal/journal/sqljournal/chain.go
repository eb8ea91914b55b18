package sqljournal

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"strings"

	"motoconsole/internal/journal"
)

// link is one row of the history, with the values that its hash covers.
type link struct {
	Number   int64
	EntryID  string
	Step     string
	At       stamp
	By       string
	Snapshot string
	Origin   string
	Role     string
}

const linkColumns = "number, entry_id, step, at, by_whom, snapshot, origin, role"

func (l *link) fields() []any {
	return []any{&l.Number, &l.EntryID, &l.Step, &l.At, &l.By, &l.Snapshot, &l.Origin, &l.Role}
}

// hash is the link's hash, after the one before it. Each part goes in with its
// length, so that no two contents give the same bytes.
func (l *link) hash(before []byte) []byte {
	parts := []string{l.EntryID, l.Step, l.By, l.Snapshot}
	if l.Origin != "" || l.Role != "" { // links made before these existed keep their hashes
		parts = append(parts, l.Origin, l.Role)
	}
	return chained(before, l.Number, l.At, parts)
}

func (l *link) place() (number, event int64, entry string) { return l.Number, l.Number, l.EntryID }

// chained is the hash of a row: of the hash before it, its number, its time, and each part
// with its length.
func chained(before []byte, number int64, at stamp, parts []string) []byte {
	h := sha256.New()
	h.Write(before)
	var n [8]byte
	add := func(v uint64) {
		binary.BigEndian.PutUint64(n[:], v)
		h.Write(n[:])
	}
	add(uint64(number)) //nolint:gosec // the same bits, whatever the sign
	add(uint64(at))     //nolint:gosec // the same bits, whatever the sign
	for _, part := range parts {
		add(uint64(len(part)))
		h.Write([]byte(part))
	}
	return h.Sum(nil)
}

// showHash writes a hash without long rows of digits, which a search of the disk
// for card numbers would report.
func showHash(hash []byte) string {
	return strings.ReplaceAll(base64.RawURLEncoding.EncodeToString(hash), "-", "+")
}

// head is the last event's number and hash.
func head(ctx context.Context, tx *tx) (number int64, hash []byte, err error) {
	err = tx.QueryRowContext(ctx, "SELECT head_number, head_hash FROM chain").Scan(&number, &hash)
	return number, hash, err
}

// extend appends a link after the head.
func extend(ctx context.Context, tx *tx, l link, before []byte) error {
	hash := l.hash(before)
	_, err := tx.ExecContext(ctx, "INSERT INTO events ("+linkColumns+", hash) VALUES ("+placeholders(len(l.fields())+1)+")", append(l.fields(), hash)...) //nolint:gosec // names are constants
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, "UPDATE chain SET head_number = ?, head_hash = ?", l.Number, hash)
	return err
}

// History implements Store.
func (s *Store) History(ctx context.Context, id string) ([]journal.Event, error) {
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
		if ev.Entry.Operation == "" { // older than operations, which never change
			ev.Entry.Operation, ev.Entry.Target = attempt.Operation, attempt.Target
		}
		events = append(events, ev)
	}
	return events, s.fault(rows.Err())
}

// Head implements Store.
func (s *Store) Head(ctx context.Context) (int64, error) {
	ctx, cancel := s.db.bound(ctx)
	defer cancel()
	var number int64
	err := s.reader.QueryRowContext(ctx, "SELECT head_number FROM chain").Scan(&number)
	return number, s.fault(err)
}

// event is the link as an Event.
func (l *link) event(known *currencies) (journal.Event, error) {
	var row row
	if err := json.Unmarshal([]byte(l.Snapshot), &row); err != nil {
		return journal.Event{}, fmt.Errorf("%w: event %d cannot be read", journal.ErrInvalid, l.Number)
	}
	e, err := row.entry(known)
	if err != nil {
		return journal.Event{}, err
	}
	return journal.Event{Number: l.Number, EntryID: l.EntryID, Step: l.Step, At: l.At.time(), By: l.By, Origin: l.Origin, Role: l.Role, Entry: e}, nil
}
