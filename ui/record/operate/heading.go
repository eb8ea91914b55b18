package operate

import (
	"fmt"
	"strings"

	"motoconsole/gateway"
	"motoconsole/internal/payment"
	"motoconsole/internal/payment/operation"
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
		if is, _ := s.Sheet.InGroups(); is {
			h.Help = kit.GroupsKeys
		}
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
	case flow.Refused: // the keys of a result do nothing here
		within(kit.ResultKeys, h.Help)
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

// headline says what will be done, with which amount and to whom.
func (s *Page) headline(v operation.Operation) string {
	amount, card := v.Charge.Amount.String(), kit.CardName(v.Charge)
	if s.stops() {
		return fmt.Sprintf("Stop the %s of %s to %s", s.noun(), amount, card)
	}
	switch v.Kind {
	case option.Reduce:
		if s.nothingTaken() {
			return fmt.Sprintf("%s stays reserved on %s, and %s is let go", v.Leaves, card, amount)
		}
		return fmt.Sprintf("Reduce by %s: %s will be taken from %s", amount, v.Leaves, card)
	case option.RefundWhole, option.RefundPart:
		return fmt.Sprintf("Refund %s to %s", amount, card)
	case option.Order:
		return fmt.Sprintf("Change the order reference to %s", gateway.Clean(v.Target.OrderReference, 64))
	case option.Correct:
		return "Correct the customer’s details"
	case option.Due:
		text := fmt.Sprintf("Settle the %s of %s on %s", s.noun(), amount, kit.Day(s.form.DueDate()))
		if s.record.Outcome() == gateway.OutcomeHeld {
			text += " at the earliest: it stays held"
		}
		return text
	case option.Repeat:
		return fmt.Sprintf("Charge %s to %s, the card of the earlier %s", amount, card, s.noun())
	case option.Raise:
		return fmt.Sprintf("Raise by %s: %s reserved on %s", amount, v.Leaves, card)
	case option.Payout:
		return fmt.Sprintf("Pay out %s to %s", amount, card)
	case option.Release:
		if s.nothingTaken() {
			return fmt.Sprintf("Capture %s from %s", amount, card)
		}
		return fmt.Sprintf("%s of %s, %s", s.option.Title, amount, card)
	default:
		return fmt.Sprintf("%s of %s, %s", s.option.Title, amount, card)
	}
}
