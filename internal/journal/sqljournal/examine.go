package sqljournal

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"strings"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
)

// wholeCheck is the size up to which a journal is checked completely at each start:
// some 45 000 attempts, in 0.14 s. A million would cost each console three seconds
// at each start. So for a larger journal the start reads only the end of the
// history and the unresolved attempts; Check does the rest.
const wholeCheck = 64 << 20

// examine looks for damage before anything is written: in the whole file if it is
// small, and always in the end of the history and the unresolved attempts.
func (s *SQLite) examine(ctx context.Context) error {
	if info, err := os.Stat(s.path); err == nil && info.Size() <= wholeCheck {
		if err := quickCheck(ctx, s.writer, s.path); err != nil {
			return err
		}
	}
	tx, err := s.writer.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return err
	}
	defer tx.Rollback() //nolint:errcheck // it was only read
	now, _, err := stands(ctx, tx, 0)
	if err != nil {
		return noRowIsDamage(s.path, err)
	}
	if err := followsOn(ctx, tx, now, recentEvents); err != nil {
		if codeOf(err) != 0 {
			return err
		}
		return journal.NewError(journal.FaultCorrupt, s.path, err)
	}
	if _, err = list(ctx, tx, &s.known, byWatched); errors.Is(err, journal.ErrInvalid) {
		return journal.NewError(journal.FaultCorrupt, s.path, err)
	}
	return err
}

func noRowIsDamage(path string, err error) error {
	if errors.Is(err, sql.ErrNoRows) {
		return journal.NewError(journal.FaultCorrupt, path, errors.New("the end of its history is missing"))
	}
	return err
}

// Check looks at every page of the journal, which the opening of a large one does
// not. If it finds damage, new intents are refused. It takes about three seconds
// for a million attempts, and no console waits for it.
func (s *SQLite) Check(ctx context.Context) error {
	if s.closed.Load() {
		return journal.ErrClosed
	}
	fresh, err := sql.Open("sqlite", s.source) // the other connections cache pages they have read
	if err != nil {
		return s.fault(err)
	}
	defer fresh.Close() //nolint:errcheck // it was only read
	return s.fault(quickCheck(ctx, fresh, s.path))
}

// quickCheck has SQLite look at every page.
func quickCheck(ctx context.Context, q queryer, path string) error {
	var answer string
	if err := q.QueryRowContext(ctx, "PRAGMA quick_check(1)").Scan(&answer); err != nil {
		return err
	}
	if answer != "ok" {
		return journal.NewError(journal.FaultCorrupt, path, errors.New(oneLine(answer)))
	}
	return nil
}

// oneLine is what SQLite found, in one line.
func oneLine(answer string) string {
	return gateway.Clean(strings.Join(strings.Fields(answer), " "), journal.MaxName)
}
