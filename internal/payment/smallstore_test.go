package payment

import (
	"context"
	"errors"
	"slices"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
	"motoconsole/internal/journal/journaltest"
)

// smallStore is the journal of the small world: the rows of one state, with the
// rules of the real one. Methods that are not here are not called.
type smallStore struct {
	journal.Store

	w *smallWorld
	s *smallState
	// lost and unknown say what becomes of the next write: it is lost, or it is
	// durable and its writer hears of an error all the same.
	lost, unknown bool
}

// errSmallWrite is a write that is lost. The engine tries no more after it, at
// once or in the background; the small world does so in a step (keepTrying).
var errSmallWrite = errors.Join(errors.New("the disk is full"), journal.ErrResolved)

func (st *smallStore) number(id string) (int, error) {
	for i, known := range smallIDs {
		if (known == id || smallSent[i] == id) && st.s.has(i) {
			return i, nil
		}
	}
	return 0, journal.ErrNotFound
}

// Intent implements journal.Store.
func (st *smallStore) Intent(_ context.Context, e journal.Entry, _ string, leaseUntil time.Time) error {
	if st.lost {
		return errSmallWrite
	}
	i := 0
	if e.ID == smallIDs[1] {
		i = 1
	}
	st.s.rows[i] = smallRow{sendTaken: 0, sendUntil: relTo(smallWall, leaseUntil), checkTaken: never, checkUntil: never}
	st.s.keep(i, e)
	if st.s.order[0] == 0 {
		st.s.order[0] = int8(i + 1)
	} else {
		st.s.order[1] = int8(i + 1)
	}
	if st.unknown {
		return errSmallWrite
	}
	return nil
}

// Record implements journal.Store.
func (st *smallStore) Record(_ context.Context, id string, c journal.Change) (journal.Entry, error) {
	i, err := st.number(id)
	if err != nil {
		return journal.Entry{}, err
	}
	if st.lost {
		return journal.Entry{}, errSmallWrite
	}
	old := st.s.entry(i)
	old.BeingSent = st.s.rows[i].beingSent()
	c.Apply = st.w.mutant.change(c)
	next, err := journal.Apply(old, &c, smallWall)
	if err != nil {
		return journal.Entry{}, err
	}
	st.s.keep(i, next)
	r := &st.s.rows[i]
	if r.known() || !next.AnsweredAt.IsZero() {
		r.sendTaken, r.sendUntil = never, never
	}
	if r.known() && old.State != journal.Known {
		r.checkTaken, r.checkUntil = never, never
	}
	st.s.tries[i].pointed = st.s.tries[i].pointed || r.evidence != noEvidence
	return next, nil
}

// BySentReference implements journal.Store.
func (st *smallStore) BySentReference(_ context.Context, sent string) (journal.Entry, error) {
	i, err := st.number(sent)
	if err != nil {
		return journal.Entry{}, err
	}
	return st.s.entry(i), nil
}

// Claim implements journal.Store.
func (st *smallStore) Claim(_ context.Context, id, _ string, _, until time.Time) (journal.Entry, bool, error) {
	i, err := st.number(id)
	if err != nil {
		return journal.Entry{}, false, err
	}
	r := &st.s.rows[i]
	e := st.s.entry(i)
	e.BeingSent = r.beingSent()
	if e.State == journal.Open && e.BeingSent || r.beingChecked() {
		return e, false, nil
	}
	r.checkTaken, r.checkUntil = 0, relTo(smallWall, until)
	return e, true, nil
}

// Release implements journal.Store.
func (st *smallStore) Release(_ context.Context, id, _ string) error {
	i, err := st.number(id)
	if err == nil {
		st.s.rows[i].checkTaken, st.s.rows[i].checkUntil = never, never
	}
	return err
}

// EndSending implements journal.Store.
func (st *smallStore) EndSending(_ context.Context, id, _ string) error {
	i, err := st.number(id)
	if err == nil {
		st.s.rows[i].sendTaken, st.s.rows[i].sendUntil = never, never
	}
	return err
}

// newest are the rows that match, the newest first.
func (st *smallStore) newest(match func(journal.Entry) bool) []journal.Entry {
	var found []journal.Entry
	for n := len(st.s.order) - 1; n >= 0; n-- {
		if st.s.order[n] == 0 {
			continue
		}
		if e := st.s.entry(int(st.s.order[n] - 1)); match(e) && !st.w.mutant.overlooks(e) {
			found = append(found, e)
		}
	}
	return found
}

// Similar implements journal.Store. There is one card and one amount.
func (st *smallStore) Similar(_ context.Context, _, _, _ string, _ gateway.Money, since time.Time) ([]journal.Entry, error) {
	return st.newest(func(e journal.Entry) bool { return !e.IntentAt.Before(since) && journaltest.Counted(e) }), nil
}

// OfOrder implements journal.Store.
func (st *smallStore) OfOrder(_ context.Context, _ string, names []string) ([]journal.Entry, error) {
	return st.newest(func(e journal.Entry) bool { return slices.Contains(names, e.OwnReference) && journaltest.Counted(e) }), nil
}

// ByTransaction implements journal.Store.
func (st *smallStore) ByTransaction(_ context.Context, reference string) ([]journal.Entry, error) {
	return st.newest(func(e journal.Entry) bool { return reference != "" && e.TransactionReference == reference }), nil
}

// Declines implements journal.Store. The gateway of the small world takes all.
func (st *smallStore) Declines(context.Context, string, string, string, time.Time) (int, []journal.Entry, error) {
	return 0, nil, nil
}

// Unresolved implements journal.Store.
func (st *smallStore) Unresolved(context.Context, int) ([]journal.Entry, error) {
	return st.newest(func(e journal.Entry) bool {
		i, _ := st.number(e.ID)
		return e.Attention() && (e.State != journal.Open || e.Alarm != "" || !st.s.rows[i].beingSent())
	}), nil
}
