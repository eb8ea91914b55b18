package payment

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
	"motoconsole/internal/payment/doubt"
	"motoconsole/internal/statement"
)

// Held is money that does not move until it is released.
type Held struct {
	TransactionReference string
	What                 string // "payment", "refund", "payout"
	FromCaller           bool   // a payment, and not money that goes back
	Order                string // the merchant's reference
	Amount               gateway.Money
	// By is the agent who held it, or the gateway's checks; "" if that is not
	// known.
	By string
	// Agent is who took or made it; "" if another journal did.
	Agent string
	// Since is when this host held it, or learned that it is held.
	Since time.Time
	// Brand and Last4 are its card's; "" if this journal did not make it.
	Brand gateway.Brand
	Last4 string
	// Reserved says that it is a pre-authorisation that the agent asked to be held:
	// it waits to be captured.
	Reserved bool
	// Until is when the gateway cancels the money if it is still held. It is zero
	// while the gateway has not been asked: the journal does not know which
	// payments are pre-authorisations, nor when a payment of another journal was
	// taken.
	Until time.Time
}

// Holds is the current state of the journal's recent payments, refunds and payouts:
// held, released or cancelled.
type Holds struct {
	// List is the held money, most urgent first.
	List []Held

	now      map[string]gateway.Outcome // of transactions that an update changed
	due      []string                   // transactions to ask the gateway about
	settles  map[string]settleChange    // transactions that were held or released, or have another due date
	reserved map[string]Reservation     // pre-authorisations that wait to be captured, or waited
	changes  []Attempt                  // raises, and reductions of pre-authorisations, oldest first
}

// Equal reports that the same money is held in both, and that transactions which updates
// changed have the same state. What else they hold follows from the journal's events.
func (h Holds) Equal(other Holds) bool {
	same := func(a, b Held) bool {
		alike := a.Since.Equal(b.Since) && a.Until.Equal(b.Until)
		a.Since, a.Until, b.Since, b.Until = time.Time{}, time.Time{}, time.Time{}, time.Time{}
		return alike && a == b
	}
	return slices.EqualFunc(h.List, other.List, same) && maps.Equal(h.now, other.now)
}

// TheChecks stands for the agent if no agent held the money.
const TheChecks = "the gateway's checks"

// heldMost is the longest that the gateway holds money: a pre-authorisation, plus a
// day for clocks that differ.
const heldMost = 32 * 24 * time.Hour

// holding is what the journal knows of one transaction that was held, released or
// cancelled.
type holding struct {
	made *journal.Entry // nil if another journal, or no console, made it
	last *journal.Entry // the newest entry that made, held, released or cancelled it
	now  gateway.Outcome
}

// holdings are the holdings by transaction reference, and the references in the
// journal's order. It adds to out how they stand otherwise.
func (d *Processor) holdings(ctx context.Context, out *Holds) (all map[string]*holding, order []string, err error) {
	entries, err := d.Store.Holdings(ctx, d.Now().Add(-2*heldMost)) // our clock may have been set
	if err != nil {
		return nil, nil, err
	}
	made := map[string]*journal.Entry{}
	all = map[string]*holding{}
	out.settles, out.reserved = map[string]settleChange{}, map[string]Reservation{}
	note := func(ref string, e *journal.Entry, now gateway.Outcome) {
		out.learn(ref, e)
		if all[ref] == nil {
			all[ref] = &holding{made: made[ref]}
			order = append(order, ref)
		}
		all[ref].last, all[ref].now = e, now
	}
	for i := len(entries) - 1; i >= 0; i-- { // oldest first
		switch e := &entries[i]; {
		case e.Site != d.Site, e.State != journal.Known || !e.Outcome.MovesMoney():
		case e.RequestType() != journal.TypeUpdate && e.TransactionReference != "":
			made[e.TransactionReference] = e
			if e.AskedToBeHeld() {
				out.reserved[e.TransactionReference] = Reservation{Made: e.IntentAt, DueDate: e.Target.SettleDueDate}
			}
			out.change(*e)
			if e.Outcome == gateway.OutcomeHeld && e.Operation != journal.OpRaise { // a raise is held as a part of the payment that it raised
				note(e.TransactionReference, e, gateway.OutcomeHeld)
			}
		case e.Operation == journal.OpDueDate, e.Operation == journal.OpReduce:
			out.learn(e.Parent, e)
		case e.Operation == journal.OpHold:
			note(e.Parent, e, gateway.OutcomeHeld)
		case e.Operation == journal.OpRelease:
			note(e.Parent, e, gateway.OutcomeApproved)
		case e.Operation == journal.OpCancel:
			note(e.Parent, e, gateway.OutcomeCancelled)
		}
	}
	return all, order, nil
}

// Holds reads the journal, and adds what the gateway said when it was last asked.
func (d *Processor) Holds(ctx context.Context) (Holds, error) {
	out := Holds{now: map[string]gateway.Outcome{}}
	all, order, err := d.holdings(ctx, &out)
	if err != nil {
		return Holds{}, err
	}
	d.forgetSaid(all)
	for _, ref := range order {
		h, said := all[ref], d.said(ref)
		out.now[ref] = h.outcome(said)
		if d.askAgain(h, said) {
			out.due = append(out.due, ref)
		}
		if out.now[ref] == gateway.OutcomeHeld && !h.over(d.Now()) {
			if h.made == nil {
				h.made = d.maker(ctx, ref)
			}
			if !d.sees(h) {
				continue
			}
			out.List = append(out.List, h.held(ref, said.record))
		}
	}
	slices.SortStableFunc(out.List, func(a, b Held) int {
		if a.Until.IsZero() != b.Until.IsZero() { // unknown times come last
			return cmp.Compare(b.Until.Unix(), a.Until.Unix())
		}
		return a.Until.Compare(b.Until)
	})
	return out, nil
}

// sees reports that the agent may see a holding: one that the agent made or held, or
// any if the agent may see everything.
func (d *Processor) sees(h *holding) bool {
	return d.Grant.Sees(h.last.Agent) || h.made != nil && d.Grant.Sees(h.made.Agent)
}

// maker is the attempt that made a transaction, for use in words only. It is nil if
// the journal has none or cannot be read.
func (d *Processor) maker(ctx context.Context, ref string) *journal.Entry {
	entries, _ := d.Store.ByTransaction(ctx, ref)
	for _, e := range entries {
		if e.TransactionReference == ref && e.RequestType() != journal.TypeUpdate && e.State == journal.Known && e.Outcome.MovesMoney() {
			return &e
		}
	}
	return nil
}

// over reports a holding so old that the gateway has certainly cancelled it by now.
func (h *holding) over(now time.Time) bool { return now.Sub(h.last.IntentAt) > heldMost }

// since is when the journal learned of the transaction.
func (h *holding) since() time.Time {
	if h.last.ResolvedAt.After(h.last.AnsweredAt) {
		return h.last.ResolvedAt
	}
	return h.last.AnsweredAt
}

// outcome is the transaction's state, from the journal and from what the gateway
// said. The gateway may show an update late, so soon after one only a cancelled,
// settling or settled status counts: no update leads away from those.
func (h *holding) outcome(said heldSaid) gateway.Outcome {
	now := said.record.Outcome()
	switch status := gateway.SettleStatus(said.record.SettleStatus); {
	case said.record.TransactionReference == "" || now != gateway.OutcomeCancelled && !now.MovesMoney():
		return h.now
	case status == gateway.SettleCancelled, status == gateway.SettleSettling, status == gateway.SettleSettled:
		return now
	case said.at.Sub(h.since()) <= doubt.PromiseTime:
		return h.now
	default:
		return now
	}
}

// held is the holding as the home page shows it. record is the gateway's, if it was
// asked.
func (h *holding) held(ref string, record gateway.Record) Held {
	e := h.last
	m := Held{TransactionReference: ref, What: "payment", FromCaller: true, Order: e.OwnReference, Amount: e.Amount, Since: e.IntentAt}
	switch {
	case e.Operation == journal.OpHold:
		m.By = e.Agent
	case e.Target.SettleStatus == string(gateway.SettleSuspended): // the agent asked for it to be held
		m.By = e.Agent
	case e.Resolution != journal.ResolvedReconciled:
		m.By = TheChecks
	}
	if h.made != nil {
		m.What, m.Order, m.Agent = h.made.Noun(), h.made.OwnReference, h.made.Agent
		m.Brand, m.Last4 = gateway.Brand(h.made.Brand), h.made.Last4
		m.FromCaller = h.made.RequestType() == journal.TypeAuth
		m.Reserved = e.ID == h.made.ID && e.AskedToBeHeld()
	}
	if record.TransactionReference == "" {
		return m
	}
	if h.made == nil {
		m.What, m.FromCaller = statement.Noun(record), statement.FlowOf(record) == statement.In
	}
	if amount, ok := record.SettleAmount(e.Amount.Currency); ok {
		m.Amount = amount
	}
	m.Until, _ = statement.HeldUntil(record)
	return m
}
