package operate

import (
	"strings"

	"motoconsole/gateway"
	"motoconsole/internal/payment"
	"motoconsole/internal/payment/option"
	"motoconsole/internal/statement"
	"motoconsole/ui/kit"
	"motoconsole/ui/kit/flow"
)

// Heading implements Page. The head names what is done, on every page of it.
func (s *Page) Heading() kit.Heading {
	order, does := gateway.Clean(s.record.OrderReference, 64), s.wording().Title
	h := kit.Heading{Title: does, Help: kit.GiveKeys, About: order}
	within := func(title, help string) { // a page that has a name of its own
		h.Title, h.Help, h.About = title, help, strings.ToLower(does[:1])+does[1:]
		if order != "" {
			h.About += " · " + order
		}
	}
	switch s.Stage {
	case flow.Choosing:
		h.Title = s.choosing()
	case flow.Editing:
		h.Help = kit.GiveFormKeys
	case flow.Confirming:
		within(kit.ConfirmKeys, kit.GiveConfirmKeys)
	case flow.Warned:
		title := "Already done?"
		if s.option.Kind == option.Repeat {
			title = kit.WarningKeys
		}
		within(title, kit.WarningKeys)
	case flow.Discarding:
		h.Help = kit.DiscardKeys
	case flow.Finished:
		within(kit.ResultKeys, kit.GiveResultKeys)
		if s.attempt.State == payment.InDoubt {
			h.Help, h.NoBadge = kit.DoubtKeys, true
		}
	default:
	}
	return h
}

// choosing names the page of what can be done, by what that mostly is.
func (s *Page) choosing() string {
	switch {
	case s.reserved():
		return kit.CaptureOrCancel
	case statement.FlowOf(s.record) == statement.In:
		return kit.GiveKeys
	default: // of a refund or a card check nothing is given back
		return statement.What(s.record)
	}
}
