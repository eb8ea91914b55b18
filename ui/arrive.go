package ui

import (
	tea "charm.land/bubbletea/v2"

	"motoconsole/internal/payment"
	"motoconsole/ui/kit"
)

// deliver gives an outcome to the page it belongs to, by id.
func (r *Root) deliver(done kit.DoneMsg) tea.Cmd {
	if owner := r.ownerOf(done.Attempt.ID); owner != nil {
		owner.Finish(done)
	}
	return r.arrived(done.Attempt)
}

// arrived shows an outcome, or says it wherever the agent is when what it
// belongs to is not on the screen.
func (r *Root) arrived(a payment.Attempt) tea.Cmd {
	owner := r.ownerOf(a.ID)
	if owner != nil {
		// Nothing may lie over an outcome.
		r.asking, r.helpOpen, r.unseen = "", false, ""
		if r.tooSmall() || r.lock != nil {
			r.unseen = a.ID
		}
	}
	if owner == nil || !r.shows(owner) {
		r.announce(a)
	}
	return r.load()
}

// settled takes in what was found out about an attempt that was in doubt, at
// this desk or another.
func (r *Root) settled(a payment.Attempt) tea.Cmd {
	owner := r.ownerOf(a.ID)
	shown := owner != nil && owner.Learn(a)
	if a.State != payment.Done {
		return nil // home has it as it is
	}
	if said := a.Outcome.String() + a.Alarm; r.announced[a.ID] != said {
		r.announced[a.ID] = said
		if !shown || !r.shows(owner) {
			r.announce(a)
		}
	}
	return r.load()
}
