package app

import (
	"context"
	"iter"

	"motoconsole/gateway"
	"motoconsole/internal/lookup"
	"motoconsole/internal/payment"
)

// during is a context that also ends with the session.
func (s *Session) during(ctx context.Context) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancel(ctx)
	forget := context.AfterFunc(s.ctx, cancel)
	return ctx, func() {
		forget()
		cancel()
	}
}

// searching is the gateway for a session's searches: its requests end with the
// session.
type searching struct {
	lookup.Gateway

	queries payment.Querier
	during  func(context.Context) (context.Context, context.CancelFunc)
}

// Query implements lookup.Gateway.
func (g searching) Query(ctx context.Context, q gateway.Query) (gateway.QueryResult, error) {
	ctx, done := g.during(ctx)
	defer done()
	return g.queries.Query(ctx, q)
}

// Records implements lookup.Gateway.
func (g searching) Records(ctx context.Context, q gateway.Query) iter.Seq2[gateway.Record, error] {
	return func(yield func(gateway.Record, error) bool) {
		ctx, done := g.during(ctx)
		defer done()
		for record, err := range g.Gateway.Records(ctx, q) {
			if !yield(record, err) {
				return
			}
		}
	}
}
