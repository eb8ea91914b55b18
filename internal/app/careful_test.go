package app

import (
	"context"
	"errors"
	"testing"

	"motoconsole/gateway"
)

// broken is a gateway whose client panics.
type broken struct{ cardGateway }

func (broken) Auth(context.Context, gateway.AuthRequest) (gateway.AuthResult, error) {
	panic("the value of a panic")
}

func (broken) Payout(context.Context, gateway.PayoutRequest) (gateway.RefundResult, error) {
	panic("the value of a panic")
}

// A panic of the client counts as a lost answer, and leaves no card behind.
func TestCarefulOfPanics(t *testing.T) {
	forgotten := 0
	for name, send := range map[string]func(gateway.Card) error{
		"payment": func(card gateway.Card) error {
			_, err := careful{broken{}, func() { forgotten++ }}.Auth(t.Context(), gateway.AuthRequest{Card: card})
			return err
		},
		"payout": func(card gateway.Card) error {
			_, err := careful{broken{}, func() { forgotten++ }}.Payout(t.Context(), gateway.PayoutRequest{Card: card})
			return err
		},
	} {
		card := gateway.Card{Number: gateway.NewCardNumber(), Code: gateway.NewSecurityCode()}
		for _, digit := range []byte("4111111111111111") {
			card.Number.Push(digit)
		}
		err := send(card)
		lost, ok := errors.AsType[*gateway.Error](err)
		if !ok || !lost.Written || lost.Kind != gateway.ErrBroken {
			t.Errorf("%s: %v is not an answer that got lost", name, err)
		}
		if card.Number.Len() != 0 || forgotten == 0 {
			t.Errorf("%s: the card is still there", name)
		}
		forgotten = 0
	}
}
