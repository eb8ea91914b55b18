package sqljournal

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"

	"motoconsole/internal/journal"
	"motoconsole/internal/journal/beside"
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

// Tables of agents that were restored are confirmed. A keeper's confirmation is a version of
// its own with the same text, since only keepers may write one: a console that was broken into
// quietens no host. A comment at its end names the version that was lost. The comment stays
// within this package.

// confirmation begins the comment.
const confirmation = "\n# Confirmed in the place of version "

// confirmationOf is the comment of one version that was lost.
func confirmationOf(lost mark.Position) string {
	return fmt.Sprintf("%s%d (%s)", confirmation, lost.Number, inLetters(lost.Hash[:]))
}

// withoutConfirmation is a text as it was before it was confirmed.
func withoutConfirmation(text string) string {
	text, _, _ = strings.Cut(text, confirmation)
	return text
}

// unconfirmed is the number of a version that was lost, or 0 if a keeper has confirmed another in
// its place.
func (s *Store) unconfirmed(ctx context.Context, lost mark.Position) (int64, error) {
	var confirmed bool
	err := s.reader.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM people WHERE text LIKE ?)", "%"+confirmationOf(lost)+"%").Scan(&confirmed)
	if confirmed {
		return 0, err
	}
	return lost.Number, err
}

// KeepsTables implements journal.AgentTables.
func (s *Store) KeepsTables(ctx context.Context) (bool, error) {
	ctx, cancel := s.db.bound(ctx)
	defer cancel()
	keeps, err := s.db.keepsTables(ctx)
	return keeps, s.fault(err)
}

// ConfirmTables implements journal.AgentTables.
func (s *Store) ConfirmTables(ctx context.Context, by string) (done journal.Confirmed, err error) {
	ctx, cancel := s.db.bound(ctx)
	defer cancel()
	is, was, seen, err := s.newestTables(ctx)
	done = journal.Confirmed{Tables: is}
	if was.Journal == seen.Journal {
		done.Seen = was.Number
	}
	if err != nil || is.Lost == 0 {
		return done, s.fault(err)
	}
	event := journal.Audit{
		Kind: journal.AuditAgents, Agent: by,
		Result: fmt.Sprintf("version %d of the table of agents was confirmed in the place of version %d, which the journal had lost", is.Version, is.Lost),
	}
	keeps, err := s.KeepsTables(ctx)
	if err != nil {
		return done, err
	}
	if text := is.Text + confirmationOf(was); keeps && len(text) <= journal.MostTables {
		done.Version, err = s.ChangeTables(ctx, is.Version, text, by, event)
		done.Everywhere = err == nil
		return done, err
	}
	if err := s.Audit(ctx, event); err != nil {
		return done, err
	}
	at := s.db.markAt()
	if err := mark.WriteTables(at, was, seen); err != nil {
		return done, fileFault(at+beside.Mark, err)
	}
	return done, nil
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
