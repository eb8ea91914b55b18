package payment

import (
	"context"
	"time"

	"motoconsole/internal/journal"
	"motoconsole/internal/journal/journaltest"
)

// book is a journal, as it lies on a disk. It may be put back from an older
// copy, and removed.
type book struct {
	*sim
	disk     journal.Store       // for the judges; no process uses it
	memory   *journaltest.Memory // the same, unless it is on a server
	copies   []*journaltest.Memory
	replaced time.Time // when it was last restored or removed
	began    time.Time
	// unsynced is the journal as the last sync has it, where a mutant does not
	// sync.
	unsynced *journaltest.Memory
}

// newBook makes a journal with a name.
func (s *sim) newBook(name string) *book {
	b := &book{sim: s, began: s.began}
	if s.books = append(s.books, b); s.server != nil {
		b.disk = s.server.Judge(len(s.books) - 1)
		return b
	}
	b.memory = journaltest.NewMemory(func() time.Time {
		if by := s.caller.Load(); by != nil { // a read that is no step may come beside it
			return by.now()
		}
		return time.Now()
	})
	b.memory.SetIdentity(name, time.Now())
	b.disk = b.memory
	return b
}

// openBook is the journal as one process has it. A crash ends that.
type openBook interface {
	journal.Store
	Crash()
}

// open is the journal as a process finds it.
func (b *book) open(p *process) (openBook, error) {
	if b.server != nil {
		return b.openOn(p)
	}
	m := b.memory.Reopen()
	m.BeforeSync, m.AfterSync = p.beforeSync, p.afterSync
	return m, nil
}

// reopen is the journal as it is found now: another may be in its place.
func (b *book) reopen() {
	b.memory = b.memory.Reopen()
	b.disk = b.memory
}

// entries is the journal as it is synced.
func (b *book) entries() []journal.Entry {
	found, err := b.disk.Recent(context.Background(), "", plenty)
	if err != nil {
		b.violated("I7", "the journal cannot be read: %v", err)
	}
	return found
}

// forgot reports an attempt that a restore or a removal took away: it was
// confirmed before, and has no row.
func (b *book) forgot(t *attempted) bool {
	if b.replaced.IsZero() || t.confirmed.After(b.replaced) {
		return false
	}
	_, err := b.disk.BySentReference(context.Background(), t.SentReference)
	return err != nil
}

// admin copies the journal now and then, and puts an older copy back, or
// deletes it: with the consoles stopped as it should be, or not.
func (s *sim) admin(b *book) {
	removals := 0
	for {
		s.rest("admin", 4*time.Minute)
		if s.step("admin acts"); s.over.Load() || !s.faulty {
			return
		}
		switch {
		case len(b.copies) == 0 || s.chance(0.4):
			b.copies = append(b.copies, b.memory.Snapshot())
			continue
		case s.chance(0.7):
			s.restart(b, s.chance(0.5))
			s.struck(strikeRestored)
			s.log("admin", "puts an older copy of the journal back")
			b.memory.Replace(b.copies[s.rng.IntN(len(b.copies))].Snapshot())
		case removals == 0:
			removals++
			s.restart(b, s.chance(0.5))
			s.struck(strikeRemoved)
			s.log("admin", "removes the journal")
			b.memory.Remove()
			b.copies = nil
		default:
			continue
		}
		b.replaced = time.Now()
		b.reopen()
		s.rest("admin waits", 2*time.Minute)
		s.step("admin starts the consoles again")
		s.stopOld(b)
	}
}

// restart stops the consoles, if they are stopped at all.
func (s *sim) restart(b *book, first bool) {
	if first {
		for _, p := range s.processes {
			if p.book == b {
				p.die("")
			}
		}
		return
	}
	s.struck(strikeRestart)
}

// stopOld stops processes that still have the old journal: they can write
// nothing.
func (s *sim) stopOld(b *book) {
	for _, p := range s.processes {
		if p.book == b && p.opened.Before(b.replaced) && !p.isDead() {
			p.log("is started again")
			p.die("")
		}
	}
}

// loses is what a power cut does to a journal that does not sync.
func (p *process) loses() {
	if p.book.unsynced == nil {
		return
	}
	p.log("loses what was not synced")
	p.book.memory.Replace(p.book.unsynced.Snapshot())
	p.book.memory.RemoveMark()
	p.book.reopen()
	p.stopAll(p.book)
}

func (s *sim) stopAll(b *book) {
	for _, p := range s.processes {
		if p.book == b {
			p.die("")
		}
	}
}
