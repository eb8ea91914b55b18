package sqljournal

import (
	"context"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
)

// BenchmarkFloorPage is what an open page of the floor reads: what needs attention, as many
// as are listed, what is held, and the day, which the supervisors of a process share. The
// journal has 100,000 attempts, 4,000 of them of today, and of each of its attempts the
// named share needs attention.
func BenchmarkFloorPage(b *testing.B) {
	const n, today = 100_000, 4_000
	ctx := context.Background()
	now := time.Date(2026, 3, 2, 17, 30, 0, 0, time.UTC)
	midnight := now.Truncate(24 * time.Hour)
	for _, waits := range []int{20, 1_500} {
		path := filepath.Join(b.TempDir(), "journal.db")
		s := openAt(b, path, func() time.Time { return now })
		fill(b, s, n, now, func(i int, e *journal.Entry) {
			e.IntentAt = now.Add(-time.Duration(n-i) * time.Hour / 100)
			if i >= n-today {
				e.IntentAt = midnight.Add(time.Duration(i-(n-today)) * time.Second)
			}
			e.OwnReference, e.SentReference = fmt.Sprint("ORDER-", i/2), fmt.Sprint("ORDER-", i)
			e.Agent = fmt.Sprint("agent", i%200)
			switch {
			case i%(n/waits) == 1:
				e.State = journal.InDoubt
			case i%50 == 2:
				e.State, e.Outcome = journal.Known, gateway.OutcomeHeld
			}
		})
		for _, read := range []struct {
			name string
			do   func() ([]journal.Entry, error)
		}{
			{"to-check", func() ([]journal.Entry, error) { return s.Unresolved(ctx, 1001) }},
			{"held", func() ([]journal.Entry, error) { return s.Holdings(ctx, now.AddDate(0, 0, -31)) }},
			{"today", func() ([]journal.Entry, error) { return s.Since(ctx, midnight) }},
		} {
			b.Run(fmt.Sprintf("%d-wait/%s", waits, read.name), func(b *testing.B) {
				b.ReportAllocs()
				found := 0
				for b.Loop() {
					entries, err := read.do()
					if err != nil {
						b.Fatal(err)
					}
					found = len(entries)
				}
				b.ReportMetric(float64(found), "entries")
			})
		}
	}
}
