package record

import (
	"motoconsole/gateway"
	"motoconsole/internal/payment"
	"motoconsole/internal/payment/option"
	"motoconsole/ui/kit"
)

// Heading implements Page.
func (p *Page) Heading() kit.Heading {
	if p.op != nil {
		return p.op.heading()
	}
	return kit.Heading{Title: "Payment", About: gateway.Clean(p.view.record.OrderReference, 64)}
}

func (s *operationFlow) heading() kit.Heading {
	h := kit.Heading{Title: "Give back", About: gateway.Clean(s.record.OrderReference, 64)}
	if s.option.Kind == option.Payout {
		h.Title = "Pay out"
	}
	switch s.Stage {
	case kit.Confirming:
		h.Title = "Confirm"
	case kit.Warned:
		if h.Title = "Already done?"; s.option.Kind == option.Repeat {
			h.Title = "Already taken?"
		}
	case kit.Finished:
		h.Title, h.NoBadge = "Result", s.attempt.State == payment.InDoubt
	default:
	}
	return h
}
