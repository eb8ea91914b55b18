package cli

import (
	"bytes"
	"errors"
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

// A search for what is reserved fails where the journal cannot be read: its list may be too
// short. Any other list says that its words may be wrong.
func TestReservedWithoutAJournal(t *testing.T) {
	now := time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)
	for _, tc := range []struct {
		line         string
		asked, fails bool
		unread, says bool
	}{
		{"status:reserved", true, true, true, false},
		{"status:reserved", true, false, false, false},
		{"status:reserved", false, false, true, false}, // no payment that may be reserved was seen
		{"status:held", true, false, true, true},
		{"status:held", true, false, false, false},
	} {
		s, err := lookup.Parse(tc.line, now, time.UTC)
		if err != nil {
			t.Fatal(err)
		}
		var notes bytes.Buffer
		known := &lookup.Known{Ask: func(string) (bool, error) {
			if tc.unread {
				return false, errors.New("no journal")
			}
			return true, nil
		}}
		if tc.asked {
			known.Reserved("23-9-1")
		}
		err = unread(t.Context(), &notes, s, known, nil)
		if (err != nil) != tc.fails || err != nil && !strings.Contains(err.Error(), "the list is not complete: the journal cannot be read") {
			t.Errorf("%+v: %v", tc, err)
		}
		if says := strings.Contains(notes.String(), "The journal cannot be read"); says != tc.says {
			t.Errorf("%+v: %q", tc, notes.String())
		}
	}
}
