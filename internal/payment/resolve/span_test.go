package resolve

import (
	"fmt"
	"testing"
	"time"

	"motoconsole/internal/journal/journaltest"
)

// TestSpanOf: the comparison begins an hour before the journal's newest attempt, at most
// 31 days ago. An attempt of tomorrow comes from a wrong clock. A journal that lacks what
// its mark has may have forgotten anything.
func TestSpanOf(t *testing.T) {
	began := time.Date(2026, 11, 1, 9, 0, 0, 0, time.UTC)
	now := began.Add(90 * 24 * time.Hour)
	day := 24 * time.Hour
	for _, tc := range []struct {
		what     string
		attempts []time.Duration // before now
		copied   bool            // a copy from before the newest attempt was put back
		since    time.Time
		tail     time.Time
	}{
		{"a new journal", nil, false, began.Add(-time.Minute), time.Time{}},
		{"two attempts", []time.Duration{3 * day, 2 * day}, false, now.Add(-2*day - time.Hour), now.Add(-2*day - 5*time.Minute)},
		{"one of them tomorrow", []time.Duration{2 * day, -day}, false, now.Add(-2*day - time.Hour), now.Add(-2*day - 5*time.Minute)},
		{"all of them tomorrow", []time.Duration{-day}, false, now.Add(-7 * day), time.Time{}},
		{"an old one", []time.Duration{60 * day}, false, now.Add(-31 * day), now.Add(-60*day - 5*time.Minute)},
		{"an older copy", []time.Duration{3 * day, 2 * day}, true, now.Add(-3*day - time.Hour), time.Time{}},
	} {
		t.Run(tc.what, func(t *testing.T) {
			store := journaltest.NewMemory(func() time.Time { return began })
			older := store
			for i, before := range tc.attempts {
				if tc.copied && i == len(tc.attempts)-1 {
					older = store.Snapshot()
				}
				journaltest.Intend(t, store, journaltest.AnAuth(t, fmt.Sprint("a", i), now.Add(-before)))
			}
			if tc.copied {
				store.Replace(older)
				store = store.Reopen()
			}
			got, err := SpanOf(t.Context(), store, now)
			if err != nil || !got.Since.Equal(tc.since) || !got.Tail.Equal(tc.tail) {
				t.Errorf("from %v, tail %v, %v; want %v, %v", got.Since, got.Tail, err, tc.since, tc.tail)
			}
		})
	}
}
