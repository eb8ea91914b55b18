package interlock

import (
	"context"
	"time"

	"motoconsole/internal/recorder"
)

// work has the recorder brought to what the view asks for. The caller holds the lock.
func (i *Interlock) work() {
	if !i.working {
		i.working, i.rest = true, make(chan struct{})
		go i.run()
	}
}

// run asks the recorder, one request after the other, until it is as the view says.
func (i *Interlock) run() {
	i.mu.Lock()
	defer i.mu.Unlock()
	defer func() { i.working = false }()
	for {
		switch i.view.State {
		case Pausing:
			i.pauseOnce()
		case Resuming:
			i.resumeOnce()
		case StillPaused:
			if !i.waitAgain() {
				return
			}
		default:
			close(i.rest)
			return
		}
	}
}

// pauseOnce asks for a pause. If the agent wants something else by then, only the journal
// has the answer.
func (i *Interlock) pauseOnce() {
	ctx, cancel := context.WithCancel(i.ctx)
	defer cancel()
	i.looks, i.touched = cancel, true
	i.mu.Unlock()
	var answer recorder.Answer
	if i.o.Guard == nil || i.o.Guard.Hold() == nil {
		answer = i.o.Recorder.Pause(ctx, i.o.Call)
	} else {
		answer.Says = "moto cannot make sure that the recording goes on afterwards: tell a supervisor."
	}
	i.mu.Lock()
	i.looks = nil
	i.sure = i.sure || answer.Verdict != recorder.Refused
	next := View{State: Unproved, Says: answer.Says, MayConfirm: answer.Verdict == recorder.Asked && i.o.Settings.Unconfirmed}
	if answer.Verdict == recorder.Proved {
		next = View{State: Paused}
		i.note("paused: the recorder says so (" + answer.Status + ")")
	} else {
		i.note("not proved to be paused" + inBrackets(answer.Status) + ": " + answer.Says)
	}
	if i.view.State == Pausing {
		i.set(next)
	}
}

// resumeOnce asks the recorder to go on.
func (i *Interlock) resumeOnce() {
	i.mu.Unlock()
	answer, shared := recorder.Answer{Verdict: recorder.Proved}, i.o.Guard != nil && i.o.Guard.Shared()
	if !shared {
		answer = i.o.Recorder.Resume(i.ctx, i.o.Call)
	}
	i.mu.Lock()
	switch answer.Verdict {
	case recorder.Refused:
		i.note("not resumed" + inBrackets(answer.Status) + ": " + answer.Says)
		says := "The recording is still paused. "
		if !i.sure {
			says = "moto cannot tell whether the call is recorded again. "
		}
		if i.view.State == Resuming {
			i.set(View{State: StillPaused, Says: says + answer.Says + " moto tries again."})
		}
		return
	case recorder.Asked:
		i.note("asked to go on" + inBrackets(answer.Status))
	case recorder.Proved:
		if shared {
			i.note("left paused: another console of the agent keeps it paused")
			break
		}
		i.note("resumed: the recorder says so (" + answer.Status + ")")
	}
	i.touched, i.sure = false, false
	if i.view.State == Resuming {
		i.set(View{})
		if i.o.Guard != nil {
			i.o.Guard.Release()
		}
	}
}

// waitAgain waits before the next try to resume, and reports false once the process ends.
func (i *Interlock) waitAgain() bool {
	select { // what was set before the wait began
	case <-i.kick:
	default:
	}
	rest := i.rest
	close(rest)
	i.mu.Unlock()
	timer := time.NewTimer(again)
	defer timer.Stop()
	ended := false
	select {
	case <-timer.C:
	case <-i.kick:
	case <-i.ctx.Done():
		ended = true
	}
	i.mu.Lock()
	if ended {
		return false
	}
	i.rest = make(chan struct{})
	if i.view.State == StillPaused {
		i.view = View{State: Resuming, Says: i.view.Says}
	}
	return true
}

// inBrackets is a status after a text.
func inBrackets(status string) string {
	if status == "" {
		return ""
	}
	return " (" + status + ")"
}
