package leakcheck

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"sync"
	"syscall"
	"testing"
	"text/tabwriter"

	"motoconsole/internal/memscan"
)

// result is what one way left behind.
type result struct {
	way                    way
	cards                  int
	copies, worst          int           // copies in memory: of all cards, and of one
	dirty                  map[card]bool // cards that left copies
	files, terminals, bank int           // traces
	searched, mebibytes    int           // files, and memory of one scan
	codes                  codes
	again                  int // further cards, tried because of a find
}

// walk drops a number of cards in one way: one after the other in one console, or each
// in its own console if the way ends it.
func (w way) walk(t *testing.T, b *bank, binary string, cards int) *result {
	t.Helper()
	r := &result{way: w, dirty: map[card]bool{}}
	d := newDesk(t, b, binary, w.settings)
	d.env = w.env
	var gone []card
	for i := 0; ; i++ {
		if i >= cards && !r.codes.doubtful() {
			if w.settle != nil {
				r.memory(t, d, gone...) // nothing comes back either
			}
			if binary != careful || !r.doubtful() {
				break
			}
			d.quit() // the next card is the first of its console, as the doubtful one may have been
			d.open()
		} else if i == 0 || w.settle == nil {
			d.open()
		}
		c := newCard(i%len(brands), gone...)
		before := w.choose(t, d, &c)
		gone = append(gone, c)
		w.let(d, c)
		if w.settle != nil {
			r.codes.look(d, c, before, r.memory(t, d, c))
			w.settle(d)
		}
	}
	r.cards = len(gone)
	if w.settle != nil {
		r.files, r.searched = d.inFiles(gone)
		d.quit()
	}
	files, searched := d.inFiles(gone)
	r.files += files
	r.searched = max(r.searched, searched)
	r.terminals, r.bank = d.inTerminals(gone, w.drawn), d.inBank(gone)
	if r.files+r.terminals+r.bank > 0 || r.searched < 4 {
		t.Errorf("%d traces in %d files, %d on terminals, %d in what the bank said", r.files, r.searched, r.terminals, r.bank)
	}
	if binary == careful && r.leak() {
		t.Errorf("%d of %d cards left copies in memory", len(r.dirty), r.cards)
	}
	if binary == careful && r.codes.leak() {
		t.Errorf("security codes were found: %s", r.codes)
	}
	return r
}

// scan searches the console's memory while it stands still.
func scan(t *testing.T, d *desk, numbers ...string) memscan.Report {
	t.Helper()
	d.Signal(syscall.SIGSTOP)
	report, err := memscan.Process(d.PID(), numbers...)
	d.Signal(syscall.SIGCONT)
	if errors.Is(err, fs.ErrPermission) {
		t.Skip("this system does not let a process read its child's memory:", err)
	}
	if err != nil || report.Bytes < 1<<20 {
		t.Fatalf("the memory was not searched: %v %v", err, report)
	}
	return report
}

// memory searches the console's memory for cards.
func (r *result) memory(t *testing.T, d *desk, cards ...card) memscan.Report {
	t.Helper()
	var needles []string
	var whose []card
	for _, c := range cards {
		for _, needle := range c.needles() {
			needles, whose = append(needles, needle), append(whose, c)
		}
	}
	report := scan(t, d, needles...)
	r.mebibytes = int(report.Bytes >> 20)
	copies := map[card]int{}
	for _, found := range report.Findings {
		copies[whose[found.Needle]] += found.Count
	}
	for c, n := range copies {
		r.copies, r.worst, r.dirty[c] = r.copies+n, max(r.worst, n), true
	}
	if d.binary == careful && report.Count() > 0 {
		t.Logf("of %d cards one or more left copies: %v", len(cards), report)
	}
	return report
}

// walkAll tries several ways at once.
func walkAll(t *testing.T, binary string, cards int, ways []way) map[string]*result {
	t.Helper()
	var mu sync.Mutex
	results := map[string]*result{}
	t.Run("ways", func(t *testing.T) {
		b := startBank(t)
		for _, w := range ways {
			if w.let == nil {
				continue
			}
			t.Run(w.name, func(t *testing.T) {
				t.Parallel()
				r := w.walk(t, b, binary, cards)
				mu.Lock()
				defer mu.Unlock()
				results[w.name] = r
			})
		}
	})
	return results
}

// sample is each nth of the ways with -short, and all without, as `make leakcheck` runs.
func sample(ways []way, nth int) []way {
	if !testing.Short() {
		return ways
	}
	var some []way
	for i := 0; i < len(ways); i += nth {
		some = append(some, ways[i])
	}
	return some
}

// TestNoCopy drops cards in every way and checks that nothing is left.
func TestNoCopy(t *testing.T) {
	t.Parallel()
	some := sample(ways(), 4)
	results := walkAll(t, careful, *runs, some)
	t.Logf("the careful build:\n%s", table(some, results))
	dirty := 0
	for _, r := range results {
		dirty += len(r.dirty)
	}
	if dirty > mostByChance {
		t.Errorf("%d cards left copies in memory, over all ways", dirty)
	}
}

// TestNaiveIsFound: the search finds the cards of the build that keeps typed text, so
// it works.
func TestNaiveIsFound(t *testing.T) {
	t.Parallel()
	some := sample(append(ways()[:3], wrongWays()[0]), 3)
	results := walkAll(t, naive, 2, some)
	for name, r := range results {
		if len(r.dirty) < r.cards || !r.leak() {
			t.Errorf("%s: copies of %d of %d cards were found", name, len(r.dirty), r.cards)
		}
	}
	t.Logf("the naive build:\n%s", table(some, results))
}

// table has a line with the result of each way.
func table(ways []way, results map[string]*result) string {
	var b strings.Builder
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	_, _ = fmt.Fprintln(w, "way\tcards\tcopies in memory\tworst\tcards with any\tcodes\tin files\ton terminals\tat the bank\tsearched")
	for _, way := range ways {
		r := results[way.name]
		memory := "-\t-\t-\t-"
		switch {
		case r == nil && way.let == nil:
			_, _ = fmt.Fprintf(w, "%s\tnot built yet\n", way.name)
			continue
		case r == nil:
			_, _ = fmt.Fprintf(w, "%s\tfailed, or could not be tried\n", way.name)
			continue
		case way.settle != nil:
			memory = fmt.Sprintf("%d\t%d\t%d\t%s", r.copies, r.worst, len(r.dirty), r.codes)
		}
		_, _ = fmt.Fprintf(w, "%s\t%d\t%s\t%d\t%d\t%d\t%d MiB, %d files\n", way.name, r.cards, memory, r.files, r.terminals, r.bank, r.mebibytes, r.searched)
	}
	_ = w.Flush()
	return b.String()
}

// The search itself must be able to find a copy.
func TestTraces(t *testing.T) {
	for brand := range brands {
		c := newCard(brand)
		n := c.number
		for _, text := range []string{n, "x" + n[3:11] + "x", strings.Join(c.groups(), " "), wide(n, 2), wide(n[2:12], 4)} {
			if len(c.traces(text)) == 0 {
				t.Errorf("nothing found in %q", text)
			}
		}
		if found := c.traces(n[:6] + "######" + c.last4() + " " + n[:6] + c.last4()); len(found) > 0 {
			t.Errorf("found where nothing is: %q", found)
		}
		found := c.traces("before " + n[2:10] + " after")
		if want := `digits 3-10 as ASCII in "before ######## after"`; len(found) != 1 || found[0] != want {
			t.Errorf("%q, want %s", found, want)
		}
		if found := c.tracesBeyond(eleven, n[:eleven]); len(found) > 0 {
			t.Errorf("found what may have been drawn: %q", found)
		}
		if len(c.tracesBeyond(eleven, n[:eleven+1])) == 0 {
			t.Error("the 12th digit is not found")
		}
	}
}
