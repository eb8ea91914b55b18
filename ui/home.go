package ui

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"charm.land/bubbles/v2/key"
	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"

	"motoconsole/gateway"
	"motoconsole/internal/payment"
	"motoconsole/internal/statement"
)

// homeScreen says what can be done and what was done in this session.
type homeScreen struct{ root *Root }

var _ screen = (*homeScreen)(nil)

func (r *Root) newHome() *homeScreen { return &homeScreen{root: r} }

// Update implements screen.
func (h *homeScreen) Update(msg tea.Msg) (action, tea.Cmd) {
	k, ok := msg.(tea.KeyPressMsg)
	if !ok {
		return stay, nil
	}
	keys := h.root.keys.Home
	switch {
	case key.Matches(k, keys.New):
		return goPayment, nil
	case key.Matches(k, keys.Lookup):
		// An unknown refund leads home past the list. The next caller's words are
		// for the line: on the list their last Enter opens a former caller's payment.
		if look := h.root.look; look != nil {
			look.stage = asking
		}
		return goLookup, nil
	case key.Matches(k, keys.Payout) && h.root.mayPayOut():
		return goPayout, nil
	case key.Matches(k, keys.Check):
		if len(h.root.unresolved) == 0 {
			h.root.notice = "Every outcome is known."
			return stay, nil
		}
		h.root.notice = askingNow
		return stay, checkNow(h.root.session.Desk, h.root.unresolved...)
	case key.Matches(k, keys.Help):
		return goHelp, nil
	case key.Matches(k, keys.Quit):
		return quit, nil
	case types(k):
		h.root.notice = "That key does nothing here: the keys are in the list."
	}
	return stay, nil
}

// View implements screen.
func (h *homeScreen) View(width, height int) (string, *tea.Cursor) {
	t := h.root.theme
	var b strings.Builder
	if h.root.journalError != "" {
		b.WriteString(t.bad.Render(wrap("✖ "+h.root.journalError, width)) + "\n\n")
	}
	h.writeUnresolved(&b, width)
	h.writeHeld(&b, width)
	b.WriteString(t.title.Render("What would you like to do?") + "\n\n")
	for _, binding := range h.choices() {
		fmt.Fprintf(&b, "  %s   %s\n", t.key.Render(binding.Help().Key), capital(binding.Help().Desc))
	}
	b.WriteString("\n" + t.title.Render("Your latest payments") + "\n\n")
	used := strings.Count(b.String(), "\n")
	recent := h.root.recent[:min(len(h.root.recent), max(1, height-used))]
	if len(recent) == 0 {
		b.WriteString("  " + t.muted.Render("none yet"))
	}
	for _, a := range recent {
		a.Outcome = h.root.holds.Outcome(a)
		b.WriteString("  " + h.row(a, width) + "\n")
	}
	return b.String(), nil
}

// unresolvedShown is how many unresolved payments home lists.
const unresolvedShown = 4

// alarmWord says what an alarm is about in a line; the payment's page and the
// list have the rest.
const alarmWord = "ALARM, tell a supervisor before you charge again"

// writeUnresolved is the banner of what is still unknown and of what turned out
// wrong, of every desk.
func (h *homeScreen) writeUnresolved(b *strings.Builder, width int) {
	var open, alarms []payment.Attempt
	for _, a := range h.root.unresolved {
		if a.State == payment.Done {
			alarms = append(alarms, a)
		} else {
			open = append(open, a)
		}
	}
	t := h.root.theme
	bar := func(style lipgloss.Style, text string) {
		b.WriteString(style.Render(pad(ansi.Truncate(" "+text, width, "…"), width)) + "\n")
	}
	rows := func(list []payment.Attempt) {
		for _, a := range list[:min(len(list), unresolvedShown)] {
			// Whose it is counts more than the end of a long order reference, and
			// less than what became of it.
			agent := ansi.Truncate("  "+a.Agent, max(0, min(width/4, width-rowStatusEnd)), "…")
			b.WriteString("  " + h.row(a, width-ansi.StringWidth(agent)) + t.muted.Render(agent) + "\n")
			if a.Alarm != "" {
				b.WriteString(t.bad.Render(wrap("  ! "+capital(a.Alarm)+".", width-2)) + "\n")
			}
		}
	}
	if len(alarms) > 0 {
		bar(t.badBar, "! Tell a supervisor: "+howMany(len(alarms), "payment")+" turned out otherwise than was said")
		rows(alarms)
	}
	if len(open) > 0 {
		what, again := whatNeeds(open)
		bar(t.warnBar, "? "+what+" checking: do not "+again+" again. moto goes on asking.")
		rows(open)
	}
	if len(open)+len(alarms) > 0 {
		b.WriteString("\n")
	}
}

// heldShown is how many held payments home lists.
const heldShown = 2

// writeHeld says what is held, by whom, and when the gateway cancels it.
func (h *homeScreen) writeHeld(b *strings.Builder, width int) {
	held := h.root.holds.List
	if len(held) == 0 {
		return
	}
	for _, m := range held[:min(len(held), heldShown)] {
		by := ""
		if m.By != "" {
			by = " by " + gateway.Clean(m.By, 40)
		}
		text := fmt.Sprintf("! %s %s of %s is held%s until it is released. ", capital(m.What), gateway.Clean(m.Order, 40), m.Amount, by)
		b.WriteString(h.root.theme.warn.Render(wrap(text+statement.HeldEnd(m.Until), width)) + "\n")
	}
	switch more := len(held) - heldShown; {
	case more == 1:
		b.WriteString(h.root.theme.warn.Render("! 1 more is held.") + "\n")
	case more > 1:
		b.WriteString(h.root.theme.warn.Render(fmt.Sprintf("! %d more are held.", more)) + "\n")
	}
	b.WriteString("\n")
}

// howMany counts things of which recentShown are read at most.
func howMany(n int, thing string) string {
	if n >= recentShown {
		return fmt.Sprintf("%d or more %ss", n, thing)
	}
	return countOf(n, thing)
}

// rowStatusEnd is where the outcome's word ends in a row.
const rowStatusEnd = 60

// row is one payment: when, how much, which card, what became of it, order.
func (h *homeScreen) row(a payment.Attempt, width int) string {
	t := *h.root.theme
	v := wordOf(a)
	word := v.text(t).Render(fmt.Sprintf("%-14s", v.symbol+" "+v.word))
	text := fmt.Sprintf("%s  %12s  %-21s  ", a.Began.Local().Format("15:04"),
		a.Charge.Amount.String(), cardName(a.Charge))
	return ansi.Truncate(text+word+"  "+orderOf(a), width-2, "…")
}

// Keys implements screen.
func (h *homeScreen) Keys() []key.Binding {
	keys := h.choices()
	keys[1] = relabel(keys[1], "look up") // the footer is short
	return keys
}

// choices are the keys with all that is to be said of them.
func (h *homeScreen) choices() []key.Binding {
	k := h.root.keys.Home
	if h.root.mayPayOut() {
		return []key.Binding{k.New, k.Lookup, k.Payout, k.Check, k.Help, k.Quit}
	}
	return []key.Binding{k.New, k.Lookup, k.Check, k.Help, k.Quit}
}

// Busy implements screen.
func (h *homeScreen) Busy() string { return "" }

// cardName is a card as brand and last four.
func cardName(c payment.Charge) string {
	if c.Brand == gateway.MyBank { // a bank transfer has no card
		return "MyBank"
	}
	if c.Last4 == "" {
		return c.Brand.Name()
	}
	return c.Brand.Name() + " ending " + c.Last4
}
