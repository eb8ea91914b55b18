package payment

import (
	"context"
	"time"

	"motoconsole/gateway"
)

const (
	// lookTime is how long the last look before a request is sent may take.
	lookTime = 20 * time.Second
	// rereadTime is how long the agent, who has an outcome, is kept waiting for
	// the payment's new state.
	rereadTime = 10 * time.Second
)

// Carry makes a move once: it records the intent, looks at the payment once
// more, sends the request and records the outcome. The channel gets the
// attempt when it is Done or in doubt, and never blocks. An attempt is carried
// out once: a second call sends nothing and closes the channel at once, as
// does a call after Drain. A payout to a card of its own takes PayOut.
func (r *Reversals) Carry(v Reversal) <-chan Reversal { return r.PayOut(v, gateway.Card{}) }

// PayOut is Carry for a payout to a card that has paid nothing. The card is
// wiped.
func (r *Reversals) PayOut(v Reversal, card gateway.Card) <-chan Reversal {
	d := r.Desk
	outcome := make(chan Reversal, 1)
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.closed || v.ID == "" || d.started[v.ID] {
		card.Wipe()
		close(outcome)
		return outcome
	}
	if d.started == nil {
		d.started = map[string]bool{}
	}
	d.started[v.ID] = true
	d.underWay.Add(1)
	go r.run(v, card, outcome)
	return outcome
}

// run takes an attempt to its outcome, or to in doubt and, when the answer
// comes after all, on to its outcome.
func (r *Reversals) run(v Reversal, card gateway.Card, outcome chan<- Reversal) {
	d := r.Desk
	tell := func(v Reversal) {
		outcome <- v
		close(outcome)
		d.underWay.Done()
	}
	if problem := r.record(v); problem != "" {
		card.Wipe()
		v.State, v.Ended, v.Outcome, v.Problem = Done, d.Now(), gateway.NotSent, problem
		tell(v)
		return
	}
	if err := r.last(&v); err != nil {
		card.Wipe()
		v.Attempt = d.conclude(v.Attempt, reply{gateway.AuthResult{Outcome: gateway.NotSent}, err})
		tell(v)
		return
	}
	v.State = Sending
	answer := make(chan reply, 1)
	go func(v Reversal) { answer <- r.send(v, card) }(v) // from here on the client wipes the card
	patience := time.NewTimer(d.patience())
	defer patience.Stop()
	select {
	case got := <-answer:
		v.Attempt = d.conclude(v.Attempt, got)
		if v.State == Done {
			r.reread(&v)
		}
		tell(v)
	case <-patience.C:
		v.Attempt = d.doubt(v.Attempt, "no answer came in time")
		tell(v)
		d.late(v.Attempt, <-answer)
	}
}

// record makes the intent durable, and says why it could not. The lease lasts
// for the look before the sending as well.
func (r *Reversals) record(v Reversal) string {
	d := r.Desk
	ctx, cancel := context.WithTimeout(context.Background(), intentTime)
	defer cancel()
	until := d.Now().Add(lookTime + d.Deadline + leaseMargin)
	if err := d.Store.Intent(ctx, v.entry(d.Host), d.Owner, until); err != nil {
		return "this could not be recorded, so nothing was sent: " + err.Error()
	}
	return ""
}

// send makes the one request of a move.
func (r *Reversals) send(v Reversal, card gateway.Card) reply {
	ctx := context.Background()
	switch v.Move {
	case MoveRefundWhole, MoveRefundPart:
		result, err := r.Gateway.Refund(ctx, gateway.RefundRequest{
			Site: v.Site, Parent: v.Parent, Amount: v.Charge.Amount, Expiry: v.expiry,
			OrderReference: v.SentReference, OperatorName: v.Agent,
		})
		return reply{gateway.AuthResult(result), err}
	case MovePayout:
		result, err := r.Gateway.Payout(ctx, gateway.PayoutRequest{
			Site: v.Site, Parent: v.Parent, Amount: v.Charge.Amount, Card: card, Expiry: v.expiry,
			OrderReference: v.SentReference, OperatorName: v.Agent,
		})
		return reply{gateway.AuthResult(result), err}
	case MoveRepeat:
		result, err := r.Gateway.Auth(ctx, gateway.AuthRequest{
			Site: v.Site, Parent: v.Parent, Amount: v.Charge.Amount, OrderReference: v.SentReference,
			CredentialsOnFile: gateway.CredentialsUse, OperatorName: v.Agent,
		})
		return reply{result, err}
	default:
		result, err := r.Gateway.Update(ctx, v.request())
		return reply{gateway.AuthResult(result), err}
	}
}
