package home

import (
	"strings"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/payment"
	"motoconsole/internal/payment/takings"
	"motoconsole/internal/statement"
	"motoconsole/ui/kit"
)

// heldRow is money that is held, of any desk. It has the columns of a payment's row.
func heldRow(m payment.Held, now time.Time) row {
	by := gateway.Clean(strings.ReplaceAll(m.By, "'", "’"), 40)
	w := row{
		id: "held " + m.TransactionReference, amount: kit.AmountOfHeld(m), order: gateway.Clean(m.Order, 60), agent: gateway.Clean(m.Agent, 40),
		when: heldAt(m.Since, now), holder: by,
		verdict: kit.VerdictOfPayment(payment.Attempt{Outcome: gateway.OutcomeHeld, State: payment.Known}, time.Time{}),
		owner:   gateway.Clean(m.Agent, 40),
		record:  gateway.Record{TransactionReference: m.TransactionReference},
		next:    statement.HeldEnd(m.Until) + " " + heldNext,
	}
	if w.agent == "" && m.By != payment.TheChecks { // the portal took it: who held it knows more
		w.agent = by
	}
	w.attempt.Charge.Brand, w.attempt.Charge.Last4 = m.Brand, m.Last4
	if m.Reserved {
		w.verdict, w.captures = kit.Reserved(m.Amount), true
		w.next = reservedNext + " The gateway cancels it 31 days after it was reserved, if not captured."
		if !m.Until.IsZero() {
			w.next = reservedNext + " " + statement.HeldEnd(m.Until)
		}
	}
	if !m.FromCaller {
		w.order, w.first = kit.Capital(m.What)+" "+w.order, w.order+": "+m.What
	}
	return w
}

// heldAt is the time since which money is held, or the day if that was before today.
func heldAt(since, now time.Time) string {
	switch at := since.Local(); {
	case since.IsZero():
		return ""
	case at.Before(takings.Midnight(now)):
		return at.Format("02/01")
	default:
		return at.Format("15:04")
	}
}
