package ui

import (
	"sync"
	"time"

	tea "charm.land/bubbletea/v2"

	"motoconsole/internal/panics"
)

// grace is by how much the message of the idle timer may be late before the watchdog does the
// work of it.
const grace = time.Second

// settles is how long keys do nothing after a console that was held shows its lock, or a form
// without its card: they were typed before the agent could see it.
const settles = time.Second

// watchdog wipes the card and locks the console on time while the program that shows it
// stands still. At a desk it does that while the terminal accepts no output: after
// ctrl+s, or when the line behind it is dead. Bubble Tea then waits between two updates,
// so no message reaches the console, and no code of the console runs.
type watchdog struct {
	mu      sync.Mutex // while an update, a drawing or the watchdog uses the console
	timer   *time.Timer
	over    bool          // the console has been left
	ended   chan struct{} // closed then
	left    []tea.Cmd     // what the watchdog leaves for the next update to start
	covered bool          // the terminal is shown nothing until the lock page is drawn
	drawn   bool          // the lock page is
	held    bool          // the watchdog has wiped or locked since the last update
	deaf    time.Time     // keys before this time do nothing
}

// watch lets the watchdog look after a while, unless the idle timer came first.
func (r *Root) watch(after time.Duration, watch int) {
	w := &r.watchdog
	if w.timer != nil {
		w.timer.Stop()
	}
	if !w.over {
		w.timer = time.AfterFunc(max(after, 0)+grace, func() {
			panics.Caught(r.console.Log, "the watchdog of an idle console", func() { r.overdue(watch) })
		})
	}
}

// overdue does what the idle timer would have done.
func (r *Root) overdue(watch int) {
	if r.overdueNow(watch) {
		r.console.ForgetCard()
	}
}

// overdueNow reports that there was something to do. What follows from it waits for the
// next update.
func (r *Root) overdueNow(watch int) bool {
	w := &r.watchdog
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.over || watch != r.idleWatch || r.lock != nil {
		return false
	}
	due, _ := r.due()
	r.still.forget()
	if r.lock != nil {
		// A frame of the page may wait for the terminal.
		w.covered, w.drawn = true, false
		r.console.Digits.Cover(true)
	}
	w.held = w.held || due != nil
	w.left = append(w.left, due, r.watchIdle())
	r.tellStep()
	return due != nil
}

// resumed is what the watchdog has left to do. The terminal is shown the console again
// once the frame that waits for it is the lock page.
func (r *Root) resumed() tea.Cmd {
	w := &r.watchdog
	shown := r.uncover(w.drawn || r.lock == nil)
	if w.held {
		w.held = false
		r.deafen()
	}
	left := append(w.left, shown)
	w.left = nil
	return tea.Batch(left...)
}

// uncover shows the terminal the console again, if it is time for that. What draws it takes
// the frames that were dropped for shown, so it has to begin again.
func (r *Root) uncover(now bool) tea.Cmd {
	if !r.watchdog.covered || !now {
		return nil
	}
	r.watchdog.covered = false
	r.deafen()
	r.console.Digits.Cover(false)
	return tea.ClearScreen
}

// deafen makes keys do nothing for a moment: they were typed before the agent could see
// what became of the page.
func (r *Root) deafen() { r.watchdog.deaf = r.now().Add(settles) }

// after brings a message after a while, unless the console has been left: a timer of
// minutes would keep what it was part of.
func (r *Root) after(d time.Duration, msg tea.Msg) tea.Cmd {
	timer, ended := time.NewTimer(d), r.watchdog.ended
	return func() tea.Msg {
		defer timer.Stop()
		select {
		case <-timer.C:
			return msg
		case <-ended:
			return nil
		}
	}
}

// isDeaf reports that keys were typed before the agent could see the lock.
func (r *Root) isDeaf() bool { return r.watchdog.covered || r.now().Before(r.watchdog.deaf) }

// leaveWatch ends the watch.
func (r *Root) leaveWatch() {
	if !r.watchdog.over {
		r.watchdog.over = true
		close(r.watchdog.ended)
	}
	if r.watchdog.timer != nil {
		r.watchdog.timer.Stop()
	}
}
