package ui

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"motoconsole/internal/payment"
)

const (
	// journalTime bounds what a screen waits for the journal.
	journalTime = 10 * time.Second
	recentShown = 50
)

// journalMsg is what home shows of the journal.
type journalMsg struct {
	recent, unresolved []payment.Attempt
	problem            string
}

// load reads what home shows.
func (r *Root) load() tea.Cmd {
	desk := r.session.Desk
	return func() tea.Msg {
		ctx, cancel := context.WithTimeout(context.Background(), journalTime)
		defer cancel()
		recent, err := desk.Recent(ctx, recentShown)
		if err == nil {
			var open []payment.Attempt
			if open, err = desk.Unresolved(ctx, recentShown); err == nil {
				return journalMsg{recent: recent, unresolved: open}
			}
		}
		return journalMsg{problem: "The journal cannot be read: no payment can be taken. Tell a supervisor to run moto journal verify."}
	}
}

// watchEvery is how often the journal is looked at while something in it is
// unresolved: another console or a supervisor may settle it. Nothing is looked
// at while nothing is.
const watchEvery = 3 * time.Second

type watchMsg struct{}

// loaded takes in what is in the journal. What is not unresolved any more was
// settled here or elsewhere, and the agent is told.
func (r *Root) loaded(msg journalMsg) tea.Cmd {
	var cmds []tea.Cmd
	if msg.problem == "" {
		open := map[string]bool{}
		for _, a := range msg.unresolved {
			open[a.ID] = true
		}
		for _, a := range r.unresolved {
			if !open[a.ID] {
				cmds = append(cmds, r.fetch(a.ID))
			}
		}
	}
	r.recent, r.unresolved, r.journalError = msg.recent, msg.unresolved, msg.problem
	if len(r.unresolved) > 0 && !r.watching {
		r.watching = true
		cmds = append(cmds, tea.Tick(watchEvery, func(time.Time) tea.Msg { return watchMsg{} }))
	}
	return tea.Batch(cmds...)
}

// fetch reads one attempt from the journal.
func (r *Root) fetch(id string) tea.Cmd {
	desk := r.session.Desk
	return func() tea.Msg {
		ctx, cancel := context.WithTimeout(context.Background(), journalTime)
		defer cancel()
		a, err := desk.Attempt(ctx, id)
		if err != nil {
			return nil // it is read again with the next look
		}
		return SettledMsg{a}
	}
}

// guardMsg is what the guard knows of a charge that is about to be confirmed.
type guardMsg struct {
	asked    int
	warnings []payment.Warning
	err      error
}

func askGuard(desk *payment.Desk, c payment.Charge, asked int) tea.Cmd {
	return func() tea.Msg {
		ctx, cancel := context.WithTimeout(context.Background(), journalTime)
		defer cancel()
		warnings, err := desk.Guard(ctx, c)
		return guardMsg{asked, warnings, err}
	}
}

// checkNow asks the gateway about attempts in doubt at once. What it finds
// comes back as a SettledMsg for each.
func checkNow(desk *payment.Desk, attempts ...payment.Attempt) tea.Cmd {
	var checks []tea.Cmd
	for _, a := range attempts {
		checks = append(checks, func() tea.Msg {
			ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
			defer cancel()
			after, err := desk.Check(ctx, a.ID)
			if err != nil {
				return nil // somebody else is at it, or the journal is away
			}
			return SettledMsg{after}
		})
	}
	return tea.Batch(checks...)
}
