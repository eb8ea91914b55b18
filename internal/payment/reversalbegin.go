package payment

import (
	"context"
	"crypto/rand"
	"errors"
	"strings"
	"time"
	"unicode/utf8"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
)

// shownOrder is how much is shown of the order reference of a payment that
// another system took, and that may be anything.
const shownOrder = 64

// Begin makes an attempt of what the agent confirmed. Nothing is sent. An
// amount, date or reference that will not do is a *gateway.FieldError. What a
// limit forbids is a *LimitError, and the journal keeps that it was tried.
func (r *Reversals) Begin(ctx context.Context, a Action) (Reversal, error) {
	v := r.attempt(a)
	err := r.check(a, &v)
	r.name(a, &v)
	if err == nil {
		return v, nil
	}
	if limit := (*LimitError)(nil); errors.As(err, &limit) {
		r.keepRefused(ctx, v, limit)
	}
	return Reversal{}, err
}

// attempt is the attempt without its references.
func (r *Reversals) attempt(a Action) Reversal {
	d, record := r.Desk, a.Case.Record
	v := Reversal{Move: a.Move, Parent: record.TransactionReference, expiry: a.Expiry}
	v.settle, _ = record.SettleAmount(r.Limits.Currencies...)
	c := Charge{
		OrderReference: gateway.Clean(a.Case.own, shownOrder), Amount: a.Amount, Brand: gateway.Brand(record.PaymentType), Reason: a.Reason,
	}
	c.First6, c.Last4 = maskedEnds(record.MaskedPAN)
	if v.Parent == "" {
		c.Brand, c.First6, c.Last4 = a.Brand, a.First6, a.Last4
	}
	if a.OrderReference != "" {
		c.OrderReference = a.OrderReference
	}
	v.Attempt = Attempt{
		ID: rand.Text(), Kind: v.kind(), Parent: v.Parent, Charge: c, Agent: d.Agent, Site: d.Site, Began: d.Now(),
	}
	return v
}

// name gives the attempt the reference it is kept under: for a request that
// takes an order reference the one that is sent, for an update a name that
// says what it changes.
func (r *Reversals) name(a Action, v *Reversal) {
	suffix := randomSuffix
	if r.Desk.Suffix != nil {
		suffix = r.Desk.Suffix
	}
	own := strings.TrimSpace(v.Charge.OrderReference)
	if own == "" || strings.ContainsRune(own, utf8.RuneError) { // what does not print is neither sent nor kept
		own = v.Parent
	}
	v.change = change{move: v.Move, due: a.DueDate}
	if v.Move == MoveReduce {
		v.change.keep = v.settle.Minor - v.Charge.Amount.Minor
	}
	for try := range 40 {
		if v.kind() == journal.KindUpdate {
			v.SentReference = v.change.name(v.Parent, suffix())
		} else {
			v.SentReference = sentReference(own, suffix())
		}
		if !gateway.HoldsCardNumber(v.SentReference) {
			return
		}
		if try == 20 { // an order reference that is at fault by itself
			own = v.Parent
		}
	}
}

// kind is the request the move makes.
func (v *Reversal) kind() journal.Kind {
	switch v.Move {
	case MoveRefundWhole, MoveRefundPart, MovePayout:
		return journal.KindRefund
	case MoveRepeat:
		return journal.KindAuth
	default:
		return journal.KindUpdate
	}
}

// entry is the attempt as the journal keeps it before it is sent.
func (v *Reversal) entry(host string) journal.Entry {
	e := v.Attempt.entry(host)
	e.Parent = v.Parent
	e.Operation, e.Target = v.operation()
	return e
}

// operation is what the move does, and what it wants of the transaction.
func (v *Reversal) operation() (journal.Operation, journal.Target) {
	switch v.Move {
	case MoveRefundWhole, MoveRefundPart:
		return journal.OpRefund, journal.Target{}
	case MovePayout:
		return journal.OpPayout, journal.Target{}
	case MoveRepeat:
		return journal.OpRepeat, journal.Target{}
	case MoveCancel:
		return journal.OpCancel, journal.Target{SettleStatus: string(gateway.SettleCancelled)}
	case MoveReduce:
		return journal.OpReduce, journal.Target{SettleAmount: v.change.keep}
	case MoveRelease:
		return journal.OpRelease, journal.Target{SettleStatus: string(gateway.SettleOverride)}
	case MoveHold:
		return journal.OpHold, journal.Target{SettleStatus: string(gateway.SettleSuspended)}
	case MoveOrder:
		return journal.OpOrder, journal.Target{OrderReference: v.Charge.OrderReference}
	default:
		return journal.OpDueDate, journal.Target{SettleDueDate: v.change.due}
	}
}

// keepRefused keeps that something was tried that a limit forbids. It is not
// worth an alarm when that fails: nothing is sent either way.
func (r *Reversals) keepRefused(ctx context.Context, v Reversal, limit *LimitError) {
	d := r.Desk
	ctx, cancel := context.WithTimeout(ctx, intentTime)
	defer cancel()
	if err := d.Store.Intent(ctx, v.entry(d.Host), d.Owner, d.Now().Add(time.Minute)); err != nil {
		return
	}
	d.conclude(v.Attempt, reply{gateway.AuthResult{Outcome: gateway.NotSent}, limit})
}
