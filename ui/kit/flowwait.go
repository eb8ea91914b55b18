package kit

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"motoconsole/internal/payment"
)

// Learned takes in what was found out about the attempt that is shown. Seen reports
// that its outcome is shown, and news that there is more to show.
func (f *Flow) Learned(a, shown payment.Attempt) (seen, news bool) {
	if f.Stage != Finished {
		return false, false
	}
	if noNews(a, shown) {
		return true, false
	}
	if a.State == payment.Done && shown.State != payment.Done {
		f.StartGrace()
	}
	return true, true
}

// noNews reports what says less of an attempt than is shown: it was on its way
// when the outcome came, or the journal does not know yet that no page waits.
func noNews(a, shown payment.Attempt) bool {
	return a.State != payment.Done && (shown.State == payment.Done || a.State != payment.InDoubt)
}

// SecondMsg counts the seconds of an attempt on its way.
type SecondMsg struct{ attemptID string }

// Second goes on counting while the outcome is waited for. A page that is not shown
// gets no SecondMsg, and its count ends.
func (f *Flow) Second(tick SecondMsg, a payment.Attempt) tea.Cmd {
	waiting := f.Stage == Sending || f.Stage == Finished && a.State == payment.InDoubt
	if !waiting || tick.attemptID != a.ID {
		return nil
	}
	return EverySecond(tick.attemptID)
}

// EverySecond begins to count the seconds of an attempt.
func EverySecond(attemptID string) tea.Cmd {
	return tea.Tick(time.Second, func(time.Time) tea.Msg { return SecondMsg{attemptID} })
}
