package flow

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"motoconsole/internal/payment"
)

// Learned takes in news of the attempt on the page. seen reports that the page shows
// its outcome, and news that there is more to show.
func (f *Flow) Learned(a, shown payment.Attempt) (seen, news bool) {
	if f.Stage != Finished {
		return false, false
	}
	if noNews(a, shown) {
		return true, false
	}
	if a.State == payment.Known && shown.State != payment.Known {
		f.StartGrace()
	}
	return true, true
}

// noNews reports a message that says less of an attempt than the page shows: it was
// sent before the outcome came, or before the journal knew that no page waits.
func noNews(a, shown payment.Attempt) bool {
	return a.State != payment.Known && (shown.State == payment.Known || a.State != payment.InDoubt)
}

// SecondMsg counts the seconds of an attempt on its way.
type SecondMsg struct{ attemptID string }

// Second goes on counting while the page waits for the outcome. A hidden page gets no
// SecondMsg, and its count ends.
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
