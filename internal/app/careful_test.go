package app

import (
	"context"
	"testing"

	"motoconsole/gateway"
	"motoconsole/internal/panics"
)

// broken is a gateway whose client panics.
type broken struct{ cardGateway }

func (broken) Auth(context.Context, gateway.AuthRequest) (gateway.AuthResult, error) {
	panic("the value of a panic")
}

func (broken) Payout(context.Context, gateway.PayoutRequest) (gateway.RefundResult, error) {
	panic("the value of a panic")
}

func (broken) QueryKeeping(context.Context, gateway.Query) (gateway.QueryResult, error) {
	panic("the value of a panic")
}

// TestCarefulForgets: what had a card leaves nothing, even where the client panics.
func TestCarefulForgets(t *testing.T) {
	forgotten := 0
	c := careful{broken{}, func() { forgotten++ }}
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
