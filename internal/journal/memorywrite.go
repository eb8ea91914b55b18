package journal

import (
	"context"
	"time"
)

// Intent implements Store.
func (m *Memory) Intent(ctx context.Context, e Entry, owner string, leaseUntil time.Time) error {
	now := m.now()
	e, err := begin(e, owner, now)
	if err != nil {
		return err
	}
	return m.write(ctx, "intent", func(d *memoryDisk) (func(), error) {
		if _, used := d.byID[e.ID]; used {
			return nil, ErrDuplicateReference
		}
		if _, used := d.byReference[e.SentReference]; used && e.SentReference != "" {
			return nil, ErrDuplicateReference
		}
		return func() {
			d.byID[e.ID] = len(d.entries)
			if e.SentReference != "" {
				d.byReference[e.SentReference] = len(d.entries)
			}
			d.entries = append(d.entries, e)
			d.append(e, StepIntent, e.IntentAt, e.Agent)
			if owner != "" {
				d.leases[e.ID] = lease{owner: owner, taken: now, until: leaseUntil}
			}
		}, nil
	})
}

// Record implements Store.
func (m *Memory) Record(ctx context.Context, id string, change Change) (Entry, error) {
	var next Entry
	err := m.write(ctx, "record "+change.Step, func(d *memoryDisk) (func(), error) {
		i, ok := d.byID[id]
		if !ok {
			return nil, ErrNotFound
		}
		var err error
		if next, err = step(d.entries[i], &change, m.now()); err != nil {
			return nil, err
		}
		return func() {
			d.entries[i] = next
			d.append(next, change.Step, change.At, change.By)
			if next.State == Known {
				delete(d.leases, id)
			}
		}, nil
	})
	if err != nil {
		return Entry{}, err
	}
	return next, nil
}

// Claim implements Store.
func (m *Memory) Claim(ctx context.Context, id, owner string, now, until time.Time) (Entry, bool, error) {
	if err := mayOwn(owner); err != nil {
		return Entry{}, false, err
	}
	var e Entry
	won := false
	err := m.write(ctx, "claim", func(d *memoryDisk) (func(), error) {
		i, ok := d.byID[id]
		if !ok {
			return nil, ErrNotFound
		}
		e = d.entries[i]
		if l := d.leases[id]; l.owner != owner && l.held(now) {
			return nil, nil
		}
		return func() {
			won = true
			d.leases[id] = lease{owner: owner, taken: now, until: until}
		}, nil
	})
	if err != nil {
		return Entry{}, false, err
	}
	return e, won, nil
}

// Release implements Store.
func (m *Memory) Release(ctx context.Context, id, owner string) error {
	return m.write(ctx, "release", func(d *memoryDisk) (func(), error) {
		if l, ok := d.leases[id]; !ok || l.owner != owner {
			return nil, nil
		}
		return func() { delete(d.leases, id) }, nil
	})
}

func (d *memoryDisk) append(e Entry, step string, at time.Time, by string) {
	d.events = append(d.events, Event{
		Number: int64(len(d.events)) + 1, EntryID: e.ID, Step: step, At: at, By: by, Entry: e,
	})
}
