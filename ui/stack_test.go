package ui

import (
	"runtime/debug"
	"runtime/metrics"
	"sync"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
)

// TestAKeyNeedsLittleStack: what a key calls in an open payment or at home, and the frame
// after it, fits on a stack of 16 KB. A session keeps its stack, and a server has hundreds
// of them: a function that holds a large value, even one that this key does not need, costs
// each of them the next power of two.
func TestAKeyNeedsLittleStack(t *testing.T) { //nolint:paralleltest // it measures the process
	if raceEnabled {
		t.Skip("the race detector makes stacks larger; `make full` runs this without it")
	}
	const consoles, most = 64, 20 << 10              // stacks are powers of two, taken from the system in larger pieces
	defer debug.SetGCPercent(debug.SetGCPercent(-1)) // a collection makes stacks smaller
	stacks := func() int64 {
		sample := []metrics.Sample{{Name: "/memory/classes/heap/stacks:bytes"}}
		metrics.Read(sample)
		return int64(sample[0].Value.Uint64()) //nolint:gosec // megabytes
	}
	for where, page := range map[string]struct {
		opens func(c *console, typed func(string))
		key   tea.KeyPressMsg
	}{
		"a payment": {func(c *console, _ func(string)) { c.Press("n") }, tea.KeyPressMsg{Code: '7', Text: "7"}},
		"home": {func(c *console, typed func(string)) {
			c.Press("n")
			typed(wholePayment)
			c.clock.wait(2 * time.Second) // the page can be read
			c.Press("y")
			c.clock.wait(2 * time.Second)
			c.Press("enter")
			c.mustShow(t, "Your payments today", "A17")
		}, tea.KeyPressMsg{Code: tea.KeyDown}},
	} {
		unhurried(t, func(t *testing.T) {
			roots := make([]*Root, consoles)
			for i := range roots {
				c, typed, _ := newWatched(t, &bank{})
				page.opens(c, typed)
				roots[i] = c.root
			}
			before, stay := stacks(), make(chan struct{})
			var drawn, over sync.WaitGroup
			for _, r := range roots {
				drawn.Add(1)
				over.Go(func() {
					for range 3 {
						r.Update(page.key)
						_ = r.View()
					}
					drawn.Done()
					<-stay
				})
			}
			drawn.Wait()
			each := (stacks() - before) / consoles
			close(stay)
			over.Wait()
			if t.Logf("%s: %d bytes of stack each", where, each); each > most {
				t.Errorf("%s: a key and its frame take %d bytes of stack, at most %d are expected", where, each, most)
			}
		})
	}
}
