// Package home is the page that says what can be done and what is open.
package home

import (
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"charm.land/bubbles/v2/key"
	"github.com/charmbracelet/x/ansi"

	"motoconsole/internal/payment"
	"motoconsole/ui/kit"
)

// Page says what can be done and what was done in this session.
type Page struct {
	shell   kit.Shell
	journal kit.JournalMsg // what is known of it
}

var _ kit.Page = (*Page)(nil)

// New makes the page, with nothing known of the journal yet.
func New(shell kit.Shell, _ kit.Open) kit.Page { return &Page{shell: shell} }

// Opened implements Page. What it shows of the journal is read anew.
func (h *Page) Opened(kit.Open) tea.Cmd { return kit.Tell(kit.LookMsg{}) }

// Update implements Page.
func (h *Page) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case kit.JournalMsg:
		h.learn(msg)
	case tea.KeyPressMsg:
		return h.press(msg)
	}
	return nil
}

// learn takes in what is in the journal. While it cannot be read, what was known
// stays.
func (h *Page) learn(msg kit.JournalMsg) {
	if msg.Problem != "" {
		h.journal.Problem = msg.Problem
		return
	}
	h.journal = msg
}

func (h *Page) press(k tea.KeyPressMsg) tea.Cmd {
	keys := h.shell.Keys.Home
	switch {
	case key.Matches(k, keys.New) && h.shell.Session.WhyNoPayment() != "":
		h.shell.Notify(h.shell.Session.WhyNoPayment())
	case key.Matches(k, keys.Payout) && h.shell.Session.WhyNoPayout() != "":
		h.shell.Notify(h.shell.Session.WhyNoPayout())
	case key.Matches(k, keys.New):
		return h.shell.Open(kit.Open{Place: kit.Charge})
	case key.Matches(k, keys.Lookup):
		// An unknown refund leads home past the list. The next caller's words are
		// for the line: on the list their last Enter opens a former caller's payment.
		return h.shell.Open(kit.Open{Place: kit.Find, Anew: true})
	case key.Matches(k, keys.Payout) && h.shell.Session.MayPayOut():
		return h.shell.Open(kit.Open{Place: kit.Payout})
	case key.Matches(k, keys.Check):
		if len(h.journal.Unresolved) == 0 {
			h.shell.Notify("Every outcome is known.")
			return nil
		}
		h.shell.Notify(kit.AskingNow)
		return kit.CheckNow(h.shell.Session.Processor, h.journal.Unresolved...)
	case key.Matches(k, keys.Help):
		return h.shell.Open(kit.Open{Place: kit.Help})
	case key.Matches(k, keys.Quit):
		return h.shell.Open(kit.Open{Place: kit.Leave})
	case kit.Types(k):
		h.shell.Notify("That key does nothing here: the keys are in the list.")
	}
	return nil
}

// Heading implements Page.
func (h *Page) Heading() kit.Heading { return kit.Heading{Title: "Home", NoBadge: true} }

// View implements Page.
func (h *Page) View(width, height int) (string, *tea.Cursor) { return kit.Inset(width, height, h.view) }

func (h *Page) view(width, height int) (string, *tea.Cursor) {
	t := h.shell.Theme
	var b strings.Builder
	if h.journal.Problem != "" {
		b.WriteString(t.Bad.Render(kit.Wrap("✖ "+h.journal.Problem, width)) + "\n\n")
	}
	h.writeUnresolved(&b, width)
	h.writeHeld(&b, width)
	b.WriteString(t.Title.Render("What would you like to do?") + "\n\n")
	for _, binding := range h.choices() {
		fmt.Fprintf(&b, "  %s   %s\n", t.Key.Render(binding.Help().Key), kit.Capital(binding.Help().Desc))
	}
	b.WriteString("\n" + t.Title.Render("Your latest payments") + "\n\n")
	used := strings.Count(b.String(), "\n")
	recent := h.journal.Recent[:min(len(h.journal.Recent), max(1, height-used))]
	if len(recent) == 0 {
		b.WriteString("  " + t.Muted.Render("none yet"))
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
func (h *Page) row(a payment.Attempt, width int) string {
	t := *h.shell.Theme
	v := kit.WordOf(a)
	word := v.Text(t).Render(fmt.Sprintf("%-14s", v.Symbol+" "+v.Word))
	text := fmt.Sprintf("%s  %12s  %-21s  ", a.Began.Local().Format("15:04"),
		a.Charge.Amount.String(), kit.CardName(a.Charge))
	return ansi.Truncate(text+word+"  "+kit.OrderOf(a), width-2, "…")
}

// Keys implements Page.
func (h *Page) Keys() []key.Binding {
	return slices.DeleteFunc(h.choices(), func(b key.Binding) bool {
		return b.Help() == h.shell.Keys.Home.Help.Help() || // F1 is there
			b.Help() == h.shell.Keys.Home.Check.Help() && len(h.journal.Unresolved) == 0
	})
}

// choices are the keys of what the agent may do, with all that is to be said of them.
func (h *Page) choices() []key.Binding {
	k := h.shell.Keys.Home
	var keys []key.Binding
	if h.shell.Session.WhyNoPayment() == "" {
		keys = append(keys, k.New)
	}
	keys = append(keys, k.Lookup)
	if h.shell.Session.MayPayOut() {
		keys = append(keys, k.Payout)
	}
	return append(keys, k.Check, k.Help, k.Quit)
}

// Busy implements Page.
func (h *Page) Busy() string { return "" }
