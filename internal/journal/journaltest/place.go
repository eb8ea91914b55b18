package journaltest

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"motoconsole/internal/journal"
)

// errMemoryReplaced is the error of a handle whose journal was replaced while in
// use.
var errMemoryReplaced = journal.NewError(journal.FaultMissing, "(memory)",
	errors.New("the file or its log was moved, replaced or deleted while it was in use; start again"))

// memoryHashes counts the events of all journals. Its numbers identify events as
// hashes would.
var memoryHashes atomic.Int64

// memoryPlace is the place of a journal: its name in a folder, and the mark beside
// it.
type memoryPlace struct {
	mu      sync.Mutex
	disk    *memoryDisk // nil: removed
	mark    memoryMark
	marked  bool
	removed int
}

// memoryMark is the end of a history.
type memoryMark struct {
	journal, number, hash int64
	name                  string
}

func (p *memoryPlace) holds(d *memoryDisk) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.disk == d
}

func (p *memoryPlace) note(m memoryMark) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.mark, p.marked = m, true
}

func (p *memoryPlace) last() (memoryMark, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.mark, p.marked
}

// ends is where the history ends.
func (d *memoryDisk) ends() memoryMark {
	m := memoryMark{journal: d.journal, number: int64(len(d.hashes)), name: d.identity.Name}
	if m.number > 0 {
		m.hash = d.hashes[m.number-1]
	}
	return m
}

// missing is how many events since an earlier end the history has lost.
func (d *memoryDisk) missing(earlier memoryMark) int64 {
	switch n := int64(len(d.hashes)); {
	case earlier.journal != d.journal:
		return journal.BehindAnother
	case earlier.number > n:
		return earlier.number - n
	case earlier.number > 0 && d.hashes[earlier.number-1] != earlier.hash:
		return 1
	default:
		return 0
	}
}

// Reopen is the journal as another process finds it in its place, with what has
// been synced and without hooks; a new one if the old was removed. The receiver
// goes on, unless it crashed or its journal was replaced.
func (m *Memory) Reopen() *Memory {
	p, now := m.place, m.now()
	p.mu.Lock()
	if p.disk == nil {
		p.removed++
		p.disk = newMemoryDisk()
		p.disk.identity = journal.Identity{Name: fmt.Sprintf("M%d", p.removed%10), Since: now}
	}
	opened := &Memory{now: m.now, place: p, disk: p.disk}
	p.mu.Unlock()
	mark, marked := p.last()
	opened.disk.mu.Lock()
	defer opened.disk.mu.Unlock()
	if marked {
		opened.behind = opened.disk.missing(mark)
	}
	if opened.behind == 0 {
		p.note(opened.disk.ends())
	}
	return opened
}

// Replace puts another journal in this one's place, for instance an older Snapshot.
// Processes that Reopen from now on get it; earlier handles fail to write.
func (m *Memory) Replace(with *Memory) { m.place.put(with.disk) }

// Remove deletes the journal; the mark beside it stays.
func (m *Memory) Remove() { m.place.put(nil) }

// RemoveMark deletes the mark beside the journal.
func (m *Memory) RemoveMark() {
	m.place.mu.Lock()
	defer m.place.mu.Unlock()
	m.place.marked = false
}

func (p *memoryPlace) put(d *memoryDisk) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.disk = d
}

// Identity implements Store.
func (m *Memory) Identity() journal.Identity {
	m.disk.mu.Lock()
	defer m.disk.mu.Unlock()
	id := m.disk.identity
	id.ID = strconv.FormatInt(m.disk.journal, 16)
	return id
}

// SetIdentity gives the journal a name other than "M0", and the time since which
// its references carry it.
func (m *Memory) SetIdentity(name string, since time.Time) {
	m.disk.mu.Lock()
	defer m.disk.mu.Unlock()
	m.disk.identity = journal.Identity{Name: name, Since: since}
}

// Behind implements Store.
func (m *Memory) Behind() int64 {
	m.disk.mu.Lock()
	defer m.disk.mu.Unlock()
	return m.behind
}

// Former implements Store.
func (m *Memory) Former() []string {
	mark, marked := m.place.last()
	m.disk.mu.Lock()
	defer m.disk.mu.Unlock()
	if !marked || mark.journal == m.disk.journal {
		return nil
	}
	return []string{mark.name}
}

// nothingForgotten refuses an intent while the journal is behind its mark. The
// disk is locked.
func (m *Memory) nothingForgotten() error {
	if m.behind == 0 {
		return nil
	}
	m.behind = 0
	if mark, marked := m.place.last(); marked { // another process may have reconciled it
		m.behind = m.disk.missing(mark)
	}
	return journal.OlderError("(memory)", m.behind)
}

// Reconciled implements Store.
func (m *Memory) Reconciled(ctx context.Context) error {
	if m.Behind() == 0 {
		return nil
	}
	return m.write(ctx, "reconciled", func(d *memoryDisk) (func(), error) {
		return func() {
			d.append(journal.Entry{}, journal.Change{Step: journal.StepReconciled, At: m.now(), By: "reconcile"})
			m.behind = 0
		}, nil
	})
}
