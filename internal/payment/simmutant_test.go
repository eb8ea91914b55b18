package payment

import (
	"context"
	"errors"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/clock"
	"motoconsole/internal/journal"
	"motoconsole/internal/payment/answer"
	"motoconsole/internal/payment/doubt"
)

// mutant breaks a rule on purpose. The zero mutant breaks none.
type mutant struct {
	auth   func(Authoriser) Authoriser
	query  func(*process, Querier) Querier
	store  func(*process, journal.Store) journal.Store
	rule   func(*doubt.Rule)
	steady func(*process) func() clock.Reading
	signIn func(*process, Querier) Querier
	told   func(answer.Told) answer.Told // what was kept beside the journal
	// noGuard does not ask the journal, noSeen not the gateway. neverLate
	// tests no deadline at the gate, and unsynced loses at a power cut what was written last.
	noGuard, noSeen, neverLate, unsynced bool
	// hostClock lends the leases of a journal on a server by the clocks of the hosts.
	hostClock bool
	world     func(*world) // in which it tells soon
}

// sends and asks are an Authoriser and a Querier made of a function.
type (
	sends func(context.Context, gateway.AuthRequest) (gateway.AuthResult, error)
	asks  func(context.Context, gateway.Query) (gateway.QueryResult, error)
)

func (f sends) Auth(ctx context.Context, r gateway.AuthRequest) (gateway.AuthResult, error) {
	return f(ctx, r)
}

func (f sends) AccountCheck(ctx context.Context, r gateway.AccountCheckRequest) (gateway.AuthResult, error) {
	return f(ctx, gateway.AuthRequest(r))
}

func (f asks) Query(ctx context.Context, q gateway.Query) (gateway.QueryResult, error) {
	return f(ctx, q)
}

// sendsAgain sends once more a request that got no answer.
func sendsAgain(bank Authoriser) Authoriser {
	return sends(func(ctx context.Context, r gateway.AuthRequest) (gateway.AuthResult, error) {
		result, err := bank.Auth(ctx, r)
		if result.Outcome == gateway.OutcomeUnknown {
			result, err = bank.Auth(ctx, r)
		}
		return result, err
	})
}

// believesAnyAnswer takes an answer that cannot be read, or that answers something
// else, for an approval.
func believesAnyAnswer(bank Authoriser) Authoriser {
	return sends(func(ctx context.Context, r gateway.AuthRequest) (gateway.AuthResult, error) {
		result, err := bank.Auth(ctx, r)
		var problem *gateway.Error
		if errors.As(err, &problem) && problem.Written && problem.Kind != gateway.KindTimeout {
			return gateway.AuthResult{Outcome: gateway.OutcomeApproved}, nil
		}
		return result, err
	})
}

// takesFaultsForDeclines takes every code that is not an approval for a no.
func takesFaultsForDeclines(bank Authoriser) Authoriser {
	return sends(func(ctx context.Context, r gateway.AuthRequest) (gateway.AuthResult, error) {
		result, err := bank.Auth(ctx, r)
		if err == nil && result.Outcome == gateway.OutcomeUnknown {
			result.Outcome = gateway.OutcomeDeclined
		}
		return result, err
	})
}

// takesFailedForEmpty takes a query that failed for one that found nothing.
func takesFailedForEmpty(_ *process, bank Querier) Querier {
	return asks(func(ctx context.Context, q gateway.Query) (gateway.QueryResult, error) {
		result, err := bank.Query(ctx, q)
		if err != nil {
			return gateway.QueryResult{Outcome: gateway.OutcomeApproved, At: time.Now()}, nil
		}
		return result, nil
	})
}

// overlooksTheCap takes a capped answer for a whole one.
func overlooksTheCap(_ *process, bank Querier) Querier {
	return asks(func(ctx context.Context, q gateway.Query) (gateway.QueryResult, error) {
		result, err := bank.Query(ctx, q)
		if result.Capped {
			result.Capped, result.Found = false, 0
		}
		return result, err
	})
}

// goesByItsOwnClock takes the time of an answer from the host.
func goesByItsOwnClock(p *process, bank Querier) Querier {
	return asks(func(ctx context.Context, q gateway.Query) (gateway.QueryResult, error) {
		result, err := bank.Query(ctx, q)
		result.At = p.now()
		return result, err
	})
}

// sendsFirst says that an intent is durable, and makes it so a little later.
type sendsFirst struct {
	journal.Store
	p     *process
	early map[string]journal.Entry
}

func (s sendsFirst) Intent(_ context.Context, e journal.Entry, owner string, until time.Time) error {
	s.early[e.ID] = e
	go func() { //nolint:gosec // it has to outlive the call
		if s.p.sleep(context.Background(), time.Second/2) {
			_ = s.Store.Intent(context.Background(), e, owner, until)
		}
	}()
	return nil
}

func (s sendsFirst) Similar(ctx context.Context, site, first6, last4 string, amount gateway.Money, since time.Time) ([]journal.Entry, error) {
	found, err := s.Store.Similar(ctx, site, first6, last4, amount, since)
	for _, t := range s.p.order {
		if e, ok := s.early[t.ID]; ok && e.Last4 == last4 && e.Amount == amount {
			if _, listed := journal.Before(found, e.ID); !listed {
				found = append([]journal.Entry{e}, found...)
			}
		}
	}
	return found, err
}

// seesNoRivals hides every other attempt from the last look before an AUTH.
type seesNoRivals struct {
	journal.Store
	p *process
}

func (s seesNoRivals) last(ctx context.Context, found []journal.Entry) []journal.Entry {
	if _, ok := ctx.Deadline(); !ok {
		return found // the guard asks
	}
	var own []journal.Entry
	for _, e := range found {
		if e.State == journal.Open && e.Agent == s.p.processor.Agent {
			own = append(own, e)
			break
		}
	}
	return own
}

func (s seesNoRivals) Similar(ctx context.Context, site, first6, last4 string, amount gateway.Money, since time.Time) ([]journal.Entry, error) {
	found, err := s.Store.Similar(ctx, site, first6, last4, amount, since)
	return s.last(ctx, found), err
}

func (s seesNoRivals) OfOrder(ctx context.Context, site string, names []string) ([]journal.Entry, error) {
	found, err := s.Store.OfOrder(ctx, site, names)
	return s.last(ctx, found), err
}

// forgetsOrders finds no other attempt with the same order reference.
type forgetsOrders struct{ journal.Store }

func (forgetsOrders) OfOrder(context.Context, string, []string) ([]journal.Entry, error) {
	return nil, nil
}

// trustsOneEmptyAnswer calls an attempt not taken at the first empty answer.
type trustsOneEmptyAnswer struct{ journal.Store }

func (s trustsOneEmptyAnswer) Record(ctx context.Context, id string, c journal.Change) (journal.Entry, error) {
	apply := c.Apply
	c.Apply = func(e *journal.Entry) error {
		err := apply(e)
		if err == nil && c.Step == journal.StepChecked && e.EmptyChecks > 0 && e.State != journal.Known {
			doubt.Resolve(e, gateway.OutcomeNotSent, journal.ResolvedNotFound, c.At)
		}
		return err
	}
	return s.Store.Record(ctx, id, c)
}
