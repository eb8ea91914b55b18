package gateway

import (
	"context"
	"time"
)

// AccountCheckRequest asks the bank about a card without charging it: whether
// it may be used, and what the address and security code checks say. It has the
// fields of an AuthRequest; the amount may be zero but needs a currency. Banks
// that cannot do this answer with an error (documented: Trust Payments' own
// acquiring can, others ask support). Send CredentialsStore when the card is to
// be used again.
type AccountCheckRequest AuthRequest

// AccountCheck sends one ACCOUNTCHECK, once, and wipes the card. Approved means
// that the check was done and the card is good: read the result's
// Record.Checks. No money moves and none is reserved. The transaction reference
// may be the Parent of an AuthRequest.
func (c *Client) AccountCheck(ctx context.Context, r AccountCheckRequest) (AuthResult, error) {
	return send[AuthResult](ctx, c, r)
}

func (r AccountCheckRequest) wipe() { AuthRequest(r).wipe() }

func (r AccountCheckRequest) result(base AuthResult, _ *response) Result { return base }

func (r AccountCheckRequest) prepare(now time.Time) (*prepared, error) {
	p := AuthRequest(r).build(TypeAccountCheck, now)
	p.outcome = codeOutcome
	p.echo.mustOrder = true
	return p, p.failure()
}
