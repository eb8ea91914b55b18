package ui

import (
	tea "charm.land/bubbletea/v2"

	"motoconsole/internal/payment"
	"motoconsole/ui/kit"
)

// deliver gives an outcome to the page that its attempt belongs to.
func (r *Root) deliver(done kit.DoneMsg) tea.Cmd {
	if owner := r.ownerOf(done.Attempt.ID); owner != nil {
		owner.Finish(done)
	}
	return r.arrived(done.Attempt)
}

// arrived shows an outcome on its page. If that page is not on the screen, it announces
// the outcome wherever the agent is.
func (r *Root) arrived(a payment.Attempt) tea.Cmd {
	owner := r.ownerOf(a.ID)
	if owner != nil {
		// An outcome must not be covered.
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

// resolved takes in news of an attempt that was in doubt, at this desk or another.
func (r *Root) resolved(a payment.Attempt) tea.Cmd {
	shown := false
	for _, owner := range r.ownersOf(a.ID) {
		shown = owner.Learn(a) && r.shows(owner) || shown
	}
	if a.State != payment.Known {
		return nil // the home page reads it from the journal
	}
	if said := a.Outcome.String() + a.Alarm; r.announced[a.ID] != said {
		r.announced[a.ID] = said
		if shown {
			r.dropNotice()
		} else {
			r.announce(a)
		}
	}
	return r.load()
}
