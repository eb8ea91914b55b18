package floor

import (
	"context"
	"log/slog"
	"testing"
	"testing/synctest"
	"time"

	"motoconsole/internal/sshd"
)

// TestTheEndWaitsForALineThatWasTakenAway: a line that has left the seat may still be
// writing from the session's locked memory, which goes when part has returned.
func TestTheEndWaitsForALineThatWasTakenAway(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		st := &seat{floor: newFloor(Options{}), input: newInput()}
		l := &line{out: &gated{}, gone: make(chan struct{})}
		st.line = l
		st.writers.Add(1)
		if _, had := st.detach(l); !had {
			t.Fatal("the line was not there")
		}
		parted := false
		go func() {
			st.part(exitOK)
			parted = true
		}()
		synctest.Wait()
		if parted {
			t.Error("the session ended while a line might write")
		}
		st.close(l)
		if !l.out.over {
			t.Error("the line may write")
		}
		synctest.Wait()
		if !parted {
			t.Error("the session does not end")
		}
	})
}

// TestALineThatLeftEndsNothing: the end of a connection whose console has moved elsewhere
// is not the end of the session.
func TestALineThatLeftEndsNothing(t *testing.T) {
	for _, left := range []bool{true, false} {
		synctest.Test(t, func(t *testing.T) {
			st := &seat{floor: newFloor(Options{})}
			st.ctx, st.end = context.WithCancelCause(t.Context())
			l := &line{gone: make(chan struct{})}
			if !left {
				st.line = l
			}
			ctx, end := context.WithCancelCause(t.Context())
			go st.serve(ctx, &sshd.Session{}, l)
			end(sshd.ErrIdle)
			synctest.Wait()
			if ended := st.ctx.Err() != nil; ended == left {
				t.Errorf("the line has left: %v; the session has ended: %v", left, ended)
			}
			close(l.gone)
		})
	}
}

// TestTheWatchBeginsAgain after a defect has ended it.
func TestTheWatchBeginsAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFloor(Options{})
		quiet := slog.New(slog.DiscardHandler)
		f.door = &door{log: quiet, audit: quiet, version: 1}
		defects := 0
		f.after = func(d time.Duration) <-chan time.Time {
			defects++
			return time.After(d)
		}
		ctx, stop := context.WithCancel(t.Context())
		go f.watch(ctx)
		time.Sleep(3 * watchesAgain)
		stop()
		synctest.Wait()
		if defects < 2 {
			t.Errorf("it ran %d times", defects)
		}
	})
}
