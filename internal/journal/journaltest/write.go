package journaltest

import (
	"context"
	"time"

	"motoconsole/internal/journal"
)

// Intent implements Store.
func (m *Memory) Intent(ctx context.Context, e journal.Entry, owner string, leaseUntil time.Time) error {
	now := m.now()
	e, err := journal.Begin(e, owner, now)
	if err != nil {
		return err
	}
	first := journal.FirstStep(&e)
	return m.write(ctx, "intent", func(d *memoryDisk) (func(), error) {
		if owner != "" { // an entry without an owner will not be sent: it may be a forgotten payment
			if err := m.nothingForgotten(); err != nil {
				return nil, err
			}
		}
		if _, used := d.byID[e.ID]; used {
			return nil, journal.ErrDuplicateID
		}
		if _, used := d.byReference[e.SentReference]; used && e.SentReference != "" {
			return nil, journal.ErrDuplicateReference
		}
		return func() {
			d.byID[e.ID] = len(d.entries)
			if e.SentReference != "" {
				d.byReference[e.SentReference] = len(d.entries)
			}
			d.entries = append(d.entries, e)
			d.append(e, first)
			if owner != "" {
				d.leases[leaseKey{e.ID, journal.ToSend}] = journal.Lease{Owner: owner, Taken: now, Until: leaseUntil}
			}
		}, nil
	})
}

// Record implements Store.
func (m *Memory) Record(ctx context.Context, id string, change journal.Change) (journal.Entry, error) {
	var next journal.Entry
	err := m.write(ctx, "record "+change.Step, func(d *memoryDisk) (func(), error) {
		i, ok := d.byID[id]
		if !ok {
			return nil, journal.ErrNotFound
		}
		var err error
		old := d.entries[i]
		old.BeingSent = d.leases[leaseKey{id, journal.ToSend}].Held(m.now())
		if next, err = journal.Apply(old, &change, m.now()); err != nil {
			return nil, err
		}
		return func() {
			for p, ends := range journal.LeasesEnd(old, next) {
				if ends {
					delete(d.leases, leaseKey{id, p})
				}
			}
			next.BeingSent = d.leases[leaseKey{id, journal.ToSend}].Held(m.now())
			kept := next
			kept.BeingSent = false
			d.entries[i] = kept
			d.append(kept, change)
		}, nil
	})
	if err != nil {
		return journal.Entry{}, err
	}
	return next, nil
}

// Confirm implements Store.
func (m *Memory) Confirm(ctx context.Context) error {
	return m.write(ctx, "confirm", func(*memoryDisk) (func(), error) { return func() {}, nil })
}

// Claim implements Store.
func (m *Memory) Claim(ctx context.Context, id, owner string, now, until time.Time) (journal.Entry, bool, error) {
	if err := journal.MayOwn(owner); err != nil {
		return journal.Entry{}, false, err
	}
	var e journal.Entry
	won := false
	err := m.write(ctx, "claim", func(d *memoryDisk) (func(), error) {
		i, ok := d.byID[id]
		if !ok {
			return nil, journal.ErrNotFound
		}
		e = d.entries[i]
		e.BeingSent = d.leases[leaseKey{id, journal.ToSend}].Held(now)
		if !journal.MayClaim(e, d.leases[leaseKey{id, journal.ToCheck}], owner, now) {
			return nil, nil
		}
		return func() {
			won = true
			d.leases[leaseKey{id, journal.ToCheck}] = journal.Lease{Owner: owner, Taken: now, Until: until}
		}, nil
	})
	if err != nil {
		return journal.Entry{}, false, err
	}
	return e, won, nil
}

// Release implements Store.
func (m *Memory) Release(ctx context.Context, id, owner string) error {
	return m.endLease(ctx, "release", leaseKey{id, journal.ToCheck}, owner)
}

// EndSending implements Store.
func (m *Memory) EndSending(ctx context.Context, id, owner string) error {
	return m.endLease(ctx, "end sending", leaseKey{id, journal.ToSend}, owner)
}

func (m *Memory) endLease(ctx context.Context, op string, key leaseKey, owner string) error {
	return m.write(ctx, op, func(d *memoryDisk) (func(), error) {
		if l, ok := d.leases[key]; !ok || l.Owner != owner {
			return nil, nil
		}
		return func() { delete(d.leases, key) }, nil
	})
}

func (d *memoryDisk) append(e journal.Entry, c journal.Change) {
	d.hashes = append(d.hashes, memoryHashes.Add(1))
	d.events = append(d.events, journal.Event{
		Number: int64(len(d.events)) + 1, EntryID: e.ID, Step: c.Step, At: c.At, By: c.By, Origin: c.Origin, Role: c.Role, Entry: e,
	})
}
