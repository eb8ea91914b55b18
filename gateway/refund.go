package gateway

import (
	"context"
	"time"
)

// RefundRequest gives back money of a payment that has settled (settle status
// 100). Site and Parent are needed. Several partial refunds may be made, up to
// what was settled. A MyBank payment can only be refunded whole.
type RefundRequest struct {
	Site   string // sitereference, the parent's
	Parent string // parenttransactionreference, the AUTH; 25
	// Amount is how much to give back; zero means all that is left. Its
	// currency is not sent, because a child may not name another, but the
	// answer must repeat it.
	Amount Money
	// Expiry is the card's new expiry date, if it has expired since: the
	// gateway refuses refunds to an expired card.
	Expiry            Expiry
	OrderReference    string // 25; "" inherits the parent's
	ChargeDescription string // as in AuthRequest
	OperatorName      string // 255
}

// RefundResult is what became of a refund or payout.
type RefundResult AuthResult

func (RefundResult) isResult() {}

// Refund sends one REFUND, once. Approved means that it waits for settlement,
// as a payment does; until then it can be suspended or cancelled with Update.
// Held and Cancelled mean that no money goes back. MyBank refunds settle at
// once.
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
