package app

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"motoconsole/internal/journal"
	"motoconsole/internal/journal/journaltest"
)

// counting counts the larger reads of a journal. Each takes a while.
type counting struct {
	journal.Store

	unresolved, holdings atomic.Int64
}

func (c *counting) Unresolved(ctx context.Context, limit int) ([]journal.Entry, error) {
	c.unresolved.Add(1)
	time.Sleep(100 * time.Millisecond)
	return c.Store.Unresolved(ctx, limit)
}

func (c *counting) Holdings(ctx context.Context, since time.Time) ([]journal.Entry, error) {
	c.holdings.Add(1)
	time.Sleep(100 * time.Millisecond)
	return c.Store.Holdings(ctx, since)
}

// TestSessionsShareLargerReads: many sessions that look at once read the journal once, no
// session gets what is older than the journal's newest event, or than a second, and none
// changes what another has got.
func TestSessionsShareLargerReads(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := &counting{Store: journaltest.NewMemory(time.Now)}
		s := newShared(store)
		doubt := func(id string) {
			t.Helper()
			journaltest.Intend(t, store, journaltest.AnAuth(t, id, time.Now()))
			journaltest.Note(t, store, id, journal.StepInDoubt, func(e *journal.Entry) { e.State = journal.InDoubt })
		}
		unresolved := func(limit int) []journal.Entry {
			t.Helper()
			all, err := s.Unresolved(t.Context(), limit)
			if err != nil {
				t.Fatal(err)
			}
			return all
		}
		for i := range 3 {
			doubt(fmt.Sprint("a", i))
		}
		var looking sync.WaitGroup
		for range 200 {
			looking.Go(func() {
				if all := unresolved(1000); len(all) != 3 {
					t.Errorf("%d need attention", len(all))
				}
				if _, err := s.Holdings(t.Context(), time.Now().Add(-time.Hour)); err != nil {
					t.Error(err)
				}
			})
		}
		looking.Wait()
		if u, h := store.unresolved.Load(), store.holdings.Load(); u != 1 || h != 1 {
			t.Errorf("200 sessions: %d and %d reads", u, h)
		}
		if all := unresolved(2); len(all) != 2 || store.unresolved.Load() != 1 {
			t.Errorf("a part: %d, after %d reads", len(all), store.unresolved.Load())
		}
		slices.Reverse(unresolved(1000))
		clear(unresolved(1000))
		if all := unresolved(1000); len(all) != 3 || all[0].ID != "a2" {
			t.Errorf("what one session got was changed by another: %v", all)
		}
		doubt("b")
		if all := unresolved(1000); len(all) != 4 || store.unresolved.Load() != 2 {
			t.Errorf("after an event: %d, after %d reads", len(all), store.unresolved.Load())
		}
		time.Sleep(2 * sharedFor)
		if unresolved(1000); store.unresolved.Load() != 3 {
			t.Errorf("after a while: %d reads", store.unresolved.Load())
		}
		if unresolved(2); store.unresolved.Load() != 3 {
			t.Error("a part is read again")
		}
		time.Sleep(2 * sharedFor)
		unresolved(2)
		if all := unresolved(1000); len(all) != 4 {
			t.Errorf("after a shorter read: %d", len(all))
		}
	})
}

// busy is a journal that has gone on at each look.
type busy struct {
	counting

	head atomic.Int64
}

func (b *busy) Head(context.Context) (int64, error) { return b.head.Add(1), nil }

// TestSessionsShareReadsOfABusyJournal: of a journal that goes on all the time, no session
// waits for more than the read that is under way and the next.
func TestSessionsShareReadsOfABusyJournal(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := &busy{counting: counting{Store: journaltest.NewMemory(time.Now)}}
		s := newShared(store)
		began := time.Now()
		var looking sync.WaitGroup
		look := func(n int) {
			for range n {
				looking.Go(func() {
					if _, err := s.Unresolved(t.Context(), 1000); err != nil {
						t.Error(err)
					}
				})
			}
		}
		look(100)
		time.Sleep(50 * time.Millisecond) // a read is under way, and may miss what comes now
		look(100)
		looking.Wait()
		if took, reads := time.Since(began), store.unresolved.Load(); reads != 2 || took > 200*time.Millisecond {
			t.Errorf("%d reads in %v", reads, took)
		}
	})
}
