package app

import (
	"context"
	"slices"
	"time"

	"motoconsole/internal/journal"
)

// sharedFor is how long the sessions of a process share what one of them read, if the
// journal has no newer event: leases end, and attempts become due, without one.
const sharedFor = time.Second

// shared is a journal whose larger reads the sessions of a process share: after each look
// of the watcher all of them want the same.
type shared struct {
	journal.Store

	unresolved, holdings *sharedRead
}

func newShared(store journal.Store) *shared {
	return &shared{Store: store, unresolved: newSharedRead(store), holdings: newSharedRead(store)}
}

// Unresolved implements journal.Store.
func (s *shared) Unresolved(ctx context.Context, limit int) ([]journal.Entry, error) {
	u := s.unresolved
	return u.get(ctx, limit, func() bool { return limit <= u.limit || len(u.entries) < u.limit }, func() ([]journal.Entry, error) {
		return s.Store.Unresolved(ctx, limit)
	})
}

// Holdings implements journal.Store. What is older by less than a second than asked for may
// be among them.
func (s *shared) Holdings(ctx context.Context, since time.Time) ([]journal.Entry, error) {
	h := s.holdings
	return h.get(ctx, 0, func() bool { age := since.Sub(h.since); return age >= 0 && age <= sharedFor }, func() ([]journal.Entry, error) {
		h.since = since
		return s.Store.Holdings(ctx, since)
	})
}

// sharedRead is the last result of a read.
type sharedRead struct {
	store journal.Store
	turn  chan struct{} // holds a token while no read is under way; it guards the rest

	at      time.Time // zero if there is no result
	head    int64     // of the journal, before the read
	limit   int
	since   time.Time
	entries []journal.Entry
}

func newSharedRead(store journal.Store) *sharedRead {
	r := &sharedRead{store: store, turn: make(chan struct{}, 1)}
	r.turn <- struct{}{}
	return r
}

// get is the last result if it fits and was read since it was asked for, or the journal has
// not gone on; or else a new one. A caller that asks during a read waits for it, and those
// that waited share the next: even if the journal goes on all the time, each waits for two reads.
func (r *sharedRead) get(ctx context.Context, limit int, fits func() bool, read func() ([]journal.Entry, error)) ([]journal.Entry, error) {
	asked := time.Now()
	select {
	case <-r.turn:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	defer func() { r.turn <- struct{}{} }()
	if r.at.IsZero() || r.at.Before(asked) || !fits() {
		if err := r.renew(ctx, limit, fits, read); err != nil {
			return nil, err
		}
	}
	entries := slices.Clone(r.entries)
	if limit > 0 {
		entries = entries[:min(limit, len(entries))]
	}
	return entries, nil
}

// renew reads again unless the last result is still good. The caller has the turn.
func (r *sharedRead) renew(ctx context.Context, limit int, fits func() bool, read func() ([]journal.Entry, error)) error {
	head, err := r.store.Head(ctx)
	if err != nil {
		return err
	}
	if age := time.Since(r.at); r.at.IsZero() || head != r.head || age > sharedFor || !fits() {
		r.at = time.Time{}
		began := time.Now()
		entries, err := read()
		if err != nil {
			return err
		}
		r.at, r.head, r.limit, r.entries = began, head, limit, entries
	}
	return nil
}
