package postgres

import (
	"context"
	"math/rand/v2"
	"time"

	"github.com/jackc/pgx/v5"
)

const (
	// Listeners is the application name of the connection that hears of changes.
	Listeners = "moto news"

	soonAgain = 250 * time.Millisecond
	lateAgain = 30 * time.Second
)

// Listen hears of changes of the journal, which any host has committed, until the context
// ends. It calls heard with true as soon as it listens and after each change, and with
// false when it may miss the next one. A loss of the connection is mended with back-off. A
// change may have been missed in between, so after true the caller looks at the journal.
// Several changes may be told as one.
func (s Server) Listen(ctx context.Context, heard func(listening bool)) {
	pause := soonAgain
	for ctx.Err() == nil {
		began := time.Now()
		s.listen(ctx, heard)
		if time.Since(began) > lateAgain {
			pause = soonAgain
		}
		// The consoles of a floor do not all come back in the same moment.
		timer := time.NewTimer(pause/2 + rand.N(pause)) //nolint:gosec // nothing secret
		select {
		case <-ctx.Done():
		case <-timer.C:
		}
		timer.Stop()
		pause = min(2*pause, lateAgain)
	}
}

// listen is Listen on one connection, which is used for nothing else: it neither waits for
// a write nor keeps one waiting.
func (s Server) listen(ctx context.Context, heard func(listening bool)) {
	config, err := s.config(toListen)
	if err != nil {
		return
	}
	begin, cancel := context.WithTimeout(ctx, Patience)
	defer cancel()
	conn, err := pgx.ConnectConfig(begin, config)
	if err != nil {
		return
	}
	defer func() {
		end, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
		defer cancel()
		_ = conn.Close(end) // it has nothing to lose
	}()
	if _, err := conn.Exec(begin, "LISTEN "+quote(s.Schema)); err != nil {
		return
	}
	defer heard(false)
	for err == nil {
		heard(true)
		_, err = conn.WaitForNotification(ctx)
	}
}
