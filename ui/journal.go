package ui

import (
	"context"
	"errors"
	"slices"
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
	holds              payment.Holds
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
				holds, _ := desk.Holds(ctx) // what it does not tell is told on the record
				return journalMsg{recent: recent, unresolved: open, holds: holds}
			}
		}
		return journalMsg{problem: "The journal cannot be read: no payment can be taken. Tell a supervisor to run moto journal verify."}
	}
}

// watchEvery is how soon the journal is looked at again that could not be read.
// Else it is looked at with each LookMsg.
const watchEvery = 3 * time.Second

// LookMsg asks the console to look at the journal: another desk may have
// something unresolved, or a supervisor may have settled it. It comes from
// outside, where the journal is watched for all consoles of a process.
type LookMsg struct{}

type watchMsg struct{}

// loaded takes in what is in the journal. What is not unresolved any more was
// settled here or elsewhere, and the agent is told. While the journal cannot be
// read, what was known stays.
func (r *Root) loaded(msg journalMsg) tea.Cmd {
	var cmds []tea.Cmd
	r.journalError = msg.problem
	if msg.problem == "" {
		open := map[string]bool{}
		for _, a := range msg.unresolved {
			open[a.ID] = true
		}
		gone := slices.Clone(r.unresolved)
		// The list may be too long to hold what is shown.
		if r.pay != nil && r.pay.stage == finished && r.pay.attempt.State == payment.InDoubt {
			gone = append(gone, r.pay.attempt)
		}
		if r.rev != nil && r.rev.stage == finished && r.rev.attempt.State == payment.InDoubt {
			gone = append(gone, r.rev.attempt.Attempt)
		}
		for _, a := range gone {
			if !open[a.ID] {
				cmds = append(cmds, r.fetch(a.ID))
			}
		}
		r.recent, r.unresolved, r.holds = msg.recent, msg.unresolved, msg.holds
		cmds = append(cmds, r.askHeld())
	}
	if !r.watching && msg.problem != "" {
		r.watching = true
		cmds = append(cmds, tea.Tick(watchEvery, func(time.Time) tea.Msg { return watchMsg{} }))
	}
	return tea.Batch(cmds...)
}

// askHeld asks the gateway, now and then, until when what is held stays so. What
// it says is on home after that.
func (r *Root) askHeld() tea.Cmd {
	desk, holds := r.session.Desk, r.holds
	return func() tea.Msg {
		ctx, cancel := context.WithTimeout(context.Background(), journalTime)
		defer cancel()
		if asked, err := desk.AskHeld(ctx, holds); err != nil || !asked {
			return nil // home says what the journal knows
		}
		return LookMsg{}
	}
}

// missedMsg names an attempt that could not be read, fetchMsg one that is to be
// read now.
type (
	missedMsg struct{ id string }
	fetchMsg  struct{ id string }
)

// fetchLater reads what was missed a little later.
func fetchLater(missed missedMsg) tea.Cmd {
	return tea.Tick(watchEvery, func(time.Time) tea.Msg { return fetchMsg(missed) })
}

// fetch reads one attempt from the journal.
func (r *Root) fetch(id string) tea.Cmd {
	desk := r.session.Desk
	return func() tea.Msg {
		ctx, cancel := context.WithTimeout(context.Background(), journalTime)
		defer cancel()
		a, err := desk.Attempt(ctx, id)
		if err != nil {
			return missedMsg{id}
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

// askingNow is what the agent reads while the gateway is asked, until a checkedMsg
// says what came of it.
const askingNow = "Asking the gateway …"

type checkedMsg struct{ says string }

// checkNow asks the gateway about attempts in doubt at once. What it finds
// comes back as a SettledMsg for each.
func checkNow(desk *payment.Desk, attempts ...payment.Attempt) tea.Cmd {
	var checks []tea.Cmd
	for _, a := range attempts {
		if a.State == payment.Done {
			continue // it has an alarm; there is nothing to find out
		}
		checks = append(checks, func() tea.Msg {
			ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
			defer cancel()
			after, err := desk.Check(ctx, a.ID)
			switch {
			case errors.Is(err, payment.ErrBusy):
				return checkedMsg{"It is being asked already: wait a moment."}
			case err != nil:
				return checkedMsg{"The journal cannot be used just now: try again."}
			case after.State == payment.Done:
				return tea.Batch(tell(SettledMsg{after}), tell(checkedMsg{}))()
			default:
				return tea.Batch(tell(SettledMsg{after}), tell(checkedMsg{"The gateway was asked, and it is not known yet."}))()
			}
		})
	}
	if len(checks) == 0 {
		return tell(checkedMsg{"Every outcome is known. A supervisor has to see to the alarm."})
	}
	return tea.Batch(checks...)
}

// tell is a command that brings a message.
func tell(msg tea.Msg) tea.Cmd { return func() tea.Msg { return msg } }
