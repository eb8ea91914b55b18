package payment

import (
	"context"
	"errors"
	"testing"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/clock"
	"motoconsole/internal/journal"
	"motoconsole/internal/payment/answer"
	"motoconsole/internal/payment/doubt"
)

func TestSimulationCatchesLeasesSwitchedOff(t *testing.T) {
	catches(t, mutant{store: noLeases}, "I16")
}

func TestSimulationCatchesAJournalThatIsNotSynced(t *testing.T) {
	catches(t, mutant{unsynced: true}, "I7")
}

func TestSimulationCatchesAnotherOutcomeThanWasKept(t *testing.T) {
	catches(t, mutant{told: func(told answer.Told) answer.Told {
		if !told.Answer.Outcome.MovesMoney() {
			told.Answer.Outcome = gateway.OutcomeApproved
		}
		return told
	}}, "I4")
}

func TestSimulationCatchesKeptOutcomesTakenForNothing(t *testing.T) {
	catches(t, mutant{told: func(told answer.Told) answer.Told {
		told.Answer.Outcome = gateway.OutcomeNotSent
		return told
	}}, "I5")
}

func TestSimulationCatchesNotTakenTooSoon(t *testing.T) {
	catches(t, mutant{rule: func(r *doubt.Rule) { r.Absent = time.Minute }}, "I5")
}

func TestSimulationCatchesOnlyExactMatchesCounted(t *testing.T) {
	catches(t, mutant{query: countsExactMatches}, "I5")
}

func TestSimulationCatchesNoDeadlineAtTheWrite(t *testing.T) {
	catches(t, mutant{neverLate: true}, "I5")
}

func TestSimulationCatchesALeaseReleasedWithPatience(t *testing.T) {
	catches(t, mutant{store: releasesWithPatience}, "I16")
}

func TestSimulationCatchesRivalsThatTookIt(t *testing.T) {
	catches(t, mutant{store: func(_ *process, s journal.Store) journal.Store {
		return hides{s, func(e journal.Entry, last bool) bool { return last && e.Outcome.MovesMoney() }}
	}}, "I1")
}

func TestSimulationCatchesBelief4xx(t *testing.T) {
	catches(t, mutant{auth: believesRefusals}, "I5")
}

func TestSimulationCatchesTheGatewaysClockAlone(t *testing.T) {
	catches(t, mutant{steady: runsAhead}, "I5")
}

func TestSimulationCatchesALostEvidenceReference(t *testing.T) {
	catches(t, mutant{auth: losesTheName}, "I5")
}

func TestSimulationCatchesASignInThatIsNotProved(t *testing.T) {
	catches(t, mutant{signIn: func(*process, Querier) Querier {
		return asks(func(context.Context, gateway.Query) (gateway.QueryResult, error) { return gateway.QueryResult{}, nil })
	}}, "I14")
}

func TestSimulationCatchesTheGatewayNotAsked(t *testing.T) {
	catches(t, mutant{noSeen: true}, "I1")
}

func TestSimulationCatchesNotTakenNotAskedAbout(t *testing.T) {
	catches(t, mutant{store: func(_ *process, s journal.Store) journal.Store {
		return hides{s, func(e journal.Entry, _ bool) bool { return e.CalledNotMade() }}
	}}, "I1")
}

// noLeases makes leases that have ended when they begin.
func noLeases(_ *process, s journal.Store) journal.Store { return leaseless{s} }

type leaseless struct{ journal.Store }

func (s leaseless) Intent(ctx context.Context, e journal.Entry, owner string, _ time.Time) error {
	return s.Store.Intent(ctx, e, owner, time.Time{}.Add(time.Hour))
}

func (s leaseless) Claim(ctx context.Context, id, owner string, now, _ time.Time) (journal.Entry, bool, error) {
	return s.Store.Claim(ctx, id, owner, now, time.Time{}.Add(time.Hour))
}

// releasesWithPatience ends the sending lease when the agent has waited long
// enough, although the request may be on its way.
func releasesWithPatience(p *process, s journal.Store) journal.Store { return impatient{s, p} }

type impatient struct {
	journal.Store
	p *process
}

func (s impatient) Record(ctx context.Context, id string, c journal.Change) (journal.Entry, error) {
	e, err := s.Store.Record(ctx, id, c)
	if err == nil && c.Step == journal.StepInDoubt {
		_ = s.EndSending(ctx, id, s.p.processor.Owner)
	}
	return e, err
}

// hides keeps entries from the guard, and from the last look before an AUTH.
type hides struct {
	journal.Store
	hidden func(e journal.Entry, last bool) bool
}

func (s hides) keep(ctx context.Context, found []journal.Entry) (kept []journal.Entry) {
	_, last := ctx.Deadline() // the guard has none
	for _, e := range found {
		if !s.hidden(e, last) {
			kept = append(kept, e)
		}
	}
	return kept
}

func (s hides) Similar(ctx context.Context, site, first6, last4 string, amount gateway.Money, since time.Time) ([]journal.Entry, error) {
	found, err := s.Store.Similar(ctx, site, first6, last4, amount, since)
	return s.keep(ctx, found), err
}

func (s hides) OfOrder(ctx context.Context, site string, names []string) ([]journal.Entry, error) {
	found, err := s.Store.OfOrder(ctx, site, names)
	return s.keep(ctx, found), err
}

// countsExactMatches drops every record that a query found, unless it has the order
// reference that was asked for to the letter.
func countsExactMatches(_ *process, bank Querier) Querier {
	return asks(func(ctx context.Context, q gateway.Query) (gateway.QueryResult, error) {
		result, err := bank.Query(ctx, q)
		var exact []gateway.Record
		for _, r := range result.Records {
			for _, wanted := range q.OrderReferences {
				if r.OrderReference == wanted {
					exact = append(exact, r)
				}
			}
		}
		result.Records, result.Found = exact, len(exact)
		return result, err
	})
}

// believesRefusals takes an answer with status 400 or 401 for a refusal.
func believesRefusals(bank Authoriser) Authoriser {
	return sends(func(ctx context.Context, r gateway.AuthRequest) (gateway.AuthResult, error) {
		result, err := bank.Auth(ctx, r)
		if fail, ok := errors.AsType[*gateway.Error](err); ok && (fail.Kind == gateway.KindSignIn || fail.Kind == gateway.KindBadRequest) {
			result.Outcome = gateway.OutcomeRejected
		}
		return result, err
	})
}

// losesTheName forgets which transaction an answer named.
func losesTheName(bank Authoriser) Authoriser {
	return sends(func(ctx context.Context, r gateway.AuthRequest) (gateway.AuthResult, error) {
		result, err := bank.Auth(ctx, r)
		if fail, ok := errors.AsType[*gateway.Error](err); ok {
			err = &gateway.Error{Kind: fail.Kind, Written: fail.Written}
		}
		return result, err
	})
}

// runsAhead is a clock that always says that enough time has passed, so that
// the gateway's decides alone.
func runsAhead(p *process) func() clock.Reading {
	hours := time.Duration(0)
	return func() clock.Reading {
		hours++
		return clock.Reading{Boot: p.host.boot, At: hours * time.Hour}
	}
}
