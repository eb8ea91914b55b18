package payment

import (
	"context"
	"slices"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
)

// Held is money that this journal knows to be held.
type Held struct {
	Attempt Attempt   // that took it, or where the journal did not, that held it
	Until   time.Time // when the gateway cancels it if it is still held
}

// heldLooked is how many of the journal's newest attempts are looked at for money
// that is held, heldWorry how long it may be held before it is worth a line.
const (
	heldLooked = 2000
	heldWorry  = 24 * time.Hour
	heldLimit  = 7 * 24 * time.Hour
)

// Held is what has been held for more than a day and is about to be cancelled,
// the most urgent first, as far as this journal knows: it does not know what was
// released or cancelled elsewhere.
func (d *Desk) Held(ctx context.Context) ([]Held, error) {
	entries, err := d.Store.Recent(ctx, "", heldLooked)
	if err != nil {
		return nil, err
	}
	now := d.Now()
	made, state := map[string]journal.Entry{}, map[string]*journal.Entry{}
	var order []string
	for i := len(entries) - 1; i >= 0; i-- { // the oldest first
		e := entries[i]
		if e.State != journal.Known || !moves(e.Outcome) || now.Sub(e.IntentAt) > heldLimit+heldWorry {
			continue
		}
		ref := e.Parent
		if e.Kind() != journal.KindUpdate {
			ref = e.TransactionReference
			made[ref] = e
		}
		switch {
		case ref == "":
		case e.Operation == journal.OpHold, e.Kind() != journal.KindUpdate && e.Outcome == gateway.Held:
			if state[ref] == nil {
				order = append(order, ref)
			}
			state[ref] = &entries[i]
		case e.Operation == journal.OpRelease, e.Operation == journal.OpCancel:
			delete(state, ref)
		}
	}
	var list []Held
	for _, ref := range slices.Compact(order) {
		e := state[ref]
		if e == nil {
			continue
		}
		from := *e
		if m, ok := made[ref]; ok {
			from = m
		}
		until := from.IntentAt.Add(heldLimit)
		if now.Sub(e.IntentAt) < heldWorry || !now.Before(until) {
			continue
		}
		list = append(list, Held{Attempt: attemptOf(from), Until: until})
	}
	slices.SortStableFunc(list, func(a, b Held) int { return a.Until.Compare(b.Until) })
	return list, nil
}
