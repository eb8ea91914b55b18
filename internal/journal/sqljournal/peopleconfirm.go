package sqljournal

import (
	"context"
	"fmt"
	"strings"

	"motoconsole/internal/journal"
	"motoconsole/internal/journal/beside"
	"motoconsole/internal/journal/sqljournal/mark"
)

// This file confirms tables of agents that were restored. A keeper's confirmation is a version of
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
