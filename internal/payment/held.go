package payment

import (
	"cmp"
	"context"
	"slices"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
	"motoconsole/internal/payment/evidence"
	"motoconsole/internal/statement"
)

// Held is money that does not move until it is released.
type Held struct {
	TransactionReference string
	What                 string // "payment", "refund", "payout"
	Order                string // the merchant's reference
	Amount               gateway.Money
	// By is the agent who held it, or the gateway's checks; "" where that is not
	// known.
	By string
	// Until is when the gateway cancels it if still held; zero while the
	// gateway was not asked. The journal does not know what is a
	// pre-authorisation, nor when a payment of another journal was taken.
	Until time.Time
}

// Holds is what became of the journal's payments, refunds and payouts of late
// since they were made: held, released, cancelled.
type Holds struct {
	// List is what is held, the most urgent first.
	List []Held

	now map[string]gateway.Outcome // of transactions that an update changed
	due []string                   // transactions to ask the gateway about
}

// Outcome is what an attempt's transaction is now. An approved payment may have
// been held or cancelled since, and one that was held released.
func (h Holds) Outcome(a Attempt) gateway.Outcome {
	ref := a.Result.Record.TransactionReference
	if now, ok := h.now[ref]; ok && ref != a.Parent && evidence.Moves(a.Outcome) {
		return now
	}
	return a.Outcome
}

// theChecks hold what no agent has held.
const theChecks = "the gateway's checks"

// heldMost is how long the gateway keeps what is held at most: a
// pre-authorisation, and a day for clocks that differ.
const heldMost = 32 * 24 * time.Hour

// holding is what the journal knows of one transaction that was held, released
// or cancelled.
type holding struct {
	made *journal.Entry // nil where another journal, or no console, made it
	last *journal.Entry // that made it, held it, released it or cancelled it
	now  gateway.Outcome
}

// holdings are these, by transaction reference, and in the order in which the
// journal got them.
func (d *Processor) holdings(ctx context.Context) (all map[string]*holding, order []string, err error) {
	entries, err := d.Store.Holdings(ctx, d.Now().Add(-2*heldMost)) // our clock may have been set
	if err != nil {
		return nil, nil, err
	}
	made := map[string]*journal.Entry{}
	all = map[string]*holding{}
	note := func(ref string, e *journal.Entry, now gateway.Outcome) {
		if all[ref] == nil {
			all[ref] = &holding{made: made[ref]}
			order = append(order, ref)
		}
		all[ref].last, all[ref].now = e, now
	}
	for i := len(entries) - 1; i >= 0; i-- { // the oldest first
		switch e := &entries[i]; {
		case e.State != journal.Known || !evidence.Moves(e.Outcome):
		case e.Kind() != journal.KindUpdate && e.TransactionReference != "":
			made[e.TransactionReference] = e
			if e.Outcome == gateway.OutcomeHeld {
				note(e.TransactionReference, e, gateway.OutcomeHeld)
			}
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

// Holds reads the journal, and takes in what the gateway said when it was asked
// last.
func (d *Processor) Holds(ctx context.Context) (Holds, error) {
	all, order, err := d.holdings(ctx)
	if err != nil {
		return Holds{}, err
	}
	d.forgetSaid(all)
	out := Holds{now: map[string]gateway.Outcome{}}
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
			out.List = append(out.List, h.held(ref, said.record))
		}
	}
	slices.SortStableFunc(out.List, func(a, b Held) int {
		if a.Until.IsZero() != b.Until.IsZero() { // what is not known comes last
			return cmp.Compare(b.Until.Unix(), a.Until.Unix())
		}
		return a.Until.Compare(b.Until)
	})
	return out, nil
}

// maker is the attempt that made a transaction; nil where the journal has none,
// or cannot be read: it is for words only.
func (d *Processor) maker(ctx context.Context, ref string) *journal.Entry {
	entries, _ := d.Store.ByTransaction(ctx, ref)
	for _, e := range entries {
		if e.TransactionReference == ref && e.Kind() != journal.KindUpdate && e.State == journal.Known && evidence.Moves(e.Outcome) {
			return &e
		}
	}
	return nil
}

// over reports what the gateway has certainly cancelled by now if it was still
// held.
func (h *holding) over(now time.Time) bool { return now.Sub(h.last.IntentAt) > heldMost }

// since is when the journal came to know of it.
func (h *holding) since() time.Time {
	if h.last.ResolvedAt.After(h.last.AnsweredAt) {
		return h.last.ResolvedAt
	}
	return h.last.AnsweredAt
}

// outcome is what the transaction is, by the journal and by what the gateway
// said. The gateway may show an update late, so what it said soon after one
// counts only where no update leads to it.
func (h *holding) outcome(said heldSaid) gateway.Outcome {
	now := said.record.Outcome()
	switch status := gateway.SettleStatus(said.record.SettleStatus); {
	case said.record.TransactionReference == "" || now != gateway.OutcomeCancelled && !evidence.Moves(now):
		return h.now
	case status == gateway.SettleCancelled, status == gateway.SettleSettling, status == gateway.SettleSettled:
		return now
	case said.at.Sub(h.since()) <= evidence.PromiseTime:
		return h.now
	default:
		return now
	}
}

// held is the holding as the home page shows it. Record is the gateway's, if it
// was asked.
func (h *holding) held(ref string, record gateway.Record) Held {
	e := h.last
	m := Held{TransactionReference: ref, What: "payment", Order: e.OwnReference, Amount: e.Amount}
	switch {
	case e.Operation == journal.OpHold:
		m.By = e.Agent
	case e.Resolution != journal.ResolvedReconciled: // moto asks for nothing to be held
		m.By = theChecks
	}
	if h.made != nil {
		m.What, m.Order = NounOfEntry(*h.made), h.made.OwnReference
	}
	if record.TransactionReference == "" {
		return m
	}
	if h.made == nil {
		m.What = statement.Noun(record)
	}
	if amount, ok := record.SettleAmount(e.Amount.Currency); ok {
		m.Amount = amount
	}
	m.Until, _ = statement.HeldUntil(record)
	return m
}
