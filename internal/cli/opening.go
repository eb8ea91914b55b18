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
	// reconcileMost is how far back it goes at the start.
	reconcileMost = 31 * 24 * time.Hour
	// reconcileGone is how far back it goes when the journal has no attempt
	// and there was another one before it.
	reconcileGone = 7 * 24 * time.Hour
	// openingRetry is how long it waits before it asks a gateway again that
	// could not be reached.
	openingRetry = 15 * time.Second
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
		return "the gateway does not accept the Webservices user or password: no payment can be taken"
	default:
		return "the journal could not be compared with the gateway yet: moto tries again"
	}
}

// opening does it all until it has succeeded once or the context ends. What it
// reports goes to tell.
func (w *work) opening(ctx context.Context, s config.Settings, signIn *payment.SignIn, tell func(openingDone)) {
	said := ""
	for ctx.Err() == nil {
		var done openingDone
		if done.err = signIn.Prove(ctx); done.err == nil {
			done.Reconciliation, done.err = w.reconcile(ctx, s, signIn, time.Time{})
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
		case <-time.After(openingRetry):
		}
	}
}

// reconcile compares the gateway's records since then with the journal; since
// zero means since the journal's newest attempt.
func (w *work) reconcile(ctx context.Context, s config.Settings, signIn *payment.SignIn, since time.Time) (payment.Reconciliation, error) {
	behind := w.store.Behind()
	if since.IsZero() {
		newest, err := w.newest(ctx)
		if err != nil {
			return payment.Reconciliation{}, err
		}
		since = newest
	}
	ahead, _ := signIn.Clock()
	r := payment.Reconciler{Gateway: w.client, Store: w.store, Site: s.Gateway.Site, Now: time.Now, Ahead: ahead}
	found, err := r.Run(ctx, since)
	if err == nil && behind != 0 {
		err = w.store.Reconciled(ctx)
	}
	return found, err
}

// newest is from when on the gateway may have something that the journal has
// forgotten.
func (w *work) newest(ctx context.Context) (time.Time, error) {
	recent, err := w.store.Recent(ctx, "", 1)
	now := time.Now()
	switch {
	case err != nil:
		return time.Time{}, err
	case len(recent) == 0 && w.store.Behind() != 0:
		return now.Add(-reconcileGone), nil
	case len(recent) == 0:
		return w.store.Identity().Since.Add(-time.Minute), nil
	}
	since := recent[0].IntentAt.Add(-reconcileBack)
	if oldest := now.Add(-reconcileMost); since.Before(oldest) {
		since = oldest
	}
	return since, nil
}

// prune deletes what is older than it is to be kept. It is housekeeping: that
// it failed stops no payment.
func (w *work) prune(ctx context.Context, s config.Settings, signIn *payment.SignIn) {
	ahead, told := signIn.Clock()
	if s.Journal.Keep <= 0 || !told {
		return
	}
	_, err := w.store.Prune(ctx, s.Journal.Keep, time.Now().Add(ahead))
	if err != nil && !errors.Is(err, journal.ErrClosed) {
		w.log.LogAttrs(ctx, slog.LevelWarn, "the journal was not pruned", slog.String("problem", err.Error()))
	}
}
