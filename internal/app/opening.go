package app

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"motoconsole/internal/journal"
	"motoconsole/internal/panics"
	"motoconsole/internal/payment"
	"motoconsole/internal/payment/resolve"
	"motoconsole/ui"
)

// When a process opens, it does this work in the background, once the gateway has
// answered: it proves the sign-in, compares the gateway's records with the journal,
// and deletes attempts that are older than the journal keeps them.

const (
	// The first and the longest pause before the process asks the gateway again, if
	// it could not be reached or refused the sign-in.
	openingRetry   = 15 * time.Second
	openingLongest = 10 * time.Minute
)

// openingDone is the result of the opening: the forgotten payments it found.
type openingDone struct {
	resolve.Reconciliation

	err error
}

// problem is the opening's problem, for the agent; "" for none.
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

// opening repeats this work until it has succeeded once or the context ends. It
// reports through tell.
func (p *Process) opening(ctx context.Context, tell func(ui.OpenedMsg)) {
	said, pause := "", openingRetry
	over, err := resolve.SpanOf(ctx, p.store, time.Now()) // before anything is recorded
	for ctx.Err() == nil {
		var done openingDone
		if done.err = err; err == nil {
			done.err = p.signIn.Prove(ctx)
		}
		if done.err == nil {
			done.Reconciliation, done.err = p.reconcile(ctx, over)
		}
		if ctx.Err() != nil {
			return
		}
		if problem := done.problem(); done.err == nil || problem != said {
			said = problem
			tell(ui.OpenedMsg{Forgotten: len(done.Forgotten), Differ: len(done.Differences), Problem: problem})
		}
		if done.err == nil {
			p.prune(ctx)
			return
		}
		p.log.LogAttrs(ctx, slog.LevelWarn, "the gateway could not be asked at the start", slog.String("problem", done.err.Error()))
		select {
		case <-ctx.Done():
		case <-time.After(pause):
		}
		if pause = min(2*pause, openingLongest); err != nil {
			over, err = resolve.SpanOf(ctx, p.store, time.Now())
		}
	}
}

// Reconcile compares the gateway's records with the journal now. It goes back that
// far or, for 0, as far as the opening of a process does.
func (p *Process) Reconcile(ctx context.Context, back time.Duration) (resolve.Reconciliation, error) {
	if err := p.signIn.Prove(ctx); err != nil {
		return resolve.Reconciliation{}, err
	}
	over, err := resolve.SpanOf(ctx, p.store, time.Now())
	if err != nil {
		return resolve.Reconciliation{}, err
	}
	if since := time.Now().Add(-back); back > 0 && (since.Before(over.Since) || p.store.Behind() == 0) {
		over = resolve.Span{Since: since} // for a journal that is behind, it starts at its end at the latest
	}
	return p.reconcile(ctx, over)
}

// reconcile compares the gateway's records of a span with the journal. A journal
// that is behind its mark sends nothing until this has succeeded.
func (p *Process) reconcile(ctx context.Context, over resolve.Span) (resolve.Reconciliation, error) {
	behind := p.store.Behind()
	ahead, _ := p.signIn.Clock()
	r := resolve.Reconciler{
		Gateway: p.client, Store: p.store, Sites: p.settings.Gateway.Sites, Now: time.Now, Ahead: ahead, Tail: over.Tail,
	}
	var found resolve.Reconciliation
	var err error
	// A record on which this breaks is a failure like any other: it is told, and tried
	// again after a pause.
	if panics.Caught(p.log, "the comparison with the gateway", func() { found, err = r.Run(ctx, over.Since) }) {
		err = payment.ErrDefect
	}
	if err == nil && behind != 0 {
		err = p.store.Reconciled(ctx)
	}
	return found, err
}

// Prune deletes old entries, and returns how many.
func (p *Process) Prune(ctx context.Context) (int, error) {
	if p.settings.Journal.Keep <= 0 {
		return 0, nil
	}
	if !p.signIn.AskAgain(ctx) { // compares the clocks now
		return 0, errNoClock
	}
	ahead, told := p.signIn.Clock()
	if !told {
		return 0, errNoClock
	}
	return p.store.Prune(ctx, p.settings.Journal.Keep, time.Now().Add(ahead))
}

var errNoClock = errors.New("the gateway did not give its time; moto deletes nothing from the journal until it does")

// prune deletes old entries. It is housekeeping: a failure stops no payment.
func (p *Process) prune(ctx context.Context) {
	_, err := p.Prune(ctx)
	if err != nil && !errors.Is(err, errNoClock) && !errors.Is(err, journal.ErrClosed) {
		p.log.LogAttrs(ctx, slog.LevelWarn, "the journal was not pruned", slog.String("problem", err.Error()))
	}
}
