package payment

import (
	"context"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
)

// simStore is the journal as one process has it. Each call is a step.
type simStore struct {
	openBook
	p *process
}

// do makes one call.
func (s simStore) do(ctx context.Context, write bool, what string, call func() error) error {
	return s.doAndJudge(ctx, write, what, call, func() {})
}

// doAndJudge makes one call, and judges what it did if it did not fail.
func (s simStore) doAndJudge(_ context.Context, write bool, what string, call func() error, judge func()) error {
	p := s.p
	if !p.step(what) {
		return journal.ErrClosed
	}
	if !p.reaches() {
		p.log("%s: %v", what, errAway)
		return errAway
	}
	f := p.mishap(write)
	if f.wait > 0 {
		p.log("%s%v", what, f)
		if !p.sleep(context.Background(), f.wait) || !p.step(what) {
			return journal.ErrClosed
		}
	}
	if !write && f.instead {
		p.die("before " + what)
		return journal.ErrClosed
	}
	if !write && f.lost != nil {
		p.log("%s%v", what, f)
		return f.lost
	}
	err := p.plans(f, what, call)
	if err == nil {
		judge()
	}
	if p.isDead() {
		return journal.ErrClosed
	}
	if write || err != nil || f.after+f.stall > 0 {
		p.log("%s%v: %v", what, f, orOK(err))
	}
	if f.after > 0 && !p.sleep(context.Background(), f.after) {
		return journal.ErrClosed
	}
	if f.stall > 0 {
		p.pause(f.stall)
	}
	return err
}

// plans makes a call to which a fault happens.
func (p *process) plans(f fault, what string, call func() error) error {
	if p.server != nil {
		return p.asksServer(f, what, call)
	}
	p.plan = f
	p.caller.Store(p)
	err := call()
	p.caller.Store(nil)
	p.plan = fault{}
	return err
}

func orOK(err error) any {
	if err == nil {
		return "ok"
	}
	return err
}

// Intent implements journal.Store.
func (s simStore) Intent(ctx context.Context, e journal.Entry, owner string, leaseUntil time.Time) error {
	if owner == "" { // a payment that was forgotten: its id is random, and the trace is not
		s.p.called.Store(e.ID, "forgotten "+e.SentReference)
	}
	return s.do(ctx, true, "intent "+e.SentReference, func() error {
		if owner != "" {
			s.p.intends = false
		}
		if s.p.mutant.unsynced {
			s.p.book.unsynced = s.p.book.memory.Snapshot()
		}
		return s.openBook.Intent(ctx, e, owner, leaseUntil)
	})
}

// Record implements journal.Store.
func (s simStore) Record(ctx context.Context, id string, change journal.Change) (after journal.Entry, err error) {
	name := s.p.nameOf(id)
	err = s.doAndJudge(ctx, true, change.Step+" "+name, func() (err error) {
		after, err = s.openBook.Record(ctx, id, change)
		return err
	}, func() {
		s.p.log("%s is %s, %v%s", name, after.State, after.Outcome, empties(after))
		s.p.recorded(after, change)
	})
	return after, err
}

// Confirm implements journal.Store.
func (s simStore) Confirm(ctx context.Context) error {
	return s.do(ctx, true, "confirm", func() error { return s.openBook.Confirm(ctx) })
}

// nameOf is what the trace calls an entry.
func (s *sim) nameOf(id string) string {
	if name, ok := s.called.Load(id); ok {
		return name.(string)
	}
	return id
}

// EndSending implements journal.Store.
func (s simStore) EndSending(ctx context.Context, id, owner string) error {
	return s.do(ctx, true, "end sending "+id, func() error { return s.openBook.EndSending(ctx, id, owner) })
}

// Reconciled implements journal.Store.
func (s simStore) Reconciled(ctx context.Context) error {
	return s.do(ctx, true, "reconciled", func() error { return s.openBook.Reconciled(ctx) })
}

func empties(e journal.Entry) string {
	if e.State == journal.Known || e.EmptyChecks == 0 {
		return ""
	}
	return ", nothing found since " + e.FirstEmptyAt.Format(time.TimeOnly)
}

// Claim implements journal.Store.
func (s simStore) Claim(ctx context.Context, id, owner string, now, until time.Time) (e journal.Entry, won bool, err error) {
	err = s.doAndJudge(ctx, true, "claim "+s.p.nameOf(id), func() (err error) {
		e, won, err = s.openBook.Claim(ctx, id, owner, now, until)
		return err
	}, func() {
		if won {
			s.p.claimed(e)
		}
	})
	return e, won, err
}

// Release implements journal.Store.
func (s simStore) Release(ctx context.Context, id, owner string) error {
	return s.do(ctx, true, "release "+s.p.nameOf(id), func() error { return s.openBook.Release(ctx, id, owner) })
}

// Due implements journal.Store.
func (s simStore) Due(ctx context.Context, now time.Time, limit int) (found []journal.Entry, err error) {
	err = s.do(ctx, false, "due", func() (err error) {
		found, err = s.openBook.Due(ctx, now, limit)
		return err
	})
	return found, err
}

// Unresolved implements journal.Store.
func (s simStore) Unresolved(ctx context.Context, limit int) (found []journal.Entry, err error) {
	err = s.do(ctx, false, "unresolved", func() (err error) {
		found, err = s.openBook.Unresolved(ctx, limit)
		return err
	})
	return found, err
}

// Similar implements journal.Store.
func (s simStore) Similar(ctx context.Context, site, first6, last4 string, amount gateway.Money, since time.Time) (found []journal.Entry, err error) {
	err = s.do(ctx, false, "similar "+last4+" "+amount.BaseAmount(), func() (err error) {
		found, err = s.openBook.Similar(ctx, site, first6, last4, amount, since)
		return err
	})
	return found, err
}

// Declines implements journal.Store.
func (s simStore) Declines(ctx context.Context, site, first6, last4 string, since time.Time) (n int, found []journal.Entry, err error) {
	err = s.do(ctx, false, "declines "+last4, func() (err error) {
		n, found, err = s.openBook.Declines(ctx, site, first6, last4, since)
		return err
	})
	return n, found, err
}

// OfOrder implements journal.Store.
func (s simStore) OfOrder(ctx context.Context, site string, names []string) (found []journal.Entry, err error) {
	err = s.do(ctx, false, "of order "+names[0], func() (err error) {
		found, err = s.openBook.OfOrder(ctx, site, names)
		s.p.looksFor(names[0])
		return err
	})
	return found, err
}
