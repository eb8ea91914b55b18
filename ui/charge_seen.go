package ui

import (
	"context"
	"errors"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"motoconsole/gateway"
	"motoconsole/internal/payment"
)

// This file is the part of the confirm page that asks the gateway for payments
// by the same card or for the same order, while the agent reads the page aloud.

const (
	// seenTime is how long the gateway may take to answer.
	seenTime = 20 * time.Second
	// seenWait is how long the agent's yes waits for the answer at most.
	seenWait = time.Second
)

// seen is what the gateway said of earlier payments.
type seen struct {
	asked    int  // which confirm page it belongs to
	over     bool // it answered, or is not waited for any more
	answered bool
	failed   bool // it could not be asked
	refused  bool // it does not accept our sign-in
	warnings []payment.Warning
}

// seenMsg brings the gateway's answer, seenLateMsg the end of the wait for it.
type (
	seenMsg struct {
		asked    int
		warnings []payment.Warning
		err      error
	}
	seenLateMsg struct{ asked int }
)

// askGateway looks for earlier payments. The number is read in the vault and
// stays there.
func askGateway(desk *payment.Desk, c payment.Charge, number gateway.CardNumber, asked int) tea.Cmd {
	return func() tea.Msg {
		ctx, cancel := context.WithTimeout(context.Background(), seenTime)
		defer cancel()
		warnings, err := desk.Seen(ctx, c, number)
		return To{Charge, seenMsg{asked, warnings, err}}
	}
}

// wait ends the wait for the answer after the agent's yes.
func (s seen) wait() tea.Cmd {
	if s.over {
		return nil
	}
	return tea.Tick(seenWait, func(time.Time) tea.Msg { return seenLateMsg{s.asked} })
}

// gatewayAnswered takes in what the gateway said. A finding before the charge
// turns the page into a question; one after it stands on the result.
func (p *chargePage) gatewayAnswered(msg seenMsg) tea.Cmd {
	if msg.asked != p.seen.asked || p.stage == editing || p.stage == discarding {
		return nil
	}
	p.seen.over, p.seen.answered = true, true
	p.seen.refused = errors.Is(msg.err, payment.ErrSignIn)
	p.seen.failed = msg.err != nil && !p.seen.refused
	p.seen.warnings = slices.DeleteFunc(msg.warnings, p.isOwn)
	if p.stage == finished { // it is news where the agent has left the page
		for range p.seen.warnings {
			p.shell.News(p, "! "+orderOf(p.attempt)+" may have been taken before: look it up.")
		}
	}
	if p.stage != confirming && p.stage != warned {
		return nil
	}
	if p.seen.refused || len(p.seen.warnings) > 0 {
		p.askWhy()
	}
	return p.chargeIfClear()
}

// isOwn reports a finding that is the charge of this very page.
func (p *chargePage) isOwn(w payment.Warning) bool {
	return p.attempt.SentReference != "" && w.Earlier.SentReference == p.attempt.SentReference
}

// gatewayLate goes on without the answer.
func (p *chargePage) gatewayLate(msg seenLateMsg) tea.Cmd {
	if msg.asked != p.seen.asked {
		return nil
	}
	p.seen.over = true
	return p.chargeIfClear()
}

// seenNote is one quiet line where the gateway could not be asked; "" where it
// could, because finding nothing proves nothing.
func (p *chargePage) seenNote() string {
	if p.seen.failed || p.seen.over && !p.seen.answered {
		return "The gateway could not be asked for earlier payments."
	}
	return ""
}
