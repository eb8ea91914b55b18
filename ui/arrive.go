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

// arrived shows an outcome on its page, or says it wherever the agent is if that
// page is not on the screen.
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
		return nil // the home page reads it from the journal
	}
	if said := a.Outcome.String() + a.Alarm; r.announced[a.ID] != said {
		r.announced[a.ID] = said
		if !shown || !r.shows(owner) {
			r.announce(a)
		}
	}
	return r.load()
}
