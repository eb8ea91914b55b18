package sqljournal

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
	"motoconsole/internal/journal/journaltest"
	"motoconsole/internal/journal/pgtest"
)

// latencies are the times of one benchmark, reported as percentiles.
type latencies struct {
	mu  sync.Mutex
	all []time.Duration
}

func (l *latencies) time(do func()) {
	began := time.Now()
	do()
	took := time.Since(began)
	l.mu.Lock()
	defer l.mu.Unlock()
	l.all = append(l.all, took)
}

func (l *latencies) report(b *testing.B) {
	slices.Sort(l.all)
	for name, share := range map[string]float64{"p50-ms": 0.5, "p99-ms": 0.99, "max-ms": 1} {
		at := min(int(share*float64(len(l.all))), len(l.all)-1)
		b.ReportMetric(float64(l.all[at].Microseconds())/1000, name)
	}
}

// stores are a new journal in a file, and one on a server that writes to its disk.
var stores = map[string]func(b *testing.B) *Store{
	"file": func(b *testing.B) *Store { b.Helper(); return openNew(b, nil) },
	"server": func(b *testing.B) *Store {
		b.Helper()
		at := pgtest.Own(b).At("bench")
		return openOnServer(b, at, time.Now)
	},
}

// BenchmarkIntent is the time until an intent is on the disk, for one desk alone and
// for many desks of one process.
func BenchmarkIntent(b *testing.B) {
	for place, open := range stores {
		for _, writers := range []int{1, 8, 64} {
			b.Run(fmt.Sprint(place, "/writers=", writers), func(b *testing.B) { intents(b, open(b), writers) })
		}
	}
}

func intents(b *testing.B, s *Store, writers int) {
	b.Helper()
	template := journaltest.AnAuth(b, "x", time.Now())
	var l latencies
	var next atomic.Int64
	var group sync.WaitGroup
	b.ResetTimer()
	for range writers {
		group.Go(func() {
			for {
				i := next.Add(1)
				if i > int64(max(b.N, writers)) {
					return
				}
				e := template
				e.ID = fmt.Sprint("bench-", i)
				e.SentReference = e.ID
				l.time(func() {
					if err := s.Intent(context.Background(), e, "desk", time.Now().Add(time.Minute)); err != nil {
						b.Error(err)
					}
				})
			}
		})
	}
	group.Wait()
	b.StopTimer()
	l.report(b)
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "attempts/s")
}

// BenchmarkRecord is the time that an answer adds.
func BenchmarkRecord(b *testing.B) {
	for place, open := range stores {
		b.Run(place, func(b *testing.B) { outcomes(b, open(b)) })
	}
}

func outcomes(b *testing.B, s *Store) {
	b.Helper()
	journaltest.Intend(b, s, journaltest.AnAuth(b, "one", time.Now()))
	journaltest.Note(b, s, "one", journal.StepAnswered, journaltest.Become(gateway.OutcomeApproved))
	var l latencies
	for b.Loop() {
		l.time(func() { journaltest.Note(b, s, "one", journal.StepChecked, func(e *journal.Entry) { e.Checks++ }) })
	}
	l.report(b)
}

// million is how many attempts BenchmarkMillion has.
var million = flag.Int("million", 1_000_000, "how many attempts the benchmark of a million has")

// BenchmarkMillion uses a journal of a million attempts: some years of a busy floor.
// 300 of them need attention.
func BenchmarkMillion(b *testing.B) {
	n := *million
	path := filepath.Join(b.TempDir(), "journal.db")
	now := time.Date(2026, 3, 2, 9, 30, 0, 0, time.UTC)
	s := openAt(b, path, func() time.Time { return now })
	began := time.Now()
	fill(b, s, n, now, func(i int, e *journal.Entry) {
		e.IntentAt = now.Add(time.Duration(i-n) * time.Second)
		e.OwnReference = fmt.Sprint("ORDER-", i/2)
		e.SentReference = fmt.Sprint("ORDER-", i)
		e.Agent = fmt.Sprint("agent", i%200)
		e.First6, e.Last4 = fmt.Sprint(411111+i%10), fmt.Sprintf("%04d", i*7919%10000)
		switch {
		case i%10000 == 1:
			e.State = journal.InDoubt
		case i%10000 == 2:
			e.State, e.Outcome, e.Alarm = journal.Known, gateway.OutcomeApproved, "two charges"
		case i%10000 == 3:
			e.State, e.Outcome, e.NextCheckAt = journal.Known, gateway.OutcomeNotSent, now
		case i%20 == 4:
			e.State, e.Outcome = journal.Known, gateway.OutcomeDeclined
		}
	})
	size := int64(0)
	for _, end := range []string{"", "-wal"} {
		if info, err := os.Stat(path + end); err == nil {
			size += info.Size()
		}
	}
	b.Logf("filled in %v, %d MB", time.Since(began), size>>20)
	if err := s.Close(); err != nil {
		b.Fatal(err)
	}
	b.Run("file", func(b *testing.B) { searchMillion(b, Options{Path: path, Now: func() time.Time { return now }}) })
	at := pgtest.Own(b, "shared_buffers=256MB").At("million")
	server := Options{Path: path + "-server", Server: &at, Now: func() time.Time { return now }}
	began = time.Now()
	fillServer(b, path, server)
	b.Logf("filled the server in %v", time.Since(began))
	b.Run("server", func(b *testing.B) { searchMillion(b, server) })
}

// searchMillion searches the journal of BenchmarkMillion.
func searchMillion(b *testing.B, o Options) {
	b.Helper()
	ctx, now := b.Context(), o.Now()
	b.Run("open", func(b *testing.B) {
		for b.Loop() {
			s, err := Open(ctx, o)
			if err != nil {
				b.Fatal(err)
			}
			_ = s.Close()
		}
	})
	s, err := Open(ctx, o)
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close() //nolint:errcheck // the figures are what counts
	amount := journaltest.Pounds(b, 4800)
	for _, look := range []struct {
		name string
		do   func() ([]journal.Entry, error)
	}{
		{"unresolved", func() ([]journal.Entry, error) { return s.Unresolved(ctx, 100) }},
		{"due", func() ([]journal.Entry, error) { return s.Due(ctx, now, 100) }},
		{"similar", func() ([]journal.Entry, error) {
			return s.Similar(ctx, "test_site1", "411111", "7790", amount, now.Add(-15*time.Minute))
		}},
		{"similar-ever", func() ([]journal.Entry, error) {
			return s.Similar(ctx, "test_site1", "411111", "7790", amount, time.Time{})
		}},
		{"declines", func() ([]journal.Entry, error) {
			_, found, err := s.Declines(ctx, "test_site1", "411115", "1676", now.Add(-24*time.Hour))
			return found, err
		}},
		{"own-reference", func() ([]journal.Entry, error) { return s.ByOrder(ctx, "test_site1", "ORDER-77777", 10) }},
		{"recent", func() ([]journal.Entry, error) { return s.Recent(ctx, "agent7", 100) }},
		{"transaction", func() ([]journal.Entry, error) { return s.ByTransaction(ctx, "57-9-4711") }},
		{"find-card", func() ([]journal.Entry, error) {
			f, err := s.Find(ctx, journal.Search{Site: "test_site1", Last4: []string{"7790"}}, 50)
			return f.Entries, err
		}},
		{"find-amount", func() ([]journal.Entry, error) {
			f, err := s.Find(ctx, journal.Search{Site: "test_site1", Minors: []int64{4800}}, 50)
			return f.Entries, err
		}},
		{"find-status", func() ([]journal.Entry, error) { // reads all
			f, err := s.Find(ctx, journal.Search{Site: "test_site1", Match: func(e journal.Entry) bool { return e.Outcome == gateway.OutcomeHeld }}, 50)
			return f.Entries, err
		}},
	} {
		b.Run(look.name, func(b *testing.B) {
			var l latencies
			found := 0
			for b.Loop() {
				l.time(func() {
					entries, err := look.do()
					if err != nil {
						b.Fatal(err)
					}
					found = len(entries)
				})
			}
			l.report(b)
			b.ReportMetric(float64(found), "entries")
		})
	}
	b.Run("check", func(b *testing.B) {
		for b.Loop() {
			if err := s.Check(ctx); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("verify", func(b *testing.B) {
		began := time.Now() // once: it takes a minute
		verified(b, s)
		b.ReportMetric(time.Since(began).Seconds(), "s")
		b.ReportMetric(0, "ns/op")
	})
	b.Run("intent", func(b *testing.B) {
		var l latencies
		i := 0
		for b.Loop() {
			i++
			e := journaltest.AnAuth(b, fmt.Sprint(b.Name(), "-", i), now)
			l.time(func() { journaltest.Intend(b, s, e) })
		}
		l.report(b)
	})
}

// BenchmarkMemory is one attempt in a simulation: its intent, a lease, an answer, and
// the queries of a desk.
func BenchmarkMemory(b *testing.B) {
	ctx := context.Background()
	c := journaltest.NewClock()
	var m *journaltest.Memory
	template := journaltest.AnAuth(b, "x", c.Now())
	for i := 0; b.Loop(); i++ {
		if i%50 == 0 {
			m = journaltest.NewMemory(c.Now)
		}
		e := template
		e.ID = fmt.Sprint(i)
		e.SentReference = e.ID
		if err := m.Intent(ctx, e, "desk", c.Now().Add(time.Minute)); err != nil {
			b.Fatal(err)
		}
		if _, err := m.Record(ctx, e.ID, journaltest.Step(journal.StepAnswered, journaltest.Become(gateway.OutcomeApproved))); err != nil {
			b.Fatal(err)
		}
		_, _ = m.Similar(ctx, e.Site, e.First6, e.Last4, e.Amount, c.Now())
		_, _ = m.Due(ctx, c.Now(), 10)
	}
}

// BenchmarkOpenChecked opens the largest journal that is checked completely: the
// longest start.
func BenchmarkOpenChecked(b *testing.B) {
	path := filepath.Join(b.TempDir(), "journal.db")
	now := time.Now()
	s := openAt(b, path, nil)
	n := 0
	for ; ; n += 5000 {
		if info, err := os.Stat(path); err != nil || info.Size() > wholeCheck*9/10 {
			break
		}
		fill(b, s, 5000, now, func(i int, e *journal.Entry) {
			e.ID = fmt.Sprint("bulk-", n+i)
			e.SentReference = e.ID
		})
		if _, err := s.writer.Exec("PRAGMA wal_checkpoint(TRUNCATE)"); err != nil {
			b.Fatal(err)
		}
	}
	if err := s.Close(); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		s, err := Open(context.Background(), Options{Path: path})
		if err != nil {
			b.Fatal(err)
		}
		_ = s.Close()
	}
	b.ReportMetric(float64(n), "attempts")
}

// BenchmarkCreate makes a new journal, as the first console of an office does, and
// nearly every test.
func BenchmarkCreate(b *testing.B) {
	folder := b.TempDir()
	for i := 0; b.Loop(); i++ {
		if err := create(b.Context(), Options{Path: filepath.Join(folder, strconv.Itoa(i)), Now: time.Now, busy: busyTimeout}); err != nil {
			b.Fatal(err)
		}
	}
}
