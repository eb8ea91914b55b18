package gateway

import (
	"context"
	"time"
)

// RefundRequest gives back money of a payment that has settled (settle status 100).
// Site and Parent are needed. A payment may have several partial refunds, up to the
// amount settled. A MyBank payment can only be refunded whole.
type RefundRequest struct {
	Site   string // sitereference, the parent's
	Parent string // parenttransactionreference, the AUTH; 25
	// Amount is how much to give back; zero means all that is left. Its currency is
	// not sent, because a child may not name another, but the answer must repeat
	// it.
	Amount Money
	// Expiry is the card's new expiry date, needed if the card has expired: the
	// gateway refuses refunds to an expired card.
	Expiry            Expiry
	OrderReference    string // 25; "" inherits the parent's
	ChargeDescription string // as in AuthRequest
	OperatorName      string // 255
}

// RefundResult is the result of a refund or payout.
type RefundResult AuthResult

func (RefundResult) isResult() {}

// Refund sends one REFUND, once. Approved means that the refund waits for
// settlement, as a payment does; until then Update can suspend or cancel it. Held
// and Cancelled mean that no money goes back. MyBank refunds settle at once.
func (c *Client) Refund(ctx context.Context, r RefundRequest) (RefundResult, error) {
	return send[RefundResult](ctx, c, r)
}

func (r RefundRequest) wipe() {}

func (r RefundRequest) result(base AuthResult, _ *response) Result { return RefundResult(base) }

func (r RefundRequest) prepare(now time.Time) (*prepared, error) {
	e := newElement(TypeRefund)
	e.need("sitereference", r.Site)
	e.need("parenttransactionreference", r.Parent)
	e.amount(r.Amount, true)
	// The vendor's table has no currency for a refund; it is sent so that an
	// amount in another one is refused (20015, inferred) and not paid out.
	e.currency(r.Amount, r.Amount.Minor == 0)
	e.expiry(r.Expiry, now)
	e.add("orderreference", r.OrderReference)
	e.add("chargedescription", r.ChargeDescription)
	e.add("operatorname", r.OperatorName)
	p := &prepared{element: e, echo: echo{
		site: r.Site, parent: r.Parent, order: r.OrderReference, mustOrder: r.OrderReference != "",
		currency: r.Amount.Currency.Code(), money: true,
	}}
	if r.Amount.Minor != 0 {
		p.echo.amount = r.Amount.BaseAmount()
	}
	return p, p.failure()
}

// PayoutRequest sends money to a card. The card need not have paid anything, and
// the amount may exceed what was taken or go out before that has settled
// (accounttypedescription CFT). The account needs a merchant number for payouts.
// They are easily abused: offer them to few people, or to none.
//
// Set Parent, which inherits card, amount, currency and addresses, or Card with an
// Amount.
type PayoutRequest struct {
	Site              string // sitereference, 50
	Parent            string // parenttransactionreference, 25
	Amount            Money  // may be left out with Parent
	Card              Card   // wiped by Payout
	Expiry            Expiry // a new expiry date for the parent's card
	OrderReference    string // 25; needed without Parent, otherwise inherited
	ChargeDescription string // as in AuthRequest
	OperatorName      string // 255
	Billing           Billing
	Customer          Customer // some schemes want the names (documented)
}

// Payout sends one REFUND of the account type CFT, once, and wipes the card. It
// does not believe an answer with another account type, since the gateway makes an
// ordinary refund if the type is missing.
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
