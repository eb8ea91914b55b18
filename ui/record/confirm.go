package record

import (
	"fmt"
	"strings"

	"motoconsole/gateway"
	"motoconsole/internal/payment/operation"
	"motoconsole/internal/payment/option"
	"motoconsole/internal/statement"
	"motoconsole/ui/kit"
)

// confirmPage says what will happen, once. On a small terminal what the caller
// is told goes before what the record shows as well.
func (s *operationFlow) confirmPage(width, height int) string {
	t := s.Shell.Theme
	if s.plan.ID == "" {
		return t.Title.Render(s.option.Title) + "\n\n" + t.Muted.Render("Looking whether it may be done …")
	}
	say := ""
	if caller := s.caller(); caller != "" {
		say = t.Muted.Render("Tell the caller") + "\n" + kit.Wrap("“"+gateway.Clean(caller, 300)+"”", width) + "\n"
	}
	keys := s.Shell.Keys.Agree
	foot := kit.Wrap(t.Key.Render(keys.Do.Help().Key)+" "+kit.WordsOfOperation(s.plan.Kind, s.plan.Attempt).Does+", once. "+t.Key.Render(keys.Back.Help().Key)+" goes back.", width)
	if !s.ready {
		foot = t.Muted.Render("Looking whether it may be done …")
	}
	var page string
	for _, page = range []string{
		s.confirmed(width, false) + say + "\n" + foot,
		s.confirmed(width, true) + say + foot,
		s.confirmed(width, true) + foot,
	} {
		if strings.Count(page, "\n") < height {
			break
		}
	}
	return page
}

// confirmed is what will be done and to what. Short leaves out what is only
// good to know.
func (s *operationFlow) confirmed(width int, short bool) string {
	t, v := s.Shell.Theme, s.plan
	var b strings.Builder
	b.WriteString(t.Title.Render("Read this to the caller, then confirm") + "\n")
	if !short {
		b.WriteString("\n")
	}
	b.WriteString(t.Strong.Render(kit.Wrap(s.headline(v), width)) + "\n")
	b.WriteString(kit.Wrap(kit.AmountInWords(v.Charge.Amount), width) + "\n\n")
	if s.from != nil {
		s.writeSubject(&b, v, short)
	} else {
		b.WriteString(s.Shell.Row("Card", kit.CardName(v.Charge)+", expires "+s.form.Expiry().String()))
		b.WriteString(s.Shell.Row("Order reference", gateway.Clean(v.Charge.OrderReference, 64)))
	}
	reason := v.Charge.Reason
	if reason == "" {
		reason = s.Given(s.Warnings)
	}
	if reason != "" {
		b.WriteString(s.Shell.Row("Reason", gateway.Clean(reason, 200)))
	}
	if v.Kind == option.Hold {
		b.WriteString(kit.Wrap(gateway.Clean(s.option.Says, 300), width) + "\n")
	}
	b.WriteString(s.Shell.Row("Site", s.Shell.Session.Site+" "+t.Marker(s.Shell.Session.Mode)))
	if s.option.Warning != "" {
		b.WriteString(t.Warn.Render(kit.Wrap("! "+gateway.Clean(s.option.Warning, 300), width)) + "\n")
	}
	return b.String()
}

// writeSubject adds the payment it is done to.
func (s *operationFlow) writeSubject(b *strings.Builder, v operation.Operation, short bool) {
	r := s.record
	text := s.from.amountOf(r)
	if statement.FlowOf(r) == statement.None {
		text = "no money"
	}
	if at, ok := r.StartedAt(); ok {
		text += ", " + at.Local().Format("2 Jan 2006, 15:04")
	}
	b.WriteString(s.Shell.Row(kit.Capital(s.noun()), text))
	b.WriteString(s.Shell.Row("Order reference", s.ownOrder()))
	if !short {
		b.WriteString(s.Shell.Row("Transaction reference", r.TransactionReference))
	}
	if v.Kind == option.Repeat {
		b.WriteString(s.Shell.Row("New order reference", gateway.Clean(v.Charge.OrderReference, 64)))
	}
	if s.option.NeedsExpiry {
		b.WriteString(s.Shell.Row("New expiry date", s.form.Expiry().String()))
	}
	if v.Kind == option.RefundPart {
		left := leftWords(s.stillSettles(v))
		if s.seen.LeftProblem != "" { // the gateway has refused more than it shows as left
			left = "not known"
		}
		b.WriteString(s.Shell.Row("Left after that", left))
	}
}

// headline is what will be done, with what and to whom.
func (s *operationFlow) headline(v operation.Operation) string {
	amount, card := v.Charge.Amount.String(), kit.CardName(v.Charge)
	switch v.Kind {
	case option.Reduce:
		if s.stillSettles(v).Minor > 0 {
			return fmt.Sprintf("Give back %s to %s: only %s will settle", amount, card, s.stillSettles(v))
		}
		return fmt.Sprintf("Give back %s to %s by reducing the payment", amount, card)
	case option.RefundWhole, option.RefundPart:
		return fmt.Sprintf("Refund %s to %s", amount, card)
	case option.Order:
		return fmt.Sprintf("Change the order reference to %s", gateway.Clean(v.Target.OrderReference, 64))
	case option.Due:
		text := fmt.Sprintf("Let the %s of %s settle on %s", s.noun(), amount, dayWords(s.form.DueDate()))
		if s.record.Outcome() == gateway.OutcomeHeld {
			text += " at the earliest: it stays held"
		}
		return text
	case option.Repeat:
		return fmt.Sprintf("Charge %s to %s, without the card being read out", amount, card)
	case option.Payout:
		return fmt.Sprintf("Pay out %s to %s", amount, card)
	default:
		return fmt.Sprintf("%s of %s, %s", s.option.Title, amount, card)
	}
}

// stillSettles is what is left of a payment that is reduced.
func (s *operationFlow) stillSettles(v operation.Operation) gateway.Money {
	left := s.seen.Left
	left.Minor -= v.Charge.Amount.Minor
	return left
}
