package kit

import (
	"context"
	"time"

	"motoconsole/internal/payment"
	"motoconsole/internal/payment/takings"
)

// DaySums are what the agents of a site did today. They do not change once they are made.
type DaySums struct {
	At     time.Time // when it was read
	Agents map[string]takings.Totals
	All    takings.Totals
}

// ReadDay reads the journal, and adds up the day that a moment is in.
func ReadDay(ctx context.Context, attempts Attempts, now time.Time) (DaySums, error) {
	today, err := attempts.SinceByAll(ctx, takings.Midnight(now))
	if err != nil {
		return DaySums{}, err
	}
	holds, err := attempts.Holds(ctx)
	if err != nil { // without them, what is held or cancelled by now would count as taken
		return DaySums{}, err
	}
	today = takings.Present(today, holds)
	by := map[string][]payment.Attempt{}
	for _, a := range today {
		by[a.Agent] = append(by[a.Agent], a)
	}
	changes := takings.ChangesOf(today, holds) // of all agents' payments
	day := DaySums{At: now, Agents: make(map[string]takings.Totals, len(by)), All: takings.Of(today, changes, now)}
	for name, list := range by {
		day.Agents[name] = takings.Of(list, changes, now)
	}
	return day, nil
}

// Needs are what waits for an agent or a supervisor, as home and the floor show it, the worst first.
type Needs struct {
	Alarms, InDoubt []payment.Attempt // outcomes that have changed or are only a part, and those that are unknown
	Held, Reserved  []payment.Held
	// There are more alarms, and more unknown outcomes, than were read.
	MoreAlarms, MoreInDoubt bool
}

// NeedsOf are the needs that the journal knows of.
func NeedsOf(msg JournalMsg) (n Needs) {
	n.MoreInDoubt = msg.More
	n.MoreAlarms = msg.More && (len(msg.Unresolved) == 0 || msg.Unresolved[len(msg.Unresolved)-1].Alarm != "") // alarms come first
	for _, a := range msg.Unresolved {
		if IsUnresolved(a) {
			n.InDoubt = append(n.InDoubt, a)
		} else {
			n.Alarms = append(n.Alarms, a)
		}
	}
	for _, m := range msg.Holds.List {
		if m.Reserved {
			n.Reserved = append(n.Reserved, m)
		} else {
			n.Held = append(n.Held, m)
		}
	}
	return n
}

// AlarmWords say what alarms are about.
func AlarmWords(alarms []payment.Attempt) string {
	parts := 0
	for _, a := range alarms {
		if takings.IsInPart(a) {
			parts++
		}
	}
	switch {
	case parts == len(alarms):
		return "only a part was approved"
	case parts > 0:
		return "outcomes have changed, or only a part was approved"
	case len(alarms) == 1:
		return "an outcome has changed"
	default:
		return "outcomes have changed"
	}
}
