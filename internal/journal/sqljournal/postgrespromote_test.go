package sqljournal

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"motoconsole/internal/effort"
	"motoconsole/internal/journal/journaltest"
	"motoconsole/internal/journal/pgtest"
)

// TestPromotion: the primary dies while several hosts record intents, and its standby takes
// over. Every intent that was acknowledged is there, each host goes on by itself, and the
// history is whole.
func TestPromotion(t *testing.T) {
	t.Parallel()
	primary := pgtest.Own(t, "fsync=off", "full_page_writes=off")
	c := journaltest.NewClock()
	at := primary.Journal(t, c.Now())
	standby := pgtest.Standby(t, primary, "second", "fsync=off")
	primary.Configure(t, "ALTER SYSTEM SET synchronous_standby_names = 'second'")
	at.Hosts = append(at.Hosts, standby.Folder)

	const hosts = 4
	before := effort.Of(10, 40) // of each host
	acknowledged := make([][]string, hosts)
	enough := make(chan struct{}, hosts*before)
	var working sync.WaitGroup
	stores := make([]*Store, hosts)
	for host := range hosts {
		stores[host] = openOnServer(t, at, c.Now)
	}
	dead, cancel := context.WithCancel(t.Context())
	defer cancel()
	for host, s := range stores {
		working.Go(func() {
			for n := 0; dead.Err() == nil; n++ {
				id := fmt.Sprintf("%d-%d", host, n)
				if s.Intent(t.Context(), journaltest.AnAuth(t, id, c.Now()), "desk", c.Now().Add(time.Minute)) == nil {
					acknowledged[host] = append(acknowledged[host], id)
					select {
					case enough <- struct{}{}:
					default:
					}
				}
			}
		})
	}
	for range hosts * before { // by any of them
		<-enough
	}
	if err := primary.Die(); err != nil { // while all of them write
		t.Fatal(err)
	}
	cancel()
	working.Wait()
	if err := standby.Promote(); err != nil {
		t.Fatal(err)
	}

	for host, s := range stores {
		for _, id := range acknowledged[host] {
			if _, err := s.Get(t.Context(), id); err != nil {
				t.Errorf("host %d lost %s: %v", host, id, err)
			}
		}
		id := fmt.Sprint("after ", host)
		if err := s.Intent(t.Context(), journaltest.AnAuth(t, id, c.Now()), "desk", c.Now().Add(time.Minute)); err != nil {
			t.Errorf("host %d does not go on: %v", host, err)
		}
	}
	if r := verified(t, stores[0]); r.Attempts < int64(hosts*before) {
		t.Errorf("%d attempts", r.Attempts)
	}
	// Without the mark of its primary a standby is like any journal: nothing is forgotten.
	if s := openOnServer(t, at, c.Now); s.Behind() != 0 {
		t.Errorf("it is %d behind", s.Behind())
	}
}
