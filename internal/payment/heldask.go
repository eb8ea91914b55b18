package payment

import (
	"context"
	"sync"
	"time"

	"motoconsole/gateway"
)

// How often the gateway is asked about what is held, and about how much at once.
const (
	heldAgain  = 5 * time.Minute
	heldFailed = time.Minute
	heldAtOnce = 100
)

// heldSaid is what the gateway said of a transaction when it was asked last. The
// record is zero where it was not found, or not asked for.
type heldSaid struct {
	record gateway.Record
	at     time.Time
}

// HeldAnswers is what the gateway said of what is held. The desks of a process
// share one, so that none asks what another was told a moment ago. It is ready to
// use.
type HeldAnswers struct {
	mu     sync.Mutex
	said   map[string]heldSaid
	failed time.Time // when it was asked without an answer
}

func (d *Processor) held() *HeldAnswers {
	if d.Held != nil {
		return d.Held
	}
	return &d.ownHeld
}

// AskHeld asks the gateway about what the journal knows to be held, where it was
// not asked in the last minutes, and reports whether it did: until when it is
// held, and whether it was released or cancelled elsewhere.
func (d *Processor) AskHeld(ctx context.Context, holds Holds) (bool, error) {
	ctx, done := d.Asking(ctx)
	defer done()
	due := holds.due
	if len(due) == 0 || d.Resolver == nil || d.Resolver.Gateway == nil || !d.mayAskHeld(d.Now()) {
		return false, nil
	}
	due = due[:min(len(due), heldAtOnce)]
	found, err := d.Resolver.Gateway.Query(ctx, gateway.Query{Sites: []string{d.Site}, TransactionReferences: due})
	if err != nil {
		if ctx.Err() != nil { // the session ended, which says nothing of the gateway
			d.forgetFailure()
		}
		return false, err
	}
	records := map[string]gateway.Record{}
	for _, r := range found.Records {
		records[r.TransactionReference] = r
	}
	h := d.held()
	h.mu.Lock()
	defer h.mu.Unlock()
	h.failed = time.Time{}
	for _, ref := range due {
		h.keep(ref, heldSaid{records[ref], d.Now()})
	}
	return true, nil
}

// askAgain reports a holding that the gateway is to be asked about.
func (d *Processor) askAgain(h *holding, said heldSaid) bool {
	switch {
	case h.now != gateway.OutcomeHeld, h.last.Site != d.Site: // another site may not be ours to ask about
		return false
	case h.over(said.at): // that was the last word
		return false
	default:
		return d.Now().Sub(said.at).Abs() >= heldAgain
	}
}

// mayAskHeld reports that the last try was not a short while ago, and counts
// this one as failed until it is answered.
func (d *Processor) mayAskHeld(now time.Time) bool {
	h := d.held()
	h.mu.Lock()
	defer h.mu.Unlock()
	if !h.failed.IsZero() && now.Sub(h.failed).Abs() < heldFailed {
		return false
	}
	h.failed = now
	return true
}

// forgetFailure lets the next desk ask at once.
func (d *Processor) forgetFailure() {
	h := d.held()
	h.mu.Lock()
	defer h.mu.Unlock()
	h.failed = time.Time{}
}

// Heard takes in a record that was read for another reason.
func (d *Processor) Heard(record gateway.Record) {
	h := d.held()
	h.mu.Lock()
	defer h.mu.Unlock()
	h.keep(record.TransactionReference, heldSaid{record, d.Now()})
}

// keep keeps what a record says of being held, and nothing of its customer.
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
	h := d.held()
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.said[ref]
}

// forgetSaid keeps what was said of holdings alone.
func (d *Processor) forgetSaid(all map[string]*holding) {
	h := d.held()
	h.mu.Lock()
	defer h.mu.Unlock()
	for ref := range h.said {
		if all[ref] == nil {
			delete(h.said, ref)
		}
	}
}
