package app

import (
	"context"
	"log/slog"

	"motoconsole/gateway"
	"motoconsole/internal/panics"
	"motoconsole/internal/payment"
	"motoconsole/internal/payment/operation"
)

// careful is a gateway that cleans up after requests with a card, and survives
// queries that panic. Once the client is done with a card, however the request
// ended, its remains on the heap are collected soon. A query that panics has no
// answer: its caller goes on as if the line had dropped, so that one unreadable
// record cannot end a console.
type careful struct {
	cardGateway

	forget func()
	log    *slog.Logger
}

func (p *Process) careful() careful { return careful{p.client, p.garbage.Forget, p.log} }

// Query implements payment.Querier.
func (c careful) Query(ctx context.Context, q gateway.Query) (found gateway.QueryResult, err error) {
	if panics.Caught(c.log, "a query", func() { found, err = c.cardGateway.Query(ctx, q) }) {
		return gateway.QueryResult{}, payment.ErrDefect
	}
	return found, err
}

// cardGateway is the part of a client that handles cards.
type cardGateway interface {
	operation.Gateway
	payment.CardQuerier
}

// Auth implements payment.Authoriser.
func (c careful) Auth(ctx context.Context, r gateway.AuthRequest) (gateway.AuthResult, error) {
	defer c.forget()
	return c.cardGateway.Auth(ctx, r)
}

// AccountCheck implements payment.Authoriser.
func (c careful) AccountCheck(ctx context.Context, r gateway.AccountCheckRequest) (gateway.AuthResult, error) {
	defer c.forget()
	return c.cardGateway.AccountCheck(ctx, r)
}

// Payout implements operation.Gateway.
func (c careful) Payout(ctx context.Context, r gateway.PayoutRequest) (gateway.RefundResult, error) {
	defer c.forget()
	return c.cardGateway.Payout(ctx, r)
}

// QueryKeeping implements payment.CardQuerier. Its remains of the number on the
// heap are collected like those of an AUTH; the number itself stays with its
// caller.
func (c careful) QueryKeeping(ctx context.Context, q gateway.Query) (gateway.QueryResult, error) {
	if len(q.Cards) > 0 {
		defer c.forget()
	}
	return c.cardGateway.QueryKeeping(ctx, q)
}
