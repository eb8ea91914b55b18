package sqljournal

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

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
