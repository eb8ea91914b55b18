package operation

import (
	"context"
	"slices"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
	"motoconsole/internal/payment"
	"motoconsole/internal/payment/doubt"
	"motoconsole/internal/samename"
)

// Which attempts give back the same money.

// acted is what an attempt acts on, as far as that is known.
type acted struct {
	kind    journal.RequestType
	payment string // whose money it gives back; for a released refund, the refund's parent
	payout  bool
}

// sameMoney are the entries that may give the caller the same money as this
// attempt.
func (r *Service) sameMoney(ctx context.Context, v *Operation, entries []journal.Entry, children []gateway.Record) ([]journal.Entry, error) {
	var same []journal.Entry
	for _, e := range entries {
		if e.ID == v.ID || e.Amount != v.Charge.Amount {
			continue
		}
		on, err := r.actsOn(ctx, v, e, children)
		if err != nil {
			return nil, err
		}
		if givesBack(e.Operation, on.kind) && v.sameMoney(e, on) {
			same = append(same, e)
		}
	}
	return same, nil
}

// sameMoney reports an attempt that gives back the same money. A payout goes to a
// card, even when it names a payment, so if either attempt is a payout, the same
// card or order is enough. For a release, the attempt that made the refund or
// payout to be released does not count, nor does an earlier release of it: they are
// that very money.
func (v *Operation) sameMoney(e journal.Entry, on acted) bool {
	if v.Operation == journal.OpRelease && (e.Parent == v.Parent || e.TransactionReference == v.Parent) {
		return false
	}
	if v.payment != "" && on.payment == v.payment {
		return true
	}
	if !on.payout && !v.paysOut() {
		return false
	}
	c := v.Charge
	card := e.Last4 == c.Last4 && c.Last4 != "" && (e.First6 == c.First6 || e.First6 == "" || c.First6 == "")
	order := samename.Fold(e.OwnReference) == samename.Fold(c.OrderReference) && c.OrderReference != "" && (on.payment == "" || v.payment == "")
	return card || order
}

// paysOut reports a payout, or the release of one.
func (v *Operation) paysOut() bool {
	return v.Operation == journal.OpPayout || v.Operation == journal.OpRelease && v.saw.Record.AccountType == string(gateway.AccountPayout)
}

// actsOn is what an attempt acts on, as far as the journal or the gateway's records
// of the payment tell.
func (r *Service) actsOn(ctx context.Context, v *Operation, e journal.Entry, children []gateway.Record) (acted, error) {
	if e.RequestType() != journal.TypeUpdate {
		return acted{payment: e.Parent, payout: e.Operation == journal.OpPayout}, nil
	}
	entries, err := r.Sender.Store.ByTransaction(ctx, e.Parent)
	if err != nil {
		return acted{}, err
	}
	for _, made := range entries {
		if made.TransactionReference != e.Parent || made.RequestType() == journal.TypeUpdate {
			continue
		}
		if made.RequestType() == journal.TypeRefund {
			return acted{made.RequestType(), made.Parent, made.Operation == journal.OpPayout}, nil
		}
		return acted{kind: made.RequestType(), payment: e.Parent}, nil
	}
	for _, child := range children {
		if child.TransactionReference == e.Parent && child.RequestType == gateway.TypeRefund {
			return acted{journal.TypeRefund, v.payment, child.AccountType == string(gateway.AccountPayout)}, nil
		}
	}
	if e.Operation == journal.OpRelease {
		return r.released(ctx, e), nil
	}
	return acted{payment: e.Parent}, nil
}

// released is the transaction that an attempt released, if the journal did not make
// it: a payment of the portal's, or a refund or payout. While the gateway does not
// say which, it counts as a payout, and so as the same money as any other to its card
// and order.
func (r *Service) released(ctx context.Context, e journal.Entry) acted {
	found, err := r.Gateway.Query(ctx, gateway.Query{Sites: []string{e.Site}, TransactionReferences: []string{e.Parent}})
	if err != nil {
		return acted{kind: journal.TypeRefund, payout: true}
	}
	for _, record := range found.Records {
		switch {
		case record.TransactionReference != e.Parent:
		case record.RequestType == gateway.TypeAuth:
			return acted{kind: journal.TypeAuth, payment: e.Parent}
		default:
			return acted{journal.TypeRefund, record.ParentTransaction, record.AccountType == string(gateway.AccountPayout)}
		}
	}
	return acted{kind: journal.TypeRefund, payout: true}
}

// backsOf reads what the gateway shows of the order of an attempt that belongs to
// no payment: a payout to a card that is read out, or the release of one. acts are
// what the journal has of that order.
func (r *Service) backsOf(ctx context.Context, v *Operation) (acts []journal.Entry, err error) {
	if v.payment != "" || v.Operation != journal.OpPayout && v.Operation != journal.OpRelease {
		return nil, nil
	}
	order := v.order
	if order == nil { // no limit needed a look at it
		seen, err := r.wholeOrder(ctx, v.Charge.OrderReference)
		if err != nil {
			return nil, err
		}
		order = &seen
	}
	v.children, v.clock = order.shown.backs(), order.shown.clock
	return order.kept.entries, nil
}

// newBack are recent refunds or payouts of the same amount that the gateway shows
// and that no attempt of the journal made: they come from the portal or another
// journal. Those that the agent gave a reason for do not count.
func (r *Service) newBack(v *Operation, children []gateway.Record, clock time.Time, entries []journal.Entry) []payment.Warning {
	if !givesBack(v.Operation, v.on) {
		return nil
	}
	var list []payment.Warning
	for _, child := range children {
		amount, ok := child.Amount(v.Charge.Amount.Currency)
		if child.RequestType != gateway.TypeRefund || child.TransactionReference == v.Parent || !ok || amount != v.Charge.Amount || !child.Outcome().MovesMoney() ||
			!r.recent(child, clock, r.window(v)) || isAsked(entries, child) {
			continue
		}
		w := r.Sender.WarningOf(v.Charge, child, payment.BackMade, clock)
		w.Earlier.Operation = journal.OpRefund
		if child.AccountType == string(gateway.AccountPayout) {
			w.Earlier.Operation = journal.OpPayout
		}
		if !v.toldOf(w.Kind, w.Earlier) {
			list = append(list, w)
		}
	}
	return list
}

// isAsked reports a record of an attempt that the guard asks about anyway. A
// refused attempt that the gateway shows as made counts only once it has its alarm.
func isAsked(entries []journal.Entry, record gateway.Record) bool {
	return slices.ContainsFunc(entries, func(e journal.Entry) bool { return doubt.Owns(e, record) && !(doubt.Refused(e) && e.Alarm == "") })
}

// recent reports a record made within the window, by the gateway's clock when it
// showed it, or by ours if the gateway did not give its time.
func (r *Service) recent(record gateway.Record, clock time.Time, window time.Duration) bool {
	started, dated := record.StartedAt()
	switch {
	case !dated:
		return true
	case clock.IsZero():
		return r.Sender.Instant().Within(started, window)
	default:
		return clock.Sub(started) < window
	}
}
