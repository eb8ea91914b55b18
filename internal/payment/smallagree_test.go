package payment

import (
	"context"
	"errors"
	"testing"
	"time"

	"motoconsole/internal/effort"
	"motoconsole/internal/journal"
	"motoconsole/internal/journal/journaltest"
	"motoconsole/internal/payment/resolve"
)

// TestSmallStoreAgrees: the journal of the small world does what journaltest.Memory
// does, in many of the states that one fault leads to.
func TestSmallStoreAgrees(t *testing.T) {
	w := newSmallWorld(1)
	search := smallSearch{w: w, seen: map[[2]uint64]struct{}{}}
	first := w.start()
	layer := smallLayer{}
	search.meet(&first, -1, smallStep{}, &layer)
	compared := 0
	for len(layer.pieces) > 0 {
		next := smallLayer{}
		for _, piece := range layer.pieces {
			for n := range piece {
				w.next(&piece[n], func(st smallStep, after *smallState) { search.meet(after, 0, st, &next) })
				if n%effort.Of(7, 105) == 0 && piece[n].order[0] != 0 {
					agree(t, w, piece[n])
					compared++
				}
			}
		}
		layer = next
	}
	t.Logf("%d of %d states compared", compared, search.states)
}

// agree compares what two journals with the same entries and leases do.
func agree(t *testing.T, w *smallWorld, s smallState) {
	t.Helper()
	ctx := context.Background()
	real := s.memory(t)
	w.store.s, w.store.lost, w.store.unknown = &s, false, false
	same := func(what string, a, b any) {
		t.Helper()
		if a != b {
			t.Fatalf("%s: journaltest.Memory says %v, the small world %v, of %+v", what, a, b, s)
		}
	}
	ids := func(entries []journal.Entry, err error) string {
		list := ""
		for _, e := range entries {
			list += e.ID + " "
		}
		if err != nil {
			list = err.Error()
		}
		return list
	}
	since := ever
	c := s.charge(0)
	same("Similar", ids(real.Similar(ctx, simSite, c.First6, c.Last4, c.Amount, since)), ids(w.store.Similar(ctx, simSite, c.First6, c.Last4, c.Amount, since)))
	for _, own := range smallOwn {
		names := []string{own}
		same("OfOrder", ids(real.OfOrder(ctx, simSite, names)), ids(w.store.OfOrder(ctx, simSite, names)))
	}
	same("Unresolved", len(ids(real.Unresolved(ctx, 9))), len(ids(w.store.Unresolved(ctx, 9)))) // in another order
	for i, id := range smallIDs {
		e, err := real.BySentReference(ctx, smallSent[i])
		f, ours := w.store.BySentReference(ctx, smallSent[i])
		same("BySentReference", e.ID+e.Resolution, f.ID+f.Resolution)
		same("its error", errors.Is(err, journal.ErrNotFound), errors.Is(ours, journal.ErrNotFound))
		e, mine, _ := real.Claim(ctx, id, "resolver", smallWall, smallWall.Add(resolve.CheckLease))
		f, won, _ := w.store.Claim(ctx, id, "resolver", smallWall, smallWall.Add(resolve.CheckLease))
		same("Claim", mine, won)
		same("what Claim says of the sending", e.BeingSent, f.BeingSent)
		for _, at := range []time.Time{{}, smallWall} { // an answer ends the sending lease
			change := journal.Change{Step: journal.StepInDoubt, At: smallWall, Apply: func(e *journal.Entry) error {
				if e.State == journal.Known {
					return nil
				}
				e.State, e.AnsweredAt = journal.InDoubt, at
				return nil
			}}
			_, err = real.Record(ctx, id, change)
			_, ours = w.store.Record(ctx, id, change)
			same("Record", errors.Is(err, journal.ErrNotFound), errors.Is(ours, journal.ErrNotFound))
			e, err = real.Get(ctx, id)
			same("what Get says of the sending", e.BeingSent, s.has(i) && s.rows[i].beingSent() && err == nil)
		}
	}
}

// memory is a journaltest.Memory with the same entries and leases.
func (s *smallState) memory(t *testing.T) *journaltest.Memory {
	t.Helper()
	ctx := context.Background()
	now := smallWall
	m := journaltest.NewMemory(func() time.Time { return now })
	for _, number := range s.order {
		if number == 0 {
			continue
		}
		i := int(number - 1)
		e, r := s.entry(i), &s.rows[i]
		intent := e
		intent.State, intent.Outcome = journal.Open, 0
		owner := ""
		if r.sendUntil != never {
			owner, now = "desk", r.sendTaken.on(smallWall)
		}
		if err := m.Intent(ctx, intent, owner, r.sendUntil.on(smallWall)); err != nil {
			t.Fatal(err)
		}
		if _, err := m.Record(ctx, e.ID, journal.Change{Step: journal.StepChecked, Apply: func(n *journal.Entry) error {
			*n = e
			return nil
		}}); err != nil {
			t.Fatal(err)
		}
		if r.checkUntil != never {
			now = r.checkTaken.on(smallWall)
			if _, mine, err := m.Claim(ctx, e.ID, "another", now, r.checkUntil.on(smallWall)); err != nil || !mine {
				t.Fatal(mine, err)
			}
		}
		now = smallWall
	}
	return m
}
