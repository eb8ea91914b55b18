package journaltest

import (
	"context"
	"maps"
	"slices"
	"sync"
	"time"

	"motoconsole/internal/journal"
)

// Memory is a journal without a disk, for tests and simulations. It keeps
// everything a Store promises, and lets a crash happen at each sync.
//
// A Memory is one process's use of the journal; Reopen gives another process
// its own. The hooks belong to the process and are set before it is used.
type Memory struct {
	// BeforeSync is called when a write is about to become durable. If it fails, or
	// the process crashes in it, the write is lost.
	BeforeSync func(op string) error
	// AfterSync is called when a write is durable but the caller does not know yet.
	// If it fails, the write is kept and the caller gets the error.
	AfterSync func(op string) error

	now    func() time.Time
	place  *memoryPlace
	disk   *memoryDisk
	state  memoryState
	behind int64
}

type memoryState int

const (
	memoryOpen memoryState = iota
	memoryClosed
	memoryCrashed
)

var _ journal.Store = (*Memory)(nil)

// memoryDisk is the durable state, which all processes of the journal share.
type memoryDisk struct {
	// turn lets one writer through at a time. It is a channel because
	// testing/synctest counts a goroutine that waits for a channel as blocked, but
	// not one that waits for a mutex.
	turn chan struct{}

	mu          sync.Mutex
	writer      *memoryTurn
	entries     []journal.Entry // in the order of their intents
	byID        map[string]int
	byReference map[string]int
	leases      map[leaseKey]journal.Lease
	events      []journal.Event
	hashes      []int64                     // one for each event; no two events have the same
	customers   map[string]journal.Customer // by the entries' IDs
	identity    journal.Identity
	journal     int64 // which journal it is
}

// memoryTurn is one write that is under way.
type memoryTurn struct{ of *Memory }

type leaseKey struct {
	id      string
	purpose journal.Purpose
}

// NewMemory is an empty journal. A nil now means the time of day.
func NewMemory(now func() time.Time) *Memory {
	if now == nil {
		now = time.Now
	}
	m := &Memory{now: now, place: &memoryPlace{}, disk: newMemoryDisk()}
	m.place.disk, m.disk.identity = m.disk, journal.Identity{Name: "M0", Since: now()}
	m.place.note(m.disk.ends())
	return m
}

func newMemoryDisk() *memoryDisk {
	return &memoryDisk{
		turn:        make(chan struct{}, 1),
		byID:        map[string]int{},
		byReference: map[string]int{},
		leases:      map[leaseKey]journal.Lease{},
		customers:   map[string]journal.Customer{},
		journal:     memoryHashes.Add(1),
	}
}

// Snapshot is a separate journal with everything synced until now: a copy of the
// file, like a backup.
func (m *Memory) Snapshot() *Memory {
	taken := NewMemory(m.now)
	d := m.disk
	d.mu.Lock()
	defer d.mu.Unlock()
	taken.disk.entries, taken.disk.events, taken.disk.hashes = slices.Clone(d.entries), slices.Clone(d.events), slices.Clone(d.hashes)
	taken.disk.identity, taken.disk.journal = d.identity, d.journal
	for id, i := range d.byID {
		taken.disk.byID[id] = i
	}
	for reference, i := range d.byReference {
		taken.disk.byReference[reference] = i
	}
	maps.Copy(taken.disk.customers, d.customers)
	for id, l := range d.leases {
		taken.disk.leases[id] = l
	}
	return taken
}

// Crash kills the process: a write that has not been synced is lost, whatever its
// hook says later, and every method fails from now on. Other processes of the
// journal go on.
func (m *Memory) Crash() {
	m.disk.mu.Lock()
	defer m.disk.mu.Unlock()
	m.state = memoryCrashed
	if w := m.disk.writer; w != nil && w.of == m {
		m.disk.writer = nil
		<-m.disk.turn
	}
}

// Close implements Store.
func (m *Memory) Close() error {
	m.disk.mu.Lock()
	defer m.disk.mu.Unlock()
	m.state = max(m.state, memoryClosed)
	return nil
}

// write makes one change: prepare reads the disk and returns the change to make
// once it is synced.
func (m *Memory) write(ctx context.Context, op string, prepare func(d *memoryDisk) (func(), error)) error {
	turn, err := m.wait(ctx)
	if err != nil {
		return err
	}
	defer m.done(turn)
	commit, err := m.look(prepare)
	if err != nil || commit == nil {
		return err
	}
	if m.BeforeSync != nil {
		if err := m.BeforeSync(op); err != nil {
			return err
		}
	}
	if err := m.sync(commit); err != nil {
		return err
	}
	if m.AfterSync != nil {
		return m.AfterSync(op)
	}
	return nil
}

// wait waits until no other write is under way.
func (m *Memory) wait(ctx context.Context) (*memoryTurn, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	select {
	case m.disk.turn <- struct{}{}:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	m.disk.mu.Lock()
	defer m.disk.mu.Unlock()
	if m.state != memoryOpen {
		<-m.disk.turn
		return nil, journal.ErrClosed
	}
	m.disk.writer = &memoryTurn{of: m}
	return m.disk.writer, nil
}

// done lets the next writer through, unless a crash has done so.
func (m *Memory) done(turn *memoryTurn) {
	m.disk.mu.Lock()
	defer m.disk.mu.Unlock()
	if m.disk.writer == turn {
		m.disk.writer = nil
		<-m.disk.turn
	}
}

func (m *Memory) look(prepare func(*memoryDisk) (func(), error)) (func(), error) {
	m.disk.mu.Lock()
	defer m.disk.mu.Unlock()
	if !m.place.holds(m.disk) {
		return nil, errMemoryReplaced
	}
	return prepare(m.disk)
}

// sync makes a write durable, and the mark with it. A write into a file that was
// replaced meanwhile is lost.
func (m *Memory) sync(commit func()) error {
	m.disk.mu.Lock()
	defer m.disk.mu.Unlock()
	if m.state == memoryCrashed {
		return journal.ErrClosed
	}
	commit()
	if !m.place.holds(m.disk) {
		return errMemoryReplaced
	}
	if m.behind == 0 {
		m.place.note(m.disk.ends())
	}
	return nil
}
