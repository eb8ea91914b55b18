package cli

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"motoconsole/internal/lookup"
)

// If the journal has more payments than moto asks for, the list is not complete, and
// its reader learns that from the exit code.
func TestMoreThanIsAskedFor(t *testing.T) {
	now := time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)
	kept := lookup.Kept{More: true, Since: now.AddDate(0, -2, 0), Attempts: make([]lookup.Attempt, 200)}
	for line, complete := range map[string]bool{"1111": false, "10.00": false, "A17": false, "1111 settled": false, "1111 last 90d": true, "declined": true, "name:smith": true} {
		s, err := lookup.Parse(line, now, time.UTC)
		if err != nil {
			t.Fatal(err)
		}
		s.JournalDays = 400
		var notes bytes.Buffer
		err = told(t.Context(), &notes, s, kept, lookup.Summary{Found: 3, Looked: 3}, nil)
		if (err == nil) != complete {
			t.Errorf("%s: %v", line, err)
		}
		if err != nil && (!strings.Contains(err.Error(), "not complete") || !strings.Contains(err.Error(), "the newest 200, which go back to 21 Sep 2026") || !strings.Contains(err.Error(), "last 90d")) {
			t.Errorf("%s: %v", line, err)
		}
	}
}
