package ui

import (
	"fmt"
	"time"

	tea "charm.land/bubbletea/v2"

	"motoconsole/ui/kit"
)

// idleMsg says that the agent may have been away for long enough.
type idleMsg struct{ watch int }

// watchIdle sets the one timer for the next wipe or lock of an idle console. An earlier
// timer no longer counts.
func (r *Root) watchIdle() tea.Cmd {
	s := r.console
	if !r.watchesIdle() || r.lock != nil {
		return nil
	}
	now := r.now().Round(0)
	away := now.Sub(r.keyAt)
	next := min(s.LockAfter-away, s.CardIdle)
	if warn := r.warnsAt() - away; warn > 0 {
		next = min(next, warn)
	}
	if len(r.cardHolders()) > 0 || r.holdsRecording() {
		next = min(next, s.CardIdle-away)
	}
	r.idleWatch++
	r.idleDue = now.Add(max(next, 0))
	watch := idleMsg{r.idleWatch}
	r.watch(next, r.idleWatch)
	return r.after(max(next, 0), watch)
}

// warnAhead is how long before the lock the console says that it will lock.
const warnAhead = time.Minute

// warnsAt is after how long without a key the console says so: never where the lock comes
// too soon for that.
func (r *Root) warnsAt() time.Duration {
	if r.console.LockAfter < 3*warnAhead {
		return 0
	}
	return r.console.LockAfter - warnAhead
}

// watchesIdle reports that an idle console has something to wipe or to lock.
func (r *Root) watchesIdle() bool { return r.console.CardIdle > 0 && r.console.LockAfter > 0 }

// away is how long the agent has typed nothing. It uses the time of day, because the
// other clock stands still while a laptop sleeps.
func (r *Root) away() time.Duration { return r.now().Round(0).Sub(r.keyAt) }

// promptly is by how much the timer's message may be late while the console is drawn as it
// should be.
const promptly = 100 * time.Millisecond

// idle handles the timer.
func (r *Root) idle(msg idleMsg) tea.Cmd {
	if msg.watch != r.idleWatch || r.lock != nil {
		r.still.keep()
		return nil
	}
	late := r.now().Round(0).Sub(r.idleDue) > promptly
	due, changed := r.due()
	if !changed {
		r.still.keep()
	}
	if late && due != nil {
		r.deafen() // the console stood still, and keys behind this message were typed meanwhile
	}
	return tea.Batch(due, r.watchIdle())
}

// due wipes the card, and locks the console, once the agent has been idle for long
// enough. It reports whether that changed anything on the screen.
func (r *Root) due() (cmd tea.Cmd, changed bool) {
	s, away := r.console, r.away()
	if !r.watchesIdle() || away < s.CardIdle {
		return nil, false
	}
	if away >= s.LockAfter {
		return r.lockNow(), true
	}
	if at := r.warnsAt(); at > 0 && away >= at {
		r.notice, changed = "This console locks itself in a minute, unless you press a key.", true
	}
	holders := r.cardHolders()
	if r.holdsRecording() {
		r.resumeRecording()
		changed = true
	}
	if len(holders) == 0 {
		return nil, changed
	}
	for _, h := range holders {
		h.WipeCard(fmt.Sprintf("no key for %s, so the card data was removed: ask for it again", spoken(s.CardIdle)))
	}
	return r.shell().Forget(), true
}

// spoken is a time in words.
func spoken(d time.Duration) string {
	if d%time.Minute == 0 {
		return kit.HowMany(int(d.Minutes()), false, "minute")
	}
	return kit.HowMany(int(d.Seconds()), false, "second")
}
