package charge

import (
	"context"
	"errors"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"motoconsole/gateway"
	"motoconsole/internal/payment"
	"motoconsole/ui/kit"
	"motoconsole/ui/kit/flow"
)

// This file is the part of the confirm page that asks the gateway for payments
// by the same card or for the same order, while the agent reads the page aloud.

// seenTime is how long the gateway may take to answer.
const seenTime = 20 * time.Second

// seen is the gateway's answer about earlier payments.
type seen struct {
	asked    int  // number of the confirm page that it belongs to
	over     bool // it answered, or the wait for it has ended
	answered bool
	failed   bool // it could not be asked
	refused  bool // it refused our sign-in
	warnings []payment.Warning
}

// taken are the warnings of payments that may have been taken. Once this charge is under
// way, a warning of a refusal comes too late: beside an approval, its advice to ask for
// another card would have the caller pay twice.
func (s seen) taken() []payment.Warning {
	return slices.DeleteFunc(slices.Clone(s.warnings), payment.Warning.TookNothing)
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
func askGateway(charges kit.Charges, c payment.Charge, number gateway.CardNumber, asked int) tea.Cmd {
	return func() tea.Msg {
		ctx, cancel := context.WithTimeout(context.Background(), seenTime)
		defer cancel()
		warnings, err := charges.Seen(ctx, c, number)
		return kit.To{Place: kit.Charge, Msg: seenMsg{asked, warnings, err}}
	}
}

// wait ends the wait for the answer after the agent's yes.
func (s seen) wait() tea.Cmd {
	if s.over {
		return nil
	}
	return tea.Tick(payment.SeenWait, func(time.Time) tea.Msg { return seenLateMsg{s.asked} })
}

// gatewayAnswered takes in the gateway's answer. A warning before the charge turns the
// page into a question; one after it stands on the result.
func (p *Page) gatewayAnswered(msg seenMsg) tea.Cmd {
	if msg.asked != p.seen.asked || p.Stage == flow.Editing || p.Stage == flow.Discarding {
		return nil
	}
	p.seen.over, p.seen.answered = true, true
	p.seen.refused = errors.Is(msg.err, payment.ErrSignIn)
	p.seen.failed = msg.err != nil && !p.seen.refused
	p.seen.warnings = slices.DeleteFunc(msg.warnings, p.isOwn)
	if p.Stage == flow.Finished { // the agent may have left the page
		for range p.seen.taken() {
			p.Shell.News(p, "! "+kit.OrderOf(p.attempt)+" may have been taken before: look it up.")
		}
	}
	if p.Stage != flow.Confirming && p.Stage != flow.Warned {
		return nil
	}
	if p.seen.refused || len(p.seen.warnings) > 0 {
		p.askWhy()
	}
	return p.chargeIfClear()
}

// isOwn reports a warning about the very charge of this page.
func (p *Page) isOwn(w payment.Warning) bool {
	return p.attempt.SentReference != "" && w.Earlier.SentReference == p.attempt.SentReference
}

// gatewayLate goes on without the answer.
func (p *Page) gatewayLate(msg seenLateMsg) tea.Cmd {
	if msg.asked != p.seen.asked {
		return nil
	}
	p.seen.over = true
	return p.chargeIfClear()
}

// seenNote is one quiet line if the gateway could not be asked; "" if it could, because
// finding nothing proves nothing.
func (p *Page) seenNote() string {
	if p.seen.failed || p.seen.over && !p.seen.answered {
		return "No answer about earlier payments: ask the caller."
	}
	return ""
}
