package sqljournal

import (
	"fmt"
	"testing"
	"time"

	"motoconsole/internal/journal"
	"motoconsole/internal/journal/journaltest"
	"motoconsole/internal/journal/pgtest"
)

// A search that ends after a few attempts gets no more than about those from the server,
// however many there are. It goes on where it stopped to read.
func TestSearchEndsEarlyOnAServer(t *testing.T) {
	t.Parallel()
	c := journaltest.NewClock()
	line := &pgtest.Line{}
	at := pgtest.Shared(t).Journal(t, c.Now())
	at.Dial = line.Dial
	s := openOnServer(t, at, c.Now)
	const n = 3*firstPart + 7 // the last part is not full
	for i := range n {
		c.Add(time.Second)
		journaltest.Intend(t, s, journaltest.AnAuth(t, fmt.Sprint(i), c.Now()))
	}
	site := journaltest.AnAuth(t, "x", c.Now()).Site
	for name, q := range map[string]journal.Search{
		"by time":   {Site: site},
		"by card":   {Site: site, Last4: []string{journaltest.AnAuth(t, "x", c.Now()).Last4}},
		"by amount": {Site: site, Minors: []int64{journaltest.AnAuth(t, "x", c.Now()).Amount.Minor}},
	} {
		cost := func(limit, want int) int64 {
			t.Helper()
			before := line.Got()
			found, err := s.Find(t.Context(), q, limit)
			if err != nil || len(found.Entries) != want {
				t.Fatalf("%s: %d found, %v", name, len(found.Entries), err)
			}
			for i, e := range found.Entries {
				if e.ID != fmt.Sprint(n-1-i) {
					t.Fatalf("%s: the attempt after %d others is %s", name, i, e.ID)
				}
			}
			return line.Got() - before
		}
		cost(n, n) // the statements are prepared
		all, few := cost(n, n), cost(5, 5)
		if few > all/2 {
			t.Errorf("%s: five attempts cost %d bytes, and all of them %d", name, few, all)
		}
	}
}
