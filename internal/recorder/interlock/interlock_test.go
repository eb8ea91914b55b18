package interlock

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"motoconsole/internal/recorder"
)

// fake is a recorder that takes half a second for each answer.
type fake struct {
	mu      sync.Mutex
	asked   []string
	under   int
	overlap bool
	pauses  []recorder.Answer // the next ones; proved when there are none left
	resumes []recorder.Answer
	paused  bool
	guard   *guarded
	crowded bool // it was asked while another console might ask it
}

var (
	proved  = recorder.Answer{Verdict: recorder.Proved, Status: "status 200"}
	asked   = recorder.Answer{Verdict: recorder.Asked, Status: "status 202", Says: "It does not say."}
	refused = recorder.Answer{Status: "status 500", Says: "It failed."}
)

func (f *fake) do(what string, from *[]recorder.Answer) recorder.Answer {
	f.mu.Lock()
	f.under++
	f.overlap = f.overlap || f.under > 1
	f.crowded = f.crowded || !f.guard.alone()
	f.asked = append(f.asked, what)
	answer := proved
	if len(*from) > 0 {
		answer, *from = (*from)[0], (*from)[1:]
	}
	f.mu.Unlock()
	time.Sleep(500 * time.Millisecond)
	f.mu.Lock()
	defer f.mu.Unlock()
	f.under--
	if answer.Verdict == recorder.Proved {
		f.paused = what == "pause"
	}
	return answer
}

func (f *fake) Pause(context.Context, recorder.Call) recorder.Answer { return f.do("pause", &f.pauses) }

func (f *fake) Resume(context.Context, recorder.Call) recorder.Answer {
	return f.do("resume", &f.resumes)
}

func (f *fake) requests() []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Clone(f.asked)
}

// guarded counts what a guard is told.
type guarded struct {
	mu     sync.Mutex
	told   []string
	err    error
	shared bool
	inside bool
}

func (g *guarded) tell(what string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.told = append(g.told, what)
}
func (g *guarded) Hold() error { g.tell("hold"); return g.err }
func (g *guarded) Begin() bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	return !g.shared
}

func (g *guarded) Alone(context.Context) (func(), error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.inside = true
	return func() {
		g.mu.Lock()
		defer g.mu.Unlock()
		g.inside = false
	}, nil
}

// alone reports that no other console may ask the recorder.
func (g *guarded) alone() bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.inside
}
func (g *guarded) Close()   { g.tell("close") }
func (g *guarded) Release() { g.tell("release") }

// bench is an interlock in a bubble of time, with what it noted.
type bench struct {
	*Interlock
	fake  *fake
	guard *guarded
	began time.Time
	mu    sync.Mutex
	notes []string
}

func begun(t *testing.T, s recorder.Settings) *bench {
	t.Helper()
	guard := &guarded{}
	b := &bench{fake: &fake{guard: guard}, guard: guard, began: time.Now()}
	s.AfterLoss = time.Minute
	if s.Mode == recorder.Off {
		s.Mode = recorder.ByHTTP
	}
	b.Interlock = New(t.Context(), Options{Recorder: b.fake, Settings: s, Guard: b.guard, Note: func(result string) {
		b.mu.Lock()
		defer b.mu.Unlock()
		b.notes = append(b.notes, fmt.Sprintf("%v %s", time.Since(b.began), result))
	}})
	return b
}

// wait waits until no request is under way.
func (b *bench) wait() {
	b.Interlock.mu.Lock()
	rest := b.rest
	b.Interlock.mu.Unlock()
	<-rest
}

// in waits for a while and compares the state then.
func (b *bench) in(t *testing.T, d time.Duration, want State) {
	t.Helper()
	time.Sleep(d)
	synctest.Wait()
	if got := b.Look(); got.State != want || b.Open() != (want == Paused || want == Overridden) {
		t.Errorf("after %v: %+v, open %v, want state %v", time.Since(b.began), got, b.Open(), want)
	}
}

func (b *bench) noted(t *testing.T, want ...string) {
	t.Helper()
	b.mu.Lock()
	defer b.mu.Unlock()
	if !slices.Equal(b.notes, want) {
		t.Errorf("noted %q, want %q", b.notes, want)
	}
}

// TestOnePayment: open from the proof to the resume, and proved again for the next payment.
func TestOnePayment(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := begun(t, recorder.Settings{})
		b.in(t, 0, Recording)
		b.Pause()
		b.Pause()
		b.in(t, 499*time.Millisecond, Pausing)
		b.in(t, time.Millisecond, Paused)
		b.Resume()
		b.in(t, 0, Resuming)
		b.in(t, 500*time.Millisecond, Recording)
		b.fake.pauses = []recorder.Answer{refused}
		b.Pause()
		b.in(t, 500*time.Millisecond, Unproved)
		if says := b.Look().Says; says != "It failed." {
			t.Error(says)
		}
		b.Confirm() // not after a refusal
		b.in(t, 0, Unproved)
		b.Pause()
		b.in(t, 500*time.Millisecond, Paused)
		b.Resume()
		b.wait()
		b.in(t, 0, Recording)
		b.noted(t, "500ms recording paused: the recorder says so (status 200)", "1s recording resumed: the recorder says so (status 200)",
			"1.5s recording not proved to be paused (status 500): It failed.", "2s recording paused: the recorder says so (status 200)", "2.5s recording resumed: the recorder says so (status 200)")
		if !slices.Equal(b.guard.told, []string{"hold", "release", "hold", "hold", "release"}) {
			t.Errorf("%q", b.guard.told)
		}
	})
}

// TestAskedIsNotPaused: an accepted pause opens nothing, unless the agent may say so.
func TestAskedIsNotPaused(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for _, may := range []bool{false, true} {
			b := begun(t, recorder.Settings{Unconfirmed: may})
			b.fake.pauses = []recorder.Answer{asked}
			b.Pause()
			b.in(t, 500*time.Millisecond, Unproved)
			if b.Look().MayConfirm != may {
				t.Errorf("%+v", b.Look())
			}
			b.Confirm()
			want := Unproved
			if may {
				want = Paused
			}
			b.in(t, 0, want)
			b.Resume()
			b.in(t, 500*time.Millisecond, Recording)
			if got := b.fake.requests(); !slices.Equal(got, []string{"pause", "resume"}) {
				t.Errorf("%q: what was asked for may have been done, so it is undone", got)
			}
		}
	})
}

// TestOverride: a supervisor's word opens the fields, and is noted.
func TestOverride(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := begun(t, recorder.Settings{})
		b.Override()
		b.in(t, 0, Recording)
		b.fake.pauses = []recorder.Answer{refused}
		b.Pause()
		b.Override()
		b.in(t, 500*time.Millisecond, Unproved)
		b.Override()
		b.in(t, 0, Overridden)
		b.Resume()
		b.in(t, 500*time.Millisecond, Recording)
		b.noted(t, "500ms recording not proved to be paused (status 500): It failed.",
			"500ms recording not proved to be paused: the card is taken all the same, by the right override_recorder",
			"1s recording resumed: the recorder says so (status 200)")
	})
}

// TestDiscardedWhileAsked: the resume follows the pause that is under way, and does not
// overtake it; and the other way round.
func TestDiscardedWhileAsked(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := begun(t, recorder.Settings{})
		b.Pause()
		b.in(t, 100*time.Millisecond, Pausing)
		b.Resume()
		b.in(t, 0, Resuming)
		b.in(t, 500*time.Millisecond, Resuming)
		b.Pause() // the next caller is fast
		b.in(t, 0, Pausing)
		b.in(t, 400*time.Millisecond, Pausing)
		b.in(t, 500*time.Millisecond, Paused)
		if got := b.fake.requests(); !slices.Equal(got, []string{"pause", "resume", "pause"}) || b.fake.overlap {
			t.Errorf("%q, overlapping %v", got, b.fake.overlap)
		}
		if !slices.Equal(b.guard.told, []string{"hold", "hold"}) {
			t.Errorf("%q", b.guard.told)
		}
	})
}

// TestResumeFails: it is tried again until it succeeds, and said. The next payment does not
// wait for that.
func TestResumeFails(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := begun(t, recorder.Settings{})
		b.fake.resumes = []recorder.Answer{refused, refused, refused}
		b.Pause()
		b.in(t, time.Second, Paused)
		b.Resume()
		b.wait()
		b.in(t, 0, StillPaused)
		if says := b.Look().Says; says != "The recording is still paused. It failed. moto tries again." {
			t.Error(says)
		}
		b.in(t, 9*time.Second, StillPaused)
		b.in(t, 1200*time.Millisecond, Resuming)
		b.in(t, 500*time.Millisecond, StillPaused)
		b.Pause()
		b.in(t, 500*time.Millisecond, Paused)
		b.Resume()
		b.in(t, 500*time.Millisecond, StillPaused)
		b.in(t, 10500*time.Millisecond, Recording)
		if !slices.Equal(b.guard.told, []string{"hold", "hold", "release"}) {
			t.Errorf("%q", b.guard.told)
		}
		b.in(t, time.Hour, Recording)
		if n := len(b.fake.requests()); n != 6 {
			t.Errorf("%q", b.fake.requests())
		}
	})
}

// TestLost: the recording goes on a minute after the agent was lost, and not sooner.
func TestLost(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := begun(t, recorder.Settings{})
		b.Lost() // nothing is paused
		b.in(t, 0, Recording)
		b.Pause()
		b.in(t, 500*time.Millisecond, Paused)
		b.Lost()
		b.Lost()
		b.in(t, 59*time.Second, Left)
		if due := b.Look().Due.Sub(b.began); due != 60500*time.Millisecond {
			t.Errorf("due after %v", due)
		}
		if n := len(b.fake.requests()); n != 1 {
			t.Errorf("%d requests", n)
		}
		b.in(t, 1500*time.Millisecond, Recording)
		b.noted(t, "500ms recording paused: the recorder says so (status 200)", "500ms recording left paused: the agent was lost; it goes on in 1m0s",
			"1m1s recording resumed: the recorder says so (status 200)")
	})
}

// TestLostWhileAsked: an answer that comes after the agent was lost opens nothing.
func TestLostWhileAsked(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := begun(t, recorder.Settings{})
		b.Pause()
		b.Lost()
		b.in(t, time.Second, Left)
		b.in(t, time.Minute, Recording)
	})
}

// TestKeptPaused: the agent who comes back may keep the recording paused; it is proved again.
func TestKeptPaused(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := begun(t, recorder.Settings{})
		b.Stay() // nothing to keep
		b.in(t, 0, Recording)
		b.Pause()
		b.in(t, 500*time.Millisecond, Paused)
		b.Lost()
		b.in(t, 30*time.Second, Left)
		b.fake.pauses = []recorder.Answer{refused}
		b.Stay()
		b.in(t, 500*time.Millisecond, Unproved)
		b.in(t, time.Hour, Unproved)
		if got := b.fake.requests(); !slices.Equal(got, []string{"pause", "pause"}) {
			t.Errorf("%q", got)
		}
		b.Resume()
		b.in(t, time.Second, Recording)
	})
}

// TestAdopt: what an earlier console left paused goes on after what is left of its time.
func TestAdopt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := begun(t, recorder.Settings{})
		b.Adopt(20 * time.Second)
		b.in(t, 19*time.Second, Left)
		b.in(t, 2*time.Second, Recording)
		if got := b.fake.requests(); !slices.Equal(got, []string{"resume"}) {
			t.Errorf("%q", got)
		}
		b.Adopt(time.Hour)
		b.in(t, 61*time.Second, Recording)
	})
}

// TestByHand: only the agent's word counts, and the agent is told to undo it.
func TestByHand(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := begun(t, recorder.Settings{Mode: recorder.ByHand, PauseCode: "*1", ResumeCode: "#1"})
		b.Pause()
		b.in(t, time.Hour, ByHand)
		if says := b.Resume(); says != "" { // nothing was pressed
			t.Error(says)
		}
		b.Pause()
		b.Confirm()
		b.in(t, 0, Paused)
		if says := b.Resume(); says != "Resume the recording: press #1 on your telephone." {
			t.Error(says)
		}
		b.in(t, 0, Recording)
		b.Pause()
		b.Confirm()
		b.Lost()
		b.in(t, 0, Recording)
		b.noted(t, "1h0m0s recording paused: the agent says so", "1h0m0s recording to be resumed by hand: the agent was told so",
			"1h0m0s recording paused: the agent says so", "1h0m0s recording left paused: the agent was lost, and has to resume it by hand")
		if n := len(b.fake.requests()); n != 0 {
			t.Errorf("%q", b.fake.requests())
		}
	})
}

// TestGuardFails: no pause is asked for that might never be undone.
func TestGuardFails(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := begun(t, recorder.Settings{})
		b.guard.err = errors.New("no")
		b.Pause()
		b.in(t, time.Second, Unproved)
		if len(b.fake.requests()) > 0 || b.Look().Says != "moto cannot make sure that the recording goes on afterwards: tell a supervisor." {
			t.Errorf("%q %+v", b.fake.requests(), b.Look())
		}
	})
}

// TestAnyOrder: whatever the agent does and the recorder answers, requests never overlap,
// fields are open only after a proof with no resume since or by a supervisor's word, and at
// the end the recording goes on.
func TestAnyOrder(t *testing.T) {
	for seed := range uint64(300) {
		synctest.Test(t, func(t *testing.T) {
			b := begun(t, recorder.Settings{Unconfirmed: seed%2 == 0})
			r := rand.New(rand.NewPCG(seed, 0)) //nolint:gosec // a test
			for range 50 {
				b.fake.mu.Lock()
				b.fake.pauses = []recorder.Answer{[]recorder.Answer{proved, asked, refused}[r.IntN(3)]}
				b.fake.resumes = []recorder.Answer{[]recorder.Answer{proved, refused}[r.IntN(2)]}
				b.fake.mu.Unlock()
				overridden := false
				switch r.IntN(9) {
				case 0, 1, 2:
					b.Pause()
				case 3, 4:
					b.Resume()
				case 5:
					b.Lost()
				case 6:
					b.Stay()
				case 7:
					overridden = b.Look().State == Unproved
					b.Override()
				case 8:
					overridden = b.Look().MayConfirm
					b.Confirm()
				}
				if state := b.Look().State; overridden && state != Overridden && state != Paused {
					t.Errorf("seed %d: overridden, and %v", seed, state)
				}
				time.Sleep(time.Duration(r.IntN(1500)) * time.Millisecond)
				synctest.Wait()
				b.fake.mu.Lock()
				paused := b.fake.paused
				b.fake.mu.Unlock()
				if b.Look().State == Paused && !paused && seed%2 == 1 {
					t.Errorf("seed %d: open while recording", seed)
				}
			}
			b.fake.mu.Lock()
			b.fake.pauses, b.fake.resumes = nil, nil
			b.fake.mu.Unlock()
			b.Resume()
			b.in(t, time.Minute, Recording)
			if b.fake.overlap || b.fake.paused || b.fake.crowded {
				t.Errorf("seed %d: overlapping %v, paused %v, crowded %v", seed, b.fake.overlap, b.fake.paused, b.fake.crowded)
			}
		})
	}
}

// TestAnotherConsoleKeepsItPaused: a recording that another session of the agent keeps paused
// is not resumed by this one.
func TestAnotherConsoleKeepsItPaused(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := begun(t, recorder.Settings{})
		b.guard.shared = true
		b.Pause()
		b.in(t, 500*time.Millisecond, Paused)
		b.Resume()
		b.in(t, 0, Recording)
		if got := b.fake.requests(); !slices.Equal(got, []string{"pause"}) || !slices.Equal(b.guard.told, []string{"hold", "release"}) {
			t.Errorf("%q %q", got, b.guard.told)
		}
		b.noted(t, "500ms recording paused: the recorder says so (status 200)", "500ms recording left paused: another console of the agent keeps it paused")
	})
}
