package kit

import (
	"context"
	"time"

	"motoconsole/internal/payment"
)

// DaySums are what the agents of a site did today. Nobody changes them once they are made.
type DaySums struct {
	At     time.Time // when it was read
	Agents map[string]Totals
	All    Totals
}

// ReadDay reads the journal, and adds up the day that a moment is in.
func ReadDay(ctx context.Context, attempts Attempts, now time.Time) (DaySums, error) {
	today, err := attempts.SinceByAll(ctx, Midnight(now))
	if err != nil {
		return DaySums{}, err
	}
	holds, _ := attempts.Holds(ctx) // without them, an outcome is what it was at first
	today = Present(today, holds)
	by := map[string][]payment.Attempt{}
	for _, a := range today {
		by[a.Agent] = append(by[a.Agent], a)
	}
	day := DaySums{At: now, Agents: make(map[string]Totals, len(by)), All: TotalsOf(today, now)}
	for name, list := range by {
		day.Agents[name] = TotalsOf(list, now)
	}
	return day, nil
}

// Needs are what waits for somebody, as home and the floor show it, the worst first.
type Needs struct {
	Alarms, InDoubt []payment.Attempt // outcomes that have changed, and those that are unknown
	Held, Reserved  []payment.Held
}

// NeedsOf are the needs that the journal knows of.
func NeedsOf(msg JournalMsg) (n Needs) {
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
