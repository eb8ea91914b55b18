package operation

import (
	"context"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
	"motoconsole/internal/payment"
	"motoconsole/internal/statement"
)

// rereadTime is how long an agent who has the outcome waits for the payment's new
// state.
const rereadTime = 10 * time.Second

// Carry makes an operation once: it records the intent, looks at the payment once
// more, sends the request and records the outcome. The channel receives the attempt
// when it is Known or in doubt; sending to it never blocks. An attempt is carried
// out once: a second call sends nothing and closes the channel at once, as does a
// call after Drain. For a payout to a card that has paid nothing call CarryWithCard.
func (r *Service) Carry(v Operation) <-chan Operation { return r.CarryWithCard(v, gateway.Card{}) }

// CarryWithCard is Carry with a card: for a payout to a card that has paid nothing, or for a
// repeat with the security code, which moto never keeps. Only the code of a repeat's
// card is used. CarryWithCard wipes the card.
func (r *Service) CarryWithCard(v Operation, card gateway.Card) <-chan Operation {
	outcome := make(chan Operation, 1)
	var asked Operation // what is sent; v changes while a late sending reads this
	started := r.Sender.Start(payment.Job{
		Attempt: v.Attempt,
		Refused: r.Sender.MayTake(card.Number),
		Last: func(ctx context.Context, a payment.Attempt) error {
			v.Attempt = a
			err := r.recheck(ctx, &v)
			v.Changed = err != nil && v.Reread && v.otherwise()
			asked = v
			return err
		},
		Wipe:     card.Wipe,
		Send:     func(ctx context.Context, a payment.Attempt) payment.Reply { return r.send(ctx, asked, a, card) },
		Recorded: r.heed,
		Known: func(a *payment.Attempt) {
			v.Attempt = *a
			r.reread(&v)
		},
		Tell: func(a payment.Attempt) {
			v.Attempt = a
			v.Forget()
			outcome <- v
			close(outcome)
		},
	})
	if !started {
		card.Wipe()
		close(outcome)
	}
	return outcome
}

// send makes the one request of an operation.
func (r *Service) send(ctx context.Context, v Operation, a payment.Attempt, card gateway.Card) payment.Reply {
	v.Attempt = a
	switch v.Operation {
	case journal.OpRefund:
		result, err := r.Gateway.Refund(ctx, gateway.RefundRequest{
			Site: v.Site, Parent: v.Parent, Amount: v.Charge.Amount, Expiry: v.expiry,
			OrderReference: v.SentReference, OperatorName: v.Agent,
		})
		return payment.Reply{Result: gateway.AuthResult(result), Err: err}
	case journal.OpPayout:
		result, err := r.Gateway.Payout(ctx, gateway.PayoutRequest{
			Site: v.Site, Parent: v.Parent, Amount: v.Charge.Amount, Card: card, Expiry: v.expiry,
			OrderReference: v.SentReference, OperatorName: v.Agent,
		})
		return payment.Reply{Result: gateway.AuthResult(result), Err: err}
	case journal.OpRepeat:
		// The gateway wants CredentialsUse with every payment by the card of an
		// earlier one. The value does not mean that the caller agreed.
		result, err := r.Gateway.Auth(ctx, gateway.AuthRequest{
			Site: v.Site, Parent: v.Parent, Amount: v.Charge.Amount, OrderReference: v.SentReference,
			CredentialsOnFile: gateway.CredentialsUse, InitiationReason: v.Charge.Initiation, AuthMethod: v.repeatMethod(),
			Subscription: v.Charge.Series, AccountType: v.repeatAccount(), Card: gateway.Card{Code: card.Code}, OperatorName: v.Agent,
		})
		return payment.Reply{Result: result, Err: err}
	case journal.OpRaise:
		result, err := r.Gateway.Auth(ctx, gateway.AuthRequest{
			Site: v.Site, Parent: v.Parent, Amount: v.Charge.Amount, OrderReference: v.SentReference,
			AuthMethod: gateway.AuthIncremental, OperatorName: v.Agent,
		})
		return payment.Reply{Result: result, Err: err}
	case journal.OpCorrect:
		return r.correct(ctx, v)
	default:
		request, ok := v.request()
		if !ok {
			card.Wipe()
			return payment.Unsendable(v.Operation)
		}
		return r.update(ctx, request)
	}
}

func (r *Service) update(ctx context.Context, u gateway.UpdateRequest) payment.Reply {
	result, err := r.Gateway.Update(ctx, u)
	return payment.Reply{Result: gateway.AuthResult(result), Err: err}
}

// repeatMethod is how a repeat is authorised. A repeat of a pre-authorisation is a
// final payment that settles in the next run. It says so, because it is not known
// whether the gateway would take over PRE. Any other repeat leaves the method to the
// account, as a payment does.
func (v *Operation) repeatMethod() gateway.AuthMethod {
	if statement.IsPreauthorisation(v.saw.Record) {
		return gateway.AuthFinal
	}
	return ""
}

// repeatAccount is the account that a repeat is sent to: a payment of a series has one of
// its own.
func (v *Operation) repeatAccount() gateway.AccountType {
	if v.Charge.Series.IsZero() {
		return gateway.AccountMOTO
	}
	return gateway.AccountRecurring
}

// request is the update that makes the change. It reports false for what is no update.
func (v *Operation) request() (gateway.UpdateRequest, bool) {
	u := gateway.UpdateRequest{Site: v.Site, TransactionReference: v.Parent}
	switch v.Operation {
	case journal.OpCancel:
		u = gateway.Cancel(v.Site, v.Parent)
	case journal.OpReduce:
		u = gateway.Reduce(v.Site, v.Parent, gateway.Money{Minor: v.Target.SettleAmount, Currency: v.settle.Currency})
	case journal.OpRelease:
		u = gateway.Release(v.Site, v.Parent)
	case journal.OpHold:
		u = gateway.Suspend(v.Site, v.Parent)
	case journal.OpCorrect:
		u.Billing, u.Expiry = v.correction.Billing, v.correction.Expiry
	case journal.OpOrder:
		u.OrderReference = v.Target.OrderReference
	case journal.OpDueDate:
		u.SettleDueDate = v.Target.SettleDueDate
	default:
		return u, false
	}
	return u, true
}
