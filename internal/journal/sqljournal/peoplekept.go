package sqljournal

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"regexp"
	"time"

	"motoconsole/internal/journal"
)

// This file deletes old versions of the tables of agents, and follows those that are left. The
// record of events tells where they begin and end, so that no rewritten row stands for another.
// Retention takes no such event away before it has repeated it.

// peopleEvent is the event of a version: by it a version that was removed or rewritten is
// found.
func peopleEvent(number int64, hash []byte) string {
	return fmt.Sprintf("version %d of the table of agents (%s)", number, inLetters(hash))
}

// stillNewest follows peopleEvent where retention repeats it.
const stillNewest = " is still the newest"

// peopleBegin is the event of the versions that retention has deleted.
func peopleBegin(number int64, hash []byte) string {
	return fmt.Sprintf("versions of the table of agents up to %d (%s) were deleted", number, inLetters(hash))
}

// inLetters is the first half of a hash in letters alone: a text whose digits look like a card
// number is hidden.
func inLetters(hash []byte) string {
	var letters []byte
	for _, b := range hash[:len(hash)/2] {
		letters = append(letters, 'a'+b>>4, 'a'+b&0xf)
	}
	return string(letters)
}

// peopleSaying is a kind of event that tells of the versions. The form tells it from others, in
// which a name may say anything.
type peopleSaying struct {
	kind journal.AuditKind
	like string
	form *regexp.Regexp
	then string // follows it where it is repeated
}

var (
	peopleEnds   = peopleSaying{journal.AuditAgents, "version % of the table of agents (%", regexp.MustCompile(`^(version [0-9]+ of the table of agents \([a-p]{32}\))(?:` + stillNewest + `)?$`), stillNewest}
	peopleBegins = peopleSaying{journal.AuditPruned, "versions of the table of agents up to %", regexp.MustCompile(`^(versions of the table of agents up to [0-9]+ \([a-p]{32}\) were deleted)$`), ""}
)

// last is the newest event of the kind, with its number; "" if there is none.
func (p peopleSaying) last(ctx context.Context, tx *tx) (number int64, said string, err error) {
	rows, err := tx.QueryContext(ctx, "SELECT number, result FROM audit WHERE kind = ? AND result LIKE ? ORDER BY number DESC", string(p.kind), p.like)
	if err != nil {
		return 0, "", err
	}
	defer rows.Close() //nolint:errcheck // rows.Err says it
	for rows.Next() {
		if err := rows.Scan(&number, &said); err != nil {
			return 0, "", err
		}
		if form := p.form.FindStringSubmatch(said); form != nil {
			return number, form[1], nil
		}
	}
	return 0, "", rows.Err()
}

// repeatPeople appends the newest events that tell of the versions once more, if they are among
// those up to a number, which are about to be deleted. It repeats what they say, and not what
// the table says now.
func repeatPeople(ctx context.Context, tx *tx, through int64) error {
	for _, saying := range []peopleSaying{peopleBegins, peopleEnds} {
		number, said, err := saying.last(ctx, tx)
		if err == nil && number > 0 && number <= through {
			err = appendAudit(ctx, tx, audit{at: stampOf(tx.now), kind: string(saying.kind), result: said + saying.then})
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// prunePeople deletes the versions that have not counted since a time, records that it did, and
// reports whether there were any. The newest always counts.
func (s *Store) prunePeople(ctx context.Context, olderThan time.Time) (deleted bool, err error) {
	err = s.write(ctx, func(ctx context.Context, tx *tx) error {
		if day := tx.now.Add(-24 * time.Hour); s.db.keepsDay() && olderThan.After(day) {
			olderThan = day
		}
		var through sql.NullInt64
		var hash []byte
		err := tx.QueryRowContext(ctx, "SELECT max(number) - 1 FROM people WHERE at < ?", stampOf(olderThan)).Scan(&through)
		if err != nil || !through.Valid {
			return err
		}
		err = tx.QueryRowContext(ctx, "SELECT hash FROM people WHERE number = ?", through.Int64).Scan(&hash)
		if errors.Is(err, sql.ErrNoRows) { // it was deleted before
			return nil
		}
		if err != nil {
			return err
		}
		if err := appendAudit(ctx, tx, audit{at: stampOf(tx.now), kind: string(journal.AuditPruned), result: peopleBegin(through.Int64, hash)}); err != nil {
			return err
		}
		deleted = true
		return s.db.dropPeople(ctx, tx, through.Int64, hash)
	})
	return deleted && err == nil, err
}

// verifyPeople follows the versions of the tables, and compares where they begin and end with
// what the record of events tells of that.
func verifyPeople(ctx context.Context, tx *tx, r *journal.Report) error {
	var anchor int64
	var before []byte
	if err := tx.QueryRowContext(ctx, "SELECT anchor_number, anchor_hash FROM people_chain").Scan(&anchor, &before); err != nil {
		return err
	}
	begins := peopleBegin(anchor, before)
	if anchor == 0 { // the first version has none before it
		begins, before = "", nil
	}
	last, hash, err := walkPeople(ctx, tx, r, anchor, before)
	if err != nil {
		return err
	}
	ends := ""
	if last != 0 {
		ends = peopleEvent(last, hash)
	}
	_, saidBegins, err := peopleBegins.last(ctx, tx)
	if err != nil {
		return err
	}
	_, saidEnds, err := peopleEnds.last(ctx, tx)
	if err != nil {
		return err
	}
	if saidBegins != begins {
		add(r, 0, "", "the versions of the table of agents begin after %d, and retention has not deleted those before", anchor)
	}
	switch {
	case saidEnds == ends:
	case saidEnds == "":
		add(r, 0, "", "the newest version of the table of agents is not the one that was written last: no event tells of that")
	default:
		add(r, 0, "", "the newest version of the table of agents is not the one that was written last: that is %s", saidEnds)
	}
	return nil
}

// walkPeople follows the versions after one, whose hash is given, to the newest.
func walkPeople(ctx context.Context, tx *tx, r *journal.Report, last int64, before []byte) (int64, []byte, error) {
	rows, err := tx.QueryContext(ctx, "SELECT "+peopleColumns+", hash FROM people ORDER BY number")
	if err != nil {
		return 0, nil, err
	}
	defer rows.Close() //nolint:errcheck // rows.Err says it
	for rows.Next() {
		var row people
		var hash []byte
		if err := rows.Scan(append(row.fields(), &hash)...); err != nil {
			return 0, nil, err
		}
		switch {
		case row.number <= last:
			add(r, 0, "", "version %d of the table of agents was put back: retention had deleted it", row.number)
		case row.number != last+1:
			add(r, 0, "", "versions %d to %d of the table of agents are missing", last+1, row.number-1)
		case !bytes.Equal(hash, row.hash(before)):
			add(r, 0, "", "version %d of the table of agents, or the one before it, was changed or moved", row.number)
		}
		last, before = max(last, row.number), hash
	}
	return last, before, rows.Err()
}
