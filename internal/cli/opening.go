package cli

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"motoconsole/internal/config"
	"motoconsole/internal/journal"
	"motoconsole/internal/payment"
)

// This file is what a console does in the background when it opens, once the
// gateway has answered: it proves the sign-in, compares the gateway's records
// with the journal, and deletes what is older than it is to be kept.

const (
	// reconcileBack is how much before the journal's newest attempt the
	// comparison begins: clocks differ, and records become visible late.
	reconcileBack = time.Hour
	// reconcileTail is how much before it a payment may have been made that an
	// older copy of the journal lacks.
	reconcileTail = 5 * time.Minute
	// reconcileMost is how far back it goes at the start.
	reconcileMost = 31 * 24 * time.Hour
	// reconcileGone is how far back it goes when the journal has no attempt
	// and there was another one before it.
	reconcileGone = 7 * 24 * time.Hour
	// newestLooked is how many of the newest attempts are looked at for one whose
	// time can be right.
	newestLooked = 50
	// The pauses before a gateway is asked again that could not be reached, or
	// refused the sign-in: at first, and at most.
	openingRetry   = 15 * time.Second
	openingLongest = 10 * time.Minute
)

// openingDone is what the opening tells: what was found forgotten.
type openingDone struct {
	payment.Reconciliation

	err error
}

// problem is what went wrong, for the agent; "" when nothing did.
func (o openingDone) problem() string {
	switch {
	case o.err == nil:
		return ""
	case errors.Is(o.err, payment.ErrSignIn):
		return "the gateway refuses the sign-in: no payment can be taken"
	default:
		return "the journal could not be compared with the gateway yet: moto tries again"
	}
}

// opening does it all until it has succeeded once or the context ends. What it
// reports goes to tell.
func (w *work) opening(ctx context.Context, s config.Settings, signIn *payment.SignIn, tell func(openingDone)) {
	said, pause := "", openingRetry
	span, err := w.span(ctx) // before anything is recorded
	for ctx.Err() == nil {
		var done openingDone
		if done.err = err; err == nil {
			done.err = signIn.Prove(ctx)
		}
		if done.err == nil {
			done.Reconciliation, done.err = w.reconcile(ctx, s, signIn, span)
		}
		if ctx.Err() != nil {
			return
		}
		if problem := done.problem(); done.err == nil || problem != said {
			said = problem
			tell(done)
		}
		if done.err == nil {
			w.prune(ctx, s, signIn)
			return
		}
		w.log.LogAttrs(ctx, slog.LevelWarn, "the gateway could not be asked at the start", slog.String("problem", done.err.Error()))
		select {
		case <-ctx.Done():
		case <-time.After(pause):
		}
		if pause = min(2*pause, openingLongest); err != nil {
			span, err = w.span(ctx)
		}
	}
}

// span is the time that a comparison is about.
type span struct {
	since time.Time
	tail  time.Time // see payment.Reconciler
}

// reconcile compares the gateway's records of a span with the journal. Only then
// may a journal that is behind its mark send anything.
func (w *work) reconcile(ctx context.Context, s config.Settings, signIn *payment.SignIn, over span) (payment.Reconciliation, error) {
	behind := w.store.Behind()
	ahead, _ := signIn.Clock()
	r := payment.Reconciler{
		Gateway: w.client, Store: w.store, Site: s.Gateway.Site, Now: time.Now, Ahead: ahead, Tail: over.tail,
	}
	found, err := r.Run(ctx, over.since)
	if err == nil && behind != 0 {
		err = w.store.Reconciled(ctx)
	}
	return found, err
}

// span is from when on the gateway may have something that the journal has
// forgotten: since the journal's newest attempt. One that seems to be of a time
// to come was stamped by a clock that was wrong, and says nothing.
func (w *work) span(ctx context.Context) (span, error) {
	recent, err := w.store.Recent(ctx, "", newestLooked)
	if err != nil {
		return span{}, err
	}
	now, behind := time.Now(), w.store.Behind() != 0
	var newest time.Time
	for _, e := range recent {
		if e.IntentAt.After(newest) && !e.IntentAt.After(now.Add(reconcileTail)) {
			newest = e.IntentAt
		}
	}
	switch {
	case newest.IsZero() && (behind || len(recent) > 0):
		return span{since: now.Add(-reconcileGone)}, nil
	case newest.IsZero():
		return span{since: w.store.Identity().Since.Add(-time.Minute)}, nil
	}
	over := span{since: newest.Add(-reconcileBack), tail: newest.Add(-reconcileTail)}
	if behind {
		over.tail = time.Time{}
	}
	if oldest := now.Add(-reconcileMost); over.since.Before(oldest) {
		over.since = oldest
	}
	return over, nil
}

// prune deletes what is older than it is to be kept. It is housekeeping: that
// it failed stops no payment.
func (w *work) prune(ctx context.Context, s config.Settings, signIn *payment.SignIn) {
	if s.Journal.Keep <= 0 || !signIn.AskAgain(ctx) { // the clocks are compared now, not as they were
		return
	}
	ahead, told := signIn.Clock()
	if !told {
		return
	}
	_, err := w.store.Prune(ctx, s.Journal.Keep, time.Now().Add(ahead))
	if err != nil && !errors.Is(err, journal.ErrClosed) {
		w.log.LogAttrs(ctx, slog.LevelWarn, "the journal was not pruned", slog.String("problem", err.Error()))
	}
}
