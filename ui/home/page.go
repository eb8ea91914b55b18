// Package home is the page that shows the agent's payments of the day, and what needs
// attention.
package home

import (
	"slices"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"motoconsole/gateway"
	"motoconsole/internal/payment"
	"motoconsole/internal/payment/takings"
	"motoconsole/ui/kit"
	"motoconsole/ui/kit/theme"
)

// Page is the list of today's payments, or of what needs attention.
type Page struct {
	shell   kit.Shell
	grace   kit.Grace      // the Enter that left the last page must open nothing
	journal kit.JournalMsg // what the journal holds
	known   bool           // it has been read
	unknown bool           // it holds an outcome that is not known

	today     list
	totals    totals
	everyone  bool // the payments are of all agents
	several   bool // the payments are of several agents
	concerns  []concern
	attention list
	attending bool // the list of what needs attention is shown
}

var _ kit.Page = (*Page)(nil)

// New makes the page before anything is known of the journal.
func New(shell kit.Shell, _ kit.Open) kit.Page {
	return &Page{shell: shell, grace: kit.NewGrace(shell.Now)}
}

// Opened implements Page. It reads the journal again.
func (h *Page) Opened(o kit.Open) tea.Cmd {
	h.grace.StartGrace()
	if !o.Back {
		h.attending = false
		h.today.first()
	}
	return kit.Tell(kit.LookMsg{})
}

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

// learn takes in what the journal holds. While the journal cannot be read, the page
// keeps what it knew.
func (h *Page) learn(msg kit.JournalMsg) {
	if msg.Problem != "" {
		h.journal.Problem = msg.Problem
		return
	}
	h.journal, h.known, h.everyone, h.several = msg, true, msg.Everyone, false
	h.unknown = slices.ContainsFunc(msg.Unresolved, kit.IsUnresolved)
	rows := make([]row, 0, len(msg.Today))
	now := h.shell.Now()
	for _, a := range takings.Present(msg.Today, msg.Holds) {
		rows = append(rows, rowOf(a, now))
		h.several = h.several || a.Agent != msg.Today[0].Agent
	}
	changes := takings.ChangesOf(attemptsOf(rows), msg.Holds)
	showLeft(rows, changes)
	showOnce(rows, changes)
	h.today.take(rows)
	h.totals = totalsOf(rows, changes, now)
	h.concerns = concernsOf(msg, now)
	var all []row
	needs := 0
	for _, c := range h.concerns {
		all = append(all, c.rows...)
		switch c.tone { //nolint:exhaustive // what is reserved needs no check
		case theme.Warn:
			needs += len(c.rows)
		case theme.Bad:
			for _, w := range c.rows {
				if w.attempt.Outcome == gateway.OutcomeHeld { // it counts as held
					continue
				}
				needs++
				if slices.ContainsFunc(rows, func(of row) bool { return of.attempt.ID == w.attempt.ID }) {
					h.totals.alarms++
				}
			}
		}
	}
	h.totals.elsewhere = max(0, needs-h.totals.InDoubt-h.totals.Held-h.totals.alarms)
	h.attention.take(all)
	h.attending = h.attending && len(all) > 0
}

// shown is the list that is shown.
func (h *Page) shown() *list {
	if h.attending {
		return &h.attention
	}
	return &h.today
}

func (h *Page) press(k tea.KeyPressMsg) tea.Cmd {
	keys := h.shell.Keys.Home
	switch {
	case key.Matches(k, keys.Open):
		if h.grace.InGrace() {
			return nil
		}
		return h.open(false)
	case key.Matches(k, keys.Give):
		return h.open(true)
	case key.Matches(k, keys.Move):
		h.move(k)
	case key.Matches(k, keys.New) && h.shell.Console.Permits.WhyNoPayment() != "":
		h.shell.Notify(h.shell.Console.Permits.WhyNoPayment())
	case key.Matches(k, keys.Payout) && h.shell.Console.WhyNoPayout() != "":
		h.shell.Notify(h.shell.Console.WhyNoPayout())
	case key.Matches(k, keys.New):
		return h.shell.Open(kit.Open{Place: kit.Charge})
	case key.Matches(k, keys.Find):
		// From home Find opens at its search line. At an old list, the Enter after the next
		// caller's words would open a former caller's payment.
		return h.shell.Open(kit.Open{Place: kit.Find, Anew: true})
	case key.Matches(k, keys.Payout):
		if !h.shell.Console.MayPayOut() {
			h.shell.Notify("Payouts are switched off here.")
			return nil
		}
		return h.shell.Open(kit.Open{Place: kit.Payout})
	case key.Matches(k, keys.Everyone) && h.shell.Console.WhyNotEveryone() != "":
		h.shell.Notify(h.shell.Console.WhyNotEveryone())
	case key.Matches(k, keys.Everyone):
		return h.show(!h.everyone)
	case key.Matches(k, keys.Sites):
		if !h.shell.Console.HasSites() {
			h.shell.Notify("There is only one site: " + h.shell.Console.Site + ".")
			return nil
		}
		return h.shell.Open(kit.Open{Place: kit.Sites})
	case key.Matches(k, keys.Floor):
		return h.shell.Open(kit.Open{Place: kit.Floor})
	case key.Matches(k, keys.Attend):
		h.attend()
	case key.Matches(k, keys.Check):
		return h.check()
	case key.Matches(k, keys.Back) && h.attending:
		h.attending = false
	case key.Matches(k, keys.Back) && h.everyone:
		return h.show(false)
	case key.Matches(k, keys.Back):
		h.shell.Notify("This is home. Press q to quit.")
	case key.Matches(k, keys.Help):
		return h.shell.Open(kit.Open{Place: kit.Help})
	case key.Matches(k, keys.Quit):
		return h.shell.Open(kit.Open{Place: kit.Leave})
	default:
		h.shell.Notify(kit.NothingHere)
	}
	return nil
}

// show switches to what all agents did, or to what this one did, once the journal has
// been read.
func (h *Page) show(everyone bool) tea.Cmd {
	h.attending = false
	h.today.first()
	return kit.Tell(kit.EveryoneMsg{On: everyone})
}

// open opens the selected row's record, or with give its options.
func (h *Page) open(give bool) tea.Cmd {
	w := h.shown().current()
	switch {
	case w == nil && !h.known:
		h.shell.Notify("The journal is being read: wait a moment.")
	case w == nil:
		h.shell.Notify("No payments yet today. Press n for the first.")
	case h.elsewhere(w) != "":
		h.shell.Notify("That is a payment of site " + h.elsewhere(w) + ": change the site with s to open it.")
	case w.closed() != "":
		h.shell.Notify(w.closed())
	case give && w.attempt.State == payment.InDoubt:
		h.shell.Notify(w.next)
	case give && w.record.TransactionReference == "":
		h.shell.Notify("No trace of it was found: there is nothing to give back.")
	default:
		o := kit.Open{Place: kit.Record, Record: w.record} // of what is held
		if w.attempt.ID != "" {
			o = kit.OpenOf(w.attempt)
		}
		o.Give = give
		return h.shell.Open(o)
	}
	return nil
}

// move moves the selection.
func (h *Page) move(k tea.KeyPressMsg) {
	l := h.shown()
	by := map[rune]int{
		tea.KeyUp: -1, tea.KeyDown: 1, tea.KeyPgUp: -l.page, tea.KeyPgDown: l.page, tea.KeyHome: -len(l.rows), tea.KeyEnd: len(l.rows),
	}[k.Code]
	switch {
	case len(l.rows) == 0:
		h.shell.Notify("There is nothing in the list yet.")
	case l.move(by):
	case by < 0:
		h.shell.Notify("This is the first of the list.")
	default:
		h.shell.Notify("This is the last of the list.")
	}
}

// attend switches between what needs attention and the payments.
func (h *Page) attend() {
	switch {
	case h.attending:
		h.attending = false
	case len(h.attention.rows) == 0:
		h.shell.Notify("Nothing needs attention.")
	default:
		h.attending = true
		h.attention.first()
	}
}

// check asks the gateway about what is unknown.
func (h *Page) check() tea.Cmd {
	if len(h.journal.Unresolved) == 0 {
		h.shell.Notify("Nothing to check: every outcome is known.")
		return nil
	}
	h.shell.Notify(kit.AskingNow)
	return kit.CheckNow(h.shell.Console.Attempts, h.journal.Unresolved...)
}

// Heading implements Page.
func (h *Page) Heading() kit.Heading {
	heading := kit.Heading{Title: kit.HomeKeys, NoBadge: true}
	if h.attending {
		heading.About = "what needs attention"
	} else if h.everyone {
		heading.About = "all agents"
	}
	return heading
}

// Busy implements Page.
func (h *Page) Busy() string { return "" }
