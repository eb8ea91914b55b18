package interlock

import (
	"time"

	"motoconsole/internal/recorder"
)

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
	i.lookNoMore()
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

func (i *Interlock) stopLoss() {
	if i.loss != nil {
		i.loss.Stop()
		i.loss = nil
	}
}
