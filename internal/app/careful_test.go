package app

import (
	"context"
	"errors"
	"testing"

	"motoconsole/gateway"
	"motoconsole/internal/panics"
	"motoconsole/internal/payment"
)

// broken is a gateway whose client panics.
type broken struct{ cardGateway }

func (broken) Auth(context.Context, gateway.AuthRequest) (gateway.AuthResult, error) {
	panic("the value of a panic")
}

func (broken) AccountCheck(context.Context, gateway.AccountCheckRequest) (gateway.AuthResult, error) {
	panic("the value of a panic")
}

func (broken) Payout(context.Context, gateway.PayoutRequest) (gateway.RefundResult, error) {
	panic("the value of a panic")
}

func (broken) Query(context.Context, gateway.Query) (gateway.QueryResult, error) {
	panic("the value of a panic")
}

func (broken) QueryKeeping(context.Context, gateway.Query) (gateway.QueryResult, error) {
	panic("the value of a panic")
}

// TestCarefulForgets: a request with a card leaves nothing of it, even if the client
// panics.
func TestCarefulForgets(t *testing.T) {
	forgotten := 0
	c := careful{broken{}, func() { forgotten++ }, nil}
	for name, ask := range map[string]func(){
		"a payment": func() { _, _ = c.Auth(t.Context(), gateway.AuthRequest{}) },
		"a payout":  func() { _, _ = c.Payout(t.Context(), gateway.PayoutRequest{}) },
		"a query": func() {
			_, _ = c.QueryKeeping(t.Context(), gateway.Query{Cards: []gateway.CardNumber{gateway.NewCardNumber()}})
		},
	} {
		if forgotten = 0; !panics.Caught(nil, "a test", ask) || forgotten != 1 {
			t.Errorf("%s: forgotten %d times", name, forgotten)
		}
	}
	if panics.Caught(nil, "a test", func() { _, _ = c.QueryKeeping(t.Context(), gateway.Query{}) }); forgotten != 1 {
		t.Error("a query without a card is forgotten")
	}
}

// TestAQueryThatPanicsHasNoAnswer: the checks of unknown and held payments, a payment's
// page and the sign-in go on as if the line had dropped.
func TestAQueryThatPanicsHasNoAnswer(t *testing.T) {
	c := careful{broken{}, func() {}, nil}
	if found, err := c.Query(t.Context(), gateway.Query{}); !errors.Is(err, payment.ErrDefect) || len(found.Records) != 0 {
		t.Errorf("%v %v", found, err)
	}
	f := newFloor(t)
	for name, q := range map[string]payment.Querier{
		"the resolver": f.resolver.Gateway, "the sign-in": f.signIn.Gateway,
	} {
		if _, is := q.(careful); !is {
			t.Errorf("%s asks a client that may panic: %T", name, q)
		}
	}
}
