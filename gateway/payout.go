package gateway

import (
	"context"
	"time"
)

// PayoutRequest sends money to a card that need not have paid anything, or pays
// back more than was taken, or before it settled (accounttypedescription CFT).
// The account needs a merchant number for it. It is easily abused: offer it to
// few people, or to none.
//
// Set Parent, which inherits card, amount, currency and addresses, or Card with
// an Amount.
type PayoutRequest struct {
	Site              string // sitereference, 50
	Parent            string // parenttransactionreference, 25
	Amount            Money  // may be left out with Parent
	Card              Card   // wiped by Payout
	Expiry            Expiry // a new expiry date for the parent's card
	OrderReference    string // 25; needed without Parent, which it is inherited from
	ChargeDescription string // as in AuthRequest
	OperatorName      string // 255
	Billing           Billing
	Customer          Customer // some schemes want the names (documented)
}

// Payout sends one REFUND of the account type CFT, once, and wipes the card. An
// answer of another account type is not believed, since the gateway makes an
// ordinary refund where the type is missing.
func (c *Client) Payout(ctx context.Context, r PayoutRequest) (RefundResult, error) {
	return send[RefundResult](ctx, c, r)
}

func (r PayoutRequest) wipe() { r.Card.Wipe() }

func (r PayoutRequest) result(base AuthResult, _ *response) Result { return RefundResult(base) }

func (r PayoutRequest) prepare(now time.Time) (*prepared, error) {
	child := r.Parent != ""
	e := newElement(TypeRefund)
	e.need("sitereference", r.Site)
	e.add("accounttypedescription", string(AccountPayout))
	e.add("parenttransactionreference", r.Parent)
	if child {
		e.add("orderreference", r.OrderReference)
	} else {
		e.need("orderreference", r.OrderReference)
	}
	e.amount(r.Amount, child)
	e.currency(r.Amount, child && r.Amount.Minor == 0)
	e.add("chargedescription", r.ChargeDescription)
	e.add("operatorname", r.OperatorName)
	e.contact("billing", r.Billing)
	e.customer(r.Customer)
	switch {
	case child && r.Card.Number.Len() > 0:
		e.refuse("pan", "a payout goes to the parent's card or to a card of its own, not both")
	case child:
		e.expiry(r.Expiry, now)
	default:
		if !r.Expiry.IsZero() {
			e.refuse("expirydate", "a new expiry date is for the card of a parent")
		}
		e.card(r.Card, false, now)
	}
	p := &prepared{element: e, echo: echo{
		site: r.Site, parent: r.Parent, order: r.OrderReference, mustOrder: r.OrderReference != "",
		account: string(AccountPayout), mustAccount: true,
		currency: r.Amount.Currency.Code(), money: true, last4: r.Card.Number.Last4(),
	}}
	if r.Amount.Minor != 0 {
		p.echo.amount = r.Amount.BaseAmount()
	}
	return p, p.failure()
}
