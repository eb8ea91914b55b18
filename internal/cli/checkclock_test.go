package cli

import (
	"strings"
	"testing"
	"time"
)

// The gateway gives whole seconds, and the request took a while.
func TestClock(t *testing.T) {
	before := time.Date(2026, 11, 21, 14, 2, 0, 900_000_000, time.UTC)
	after := before.Add(3 * time.Second)
	for _, c := range []struct {
		there   time.Time
		verdict verdict
		says    string
	}{
		{time.Time{}, unsure, "did not give its time"},
		{before.Truncate(time.Second), fine, "agrees"},
		{after, fine, "agrees"},
		{after.Add(60 * time.Second), fine, "agrees"},
		{after.Add(62 * time.Second), failing, "1m2s behind the gateway's"},
		{before.Add(-60 * time.Second), fine, "agrees"},
		{before.Add(-time.Hour), failing, "1h0m0s ahead of the gateway's"},
	} {
		if f := clock(c.there, before, after); f.Verdict != c.verdict || !strings.Contains(f.Says, c.says) {
			t.Errorf("%v: %+v", c.there, f)
		}
	}
}
