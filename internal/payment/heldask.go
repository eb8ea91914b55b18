package payment

import (
	"context"
	"sync"
	"time"

	"motoconsole/gateway"
)

// How often moto asks the gateway about held money, and about how much at once.
const (
	heldAgain  = 5 * time.Minute
	heldFailed = time.Minute
	heldAtOnce = 100
)

// heldSaid is what the gateway said of a transaction when it was last asked. The
// record is zero if the transaction was not found, or not asked for.
type heldSaid struct {
	record gateway.Record
	at     time.Time
}

// HeldAnswers keeps what the gateway said of held money. The processors of a
// process share one, so that none repeats a question that another asked a moment
// ago. The zero value is ready to use.
type HeldAnswers struct {
	mu     sync.Mutex
	said   map[string]heldSaid
	failed time.Time // the last time the gateway did not answer
}

// AskHeld asks the gateway about the money that the journal knows to be held: until
// when it is held, and whether it was released or cancelled elsewhere. It skips a
// transaction that it asked about in the last minutes. It reports whether it asked.
func (d *Processor) AskHeld(ctx context.Context, holds Holds) (bool, error) {
	ctx, done := d.Asking(ctx)
	defer done()
	due := holds.due
	if len(due) == 0 || d.Queries == nil || !d.mayAskHeld(d.Now()) {
		return false, nil
	}
	due = due[:min(len(due), heldAtOnce)]
	found, err := d.Queries.Query(ctx, gateway.Query{Sites: []string{d.Site}, TransactionReferences: due})
	if err != nil {
		if ctx.Err() != nil { // the session ended, which says nothing about the gateway
			d.forgetFailure()
		}
		return false, err
	}
	records := map[string]gateway.Record{}
	for _, r := range found.Records {
		records[r.TransactionReference] = r
	}
	h := d.Held
	h.mu.Lock()
	defer h.mu.Unlock()
	h.failed = time.Time{}
	for _, ref := range due {
		h.keep(ref, heldSaid{records[ref], d.Now()})
	}
	return true, nil
}

// askAgain reports a holding that moto should ask the gateway about.
func (d *Processor) askAgain(h *holding, said heldSaid) bool {
	switch {
	case h.now != gateway.OutcomeHeld, h.last.Site != d.Site: // we may have no right to ask about another site
		return false
	case h.over(said.at): // its last answer was final
		return false
	default:
		return d.Now().Sub(said.at).Abs() >= heldAgain
	}
}

// mayAskHeld reports that the last failure was not recent. It counts this try as
// failed until it is answered.
func (d *Processor) mayAskHeld(now time.Time) bool {
	h := d.Held
	h.mu.Lock()
	defer h.mu.Unlock()
	if !h.failed.IsZero() && now.Sub(h.failed).Abs() < heldFailed {
		return false
	}
	h.failed = now
	return true
}

// forgetFailure lets the next processor ask at once.
func (d *Processor) forgetFailure() {
	h := d.Held
	h.mu.Lock()
	defer h.mu.Unlock()
	h.failed = time.Time{}
}

// Heard adds a record that was read for another reason.
func (d *Processor) Heard(record gateway.Record) {
	h := d.Held
	h.mu.Lock()
	defer h.mu.Unlock()
	h.keep(record.TransactionReference, heldSaid{record, d.Now()})
}

// keep keeps what a record says about being held, and nothing about its customer.
func (h *HeldAnswers) keep(ref string, said heldSaid) {
	r := said.record
	said.record = gateway.Record{
		RequestType: r.RequestType, TransactionReference: r.TransactionReference, TransactionStarted: r.TransactionStarted,
		AccountType: r.AccountType, AuthMethod: r.AuthMethod, PaymentType: r.PaymentType, ErrorCode: r.ErrorCode,
		SettleStatus: r.SettleStatus, SettleBaseAmount: r.SettleBaseAmount, BaseAmount: r.BaseAmount, CurrencyISO3A: r.CurrencyISO3A,
	}
	if h.said == nil {
		h.said = map[string]heldSaid{}
	}
	h.said[ref] = said
}

func (d *Processor) said(ref string) heldSaid {
	h := d.Held
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.said[ref]
}

// forgetSaid drops answers about transactions that are no longer holdings.
func (d *Processor) forgetSaid(all map[string]*holding) {
	h := d.Held
	h.mu.Lock()
	defer h.mu.Unlock()
	for ref := range h.said {
		if all[ref] == nil {
			delete(h.said, ref)
		}
	}
}
