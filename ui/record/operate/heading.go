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
	h := kit.Heading{Title: kit.GiveKeys, Help: kit.GiveKeys, About: gateway.Clean(s.record.OrderReference, 64)}
	if s.option.Kind == option.Payout {
		h.Title = "Pay out"
	}
	switch s.Stage {
	case flow.Editing:
		h.Help = kit.GiveFormKeys
	case flow.Confirming:
		h.Title, h.Help = kit.ConfirmKeys, kit.GiveConfirmKeys
	case flow.Warned:
		h.Title, h.Help = "Already done?", kit.WarningKeys
		if s.option.Kind == option.Repeat {
			h.Title = kit.WarningKeys
		}
	case flow.Discarding:
		h.Help = kit.DiscardKeys
	case flow.Finished:
		h.Title, h.Help = kit.ResultKeys, kit.GiveResultKeys
		if s.attempt.State == payment.InDoubt {
			h.Help, h.NoBadge = kit.DoubtKeys, true
		}
	default:
	}
	return h
}
