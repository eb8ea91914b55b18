package ui

import (
	"context"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"motoconsole/internal/payment"
	"motoconsole/internal/payment/takings"
	"motoconsole/ui/kit"
)

// load reads what home shows. Readings run side by side and may overtake one another. A
// reading has all that had happened when it was asked for, and its number says when that was.
func (r *Root) load() tea.Cmd {
	r.readings++
	reading := r.readings
	console, attempts, everyone, most := r.console, r.console.Attempts, r.everyone, kit.RecentShown
	if floor := r.pages[kit.Floor]; floor != nil && r.current == floor {
		most = kit.FloorShown
	}
	return func() tea.Msg {
		ctx, cancel := context.WithTimeout(context.Background(), kit.JournalTime)
		defer cancel()
		since := attempts.Since
		if everyone {
			since = attempts.SinceByAll
		}
		today, err := since(ctx, takings.Midnight(console.Now()))
		if err == nil {
			var open []payment.Attempt
			if open, err = attempts.Unresolved(ctx, most+1); err == nil {
				msg := kit.JournalMsg{Reading: reading, Today: today, Everyone: everyone, Unresolved: open[:min(len(open), most)], More: len(open) > most, Warnings: console.LastingWarnings()}
				if msg.Holds, err = attempts.Holds(ctx); err != nil {
					msg.Unheld = "What is held cannot be read: an amount taken may be held or cancelled by now."
					msg.Warnings = slices.Insert(msg.Warnings, 0, msg.Unheld)
				}
				return msg
			}
		}
		return kit.JournalMsg{Reading: reading, Problem: "The journal cannot be read, so no payment can be taken. Tell a supervisor to run moto journal verify."}
	}
}

// watchEvery is how soon the console tries again to read a journal that it could not
// read. Otherwise it reads the journal with each LookMsg.
const watchEvery = 3 * time.Second

type watchMsg struct{}

// loaded takes in what the journal holds. An attempt that is no longer unresolved was
// resolved here or elsewhere, and the agent is told. While the journal cannot be read,
// the console keeps what it knew.
func (r *Root) loaded(msg kit.JournalMsg) tea.Cmd {
	if msg.Reading < r.newest {
		return nil // a newer one overtook it
	}
	if msg.Problem == "" && msg.Everyone != r.everyone {
		return nil // an answer from before the agent's last choice: the right one is on its way
	}
	r.newest = msg.Reading
	if msg.Unheld != "" {
		msg.Holds = r.holds // what was known last
	}
	var cmds []tea.Cmd
	cmds = append(cmds, r.bring(kit.To{Place: kit.Home, Msg: msg}), r.bring(kit.To{Place: kit.Floor, Msg: msg}))
	if msg.Problem == "" {
		open := map[string]bool{}
		for _, a := range msg.Unresolved {
			open[a.ID] = true
		}
		gone := slices.Clone(r.unresolved)
		gone = append(gone, r.doubts()...) // the list may be too long to hold them
		for _, a := range gone {
			if !open[a.ID] {
				cmds = append(cmds, r.fetch(a.ID))
			}
		}
		r.unresolved, r.more, r.holds = msg.Unresolved, msg.More, msg.Holds
		r.unknown = unknown(r.unresolved)
		cmds = append(cmds, r.askHeld())
	}
	if !r.watching && msg.Problem+msg.Unheld != "" {
		r.watching = true
		cmds = append(cmds, tea.Tick(watchEvery, func(time.Time) tea.Msg { return watchMsg{} }))
	}
	return tea.Batch(cmds...)
}

// unknown is how many outcomes are not known. It is no part of a frame, because an attempt
// is large.
func unknown(all []payment.Attempt) (n int) {
	for _, a := range all {
		if kit.IsUnresolved(a) {
			n++
		}
	}
	return n
}

// askHeld asks the gateway, now and then, until when held payments stay held. Home then
// shows the answer.
func (r *Root) askHeld() tea.Cmd {
	attempts, holds := r.console.Attempts, r.holds
	return func() tea.Msg {
		ctx, cancel := context.WithTimeout(context.Background(), kit.JournalTime)
		defer cancel()
		if asked, err := attempts.AskHeld(ctx, holds); err != nil || !asked {
			return nil // without an answer home shows what the journal knows
		}
		return kit.LookMsg{}
	}
}

// missedMsg names an attempt that could not be read, fetchMsg one to read now.
type (
	missedMsg struct{ id string }
	fetchMsg  struct{ id string }
)

// fetchLater tries again to read an attempt a little later.
func fetchLater(missed missedMsg) tea.Cmd {
	return tea.Tick(watchEvery, func(time.Time) tea.Msg { return fetchMsg(missed) })
}

// fetch reads one attempt from the journal.
func (r *Root) fetch(id string) tea.Cmd {
	attempts := r.console.Attempts
	return func() tea.Msg {
		ctx, cancel := context.WithTimeout(context.Background(), kit.JournalTime)
		defer cancel()
		a, err := attempts.Attempt(ctx, id)
		if err != nil {
			return missedMsg{id}
		}
		return kit.ResolvedMsg{Attempt: a}
	}
}
