package journaltest

import (
	"context"
	"slices"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
)

// Get implements Store.
func (m *Memory) Get(ctx context.Context, id string) (journal.Entry, error) {
	now := m.now()
	return m.single(ctx, func(d *memoryDisk, e *journal.Entry) bool { return e.ID == id }, func(d *memoryDisk, e *journal.Entry) {
		e.BeingSent = d.leases[leaseKey{id, journal.ToSend}].Held(now)
	})
}

// BySentReference implements Store.
func (m *Memory) BySentReference(ctx context.Context, sent string) (journal.Entry, error) {
	return m.single(ctx, func(_ *memoryDisk, e *journal.Entry) bool { return sent != "" && e.SentReference == sent }, nil)
}

// single is the one entry that matches, or ErrNotFound.
func (m *Memory) single(ctx context.Context, match func(*memoryDisk, *journal.Entry) bool, fill func(*memoryDisk, *journal.Entry)) (journal.Entry, error) {
	found, err := m.pick(ctx, 1, true, match)
	if err == nil && len(found) == 0 {
		err = journal.ErrNotFound
	}
	if err != nil {
		return journal.Entry{}, err
	}
	if fill != nil {
		m.disk.mu.Lock()
		defer m.disk.mu.Unlock()
		fill(m.disk, &found[0])
	}
	return found[0], nil
}

// Due implements Store.
func (m *Memory) Due(ctx context.Context, now time.Time, limit int) ([]journal.Entry, error) {
	due, err := m.pick(ctx, -1, false, func(d *memoryDisk, e *journal.Entry) bool {
		return e.Watched() && !e.NextCheckAt.After(now) && !d.leases[leaseKey{e.ID, journal.ToCheck}].Held(now) &&
			(e.State != journal.Open || !d.leases[leaseKey{e.ID, journal.ToSend}].Held(now))
	})
	slices.SortStableFunc(due, func(a, b journal.Entry) int { return a.NextCheckAt.Compare(b.NextCheckAt) })
	return due[:min(len(due), max(limit, 0))], err
}

// Unresolved implements Store.
func (m *Memory) Unresolved(ctx context.Context, limit int) ([]journal.Entry, error) {
	now := m.now()
	all, err := m.pick(ctx, -1, true, func(d *memoryDisk, e *journal.Entry) bool {
		return e.Attention() && (e.State != journal.Open || e.AlarmWaits() || !d.leases[leaseKey{e.ID, journal.ToSend}].Held(now))
	})
	slices.SortStableFunc(all, func(a, b journal.Entry) int {
		switch waits := a.AlarmWaits(); {
		case waits == b.AlarmWaits():
			return 0
		case waits:
			return -1
		default:
			return 1
		}
	})
	return all[:min(len(all), max(limit, 0))], err
}

// Similar implements Store.
func (m *Memory) Similar(ctx context.Context, site, first6, last4 string, amount gateway.Money, since time.Time) ([]journal.Entry, error) {
	return m.pick(ctx, -1, true, func(_ *memoryDisk, e *journal.Entry) bool {
		return e.RequestType() == journal.TypeAuth && isOfCard(e, site, first6, last4, since) && Counted(*e) &&
			e.Amount.Minor == amount.Minor && e.Amount.Currency.Code() == amount.Currency.Code()
	})
}

// Declines implements Store.
func (m *Memory) Declines(ctx context.Context, site, first6, last4 string, since time.Time) (int, []journal.Entry, error) {
	declined, err := m.pick(ctx, -1, true, func(_ *memoryDisk, e *journal.Entry) bool {
		return isOfCard(e, site, first6, last4, since) && e.Outcome == gateway.OutcomeDeclined
	})
	return len(declined), declined[:min(len(declined), journal.DeclinesKept)], err
}

// ByOrder implements Store.
func (m *Memory) ByOrder(ctx context.Context, site, reference string, limit int) ([]journal.Entry, error) {
	return m.pick(ctx, max(limit, 0), true, func(_ *memoryDisk, e *journal.Entry) bool {
		return e.Site == site && (e.OwnReference == reference ||
			reference != "" && (e.CurrentReference == reference || e.Target.OrderReference == reference))
	})
}

// Recent implements Store.
func (m *Memory) Recent(ctx context.Context, agent string, n int) ([]journal.Entry, error) {
	return m.pick(ctx, max(n, 0), true, func(_ *memoryDisk, e *journal.Entry) bool {
		return agent == "" || e.Agent == agent
	})
}

// Since implements Store.
func (m *Memory) Since(ctx context.Context, since time.Time) ([]journal.Entry, error) {
	return m.pick(ctx, -1, true, func(_ *memoryDisk, e *journal.Entry) bool { return !e.IntentAt.Before(since) })
}

// Holdings implements Store.
func (m *Memory) Holdings(ctx context.Context, since time.Time) ([]journal.Entry, error) {
	return m.pick(ctx, -1, true, func(_ *memoryDisk, e *journal.Entry) bool {
		var changes bool
		switch e.Operation {
		case journal.OpHold, journal.OpRelease, journal.OpCancel, journal.OpDueDate, journal.OpRaise:
			changes = true
		case journal.OpReduce:
			changes = e.AuthMethod == string(gateway.AuthPre)
		default:
		}
		return (changes || e.Outcome == gateway.OutcomeHeld) && !e.IntentAt.Before(since)
	})
}

// ByTransaction implements Store.
func (m *Memory) ByTransaction(ctx context.Context, transactionReference string) ([]journal.Entry, error) {
	return m.pick(ctx, -1, true, func(_ *memoryDisk, e *journal.Entry) bool {
		return transactionReference != "" &&
			(e.TransactionReference == transactionReference || e.Parent == transactionReference)
	})
}

// History implements Store.
func (m *Memory) History(ctx context.Context, id string) ([]journal.Event, error) {
	if _, err := m.Get(ctx, id); err != nil {
		return nil, err
	}
	m.disk.mu.Lock()
	defer m.disk.mu.Unlock()
	var events []journal.Event
	for _, ev := range m.disk.events {
		if ev.EntryID == id {
			events = append(events, ev)
		}
	}
	return events, nil
}

// Find implements Store.
func (m *Memory) Find(ctx context.Context, q journal.Search, limit int) (journal.Found, error) {
	var begins time.Time
	inside, err := m.pick(ctx, -1, true, func(_ *memoryDisk, e *journal.Entry) bool {
		if begins.IsZero() || e.IntentAt.Before(begins) {
			begins = e.IntentAt
		}
		ofKind := e.RequestType() != journal.TypeUpdate
		if q.Reductions {
			ofKind = e.Operation == journal.OpReduce
		}
		return ofKind && e.Site == q.Site && !e.IntentAt.Before(q.From) && (q.To.IsZero() || e.IntentAt.Before(q.To))
	})
	slices.SortStableFunc(inside, func(a, b journal.Entry) int { return b.IntentAt.Compare(a.IntentAt) })
	f := journal.Scan{Search: q, Limit: max(limit, 0)}
	for _, e := range inside {
		if !f.Take(e) {
			return f.Found, err
		}
	}
	f.Reached(begins)
	return f.Found, err
}

func isOfCard(e *journal.Entry, site, first6, last4 string, since time.Time) bool {
	return (e.RequestType() == journal.TypeAuth || e.RequestType() == journal.TypeCheck) && e.Last4 == last4 && e.First6 == first6 && gateway.IsTestSite(e.Site) == gateway.IsTestSite(site) && !e.IntentAt.Before(since)
}

// pick are the first entries that match, at most limit of them unless it is
// negative, in the order of their intents or the other way round.
func (m *Memory) pick(ctx context.Context, limit int, newestFirst bool, match func(*memoryDisk, *journal.Entry) bool) ([]journal.Entry, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	d := m.disk
	d.mu.Lock()
	defer d.mu.Unlock()
	if m.state != memoryOpen {
		return nil, journal.ErrClosed
	}
	var places []int // an entry is large, and is copied once
	for i := range d.entries {
		if newestFirst {
			i = len(d.entries) - 1 - i
		}
		if limit >= 0 && len(places) == limit {
			break
		}
		if match(d, &d.entries[i]) {
			places = append(places, i)
		}
	}
	if len(places) == 0 {
		return nil, nil
	}
	found := make([]journal.Entry, len(places))
	for i, place := range places {
		found[i] = d.entries[place]
	}
	return found, nil
}

// Head implements Store.
func (m *Memory) Head(ctx context.Context) (int64, error) {
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	m.disk.mu.Lock()
	defer m.disk.mu.Unlock()
	if m.state != memoryOpen {
		return 0, journal.ErrClosed
	}
	return int64(len(m.disk.events)), nil
}
