package payment

import (
	"context"
	"errors"
	"slices"
	"time"

	"motoconsole/internal/journal"
	"motoconsole/internal/payment/answer"
)

// What a process cannot record it keeps beside the journal, on its machine: that survives
// the process and a power cut. Now and then it fails, and now and then all of it is lost.

// shelf is what the processes of one machine keep beside one journal.
type shelf struct {
	told []answer.Told
	by   map[string]*process // who kept it, by the attempt's id
}

// shelfAt is the shelf of a machine for a journal.
func (s *sim) shelfAt(h *host, b *book) *shelf {
	if h.shelves == nil {
		h.shelves = map[*book]*shelf{}
	}
	if h.shelves[b] == nil {
		h.shelves[b] = &shelf{by: map[string]*process{}}
	}
	return h.shelves[b]
}

// simSpool is the shelf as one process has it.
type simSpool struct {
	*shelf
	p    *process
	kept chan struct{} // a token: there is something new
}

// Keep implements Spool.
func (k simSpool) Keep(told answer.Told) error {
	p, name := k.p, k.p.nameOf(told.ID)
	if !p.step("keeps " + name) {
		return journal.ErrClosed
	}
	f := p.mishap(true)
	switch {
	case f.instead:
		p.die("before it keeps " + name)
		return journal.ErrClosed
	case f.lost != nil:
		p.log("keeps %s%v", name, f)
		return f.lost
	}
	k.told = append(slices.DeleteFunc(k.told, func(other answer.Told) bool { return other.ID == told.ID }), told)
	k.by[told.ID] = p
	p.struck(strikeKept)
	p.log("keeps %s as %v%v", name, told.Answer.Outcome, f)
	if f.before {
		p.die("after it keeps " + name)
		return journal.ErrClosed
	}
	select {
	case k.kept <- struct{}{}:
	default:
	}
	return f.unknown
}

// drain has the journal take in what is kept, as spool.Folder does, until the process dies.
func (p *process) drain() {
	if !p.step("opens what was kept") {
		return
	}
	if p.faulty && len(p.spool.told) > 0 && p.chance(0.3) {
		p.struck(strikeSpoolLost)
		p.log("what was kept is lost")
		p.spool.told = nil
	}
	for {
		again := p.takeIn()
		var timer <-chan time.Time
		switch {
		case again:
			timer = time.After(5 * time.Second)
		case len(p.spool.told) > 0:
			timer = time.After(5 * time.Minute)
		}
		select {
		case <-p.dead:
			return
		case <-p.spool.kept:
		case <-timer:
		}
		if !p.step("looks at what is kept") {
			return
		}
	}
}

// takeIn has the journal take in all that is kept, and reports whether some is left
// that it may take in soon.
func (p *process) takeIn() (again bool) {
	for _, told := range slices.Clone(p.spool.told) {
		if p.mutant.told != nil {
			told = p.mutant.told(told)
		}
		err := p.resolver.TakeIn(context.Background(), told)
		if p.isDead() {
			return false
		}
		p.log("takes in %s: %v", p.nameOf(told.ID), orOK(err))
		switch {
		case err == nil:
			p.spool.told = slices.DeleteFunc(p.spool.told, func(other answer.Told) bool { return other.ID == told.ID })
			if p.spool.by[told.ID] != p {
				p.struck(strikeTakenIn)
			}
		case !errors.Is(err, answer.ErrForgotten) && !errors.Is(err, answer.ErrAlarmWaits):
			return true
		}
	}
	return false
}
