package kit

import (
	"context"
	"errors"
	"time"

	tea "charm.land/bubbletea/v2"

	"charm.land/bubbles/v2/key"

	"motoconsole/internal/payment"
)

// JournalTime is how long a page waits for the journal.
const JournalTime = 10 * time.Second

// IsUnresolved reports an attempt whose outcome is not known. The others that need
// attention have an alarm.
func IsUnresolved(a payment.Attempt) bool { return a.State != payment.Known }

// AskingNow is what the agent reads while moto asks the gateway, until a CheckedMsg
// brings the result.
const AskingNow = "Checking …"

// CheckedMsg brings the result of CheckNow.
type CheckedMsg struct{ Says string }

// CheckNow asks the gateway about attempts in doubt at once. Each outcome that it finds
// comes back as a ResolvedMsg.
func CheckNow(journal Attempts, attempts ...payment.Attempt) tea.Cmd {
	var checks []tea.Cmd
	for _, a := range attempts {
		if a.State == payment.Known {
			continue // it has an alarm; there is nothing to find out
		}
		checks = append(checks, func() tea.Msg {
			ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
			defer cancel()
			after, err := journal.Check(ctx, a.ID)
			switch {
			case errors.Is(err, payment.ErrBusy):
				return CheckedMsg{"Already checking: wait a moment."}
			case err != nil:
				return CheckedMsg{"The journal is busy: try again."}
			case after.State == payment.Known:
				return tea.Batch(Tell(ResolvedMsg{after}), Tell(CheckedMsg{}))()
			default:
				return tea.Batch(Tell(ResolvedMsg{after}), Tell(CheckedMsg{"Checked: still unknown."}))()
			}
		})
	}
	if len(checks) == 0 {
		return Tell(CheckedMsg{"Nothing to check. A supervisor must acknowledge the alarm."})
	}
	return tea.Batch(checks...)
}

// Doubt handles the page of an unknown outcome. The page offers no next payment: that
// begins at home, where the unknown outcome stands on top.
func (s Shell) Doubt(k tea.KeyPressMsg, a payment.Attempt) tea.Cmd {
	keys := s.Keys.Doubt
	switch {
	case key.Matches(k, keys.Check):
		s.Notify(AskingNow)
		return CheckNow(s.Console.Attempts, a)
	case key.Matches(k, keys.Home):
		return s.Open(Open{Place: Home})
	}
	return nil
}
