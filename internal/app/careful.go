package app

import (
	"context"

	"motoconsole/gateway"
	"motoconsole/internal/payment"
)

// careful is a gateway that keeps the process clean around requests with a
// card. Once the client is done with the card, what is left of it on the heap
// is collected soon. If the client panics, with a value that may hold anything, that
// counts as a lost answer.
type careful struct {
	cardGateway

	forget func()
}

func (p *Process) careful() careful { return careful{p.client, p.garbage.Forget} }

// cardGateway is all that is asked of a client.
type cardGateway interface {
	payment.Reverser
	payment.CardQuerier
}

// Auth implements payment.Authoriser.
func (c careful) Auth(ctx context.Context, r gateway.AuthRequest) (gateway.AuthResult, error) {
	return carefully(c, r.Card, func() (gateway.AuthResult, error) { return c.cardGateway.Auth(ctx, r) })
}

// Payout implements payment.Reverser.
func (c careful) Payout(ctx context.Context, r gateway.PayoutRequest) (gateway.RefundResult, error) {
	return carefully(c, r.Card, func() (gateway.RefundResult, error) { return c.cardGateway.Payout(ctx, r) })
}

// QueryKeeping implements payment.CardQuerier. What it leaves of the number on
// the heap is collected like that of an AUTH; the number itself stays with its
// caller.
func (c careful) QueryKeeping(ctx context.Context, q gateway.Query) (gateway.QueryResult, error) {
	if len(q.Cards) == 0 {
		return c.cardGateway.QueryKeeping(ctx, q)
	}
	return carefully(c, gateway.Card{}, func() (gateway.QueryResult, error) { return c.cardGateway.QueryKeeping(ctx, q) })
}

func carefully[R any](c careful, card gateway.Card, send func() (R, error)) (result R, err error) {
	defer c.forget()
	defer func() {
		if recover() != nil {
			card.Wipe()
			var nothing R
			result = nothing
			err = hidden()
		}
	}()
	return send()
}

// hidden says that a panic hid an answer.
func hidden() error {
	return &gateway.Error{Kind: gateway.ErrBroken, Written: true, Detail: "a defect of the program hid the answer"}
}
