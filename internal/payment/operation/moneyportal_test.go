package operation

import (
	"math/rand/v2"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
)

// portal is a colleague in the vendor's portal, who knows what the bank has: more
// than is left is never given back.
func (w *moneyWorld) portal() {
	d := rand.New(rand.NewPCG(w.seed, 8)) //nolint:gosec // repeatable
	if d.IntN(3) == 0 {
		return // it is not used
	}
	for !w.ended() {
		time.Sleep(time.Duration(60_000+d.IntN(400_000)) * time.Millisecond)
		if w.ended() {
			return
		}
		w.portalActs(d)
	}
}

func (w *moneyWorld) portalActs(d *rand.Rand) {
	b := w.bank
	b.mu.Lock()
	defer b.mu.Unlock()
	now := time.Now()
	p := b.payments[d.IntN(len(b.payments))]
	lag := func(most time.Duration) time.Time { return now.Add(time.Duration(d.Int64N(int64(most)))) }
	part := int64(500 * (1 + d.IntN(4)))
	settles := p.worth(now)
	code := ""
	what := d.IntN(5)
	switch {
	case what < 2 && b.statusOf(p, now) == "100" && settles-b.refunded(p.reference) >= part:
		code = b.back(&moneyBack{kind: gateway.TypeRefund, order: p.order, parent: p.reference, minor: part, at: now, stamp: now, shown: lag(w.lag.refund)})
	case what == 2 && settles > part:
		code = b.change(p.reference, &moneyChange{want: journal.Target{SettleAmount: settles - part}, at: now, shown: lag(w.lag.update)})
	case what == 3 && d.IntN(3) == 0:
		code = b.change(p.reference, &moneyChange{want: journal.Target{SettleStatus: "3"}, at: now, shown: lag(w.lag.update)})
	case what == 4: // gives a refund another's order reference, or its payment's
		names := []string{"renamed", p.order}
		for _, k := range b.backs {
			if k.parent == p.reference && k.kind == gateway.TypeRefund && k.account == "" && d.IntN(2) == 0 {
				k.order, code = names[d.IntN(len(names))], "0"
				part = k.minor
				break
			}
			names = append(names, k.order)
		}
	}
	w.log("portal", "does %d to %s, %d: %s", what, p.reference, part, code)
}
