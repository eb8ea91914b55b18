package when

import (
	"errors"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"motoconsole/gateway"
)

func zoneNamed(t testing.TB, name string) *time.Location {
	t.Helper()
	loc, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return loc
}

// read reads a line that is only about the time.
func read(t testing.TB, line string, now time.Time) (from, to time.Time, err error) {
	t.Helper()
	r := New(now)
	for words := strings.Fields(strings.ToLower(line)); len(words) > 0; {
		n, err := r.Read(words)
		if err != nil {
			return from, to, err
		}
		if n == 0 {
			t.Fatalf("%q: %q says nothing of the time", line, words[0])
		}
		words = words[n:]
	}
	return r.Window()
}

const stamp = "2006-01-02 15:04:05"

// A local time is two moments when clocks go back, and none when they go forward. The
// moments are in UTC.
func TestClocksThatChange(t *testing.T) {
	for _, c := range []struct{ zone, now, line, from, to string }{
		// London, Sunday, 25 October 2026: from 02:00 BST to 01:00 GMT.
		{"Europe/London", "2026-11-21 12:00:00", "25 oct from 1am to 2am", "2026-10-25 00:00:00", "2026-10-25 02:00:00"},
		{"Europe/London", "2026-11-21 12:00:00", "25 oct from 1:30am to 1:45am", "2026-10-25 00:30:00", "2026-10-25 01:45:00"},
		{"Europe/London", "2026-11-21 12:00:00", "25 oct from 1:30am bst to 1:45am bst", "2026-10-25 00:30:00", "2026-10-25 00:45:00"},
		{"Europe/London", "2026-11-21 12:00:00", "25 oct from 1:30am bst to 1:15am gmt", "2026-10-25 00:30:00", "2026-10-25 01:15:00"},
		{"Europe/London", "2026-11-21 12:00:00", "25 oct from 1am gmt to 2am", "2026-10-25 01:00:00", "2026-10-25 02:00:00"},
		{"Europe/London", "2026-11-21 12:00:00", "25 oct 1:30am", "2026-10-25 00:15:00", "2026-10-25 01:45:00"},
		{"Europe/London", "2026-11-21 12:00:00", "25 oct until 1:30am", "2026-10-24 23:00:00", "2026-10-25 01:30:00"},
		{"Europe/London", "2026-11-21 12:00:00", "25 oct", "2026-10-24 23:00:00", "2026-10-26 00:00:00"},
		{"Europe/London", "2026-11-21 12:00:00", "24 oct from 10pm to 1:30am", "2026-10-24 21:00:00", "2026-10-25 01:30:00"},
		{"Europe/London", "2026-10-26 01:30:00", "last 1d", "2026-10-25 00:30:00", ""},
		// Sunday, 29 March 2026: from 01:00 GMT to 02:00 BST.
		{"Europe/London", "2026-11-21 12:00:00", "29 mar from 12:30am to 1:30am", "2026-03-29 00:30:00", "2026-03-29 01:00:00"},
		{"Europe/London", "2026-11-21 12:00:00", "29 mar from 1:30am to 2:30am", "2026-03-29 01:00:00", "2026-03-29 01:30:00"},
		{"Europe/London", "2026-11-21 12:00:00", "29 mar from 1:10am to 1:40am", "the clocks went forward", ""},
		{"Europe/London", "2026-11-21 12:00:00", "29 mar 1:30am", "the clocks went forward", ""},
		{"Europe/London", "2026-03-30 00:30:00", "last 1d", "2026-03-29 01:00:00", ""}, // 01:30, which is missing
		{"Europe/London", "2026-11-21 12:00:00", "2026-10-25t01:30 to 2026-10-25t01:30z", "2026-10-25 00:30:00", "2026-10-25 01:30:00"},
		{"Europe/London", "2026-11-21 12:00:00", "2026-07-01t09:00+02:00", "2026-07-01 06:45:00", "2026-07-01 07:15:00"},
		// Lord Howe changes by half an hour: on 5 April 2026 from 02:00 to 01:30.
		{"Australia/Lord_Howe", "2026-11-21 12:00:00", "5 apr from 1:30am to 2am", "2026-04-04 14:30:00", "2026-04-04 15:30:00"},
		{"Australia/Lord_Howe", "2026-11-21 12:00:00", "5 apr from 1:45am to 1:50am", "2026-04-04 14:45:00", "2026-04-04 15:20:00"},
		{"Australia/Lord_Howe", "2026-11-21 12:00:00", "4 oct from 2:10am to 2:40am", "2026-10-03 15:30:00", "2026-10-03 15:40:00"},
		// No midnight: clocks go from 00:00 to 01:00.
		{"America/Sao_Paulo", "2018-11-20 12:00:00", "4 nov", "2018-11-04 03:00:00", "2018-11-05 02:00:00"},
		{"America/Sao_Paulo", "2018-11-05 12:00:00", "yesterday", "2018-11-04 03:00:00", "2018-11-05 02:00:00"},
		{"America/Sao_Paulo", "2018-11-04 12:00:00", "today", "2018-11-04 03:00:00", "2018-11-05 02:00:00"},
		{"America/Sao_Paulo", "2018-11-05 12:00:00", "this week", "2018-11-05 02:00:00", "2018-11-12 02:00:00"},
		{"America/Sao_Paulo", "2018-11-05 12:00:00", "3 nov to 4 nov", "2018-11-03 03:00:00", "2018-11-05 02:00:00"},
		{"America/Sao_Paulo", "2018-11-05 12:00:00", "4 nov from midnight to 2am", "2018-11-04 03:00:00", "2018-11-04 04:00:00"},
		// The last hour of a day comes twice: from 24:00 to 23:00.
		{"America/Sao_Paulo", "2018-11-05 12:00:00", "17 feb", "2018-02-17 02:00:00", "2018-02-18 03:00:00"},
		{"America/Sao_Paulo", "2018-11-05 12:00:00", "17 feb from 11pm to midnight", "2018-02-18 01:00:00", "2018-02-18 03:00:00"},
		{"Africa/Cairo", "2026-11-21 12:00:00", "24 apr", "2026-04-23 22:00:00", "2026-04-24 21:00:00"},
		{"Asia/Beirut", "2026-11-21 12:00:00", "29 mar", "2026-03-28 22:00:00", "2026-03-29 21:00:00"},
		{"America/Havana", "2026-11-21 12:00:00", "1 nov until 1am", "2026-11-01 04:00:00", "2026-11-01 06:00:00"},
		// A day that a zone left out.
		{"Pacific/Apia", "2012-01-05 12:00:00", "30/12/2011", "the clocks went forward", ""},
		{"Pacific/Apia", "2012-01-05 12:00:00", "31/12/2011", "2011-12-30 10:00:00", "2011-12-31 10:00:00"},
	} {
		loc := zoneNamed(t, c.zone)
		now, err := time.Parse(stamp, c.now)
		if err != nil {
			t.Fatal(err)
		}
		from, to, err := read(t, c.line, now.In(loc))
		if err != nil {
			if !strings.Contains(err.Error(), c.from) {
				t.Errorf("%s %q: %v", c.zone, c.line, err)
			}
			continue
		}
		for i, got := range []time.Time{from, to} {
			text := ""
			if !got.IsZero() {
				text = got.UTC().Format(stamp)
			}
			if want := []string{c.from, c.to}[i]; text != want {
				t.Errorf("%s %q: %s %q, want %q", c.zone, c.line, []string{"from", "to"}[i], text, want)
			}
		}
	}
}

// In any zone, and across any change of its clocks, a range of local times holds
// exactly the moments at which a wall clock shows a time in it.
func TestRangesAgainstAClockOnTheWall(t *testing.T) {
	random := rand.New(rand.NewPCG(25, 10))
	for _, name := range []string{
		"Europe/London", "America/Sao_Paulo", "Australia/Lord_Howe", "Africa/Cairo", "Asia/Beirut", "America/Havana", "America/St_Johns",
		"America/Santiago", "Asia/Kathmandu", "Pacific/Chatham", "Africa/Casablanca", "UTC",
	} {
		loc := zoneNamed(t, name)
		for _, change := range changes(loc, 2010, 2026) {
			for range 3 {
				day := change.Add(time.Duration(random.IntN(49)-24) * time.Hour).In(loc)
				a, b := random.IntN(24*4)*15, random.IntN(24*4)*15
				if a > b {
					a, b = b, a
				}
				if a == b {
					continue
				}
				text := func(minutes int) string { return time.Date(1, 1, 1, 0, minutes, 0, 0, time.UTC).Format("15:04") }
				line := day.Format(time.DateOnly) + " from " + text(a) + " to " + text(b)
				from, to, err := read(t, line, time.Date(2028, 1, 1, 0, 0, 0, 0, loc))
				inside := func(at time.Time) bool { return err == nil && !at.Before(from) && at.Before(to) }
				within := func(at time.Time) bool {
					minute := at.Hour()*60 + at.Minute()
					return dateOf(at) == dateOf(day) && minute >= a && minute < b
				}
				var first, last time.Time // of the moments that the wall clock shows
				for at := day.Add(-40 * time.Hour).Truncate(15 * time.Minute); at.Before(day.Add(40 * time.Hour)); at = at.Add(15 * time.Minute) {
					if within(at) {
						if last = at; first.IsZero() {
							first = at
						}
						if !inside(at) {
							t.Fatalf("%s %q: %v is missed (%v to %v, %v)", name, line, at, from, to, err)
						}
					}
				}
				// The other moments lie between the two turns of an hour.
				if err == nil && (first.IsZero() || from.Before(first) || to.After(last.Add(2*time.Hour))) {
					t.Errorf("%s %q: %v to %v, on the wall %v to %v", name, line, from, to, first, last)
				}
			}
		}
	}
}

// changes are the moments at which the clocks of a zone change.
func changes(loc *time.Location, first, last int) []time.Time {
	var all []time.Time
	for at := time.Date(first, 1, 1, 0, 0, 0, 0, loc); at.Year() <= last; {
		_, end := at.ZoneBounds()
		if end.IsZero() || end.Year() > last {
			break
		}
		all, at = append(all, end), end
	}
	if all == nil {
		all = append(all, time.Date(first, 6, 1, 0, 0, 0, 0, loc))
	}
	return all
}

func TestShow(t *testing.T) {
	loc := zoneNamed(t, "Europe/London")
	at := time.Date(2026, 10, 25, 0, 30, 0, 0, time.UTC)
	if a, b := Show(at.In(loc)), Show(at.Add(time.Hour).In(loc)); a != "Sun 25 Oct 2026 01:30:00 BST" || b != "Sun 25 Oct 2026 01:30:00 GMT" {
		t.Errorf("%s and %s", a, b)
	}
	if a := Show(at.Add(3 * time.Hour).In(loc)); a != "Sun 25 Oct 2026 03:30:00" {
		t.Error(a)
	}
	from, to, err := read(t, "25 oct from 12:30am to 2:30am", time.Date(2026, 11, 1, 0, 0, 0, 0, loc))
	if a, b := ShowRange(from, to); err != nil || a != "Sun 25 Oct 2026 00:30:00 BST" || b != "Sun 25 Oct 2026 02:30:00 GMT" {
		t.Errorf("%s to %s, %v", a, b, err)
	}
}

// FuzzRead: nothing panics, errors name a field, and a window has a beginning
// before its end.
func FuzzRead(f *testing.F) {
	for _, line := range []string{"25 oct from 1am to 2am", "2026-10-25t01:30z", "3 days ago", "28.11.2026", "sat 28 nov 9.30pm gmt", "a..b", "from last week 9am", "until midnight"} {
		f.Add(line)
	}
	f.Fuzz(func(t *testing.T, line string) {
		loc := zoneNamed(t, "Europe/London")
		now := time.Date(2026, 11, 21, 14, 30, 45, 0, loc)
		r := New(now)
		for words := strings.Fields(strings.ToLower(line)); len(words) > 0; {
			n, err := r.Read(words)
			var refused *gateway.FieldError
			if err != nil && (!errors.As(err, &refused) || refused.Rule == "") {
				t.Fatalf("%q: %v", line, err)
			}
			words = words[min(max(n, 1), len(words)):]
		}
		from, to, err := r.Window()
		if err == nil && (from.After(now) || !from.IsZero() && !to.IsZero() && !from.Before(to)) {
			t.Errorf("%q: from %v to %v", line, from, to)
		}
	})
}
