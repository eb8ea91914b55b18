package interlock

import (
	"context"
	"io"
	"log/slog"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"motoconsole/internal/recorder"
)

// TestTheTriesEnd: a recorder that refuses to go on is asked for ten minutes. The journal has
// the first refusal, a changed one and the end.
func TestTheTriesEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := begun(t, recorder.Settings{})
		other := recorder.Answer{Status: "status 503", Says: "It is away."}
		b.fake.resumes = slices.Concat([]recorder.Answer{refused, refused, refused, other}, slices.Repeat([]recorder.Answer{refused}, 100))
		b.Pause()
		b.in(t, time.Second, Paused)
		b.Resume()
		b.in(t, time.Hour, StillPaused)
		if says := b.Look().Says; says != "The recording is still paused. It failed. moto does not try again: tell a supervisor." {
			t.Error(says)
		}
		if n := len(b.fake.requests()); n != 1+mostTries {
			t.Errorf("%d requests", n)
		}
		first, changed := "not resumed (status 500): It failed.", "not resumed (status 503): It is away."
		b.noted(t, "500ms recording paused: the recorder says so (status 200)", "1.5s recording "+first, "33s recording "+changed, "43.5s recording "+first, "10m21s recording not resumed: moto does not try again")
		if !slices.Equal(b.guard.told, []string{"hold", "release"}) {
			t.Errorf("%q", b.guard.told)
		}
		b.fake.resumes = nil
		b.Pause()
		b.in(t, time.Second, Paused)
		b.Resume()
		b.in(t, time.Second, Recording)
	})
}

// TestNothingToAsk: a call that cannot be named to the recorder is asked about once, and there
// is nothing to undo.
func TestNothingToAsk(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := begun(t, recorder.Settings{})
		b.fake.pauses = []recorder.Answer{{Says: "The extension is not set.", Unfit: true}}
		b.Pause()
		b.in(t, time.Second, Unproved)
		b.Resume()
		b.in(t, time.Hour, Recording)
		if got := b.fake.requests(); !slices.Equal(got, []string{"pause"}) || !slices.Equal(b.guard.told, []string{"hold", "release"}) {
			t.Errorf("%q %q", got, b.guard.told)
		}
		b.fake.resumes = []recorder.Answer{{Says: "The name is not fit.", Unfit: true}}
		b.Pause()
		b.in(t, time.Second, Paused)
		b.Resume()
		b.in(t, time.Hour, StillPaused)
		if n := len(b.fake.requests()); n != 3 {
			t.Errorf("%d requests", n)
		}
	})
}

// refusing is paused, and asks to go on a recorder that refuses.
func refusing(t *testing.T) *bench {
	t.Helper()
	b := begun(t, recorder.Settings{})
	b.fake.resumes = slices.Repeat([]recorder.Answer{refused}, 100)
	b.Pause()
	b.in(t, time.Second, Paused)
	b.Resume()
	return b
}

// TestTheSessionEnds: what does not go on is left to the processes that look for it.
func TestTheSessionEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := refusing(t)
		b.in(t, 15*time.Second, StillPaused)
		asked := len(b.fake.requests())
		b.Close(t.Context())
		b.in(t, time.Hour, StillPaused)
		if n := len(b.fake.requests()); n != asked || b.guard.told[len(b.guard.told)-1] != "close" {
			t.Errorf("%d requests after the end, %q", n-asked, b.guard.told)
		}
	})
}

// TestTheSessionEndsMeanwhile: the end of a session waits for a recorder for as long as it is
// told. A refusal that comes later is left to the others too, and is the last try.
func TestTheSessionEndsMeanwhile(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := refusing(t)
		began := time.Now()
		ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
		defer cancel()
		if b.Close(ctx); time.Since(began) != 100*time.Millisecond {
			t.Errorf("the end took %v", time.Since(began))
		}
		b.in(t, time.Hour, StillPaused)
		if got := b.fake.requests(); !slices.Equal(got, []string{"pause", "resume"}) || !slices.Equal(b.guard.told, []string{"hold", "close", "close"}) {
			t.Errorf("%q %q", got, b.guard.told)
		}
	})
}

// asker is a recorder of functions.
type asker struct {
	pause func(context.Context) recorder.Answer
}

func (a asker) Pause(ctx context.Context, _ recorder.Call) recorder.Answer { return a.pause(ctx) }

func (a asker) Resume(context.Context, recorder.Call) recorder.Answer { return proved }

func (a asker) Look(context.Context, recorder.Call) recorder.Answer { return proved }

// TestLookedAtAgain: a recording that does not stay paused closes the fields, where the recorder
// can be looked at; and another card needs another proof.
func TestLookedAtAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := begun(t, recorder.Settings{Verify: recorder.Verify{URL: "https://recorder.example"}})
		b.fake.looks = []recorder.Answer{proved, refused}
		b.LookAgain() // nothing is paused
		b.Pause()
		b.in(t, time.Second, Paused)
		b.LookAgain()
		b.in(t, time.Second, Paused)
		b.LookAgain()
		b.in(t, time.Second, Unproved)
		b.Pause()
		b.in(t, time.Second, Paused)
		b.PauseAnew()
		b.in(t, 100*time.Millisecond, Pausing)
		b.in(t, time.Second, Paused)
		b.Resume()
		b.in(t, time.Second, Recording)
		if got := b.fake.requests(); !slices.Equal(got, []string{"pause", "look", "look", "pause", "pause", "resume"}) {
			t.Errorf("%q", got)
		}
	})
}

// TestAskedToGoOn: where the recorder cannot be looked at, it is not asked again while it is
// paused, and a resume that nothing proves is not taken for one.
func TestAskedToGoOn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := begun(t, recorder.Settings{})
		b.Pause()
		b.in(t, time.Second, Paused)
		b.LookAgain()
		b.in(t, time.Second, Paused)
		b.fake.resumes = []recorder.Answer{asked}
		b.Resume()
		if b.in(t, time.Second, Recording); !b.Look().Asked {
			t.Error("a resume that nothing proves is taken for proved")
		}
		if got := b.fake.requests(); !slices.Equal(got, []string{"pause", "resume"}) {
			t.Errorf("%q", got)
		}
		b.noted(t, "500ms recording paused: the recorder says so (status 200)", "2.5s recording asked to go on (status 202)")
	})
}

// TestLooksEnd: the looks for a pause end when the agent is lost, or does not want it any more.
func TestLooksEnd(t *testing.T) {
	for name, end := range map[string]func(*Interlock){"lost": func(i *Interlock) { i.Lost() }, "discarded": func(i *Interlock) { i.Resume() }} {
		synctest.Test(t, func(t *testing.T) {
			b := begun(t, recorder.Settings{})
			looks := true
			b.o.Recorder = asker{func(ctx context.Context) recorder.Answer {
				<-ctx.Done()
				looks = false
				return refused
			}}
			b.Pause()
			b.in(t, time.Second, Pausing)
			end(b.Interlock)
			if synctest.Wait(); looks {
				t.Errorf("%s: it looks on", name)
			}
			b.Resume()
			b.in(t, time.Minute, Recording)
		})
	}
}

// TestADefect: a panic where the recorder is asked opens no field and ends no process, and the
// next pause is asked for.
func TestADefect(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := begun(t, recorder.Settings{})
		b.o.Log = slog.New(slog.NewTextHandler(io.Discard, nil))
		honest := b.o.Recorder
		b.o.Recorder = asker{func(context.Context) recorder.Answer { panic("a defect") }}
		b.Pause()
		b.in(t, time.Second, Unproved)
		b.o.Recorder = honest
		b.Pause()
		b.in(t, time.Second, Paused)
		b.Resume()
		b.in(t, time.Second, Recording)
		b.Close(t.Context())
	})
}

// slow is a guard that takes its time to release.
type slow struct {
	*guarded
	until chan struct{}
}

func (s slow) Release() { <-s.until }

// TestTheGuardWaits: the screen does not wait for the files of the guard.
func TestTheGuardWaits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := begun(t, recorder.Settings{})
		guard := slow{b.guard, make(chan struct{})}
		b.o.Guard = guard
		b.Pause()
		b.in(t, time.Second, Paused)
		b.Resume()
		b.in(t, time.Second, Resuming)
		b.Pause()
		b.in(t, time.Second, Pausing)
		close(guard.until)
		b.in(t, time.Second, Paused)
		b.Resume()
		b.in(t, time.Second, Recording)
	})
}
