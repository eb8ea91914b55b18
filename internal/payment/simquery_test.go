package payment

import (
	"context"
	"errors"
	"iter"
	"slices"
	"strings"
	"time"

	"motoconsole/gateway"
)

var errQuery = errors.New("the query failed")

// lie is what is wrong with an answer to a query.
type lie struct {
	fails, capped, silent, unfiltered, hidden bool
	until, back                               time.Duration
}

// asked is what a process last heard of an order reference.
type asked struct {
	at    time.Time // when the gateway looked
	whole bool      // it said all that it had
}

// Query implements Querier.
func (l line) Query(ctx context.Context, q gateway.Query) (gateway.QueryResult, error) {
	result, _, err := l.query(ctx, q)
	return result, err
}

// QueryKeeping implements CardQuerier.
func (l line) QueryKeeping(ctx context.Context, q gateway.Query) (gateway.QueryResult, error) {
	result, _, err := l.query(ctx, q)
	return result, err
}

// Records implements Walker.
func (l line) Records(ctx context.Context, q gateway.Query) iter.Seq2[gateway.Record, error] {
	return func(yield func(gateway.Record, error) bool) {
		result, whole, err := l.query(ctx, q)
		if err == nil && result.Capped {
			err = errQuery
		}
		if err != nil {
			yield(gateway.Record{}, err)
			return
		}
		l.p.whole = whole
		for _, r := range result.Records {
			if !yield(r, nil) {
				return
			}
		}
	}
}

// query asks the bank, and says whether its answer is all that there is.
func (l line) query(ctx context.Context, q gateway.Query) (result gateway.QueryResult, whole bool, err error) {
	p := l.p
	what := "query " + strings.Join(append(q.OrderReferences, q.TransactionReferences...), " ")
	for _, c := range q.Cards {
		what += "card " + c.Last4()
	}
	if !p.step(what) {
		return gateway.QueryResult{}, false, errQuery
	}
	f, ok := p.lie(q)
	if !ok || !p.sleep(ctx, f.until) || !p.step(what) {
		return gateway.QueryResult{}, false, errQuery
	}
	at := time.Now()
	if p.mayRefuseSignIn(); p.refusesSignIn() {
		p.struck(strikeQuery401)
		p.sleep(ctx, f.back)
		return gateway.QueryResult{}, false, &gateway.Error{Kind: gateway.KindSignIn, Written: true}
	}
	result = p.finds(q, at, f)
	p.log("%s finds %d, %+v", what, len(result.Records), f)
	whole = !f.fails && !f.capped && !f.hidden
	if !whole {
		p.misled = true
	}
	if !f.fails && !f.hidden {
		p.signedIn = at
	}
	came := p.sleep(ctx, f.back)
	if len(q.OrderReferences) > 0 { // a check names the attempt's first
		p.heard.Store(q.OrderReferences[0], asked{at, whole && came})
	}
	if !came || f.fails {
		return gateway.QueryResult{}, false, errQuery
	}
	if f.hidden {
		return gateway.QueryResult{}, false, &gateway.Error{Kind: gateway.KindShape, Written: true, Found: max(1, len(result.Records))}
	}
	if f.capped { // what was looked for is beyond the end
		result.Capped, result.Records, result.Found = true, nil, 500
	}
	return result, whole, nil
}

// finds are the records that match.
func (p *process) finds(q gateway.Query, at time.Time, f lie) gateway.QueryResult {
	result := gateway.QueryResult{Outcome: gateway.OutcomeApproved, At: p.hostTime()}
	if f.silent {
		result.At = time.Time{}
	}
	for _, b := range p.bank.booked {
		if b.verdict.recorded() && !b.shown.After(at) && (f.unfiltered || p.matches(q, b)) {
			result.Records = append(result.Records, p.shows(b, at))
		}
	}
	result.Found = len(result.Records)
	return result
}

// matches reports a booking that fulfils each filter that is set.
func (s *sim) matches(q gateway.Query, b *booking) bool {
	filed := s.filed(b)
	switch {
	case len(q.OrderReferences) > 0 && !slices.ContainsFunc(q.OrderReferences, func(r string) bool { return s.kept(r) == filed }),
		len(q.TransactionReferences) > 0 && !slices.Contains(q.TransactionReferences, b.transaction()),
		len(q.Cards) > 0 && !slices.ContainsFunc(q.Cards, func(c gateway.CardNumber) bool { return c.Last4() == b.last4 }),
		!q.After.IsZero() && !b.stamp.Truncate(time.Second).After(q.After.Truncate(time.Second)),
		!q.Before.IsZero() && !b.stamp.Truncate(time.Second).Before(q.Before.Truncate(time.Second)):
		return false
	}
	return true
}

// lie draws what goes wrong with a query; false when the process dies of it.
func (p *process) lie(q gateway.Query) (f lie, alive bool) {
	f.until, f.back = p.between(0, time.Second/5), p.between(0, time.Second/5)
	if !p.goes() {
		return f, true
	}
	fails := p.queryRate
	if slices.Contains(q.OrderReferences, signInOrder) || len(q.Cards) > 0 {
		fails /= 4 // else little would be charged at all
	}
	switch n := p.rng.Float64(); {
	case n < p.crashRate/4:
		p.die("while it asks")
		return f, false
	case n < p.crashRate/4+fails:
		f.fails, f.back = true, p.between(0, 30*time.Second)
		p.struck(strikeQueryFails)
	default:
		f.until, f.back = p.between(0, 30*time.Second), p.between(0, 30*time.Second)
		if len(q.Cards) > 0 || slices.Contains(q.OrderReferences, signInOrder) {
			f.until, f.back = f.until/10, f.back/10
		}
		p.struck(strikeQuerySlow)
		f.capped, f.silent = p.chance(p.cappedRate), p.chance(0.1)
		f.unfiltered = p.chance(p.lieRate)
		f.hidden = !f.capped && p.chance(p.lieRate)
		for k, yes := range map[strike]bool{strikeCapped: f.capped, strikeSilent: f.silent, strikeUnfiltered: f.unfiltered, strikeHidden: f.hidden} {
			if yes {
				p.struck(k)
			}
		}
	}
	return f, true
}
