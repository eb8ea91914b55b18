package operation

import (
	"context"
	"errors"

	"motoconsole/gateway"
	"motoconsole/internal/payment"
	"motoconsole/internal/payment/option"
)

// errUnread says why an operation is not prepared without the journal.
var errUnread = errors.New("the journal cannot be read, so moto cannot tell whether this was done before: tell a supervisor")

// Prepare begins an operation, and gathers the guard's warnings for the agent who is
// to confirm it.
func (r *Service) Prepare(ctx context.Context, a Request) (Operation, []payment.Warning, error) {
	v, err := r.Begin(ctx, a)
	if err != nil {
		return v, nil, err
	}
	warnings, err := r.Guard(ctx, v)
	if err != nil {
		if _, ofGateway := errors.AsType[*OrderError](err); !ofGateway {
			err = errUnread
		}
		return v, nil, err
	}
	if a.Kind != option.Repeat {
		return v, warnings, nil
	}
	seen, err := r.seenOrder(ctx, v.Charge)
	return v, append(warnings, seen...), err
}

// seenOrder asks the gateway for payments of the same order before a card is
// charged again. The card itself is not here to be looked for. It takes
// payment.SeenWait at most: what it does not find proves nothing. The error is that
// the sign-in is refused.
func (r *Service) seenOrder(ctx context.Context, c payment.Charge) ([]payment.Warning, error) {
	ctx, cancel := context.WithTimeout(ctx, payment.SeenWait)
	defer cancel()
	warnings, err := r.Processor.Seen(ctx, c, gateway.CardNumber{})
	if errors.Is(err, payment.ErrSignIn) {
		return nil, err
	}
	return warnings, nil
}
