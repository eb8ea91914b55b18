package ui

import (
	tea "charm.land/bubbletea/v2"

	"motoconsole/internal/charset"
	"motoconsole/ui/kit"
)

// LostMsg says that the terminal is gone. The console goes on without one, and without a
// card.
type LostMsg struct{}

// ReturnedMsg says that the console is shown on another terminal, of an agent who has
// just signed in there.
type ReturnedMsg struct{ Charset charset.Set }

// WantedMsg says that the agent signs in at another terminal as well, in a sentence.
// Keep is called at the next key here. Without Keep, no other terminal asks any more.
type WantedMsg struct {
	Says string
	Keep func()
}

// RightsMsg says that the agent's rights have changed.
type RightsMsg struct{}

// SaidMsg is a line that a supervisor says to the agent.
type SaidMsg struct{ Text string }

// lost wipes what only the person at the terminal may hold.
func (r *Root) lost() tea.Cmd {
	r.console.Digits.Wipe()
	for _, h := range r.cardHolders() {
		h.WipeCard("the line dropped, so the card data was removed: ask for it again")
	}
	r.loseRecording()
	r.wanted = WantedMsg{}
	if r.console.Unlock == nil {
		return r.shell().Forget()
	}
	// The person who comes next has to type the passphrase, as after a fresh sign-in. A try that
	// is under way does not count.
	next := newLock(false)
	next.moved = true
	if r.lock != nil {
		next.starting = r.lock.starting
		r.lock.wipe()
	}
	return r.shut(next)
}

// returned draws for another terminal. What came from the one before after it was lost is
// wiped too. A console that has no passphrase opens, even if it is locked: the agent has
// signed in, as they would have to after leaving it.
func (r *Root) returned(msg ReturnedMsg) tea.Cmd {
	r.lineLost = false
	r.console.Charset, r.look.Charset, r.look.Ground = msg.Charset, msg.Charset, nil
	r.relook()
	cmds := []tea.Cmd{r.uncover(true), tea.RequestBackgroundColor, r.load(), r.lost()}
	if r.console.Unlock == nil {
		late, _ := r.due() // the timer stood still while the machine slept
		if r.lock != nil {
			late = r.unlocked(true)
		}
		cmds = append(cmds, late)
	}
	r.shownAgain()
	return tea.Batch(cmds...)
}

// keep keeps the console at this terminal. A locked one cannot: the agent at its keys
// is not known.
func (r *Root) keep() {
	if r.wanted.Keep != nil && r.lock == nil {
		r.wanted.Keep()
		r.wanted = WantedMsg{}
	}
}

// LockedStep is the step of a console that is locked.
const LockedStep = "Locked"

// tellStep tells where in the call the agent is, by the name of the screen.
func (r *Root) tellStep() {
	tell := r.console.Step
	if tell == nil {
		return
	}
	step := LockedStep
	if r.lock == nil {
		heading := r.current.Heading()
		if step = heading.Title; heading.Help == kit.DoubtKeys {
			step = "Unknown"
		}
	}
	if step != r.step {
		r.step = step
		tell(step)
	}
}
