package ui

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"charm.land/bubbles/v2/key"
	"github.com/charmbracelet/x/ansi"

	"motoconsole/internal/payment"
)

// homePage says what can be done and what was done in this session.
type homePage struct {
	shell   Shell
	journal JournalMsg // what is known of it
}

var _ Page = (*homePage)(nil)

func newHome(shell Shell, _ Open) Page { return &homePage{shell: shell} }

// Opened implements Page.
func (h *homePage) Opened(Open) tea.Cmd { return nil }

// Update implements Page.
func (h *homePage) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case JournalMsg:
		h.learn(msg)
	case tea.KeyPressMsg:
		return h.press(msg)
	}
	return nil
}

// learn takes in what is in the journal. While it cannot be read, what was known
// stays.
func (h *homePage) learn(msg JournalMsg) {
	if msg.Problem != "" {
		h.journal.Problem = msg.Problem
		return
	}
	h.journal = msg
}

func (h *homePage) press(k tea.KeyPressMsg) tea.Cmd {
	keys := h.shell.keys.Home
	switch {
	case key.Matches(k, keys.New):
		return h.shell.Open(Open{Place: Charge})
	case key.Matches(k, keys.Lookup):
		// An unknown refund leads home past the list. The next caller's words are
		// for the line: on the list their last Enter opens a former caller's payment.
		return h.shell.Open(Open{Place: Find, Anew: true})
	case key.Matches(k, keys.Payout) && h.shell.session.mayPayOut():
		return h.shell.Open(Open{Place: Payout})
	case key.Matches(k, keys.Check):
		if len(h.journal.Unresolved) == 0 {
			h.shell.Notify("Every outcome is known.")
			return nil
		}
		h.shell.Notify(askingNow)
		return checkNow(h.shell.session.Desk, h.journal.Unresolved...)
	case key.Matches(k, keys.Help):
		return h.shell.Open(Open{Place: Help})
	case key.Matches(k, keys.Quit):
		return h.shell.Open(Open{Place: Leave})
	case types(k):
		h.shell.Notify("That key does nothing here: the keys are in the list.")
	}
	return nil
}

// View implements Page.
func (h *homePage) View(width, height int) (string, *tea.Cursor) {
	t := h.shell.theme
	var b strings.Builder
	if h.journal.Problem != "" {
		b.WriteString(t.bad.Render(wrap("✖ "+h.journal.Problem, width)) + "\n\n")
	}
	h.writeUnresolved(&b, width)
	h.writeHeld(&b, width)
	b.WriteString(t.title.Render("What would you like to do?") + "\n\n")
	for _, binding := range h.choices() {
		fmt.Fprintf(&b, "  %s   %s\n", t.key.Render(binding.Help().Key), capital(binding.Help().Desc))
	}
	b.WriteString("\n" + t.title.Render("Your latest payments") + "\n\n")
	used := strings.Count(b.String(), "\n")
	recent := h.journal.Recent[:min(len(h.journal.Recent), max(1, height-used))]
	if len(recent) == 0 {
		b.WriteString("  " + t.muted.Render("none yet"))
	}
	for _, a := range recent {
		a.Outcome = h.journal.Holds.Outcome(a)
		b.WriteString("  " + h.row(a, width) + "\n")
	}
	return b.String(), nil
}

// rowStatusEnd is where the outcome's word ends in a row.
const rowStatusEnd = 60

// row is one payment: when, how much, which card, what became of it, order.
func (h *homePage) row(a payment.Attempt, width int) string {
	t := *h.shell.theme
	v := wordOf(a)
	word := v.text(t).Render(fmt.Sprintf("%-14s", v.symbol+" "+v.word))
	text := fmt.Sprintf("%s  %12s  %-21s  ", a.Began.Local().Format("15:04"),
		a.Charge.Amount.String(), cardName(a.Charge))
	return ansi.Truncate(text+word+"  "+orderOf(a), width-2, "…")
}

// Keys implements Page.
func (h *homePage) Keys() []key.Binding {
	keys := h.choices()
	keys[1] = relabel(keys[1], "look up") // the footer is short
	return keys
}

// choices are the keys with all that is to be said of them.
func (h *homePage) choices() []key.Binding {
	k := h.shell.keys.Home
	if h.shell.session.mayPayOut() {
		return []key.Binding{k.New, k.Lookup, k.Payout, k.Check, k.Help, k.Quit}
	}
	return []key.Binding{k.New, k.Lookup, k.Check, k.Help, k.Quit}
}

// Busy implements Page.
func (h *homePage) Busy() string { return "" }
