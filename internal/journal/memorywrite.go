package journal

import (
	"context"
	"time"
)

// Intent implements Store.
func (m *Memory) Intent(ctx context.Context, e Entry, owner string, leaseUntil time.Time) error {
	now := m.now()
	e, err := Begin(e, owner, now)
	if err != nil {
		return err
	}
	return m.write(ctx, "intent", func(d *memoryDisk) (func(), error) {
		if owner != "" { // without one nothing is going to be sent: it may be what was forgotten
			if err := m.nothingForgotten(); err != nil {
				return nil, err
			}
		}
		if _, used := d.byID[e.ID]; used {
			return nil, ErrDuplicateID
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
			d.append(e, Change{Step: StepIntent, At: e.IntentAt, By: e.Agent})
			if owner != "" {
				d.leases[leaseKey{e.ID, ToSend}] = Lease{Owner: owner, Taken: now, Until: leaseUntil}
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
		old := d.entries[i]
		old.BeingSent = d.leases[leaseKey{id, ToSend}].Held(m.now())
		if next, err = After(old, &change, m.now()); err != nil {
			return nil, err
		}
		return func() {
			for p, ends := range LeasesEnd(old, next) {
				if ends {
					delete(d.leases, leaseKey{id, p})
				}
			}
			next.BeingSent = d.leases[leaseKey{id, ToSend}].Held(m.now())
			kept := next
			kept.BeingSent = false
			d.entries[i] = kept
			d.append(kept, change)
		}, nil
	})
	if err != nil {
		return Entry{}, err
	}
	return next, nil
}

// Claim implements Store.
func (m *Memory) Claim(ctx context.Context, id, owner string, now, until time.Time) (Entry, bool, error) {
	if err := MayOwn(owner); err != nil {
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
		e.BeingSent = d.leases[leaseKey{id, ToSend}].Held(now)
		if !MayClaim(e, d.leases[leaseKey{id, ToCheck}], owner, now) {
			return nil, nil
		}
		return func() {
			won = true
			d.leases[leaseKey{id, ToCheck}] = Lease{Owner: owner, Taken: now, Until: until}
		}, nil
	})
	if err != nil {
		return Entry{}, false, err
	}
	return e, won, nil
}

// Release implements Store.
func (m *Memory) Release(ctx context.Context, id, owner string) error {
	return m.endLease(ctx, "release", leaseKey{id, ToCheck}, owner)
}

// EndSending implements Store.
func (m *Memory) EndSending(ctx context.Context, id, owner string) error {
	return m.endLease(ctx, "end sending", leaseKey{id, ToSend}, owner)
}

func (m *Memory) endLease(ctx context.Context, op string, key leaseKey, owner string) error {
	return m.write(ctx, op, func(d *memoryDisk) (func(), error) {
		if l, ok := d.leases[key]; !ok || l.Owner != owner {
			return nil, nil
		}
		return func() { delete(d.leases, key) }, nil
	})
}

func (d *memoryDisk) append(e Entry, c Change) {
	d.hashes = append(d.hashes, memoryHashes.Add(1))
	d.events = append(d.events, Event{
		Number: int64(len(d.events)) + 1, EntryID: e.ID, Step: c.Step, At: c.At, By: c.By, Origin: c.Origin, Role: c.Role, Entry: e,
	})
}
