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

// again is the time between two tries to resume.
const again = 10 * time.Second

// Asker is a recorder.
type Asker interface {
	Pause(context.Context, recorder.Call) recorder.Answer
	Resume(context.Context, recorder.Call) recorder.Answer
}

// Guard sees to it that the recording goes on even if this process ends.
type Guard interface {
	// Hold is called before the recorder is asked to pause, and Release after it has gone on.
	Hold() error
	Release()
	// Shared reports that another session keeps the same recording paused.
	Shared() bool
}

// Options make an Interlock.
type Options struct {
	Recorder Asker
	Settings recorder.Settings
	Call     recorder.Call
	// Note records an event. It must not wait.
	Note  func(result string)
	Guard Guard // nil: none
}

// View is what the agent is shown.
type View struct {
	State State
	Says  string // why, as sentences; "" where there is nothing to say
	// MayConfirm says that the agent's own word opens the fields.
	MayConfirm bool
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
	touched bool // the recorder was asked to pause, and has not gone on since
	sure    bool // it accepted that
	looks   context.CancelFunc
	working bool
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
	i.set(View{State: Resuming})
	if i.looks != nil {
		i.looks()
	}
	i.work()
	return ""
}

// Lost closes the fields, because no agent is at the console any more. The recording goes on
// after the time for that, unless the agent comes back and keeps it paused.
func (i *Interlock) Lost() {
	i.mu.Lock()
	defer i.mu.Unlock()
	switch i.view.State {
	case Recording, Resuming, StillPaused, Left:
		return
	default:
	}
	if i.o.Settings.Mode == recorder.ByHand {
		if i.touched {
			i.note("left paused: the agent was lost, and has to resume it by hand")
		}
		i.touched = false
		i.set(View{})
		return
	}
	i.note("left paused: the agent was lost; it goes on in " + i.o.Settings.AfterLoss.String())
	i.leave(i.o.Settings.AfterLoss)
}

// Adopt takes over a recording that an earlier console left paused, and that goes on after a
// while.
func (i *Interlock) Adopt(after time.Duration) {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.touched, i.sure = true, true
	i.leave(min(max(after, 0), i.o.Settings.AfterLoss))
}

func (i *Interlock) leave(after time.Duration) {
	i.set(View{State: Left, Due: time.Now().Add(after)})
	i.loss = time.AfterFunc(after, func() {
		i.mu.Lock()
		defer i.mu.Unlock()
		if i.view.State == Left {
			i.resume()
		}
	})
}

// Stay keeps paused what was left paused, and has it proved again.
func (i *Interlock) Stay() {
	if i.Look().State == Left {
		i.o.Note("recording kept paused: the agent came back")
		i.Pause()
	}
}

// Wait waits until no request is under way.
func (i *Interlock) Wait() {
	i.mu.Lock()
	rest := i.rest
	i.mu.Unlock()
	<-rest
}

func (i *Interlock) stopLoss() {
	if i.loss != nil {
		i.loss.Stop()
		i.loss = nil
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
