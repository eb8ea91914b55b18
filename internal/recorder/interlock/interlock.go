// Package interlock decides when the fields of a card may be typed into: while the recording
// of the call is proved to be paused, or by a supervisor's word. It is the recorder's side of
// one session. It asks the recorder in the background, one request at a time, and asks it to
// go on again after whatever it may have done.
//
// Where the agent is lost, the caller may be saying the code just then. So the recording
// stays paused for a while, and then goes on unless the agent came back to keep it paused.
package interlock

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"motoconsole/internal/recorder"
)

// State is what is known of the recording.
type State int

// The states. Card fields are open in Paused and Overridden alone.
const (
	Recording   State = iota // nothing is asked for
	Pausing                  // the recorder is being asked
	ByHand                   // the agent has to press a code, and say so
	Unproved                 // it was asked, and nothing proves the pause
	Paused                   // proved, or by the agent's word where that counts
	Overridden               // open although nothing proves the pause
	Resuming                 // the recorder is being asked to go on
	StillPaused              // it did not go on; it is asked again
	Left                     // the agent was lost while the recording was paused
)

const (
	// again is the time between two tries to resume, and mostTries how many there are: a call
	// is over by then.
	again     = 10 * time.Second
	mostTries = 60
)

// Asker is a recorder.
type Asker interface {
	Pause(context.Context, recorder.Call) recorder.Answer
	Resume(context.Context, recorder.Call) recorder.Answer
}

// Guard sees to it that the recording goes on even if this process ends.
type Guard interface {
	// Alone waits until no other console asks about the same recording, and has none do so
	// until it is unlocked. Hold and Begin are called within.
	Alone(context.Context) (unlock func(), err error)
	// Hold is called before the recorder is asked to pause, and Release after it has gone on.
	Hold() error
	Release()
	// Begin is called before the recorder is asked to go on. It reports false if another
	// console keeps the same recording paused, or has taken it over.
	Begin() bool
	// Close is called when the session ends.
	Close()
}

// Options make an Interlock.
type Options struct {
	Recorder Asker
	Settings recorder.Settings
	Call     recorder.Call
	// Note records an event. It must not wait.
	Note  func(result string)
	Guard Guard // nil: none
	Log   *slog.Logger
}

// View is what the agent is shown.
type View struct {
	State State
	Says  string // why, as sentences; "" where there is nothing to say
	// MayConfirm says that the agent's own word opens the fields.
	MayConfirm bool
	// Asked says that the recorder was asked to go on, and does not say whether it does.
	Asked bool
	// Due is when the recording goes on by itself, in Left.
	Due time.Time
}

// Interlock is the recording of one session's calls.
type Interlock struct {
	o     Options
	ctx   context.Context // ends with the process
	ready chan struct{}

	mu      sync.Mutex
	view    View
	touched bool   // the recorder was asked to pause, and has not gone on since
	sure    bool   // it accepted that
	failed  string // the newest refusal to go on, as it was noted
	looks   context.CancelFunc
	working bool
	resting bool          // rest is closed although the work goes on: it waits between two tries
	over    bool          // no more tries to resume
	closed  bool          // the session has ended
	kick    chan struct{} // holds a token when a wait between tries is over early
	rest    chan struct{} // closed when no request is under way
	loss    *time.Timer
}

// New makes the interlock of a session. What it does ends with the context of the process.
func New(ctx context.Context, o Options) *Interlock {
	i := &Interlock{o: o, ctx: ctx, ready: make(chan struct{}, 1), kick: make(chan struct{}, 1), rest: make(chan struct{})}
	close(i.rest)
	return i
}

// Ready receives when the view has changed.
func (i *Interlock) Ready() <-chan struct{} { return i.ready }

// Look is what is known now.
func (i *Interlock) Look() View {
	i.mu.Lock()
	defer i.mu.Unlock()
	return i.view
}

// Open reports that card fields may be typed into.
func (i *Interlock) Open() bool {
	state := i.Look().State
	return state == Paused || state == Overridden
}

// Codes are what the agent presses, where only that pauses the recording; "" elsewhere.
func (i *Interlock) Codes() (pause, resume string) {
	return i.o.Settings.PauseCode, i.o.Settings.ResumeCode
}

// Pause asks for a pause, again for each payment. It does nothing while one is asked for.
func (i *Interlock) Pause() {
	i.mu.Lock()
	defer i.mu.Unlock()
	switch i.view.State {
	case Pausing, ByHand, Paused, Overridden:
		return
	default:
	}
	i.stopLoss()
	i.over = false
	if i.o.Settings.Mode == recorder.ByHand {
		i.set(View{State: ByHand, MayConfirm: true})
		return
	}
	i.set(View{State: Pausing})
	i.work()
}

// Confirm opens the fields by the agent's word, where that counts.
func (i *Interlock) Confirm() {
	i.mu.Lock()
	defer i.mu.Unlock()
	if i.view.MayConfirm {
		i.touched, i.sure = true, true
		i.set(View{State: Paused})
		i.note("paused: the agent says so")
	}
}

// Override opens the fields although nothing proves a pause. The caller has checked the
// agent's right.
func (i *Interlock) Override() {
	i.mu.Lock()
	defer i.mu.Unlock()
	if i.view.State == Unproved || i.view.State == ByHand {
		i.touched = true
		i.set(View{State: Overridden})
		i.note("not proved to be paused: the card is taken all the same, by the right override_recorder")
	}
}

// Resume closes the fields and asks the recorder to go on. It says what the agent has to do
// for that; "" for nothing.
func (i *Interlock) Resume() (says string) {
	i.mu.Lock()
	defer i.mu.Unlock()
	return i.resume()
}

func (i *Interlock) resume() (says string) {
	i.stopLoss()
	switch i.view.State {
	case Recording, Resuming, StillPaused:
		return ""
	default:
	}
	if i.o.Settings.Mode == recorder.ByHand {
		was := i.touched
		i.touched, i.sure = false, false
		i.set(View{})
		if was {
			i.note("to be resumed by hand: the agent was told so")
			says = "Resume the recording: press " + i.o.Settings.ResumeCode + " on your telephone."
		}
		return says
	}
	i.over = false
	i.set(View{State: Resuming})
	i.lookNoMore()
	i.work()
	return ""
}

// lookNoMore ends the looks at the recorder for a pause that is not wanted any more.
func (i *Interlock) lookNoMore() {
	if i.looks != nil {
		i.looks()
	}
}

// Close ends the session: what goes on after a loss does, and what could not be resumed is left
// to the processes that look for it. It waits until no request is under way, or the context
// ends.
func (i *Interlock) Close(ctx context.Context) {
	i.mu.Lock()
	i.closed = true
	rest := i.rest
	select {
	case i.kick <- struct{}{}:
	default:
	}
	i.mu.Unlock()
	select {
	case <-rest:
	case <-ctx.Done():
	}
	if i.o.Guard != nil {
		i.o.Guard.Close()
	}
}

// set changes the view. The caller holds the lock.
func (i *Interlock) set(v View) {
	i.view = v
	select {
	case i.ready <- struct{}{}:
	default:
	}
	select {
	case i.kick <- struct{}{}:
	default:
	}
}

func (i *Interlock) note(result string) { i.o.Note("recording " + result) }
