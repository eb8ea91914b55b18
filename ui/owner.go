package ui

import (
	tea "charm.land/bubbletea/v2"

	"motoconsole/internal/payment"
)

// owner is a screen that an attempt belongs to.
type owner interface {
	screen
	startGrace()
	// learn takes in what was found out since, if the outcome is shown.
	learn(a payment.Attempt) bool
	// underWay reports that the attempt has no outcome yet.
	underWay() bool
}

// ownerOf is the screen an attempt belongs to, nil if it is gone.
func (r *Root) ownerOf(id string) owner {
	switch {
	case r.pay != nil && r.pay.attempt.ID == id:
		return r.pay
	case r.rev != nil && r.rev.attempt.ID == id:
		return r.rev
	default:
		return nil
	}
}

// deliver gives an outcome to the payment it belongs to, by id.
func (r *Root) deliver(a payment.Attempt) tea.Cmd {
	if r.pay != nil && r.pay.attempt.ID == a.ID {
		r.pay.finish(a)
	}
	return r.arrived(a)
}

// deliverReversal gives an outcome to the refund or change it belongs to.
func (r *Root) deliverReversal(v payment.Reversal) tea.Cmd {
	if r.rev != nil && r.rev.attempt.ID == v.ID {
		r.rev.finish(v)
	}
	return r.arrived(v.Attempt)
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
	if owner == nil || r.current != owner {
		r.announce(a)
	}
	return r.load()
}

// settled takes in what was found out about an attempt that was in doubt, at
// this desk or another.
func (r *Root) settled(a payment.Attempt) tea.Cmd {
	owner := r.ownerOf(a.ID)
	shown := owner != nil && owner.learn(a)
	if a.State != payment.Done {
		return nil // home has it as it is
	}
	if said := a.Outcome.String() + a.Alarm; r.announced[a.ID] != said {
		r.announced[a.ID] = said
		if !shown || r.current != owner {
			r.announce(a)
		}
	}
	return r.load()
}

// noNews reports what says less of an attempt than is shown: it was on its way
// when the outcome came, or the journal does not know yet that no screen waits.
func noNews(a, shown payment.Attempt) bool {
	return a.State != payment.Done && (shown.State == payment.Done || a.State != payment.InDoubt)
}
