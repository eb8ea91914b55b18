package operate

import (
	"motoconsole/gateway"
	"motoconsole/internal/payment"
	"motoconsole/internal/payment/option"
	"motoconsole/ui/kit"
	"motoconsole/ui/kit/flow"
)

// Heading implements Page.
func (s *Flow) Heading() kit.Heading {
	h := kit.Heading{Title: "Give back", Help: "Give back", About: gateway.Clean(s.record.OrderReference, 64)}
	if s.option.Kind == option.Payout {
		h.Title = "Pay out"
	}
	switch s.Stage {
	case flow.Editing:
		h.Help = kit.GiveForm
	case flow.Confirming:
		h.Title, h.Help = "Confirm", "Confirm, give back"
	case flow.Warned:
		h.Title, h.Help = "Already done?", kit.WarningKeys
		if s.option.Kind == option.Repeat {
			h.Title = kit.WarningKeys
		}
	case flow.Discarding:
		h.Help = kit.DiscardKeys
	case flow.Finished:
		h.Title, h.Help = "Result", "Result, give back"
		if s.attempt.State == payment.InDoubt {
			h.Help, h.NoBadge = kit.DoubtKeys, true
		}
	default:
	}
	return h
}
