package payment

import (
	"context"
	"strings"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
)

// simStore is the journal as one process has it. Each call is a step.
type simStore struct {
	*journal.Memory
	p *process
}

// do makes one call.
func (s simStore) do(ctx context.Context, write bool, what string, call func() error) error {
	p := s.p
	if !p.step(what) {
		return journal.ErrClosed
	}
	// The end of a first lease is reckoned by the desk, its beginning by the
	// journal. A clock put back in between would make it last for hours.
	mayJump := !strings.HasPrefix(what, "intent")
	f := p.mishap(write, mayJump)
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
	p.plan, p.caller = f, p
	err := call()
	p.plan, p.caller = fault{}, nil
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

func orOK(err error) any {
	if err == nil {
		return "ok"
	}
	return err
}

// Intent implements journal.Store.
func (s simStore) Intent(ctx context.Context, e journal.Entry, owner string, leaseUntil time.Time) error {
	return s.do(ctx, true, "intent "+e.SentReference, func() error { return s.Memory.Intent(ctx, e, owner, leaseUntil) })
}

// Record implements journal.Store.
func (s simStore) Record(ctx context.Context, id string, change journal.Change) (after journal.Entry, err error) {
	err = s.do(ctx, true, change.Step+" "+id, func() (err error) {
		after, err = s.Memory.Record(ctx, id, change)
		if err == nil {
			s.p.log("%s is %s, %v%s", id, after.State, after.Outcome, empties(after))
		}
		return err
	})
	return after, err
}

func empties(e journal.Entry) string {
	if e.State == journal.Known || e.EmptyChecks == 0 {
		return ""
	}
	return ", nothing found since " + e.FirstEmptyAt.Format(time.TimeOnly)
}

// Claim implements journal.Store.
func (s simStore) Claim(ctx context.Context, id, owner string, now, until time.Time) (e journal.Entry, won bool, err error) {
	err = s.do(ctx, true, "claim "+id, func() (err error) {
		e, won, err = s.Memory.Claim(ctx, id, owner, now, until)
		return err
	})
	return e, won, err
}

// Release implements journal.Store.
func (s simStore) Release(ctx context.Context, id, owner string) error {
	return s.do(ctx, true, "release "+id, func() error { return s.Memory.Release(ctx, id, owner) })
}

// Due implements journal.Store.
func (s simStore) Due(ctx context.Context, now time.Time, limit int) (found []journal.Entry, err error) {
	err = s.do(ctx, false, "due", func() (err error) {
		found, err = s.Memory.Due(ctx, now, limit)
		return err
	})
	return found, err
}

// Unresolved implements journal.Store.
func (s simStore) Unresolved(ctx context.Context, limit int) (found []journal.Entry, err error) {
	err = s.do(ctx, false, "unresolved", func() (err error) {
		found, err = s.Memory.Unresolved(ctx, limit)
		return err
	})
	return found, err
}

// Similar implements journal.Store.
func (s simStore) Similar(ctx context.Context, site, first6, last4 string, amount gateway.Money, since time.Time) (found []journal.Entry, err error) {
	err = s.do(ctx, false, "similar "+last4+" "+amount.BaseAmount(), func() (err error) {
		found, err = s.Memory.Similar(ctx, site, first6, last4, amount, since)
		return err
	})
	return found, err
}

// Declines implements journal.Store.
func (s simStore) Declines(ctx context.Context, site, first6, last4 string, since time.Time) (n int, found []journal.Entry, err error) {
	err = s.do(ctx, false, "declines "+last4, func() (err error) {
		n, found, err = s.Memory.Declines(ctx, site, first6, last4, since)
		return err
	})
	return n, found, err
}

// ByOrder implements journal.Store.
func (s simStore) ByOrder(ctx context.Context, site, own string, limit int) (found []journal.Entry, err error) {
	err = s.do(ctx, false, "by reference "+own, func() (err error) {
		found, err = s.Memory.ByOrder(ctx, site, own, limit)
		return err
	})
	return found, err
}
