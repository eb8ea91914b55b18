package ui

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"motoconsole/gateway"
	"motoconsole/internal/payment"
	"motoconsole/internal/payment/option"
	"motoconsole/internal/statement"
)

// View implements screen.
func (s *reversalScreen) View(width, height int) (string, *tea.Cursor) {
	t := s.root.theme
	head := s.banner(width)
	above := strings.Count(head, "\n")
	switch s.stage {
	case choosing:
		return s.offersPage(width, height), nil
	case editing:
		text := head + t.title.Render(s.offer.Title) + "\n" + s.formSubject(width) + "\n\n"
		above = strings.Count(text, "\n")
		content, cursor := s.form.View(width, max(1, height-above), t.form)
		if cursor != nil {
			cursor.Y += above
		}
		return text + content + s.reasonList(width, height-above-strings.Count(content, "\n")-1), cursor
	case confirming:
		return head + s.confirmPage(width, height-above), nil
	case warned:
		return s.warningPage(width, height)
	case discarding:
		return head + t.warn.Render("Discard what was typed?") + "\n\nNothing has been done. What has been typed will be thrown away.", nil
	case refused:
		return head + s.refusedPage(width), nil
	case sending:
		return head + s.sendingPage(width), nil
	default:
		return head + s.resultPage(width), nil
	}
}

// reasonList is what can be chosen while the reason is asked for: one below the
// other, or side by side where that is too high.
func (s *reversalScreen) reasonList(width, room int) string {
	names, chosen := s.form.Reasons()
	t, marked := s.root.theme, make([]string, len(names))
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
func (s *reversalScreen) banner(width int) string {
	if s.offer.Move != option.MovePayout {
		return ""
	}
	return s.root.theme.badBar.Render(pad("  PAYOUT   not a refund: this sends new money to a card", width)) + "\n\n"
}

// formSubject says above the form what it is about.
func (s *reversalScreen) formSubject(width int) string {
	if s.from == nil {
		return s.root.theme.muted.Render(wrap("To a card that is read out. Nothing that was taken becomes less.", width))
	}
	return s.root.theme.muted.Render(s.subject())
}

// headline is what will be done, with what and to whom.
func (s *reversalScreen) headline(v payment.Reversal) string {
	amount, card := v.Charge.Amount.String(), cardName(v.Charge)
	switch v.Move {
	case option.MoveReduce:
		if s.stillSettles(v).Minor > 0 {
			return fmt.Sprintf("Give back %s to %s: only %s will settle", amount, card, s.stillSettles(v))
		}
		return fmt.Sprintf("Give back %s to %s by reducing the payment", amount, card)
	case option.MoveRefundWhole, option.MoveRefundPart:
		return fmt.Sprintf("Refund %s to %s", amount, card)
	case option.MoveOrder:
		return fmt.Sprintf("Change the order reference to %s", gateway.Clean(v.Target.OrderReference, 64))
	case option.MoveDue:
		text := fmt.Sprintf("Let the %s of %s settle on %s", s.noun(), amount, dayWords(s.form.DueDate()))
		if s.record.Outcome() == gateway.Held {
			text += " at the earliest: it stays held"
		}
		return text
	case option.MoveRepeat:
		return fmt.Sprintf("Charge %s to %s, without the card being read out", amount, card)
	case option.MovePayout:
		return fmt.Sprintf("Pay out %s to %s", amount, card)
	default:
		return fmt.Sprintf("%s of %s, %s", s.offer.Title, amount, card)
	}
}

// stillSettles is what is left of a payment that is reduced.
func (s *reversalScreen) stillSettles(v payment.Reversal) gateway.Money {
	left := s.seen.Left
	left.Minor -= v.Charge.Amount.Minor
	return left
}

// confirmPage says what will happen, once. On a small terminal what the caller
// is told goes before what the record shows as well.
func (s *reversalScreen) confirmPage(width, height int) string {
	t := s.root.theme
	if s.plan.ID == "" {
		return t.title.Render(s.offer.Title) + "\n\n" + t.muted.Render("Looking whether it may be done …")
	}
	say := ""
	if caller := s.caller(); caller != "" {
		say = t.muted.Render("Tell the caller") + "\n" + wrap("“"+gateway.Clean(caller, 300)+"”", width) + "\n"
	}
	keys := s.root.keys.Agree
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
func (s *reversalScreen) confirmed(width int, short bool) string {
	t, v := s.root.theme, s.plan
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
		b.WriteString(s.root.row("Card", cardName(v.Charge)+", expires "+s.form.Expiry().String()))
		b.WriteString(s.root.row("Order reference", gateway.Clean(v.Charge.OrderReference, 64)))
	}
	reason := v.Charge.Reason
	if reason == "" {
		reason = s.overrides()
	}
	if reason != "" {
		b.WriteString(s.root.row("Reason", gateway.Clean(reason, 200)))
	}
	if v.Move == option.MoveHold {
		b.WriteString(wrap(gateway.Clean(s.offer.Says, 300), width) + "\n")
	}
	b.WriteString(s.root.row("Site", s.root.session.Site+" "+t.marker(s.root.session.Mode)))
	if s.offer.Warning != "" {
		b.WriteString(t.warn.Render(wrap("! "+gateway.Clean(s.offer.Warning, 300), width)) + "\n")
	}
	return b.String()
}

// writeSubject adds the payment it is done to.
func (s *reversalScreen) writeSubject(b *strings.Builder, v payment.Reversal, short bool) {
	r := s.record
	text := s.from.amountOf(r)
	if statement.FlowOf(r) == statement.None {
		text = "no money"
	}
	if at, ok := r.StartedAt(); ok {
		text += ", " + at.Local().Format("2 Jan 2006, 15:04")
	}
	b.WriteString(s.root.row(capital(s.noun()), text))
	b.WriteString(s.root.row("Order reference", s.ownOrder()))
	if !short {
		b.WriteString(s.root.row("Transaction reference", r.TransactionReference))
	}
	if v.Move == option.MoveRepeat {
		b.WriteString(s.root.row("New order reference", gateway.Clean(v.Charge.OrderReference, 64)))
	}
	if s.offer.NeedsExpiry {
		b.WriteString(s.root.row("New expiry date", s.form.Expiry().String()))
	}
	if v.Move == option.MoveRefundPart {
		left := leftWords(s.stillSettles(v))
		if s.seen.LeftProblem != "" { // the gateway has refused more than it shows as left
			left = "not known"
		}
		b.WriteString(s.root.row("Left after that", left))
	}
}

func (s *reversalScreen) refusedPage(width int) string {
	t := s.root.theme
	text := t.bad.Render(wrap("✖ Nothing was done", width)) + "\n\n" + wrap(sentence(s.problem), width) + "\n\n"
	if s.limit {
		text += wrap("The journal keeps that you asked for it.", width) + "\n\n"
	}
	return text + t.muted.Render("Esc goes back.")
}

// warningPage says what earlier payments make it doubtful to charge the card
// again.
func (s *reversalScreen) warningPage(width, height int) (string, *tea.Cursor) {
	t := s.root.theme
	var b strings.Builder
	title, barred := "! Before you charge this card", "✖ It cannot be charged now. Esc goes back to the form."
	if s.offer.Move.GivesBack() || s.offer.Move == option.MoveRelease {
		title, barred = "! Before you give this back", "✖ It cannot be given back now. Esc goes back."
	}
	b.WriteString(t.warn.Render(title) + "\n\n")
	for _, w := range s.warnings {
		b.WriteString(wrap(warningText(w, s.root.now()), width) + "\n\n")
	}
	if s.barred() {
		b.WriteString(t.bad.Render(wrap(barred, width)))
		return b.String(), nil
	}
	b.WriteString(wrap("If it is right all the same, say why: it is kept with the payment. Esc goes back to the form.", width) + "\n\n")
	above := strings.Count(b.String(), "\n")
	content, cursor := s.why.View(width, max(1, height-above), t.form)
	if cursor != nil {
		cursor.Y += above
	}
	return b.String() + content, cursor
}

func (s *reversalScreen) sendingPage(width int) string {
	t, v := s.root.theme, s.attempt
	waited := int(s.root.now().Sub(v.Began).Seconds())
	var b strings.Builder
	b.WriteString(t.warn.Render(wrap("… "+s.headline(v), width)) + "\n\n")
	b.WriteString(wrap("It is on its way to the bank. Do not do it again.", width) + "\n\n")
	b.WriteString(s.root.row("Waiting", fmt.Sprintf("%d s", max(0, waited))))
	b.WriteString(s.root.row("Order reference", gateway.Clean(v.Charge.OrderReference, 64)))
	b.WriteString("\n" + t.muted.Render("Tell the caller") + "  “One moment please, I am waiting for the bank's answer.”")
	return b.String()
}
