package record

import (
	"motoconsole/gateway"
	"motoconsole/internal/payment"
	"motoconsole/internal/payment/option"
)

// holder is what holds the record, as far as the journal knows.
func (s *view) holder() string {
	for _, a := range s.seen.Acts { // the newest first
		if a.Outcome != gateway.OutcomeApproved {
			continue
		}
		switch option.KindOf(a.Operation) {
		case option.Hold:
			text := gateway.Clean(a.Agent, 64) + ", " + a.Began.Local().Format("2 January, 15:04")
			if a.Charge.Reason != "" {
				text += ": " + gateway.Clean(a.Charge.Reason, 200)
			}
			return text
		case option.Release:
			return "the gateway, or another system: it was released from here before"
		default:
		}
	}
	return "the gateway’s fraud or duplicate checks, or another system"
}

// addOrder adds a record's order reference, and where moto took the payment the
// merchant's own reference and the one it was sent under: they differ, and it
// may have been changed since.
func (g *group) addOrder(made payment.Attempt, r gateway.Record) {
	own, sent := gateway.Clean(made.Charge.OrderReference, 64), gateway.Clean(made.SentReference, 64)
	const label = "Order reference"
	switch {
	case own == "" || sent == "" || own == r.OrderReference:
		g.add(label, r.OrderReference)
	case sent == r.OrderReference:
		g.add(label, own)
		g.add("Sent as", sent)
	default:
		g.add(label, r.OrderReference)
		g.add("Taken as", own)
		g.add("Sent as", sent)
	}
}
