package pgtest

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgconn"

	"motoconsole/internal/journal/sqljournal/postgres"
)

// Keeper does to a server what is ordered in a bubble of testing/synctest. It is outside, and
// so is the server: while the bubble waits for it, the bubble's time stands still.
type Keeper struct {
	*Instance

	orders  chan func() error
	answers chan error
}

// Keep makes a keeper, until the test ends.
func (s *Instance) Keep(t testing.TB) *Keeper {
	t.Helper()
	k := &Keeper{Instance: s, orders: make(chan func() error), answers: make(chan error)}
	ended := make(chan struct{})
	go func() {
		for {
			select {
			case order := <-k.orders:
				k.answers <- order()
			case <-ended: // orders is not closed: a test that panics has others still running
				return
			}
		}
	}()
	t.Cleanup(func() { close(ended) })
	return k
}

// Troubles is what happens to a server in the time of one bubble. Each of its methods waits
// until it is done.
type Troubles struct {
	keeper *Keeper
	shift  atomic.Int64 // of the server's clock
	shown  atomic.Int64 // by that clock
	paused atomic.Pointer[chan struct{}]
}

// Trouble begins in a bubble.
func (k *Keeper) Trouble() *Troubles { return &Troubles{keeper: k} }

func (tr *Troubles) order(do func() error) error {
	tr.keeper.orders <- do
	return <-tr.keeper.answers
}

// Crash ends the server as a crash does, and starts it again on its data.
func (tr *Troubles) Crash() error { return tr.order(tr.keeper.Restart) }

// Pause stops the server in the middle of what it does; connections to it stay as they are.
func (tr *Troubles) Pause() error {
	still := make(chan struct{})
	tr.paused.Store(&still)
	return tr.keeper.signal(true)
}

// Resume lets it go on.
func (tr *Troubles) Resume() error {
	err := tr.keeper.signal(false)
	if still := tr.paused.Swap(nil); still != nil {
		close(*still)
	}
	return err
}

// still is closed when the server is no longer paused; nil while it runs.
func (tr *Troubles) still() <-chan struct{} {
	if at := tr.paused.Load(); at != nil {
		return *at
	}
	return nil
}

// Fill fills the server's disk. It fails where the server has none of its own.
func (tr *Troubles) Fill() error { return tr.order(tr.keeper.fill) }

// Free makes room on the disk again, and starts the server if that has ended it.
func (tr *Troubles) Free() error {
	return tr.order(func() error {
		if err := os.Remove(tr.keeper.ballast()); err != nil && !errors.Is(err, os.ErrNotExist) {
			return err
		}
		return tr.keeper.revive()
	})
}

// SetClock puts the server's clock ahead of the bubble's.
func (tr *Troubles) SetClock(ahead time.Duration) { tr.shift.Store(int64(ahead)) }

// tick lets the server's clock show the time.
func (tr *Troubles) tick() {
	now := time.Now().UnixNano() + tr.shift.Load()
	if tr.shown.Swap(now) == now {
		return
	}
	at := tr.keeper.clock()
	if err := os.WriteFile(at+".new", strconv.AppendInt(nil, now, 10), 0o644); err != nil { //nolint:gosec // the server reads it
		panic(err)
	}
	if err := os.Rename(at+".new", at); err != nil {
		panic(err)
	}
}

// Clocks is the statement by which a journal goes by the clock of Troubles. Asked makes it go
// by the clock of each host, as no server does.
func (k *Keeper) Clocks(at postgres.Server, asked bool) string {
	body := "SELECT pg_read_file(''" + k.clock() + "'')::bigint"
	if asked {
		body = "SELECT asked"
	}
	return fmt.Sprintf("CREATE OR REPLACE FUNCTION %s.moto_clock(asked bigint) RETURNS bigint LANGUAGE sql VOLATILE AS '%s'", at.Schema, body)
}

func (s *Instance) clock() string { return filepath.Join(s.Folder, "clock") }

func (s *Instance) ballast() string { return filepath.Join(s.Folder, "data", "ballast") }

// fill leaves no room on the server's disk.
func (s *Instance) fill() error {
	if !s.small {
		return errors.New("the server has no disk of its own")
	}
	file, err := os.OpenFile(s.ballast(), os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600)
	if err != nil {
		return err
	}
	for piece := make([]byte, 1<<16); len(piece) > 0; {
		if _, err := file.Write(piece); err != nil {
			piece = piece[:len(piece)/2] // the rest has room for less
		}
	}
	return file.Close()
}

// revive starts the server if it has ended, and waits until it accepts connections.
func (s *Instance) revive() error {
	db, err := s.plain()
	if err != nil {
		return err
	}
	defer db.Close() //nolint:errcheck // it was only asked
	var said *pgconn.PgError
	if err := db.PingContext(context.Background()); err == nil || errors.As(err, &said) {
		return s.ready()
	}
	return s.Restart()
}
