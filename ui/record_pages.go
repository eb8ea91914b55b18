package ui

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/charmbracelet/x/ansi"

	"motoconsole/gateway"
	"motoconsole/internal/payment"
	"motoconsole/internal/statement"
)

// View implements Page.
func (s *operation) View(width, height int) (string, *tea.Cursor) {
	t := s.shell.theme
	head := s.banner(width)
	above := strings.Count(head, "\n")
	switch s.stage {
	case choosing:
		return s.offersPage(width, height), nil
	case editing:
		text := head + t.title.Render(s.offer.Title) + "\n" + s.formSubject(width) + "\n\n"
		content, cursor := s.shell.under(text, s.sheet, width, height)
		return content + s.reasonList(width, height-strings.Count(content, "\n")-1), cursor
	case confirming:
		return head + s.confirmPage(width, height-above), nil
	case warned:
		title, barred := "! Before you charge this card", "✖ It cannot be charged now. Esc goes back to the form."
		if s.offer.Move.GivesBack() || s.offer.Move == payment.MoveRelease {
			title, barred = "! Before you give this back", "✖ It cannot be given back now. Esc goes back."
		}
		return s.warningPage(title, s.warnings, barred, width, height)
	case discarding:
		return head + t.warn.Render("Discard what was typed?") + "\n\nNothing has been done. What has been typed will be thrown away.", nil
	case refused:
		return head + s.refusedPage(width), nil
	case sending:
		v := s.attempt
		return head + s.sendingPage(wrap("… "+s.headline(v), width), "It is on its way to the bank. Do not do it again.",
			gateway.Clean(v.Charge.OrderReference, 64), "“One moment please, I am waiting for the bank's answer.”", v.Attempt, width), nil
	default:
		return head + s.resultPage(width), nil
	}
}

// reasonList is what can be chosen while the reason is asked for: one below the
// other, or side by side where that is too high.
func (s *operation) reasonList(width, room int) string {
	names, chosen := s.form.Reasons()
	t, marked := s.shell.theme, make([]string, len(names))
	for i, name := range names {
		name = ansi.Truncate(name, width-2, "…")
		if marked[i] = "  " + name; i == chosen {
			marked[i] = t.key.Render("● " + name)
		}
	}
	for _, list := range []string{strings.Join(marked, "\n"), wrap(strings.Join(names, " · "), width)} {
		if list != "" && strings.Count(list, "\n")+2 <= room {
			return "\n\n" + list
		}
	}
	return ""
}

// banner tells a payout from everything else on each of its pages.
func (s *operation) banner(width int) string {
	if s.offer.Move != payment.MovePayout {
		return ""
	}
	return s.shell.theme.badBar.Render(pad("  PAYOUT   not a refund: this sends new money to a card", width)) + "\n\n"
}

// formSubject says above the form what it is about.
func (s *operation) formSubject(width int) string {
	if s.from == nil {
		return s.shell.theme.muted.Render(wrap("To a card that is read out. Nothing that was taken becomes less.", width))
	}
	return s.shell.theme.muted.Render(s.subject())
}

// headline is what will be done, with what and to whom.
func (s *operation) headline(v payment.Reversal) string {
	amount, card := v.Charge.Amount.String(), cardName(v.Charge)
	switch v.Move {
	case payment.MoveReduce:
		if s.stillSettles(v).Minor > 0 {
			return fmt.Sprintf("Give back %s to %s: only %s will settle", amount, card, s.stillSettles(v))
		}
		return fmt.Sprintf("Give back %s to %s by reducing the payment", amount, card)
	case payment.MoveRefundWhole, payment.MoveRefundPart:
		return fmt.Sprintf("Refund %s to %s", amount, card)
	case payment.MoveOrder:
		return fmt.Sprintf("Change the order reference to %s", gateway.Clean(v.Target.OrderReference, 64))
	case payment.MoveDue:
		text := fmt.Sprintf("Let the %s of %s settle on %s", s.noun(), amount, dayWords(s.form.DueDate()))
		if s.record.Outcome() == gateway.Held {
			text += " at the earliest: it stays held"
		}
		return text
	case payment.MoveRepeat:
		return fmt.Sprintf("Charge %s to %s, without the card being read out", amount, card)
	case payment.MovePayout:
		return fmt.Sprintf("Pay out %s to %s", amount, card)
	default:
		return fmt.Sprintf("%s of %s, %s", s.offer.Title, amount, card)
	}
}

// stillSettles is what is left of a payment that is reduced.
func (s *operation) stillSettles(v payment.Reversal) gateway.Money {
	left := s.seen.Left
	left.Minor -= v.Charge.Amount.Minor
	return left
}

// confirmPage says what will happen, once. On a small terminal what the caller
// is told goes before what the record shows as well.
func (s *operation) confirmPage(width, height int) string {
	t := s.shell.theme
	if s.plan.ID == "" {
		return t.title.Render(s.offer.Title) + "\n\n" + t.muted.Render("Looking whether it may be done …")
	}
	say := ""
	if caller := s.caller(); caller != "" {
		say = t.muted.Render("Tell the caller") + "\n" + wrap("“"+gateway.Clean(caller, 300)+"”", width) + "\n"
	}
	keys := s.shell.keys.Agree
	foot := wrap(t.key.Render(keys.Do.Help().Key)+" "+wordsOf(s.plan.Move, s.plan.Attempt).does+", once. "+t.key.Render(keys.Back.Help().Key)+" goes back.", width)
	if !s.ready {
		foot = t.muted.Render("Looking whether it may be done …")
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
func (s *operation) confirmed(width int, short bool) string {
	t, v := s.shell.theme, s.plan
	var b strings.Builder
	b.WriteString(t.title.Render("Read this to the caller, then confirm") + "\n")
	if !short {
		b.WriteString("\n")
	}
	b.WriteString(t.strong.Render(wrap(s.headline(v), width)) + "\n")
	b.WriteString(wrap(amountInWords(v.Charge.Amount), width) + "\n\n")
	if s.from != nil {
		s.writeSubject(&b, v, short)
	} else {
		b.WriteString(s.shell.row("Card", cardName(v.Charge)+", expires "+s.form.Expiry().String()))
		b.WriteString(s.shell.row("Order reference", gateway.Clean(v.Charge.OrderReference, 64)))
	}
	reason := v.Charge.Reason
	if reason == "" {
		reason = s.given(s.warnings)
	}
	if reason != "" {
		b.WriteString(s.shell.row("Reason", gateway.Clean(reason, 200)))
	}
	if v.Move == payment.MoveHold {
		b.WriteString(wrap(gateway.Clean(s.offer.Says, 300), width) + "\n")
	}
	b.WriteString(s.shell.row("Site", s.shell.session.Site+" "+t.marker(s.shell.session.Mode)))
	if s.offer.Warning != "" {
		b.WriteString(t.warn.Render(wrap("! "+gateway.Clean(s.offer.Warning, 300), width)) + "\n")
	}
	return b.String()
}

// writeSubject adds the payment it is done to.
func (s *operation) writeSubject(b *strings.Builder, v payment.Reversal, short bool) {
	r := s.record
	text := s.from.amountOf(r)
	if statement.FlowOf(r) == statement.None {
		text = "no money"
	}
	if at, ok := r.StartedAt(); ok {
		text += ", " + at.Local().Format("2 Jan 2006, 15:04")
	}
	b.WriteString(s.shell.row(capital(s.noun()), text))
	b.WriteString(s.shell.row("Order reference", s.ownOrder()))
	if !short {
		b.WriteString(s.shell.row("Transaction reference", r.TransactionReference))
	}
	if v.Move == payment.MoveRepeat {
		b.WriteString(s.shell.row("New order reference", gateway.Clean(v.Charge.OrderReference, 64)))
	}
	if s.offer.NeedsExpiry {
		b.WriteString(s.shell.row("New expiry date", s.form.Expiry().String()))
	}
	if v.Move == payment.MoveRefundPart {
		left := leftWords(s.stillSettles(v))
		if s.seen.LeftProblem != "" { // the gateway has refused more than it shows as left
			left = "not known"
		}
		b.WriteString(s.shell.row("Left after that", left))
	}
}

func (s *operation) refusedPage(width int) string {
	t := s.shell.theme
	text := t.bad.Render(wrap("✖ Nothing was done", width)) + "\n\n" + wrap(sentence(s.problem), width) + "\n\n"
	if s.limit {
		text += wrap("The journal keeps that you asked for it.", width) + "\n\n"
	}
	return text + t.muted.Render("Esc goes back.")
}
