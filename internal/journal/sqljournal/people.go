package sqljournal

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"regexp"

	"motoconsole/internal/journal"
)

// people is one version of the tables of agents and roles.
type people struct {
	number   int64
	at       stamp
	by, text string
}

const peopleColumns = "number, at, by_whom, text"

func (p *people) fields() []any { return []any{&p.number, &p.at, &p.by, &p.text} }

// hash is the row's hash, after the one before it, in the way of the history's links.
func (p *people) hash(before []byte) []byte {
	return chained(before, p.number, p.at, []string{p.by, p.text})
}

// Tables implements journal.AgentTables.
func (s *Store) Tables(ctx context.Context) (journal.Tables, error) {
	ctx, cancel := s.db.bound(ctx)
	defer cancel()
	var row people
	err := s.reader.QueryRowContext(ctx, "SELECT "+peopleColumns+" FROM people ORDER BY number DESC LIMIT 1").Scan(row.fields()...)
	if errors.Is(err, sql.ErrNoRows) {
		return journal.Tables{}, nil
	}
	return journal.Tables{Version: row.number, Text: row.text, At: row.at.time(), By: row.by}, s.fault(err)
}

// TablesVersion implements journal.AgentTables.
func (s *Store) TablesVersion(ctx context.Context) (version int64, err error) {
	ctx, cancel := s.db.bound(ctx)
	defer cancel()
	err = s.reader.QueryRowContext(ctx, "SELECT coalesce(max(number), 0) FROM people").Scan(&version)
	return version, s.fault(err)
}

// ChangeTables implements journal.AgentTables.
func (s *Store) ChangeTables(ctx context.Context, after int64, text, by string, events ...journal.Audit) (version int64, err error) {
	if text == "" || len(text) > journal.MostTables {
		return 0, fmt.Errorf("%w: tables of agents without a text, or with one that is too long", journal.ErrInvalid)
	}
	err = s.write(ctx, func(ctx context.Context, tx *tx) error {
		var newest int64
		var before []byte
		err := tx.QueryRowContext(ctx, "SELECT number, hash FROM people ORDER BY number DESC LIMIT 1").Scan(&newest, &before)
		switch {
		case err != nil && !errors.Is(err, sql.ErrNoRows):
			return err
		case newest != after:
			return journal.ErrTablesChanged
		}
		row := people{number: newest + 1, at: stampOf(tx.now), by: journal.Audit{Agent: by}.AsKept().Agent, text: text}
		hash := row.hash(before)
		if _, err := tx.ExecContext(ctx, "INSERT INTO people ("+peopleColumns+", hash) VALUES ("+marks(len(row.fields())+1)+")", append(row.fields(), hash)...); err != nil { //nolint:gosec // names are constants
			return err
		}
		for _, event := range append([]journal.Audit{{Kind: journal.AuditAgents, Agent: by, Result: peopleEvent(row.number, hash)}}, events...) {
			if err := audited(ctx, tx, event); err != nil {
				return err
			}
		}
		version = row.number
		return nil
	})
	return version, mayNotKeep(err)
}

// mayNotKeep says what to do where only the role of a keeper may write the tables.
func mayNotKeep(err error) error {
	if fault, ok := errors.AsType[*journal.Error](err); ok && fault.Fault == journal.FaultPermission {
		fault.Hint = "Consoles only read the table of agents: name in --config a configuration whose user may write it. moto journal migrate --keeper ROLE gives a role that right."
	}
	return err
}

// peopleEvent is the event of a version: by it a version that was removed or rewritten is
// found. It has half of the hash, in letters only, because a text whose digits look like a card
// number is hidden.
func peopleEvent(number int64, hash []byte) string {
	var letters []byte
	for _, b := range hash[:len(hash)/2] {
		letters = append(letters, 'a'+b>>4, 'a'+b&0xf)
	}
	return fmt.Sprintf("version %d of the table of agents (%s)", number, letters)
}

// isPeopleEvent tells the event of a version from others, in which a name may say anything.
var isPeopleEvent = regexp.MustCompile(`^version [0-9]+ of the table of agents \([a-p]{32}\)$`)

// verifyPeople follows the versions of the tables, and compares the newest with the newest
// event of one.
func verifyPeople(ctx context.Context, tx *tx, r *journal.Report) error {
	last, hash, err := walkPeople(ctx, tx, r)
	if err != nil {
		return err
	}
	said, err := lastPeopleEvent(ctx, tx)
	if err == nil && said != "" && (last == 0 || said != peopleEvent(last, hash)) {
		add(r, 0, "", "the newest version of the table of agents is not the one that was written last: that is %s", said)
	}
	return err
}

// lastPeopleEvent is the newest event of a version; "" if retention has deleted it.
func lastPeopleEvent(ctx context.Context, tx *tx) (string, error) {
	rows, err := tx.QueryContext(ctx, "SELECT result FROM audit WHERE kind = ? AND result LIKE 'version % of the table of agents (%)' ORDER BY number DESC", string(journal.AuditAgents))
	if err != nil {
		return "", err
	}
	defer rows.Close() //nolint:errcheck // rows.Err says it
	for rows.Next() {
		var said string
		if err := rows.Scan(&said); err != nil || isPeopleEvent.MatchString(said) {
			return said, err
		}
	}
	return "", rows.Err()
}

func walkPeople(ctx context.Context, tx *tx, r *journal.Report) (last int64, before []byte, err error) {
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
		case row.number != last+1:
			add(r, 0, "", "versions %d to %d of the table of agents are missing", last+1, row.number-1)
		case !bytes.Equal(hash, row.hash(before)):
			add(r, 0, "", "version %d of the table of agents, or the one before it, was changed or moved", row.number)
		}
		last, before = row.number, hash
	}
	return last, before, rows.Err()
}
