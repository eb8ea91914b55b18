package sqljournal

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"

	"motoconsole/internal/journal"
	"motoconsole/internal/journal/sqljournal/mark"
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
	is, _, _, err := s.newestTables(ctx)
	return is, s.fault(err)
}

// newestTables are the newest version, what the mark said before, and what it is to say of it.
func (s *Store) newestTables(ctx context.Context) (is journal.Tables, was, seen mark.Position, err error) {
	at, marked := s.db.markAt(), false
	if at != "" {
		was, marked = mark.ReadTables(at) // first, because it is written after the version
	}
	var row people
	var hash []byte
	err = s.reader.QueryRowContext(ctx, "SELECT "+peopleColumns+", hash FROM people ORDER BY number DESC LIMIT 1").Scan(append(row.fields(), &hash)...)
	switch {
	case err == nil:
		is = journal.Tables{Version: row.number, Text: withoutConfirmation(row.text), At: row.at.time(), By: row.by, Hash: showHash(hash)}
	case !errors.Is(err, sql.ErrNoRows):
		return is, was, seen, err
	}
	id, err := hex.DecodeString(s.identity.ID)
	if err != nil {
		return is, was, seen, err
	}
	seen.Number = row.number
	copy(seen.Journal[:], id)
	copy(seen.Hash[:], hash)
	if marked && was.Journal == seen.Journal {
		if is.Lost, err = s.lostTables(ctx, was, seen); err != nil {
			return is, was, seen, err
		}
	}
	if at != "" && s.writer != nil && is.Lost == 0 && seen.Number > 0 && seen != was {
		_ = mark.WriteTables(at, was, seen) // without it the tables are as good, but less is noticed
	}
	return is, was, seen, nil
}

// lostTables is the version in the mark if the journal has another one in its place, or none.
// What retention has deleted is not lost, nor is a version in whose place a keeper has confirmed
// another.
func (s *Store) lostTables(ctx context.Context, was, is mark.Position) (int64, error) {
	if was.Number > is.Number {
		return s.unconfirmed(ctx, was)
	}
	var anchor int64
	var hash []byte
	err := s.reader.QueryRowContext(ctx, "SELECT anchor_number, CASE WHEN anchor_number = ?1 THEN anchor_hash ELSE (SELECT hash FROM people WHERE number = ?1) END FROM people_chain", was.Number).Scan(&anchor, &hash)
	if err != nil || was.Number < anchor || bytes.Equal(hash, was.Hash[:]) {
		return 0, err
	}
	return s.unconfirmed(ctx, was)
}

// TablesVersion implements journal.AgentTables.
func (s *Store) TablesVersion(ctx context.Context) (version int64, hash string, err error) {
	ctx, cancel := s.db.bound(ctx)
	defer cancel()
	var sum []byte
	err = s.reader.QueryRowContext(ctx, "SELECT number, hash FROM people ORDER BY number DESC LIMIT 1").Scan(&version, &sum)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, "", nil
	}
	return version, showHash(sum), s.fault(err)
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
		if _, err := tx.ExecContext(ctx, "INSERT INTO people ("+peopleColumns+", hash) VALUES ("+placeholders(len(row.fields())+1)+")", append(row.fields(), hash)...); err != nil { //nolint:gosec // names are constants
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
	if err == nil {
		_, _, _, _ = s.newestTables(ctx) // this user has seen it on this host
	}
	return version, mayNotKeep(err)
}

// mayNotKeep says what to do where only the role of a keeper may write the tables.
func mayNotKeep(err error) error {
	if fault, ok := errors.AsType[*journal.Error](err); ok && fault.Fault == journal.FaultPermission {
		fault.Hint = "Consoles only read the table of agents: name in --config a configuration whose user may write it. moto journal migrate --keeper ROLE gives a role that right."
	}
	return err
}
