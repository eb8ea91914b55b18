package interlock

import (
	"context"
	"time"

	"motoconsole/internal/panics"
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
	if panics.Caught(i.o.Log, "the recording of a call", i.toTheEnd) {
		i.fallen()
	}
	i.working = false
	if !i.resting {
		close(i.rest)
	}
	i.resting = false
}

// toTheEnd does the work of run. The caller holds the lock.
func (i *Interlock) toTheEnd() {
	for tries := 0; ; {
		switch i.view.State {
		case Pausing:
			tries = 0
			i.pauseOnce()
		case Resuming:
			tries++
			i.resumeOnce(tries == mostTries)
		case StillPaused:
			if i.over || !i.waitAgain() && i.leftBehind() {
				return
			}
		default:
			return
		}
	}
}

// fallen says what is known after a defect: nothing. The fields stay closed.
func (i *Interlock) fallen() {
	i.looks = nil
	switch i.view.State {
	case Pausing:
		i.note("not proved to be paused: a defect of moto")
		i.set(View{State: Unproved, Says: "A defect of moto kept it from asking the recorder: tell a supervisor."})
	case Resuming, StillPaused:
		i.note("not resumed: a defect of moto")
		i.set(View{State: StillPaused, Says: "moto cannot tell whether the call is recorded again. A defect kept it from asking the recorder: tell a supervisor."})
	default:
	}
}

// unlocked runs what waits, without the lock.
func (i *Interlock) unlocked(wait func()) {
	i.mu.Unlock()
	defer i.mu.Lock()
	wait()
}

// alone runs what asks the recorder while no other console asks it about the same recording.
func (i *Interlock) alone(ask func()) error {
	if i.o.Guard == nil {
		ask()
		return nil
	}
	unlock, err := i.o.Guard.Alone(i.ctx)
	if err != nil {
		return err
	}
	defer unlock()
	ask()
	return nil
}

// pauseOnce asks for a pause. If the agent wants something else by then, only the journal
// has the answer.
func (i *Interlock) pauseOnce() {
	ctx, cancel := context.WithCancel(i.ctx)
	defer cancel()
	i.looks = cancel
	var answer recorder.Answer
	held := false
	i.unlocked(func() {
		_ = i.alone(func() { // nothing is held then
			if held = i.o.Guard == nil || i.o.Guard.Hold() == nil; held {
				answer = i.o.Recorder.Pause(ctx, i.o.Call)
			}
		})
	})
	i.looks = nil
	if !held {
		answer.Says = "moto cannot make sure that the recording goes on afterwards: tell a supervisor."
	}
	i.touched = i.touched || held && !answer.Unfit
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

// resumeOnce asks the recorder to go on, for the last time or not. Where it was never asked to
// pause, there is nothing to ask.
func (i *Interlock) resumeOnce(last bool) {
	answer, ours := recorder.Answer{Verdict: recorder.Proved}, true
	if i.touched {
		i.unlocked(func() {
			if i.alone(func() {
				if ours = i.o.Guard == nil || i.o.Guard.Begin(); ours {
					answer = i.o.Recorder.Resume(i.ctx, i.o.Call)
				}
			}) != nil {
				answer = recorder.Answer{Says: "moto cannot tell whether another console is asking the recorder."}
			}
		})
	}
	switch {
	case !i.touched:
	case !ours:
		i.note("left paused: another console of the agent keeps it paused")
	case answer.Verdict == recorder.Proved:
		i.note("resumed: the recorder says so (" + answer.Status + ")")
	case answer.Verdict == recorder.Asked:
		i.note("asked to go on" + inBrackets(answer.Status))
	default:
		i.notResumed(answer, last || answer.Unfit)
		return
	}
	i.touched, i.sure, i.failed = false, false, ""
	i.goesOn(View{Asked: answer.Verdict == recorder.Asked})
}

// notResumed says what the recorder answered, and notes it when it is news. At the end of all
// tries moto gives up: the call is over, or a person has to resume it.
func (i *Interlock) notResumed(answer recorder.Answer, end bool) {
	result := "not resumed" + inBrackets(answer.Status) + ": " + answer.Says
	if result != i.failed {
		i.note(result)
	}
	i.failed = result
	says := "The recording is still paused. "
	if !i.sure {
		says = "moto cannot tell whether the call is recorded again. "
	}
	if i.view.State != Resuming {
		return
	}
	if !end {
		i.set(View{State: StillPaused, Says: says + answer.Says + " moto tries again."})
		return
	}
	i.note("not resumed: moto does not try again")
	i.failed, i.over = "", true
	i.goesOn(View{State: StillPaused, Says: says + answer.Says + " moto does not try again: tell a supervisor."})
}

// goesOn shows the end of a resume, after the guard is told, unless the agent wants a pause
// again by then. What the guard does may wait for a file.
func (i *Interlock) goesOn(v View) {
	if i.view.State != Resuming {
		return
	}
	if i.o.Guard != nil {
		i.unlocked(i.o.Guard.Release)
	}
	if i.view.State == Resuming {
		i.set(v)
	}
}

// waitAgain waits before the next try to resume, and reports false once the session or the
// process ends: another process resumes it then.
func (i *Interlock) waitAgain() bool {
	select { // what was set before the wait began
	case <-i.kick:
	default:
	}
	if i.closed {
		return false
	}
	i.resting = true
	close(i.rest)
	ended := false
	i.unlocked(func() {
		timer := time.NewTimer(again)
		defer timer.Stop()
		select {
		case <-timer.C:
		case <-i.kick:
		case <-i.ctx.Done():
			ended = true
		}
	})
	if ended || i.closed && i.view.State == StillPaused {
		return false
	}
	i.resting, i.rest = false, make(chan struct{})
	if i.view.State == StillPaused {
		i.view = View{State: Resuming, Says: i.view.Says}
	}
	return true
}

// leftBehind leaves a recording that did not go on to the processes that look for such, and
// reports false if it is wanted otherwise by then.
func (i *Interlock) leftBehind() bool {
	if i.closed && i.o.Guard != nil {
		i.unlocked(i.o.Guard.Close) // Close may have been faster than the last try
	}
	return i.view.State == StillPaused
}

// inBrackets is a status after a text.
func inBrackets(status string) string {
	if status == "" {
		return ""
	}
	return " (" + status + ")"
}
