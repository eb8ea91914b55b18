package ui

import (
	"runtime/debug"
	"runtime/metrics"
	"sync"
	"testing"

	tea "charm.land/bubbletea/v2"
)

// TestAKeyNeedsLittleStack: what a key calls in an open payment, and the frame after it,
// fits on a stack of 16 KB. A session keeps its stack, and a server has hundreds of them: a
// function that holds a large value by value, even one that this key does not need, costs
// each of them the next power of two.
func TestAKeyNeedsLittleStack(t *testing.T) { //nolint:paralleltest // it measures the process
	const consoles, most = 64, 16 << 10
	defer debug.SetGCPercent(debug.SetGCPercent(-1)) // a collection makes stacks smaller
	stacks := func() uint64 {
		sample := []metrics.Sample{{Name: "/memory/classes/heap/stacks:bytes"}}
		metrics.Read(sample)
		return sample[0].Value.Uint64()
	}
	unhurried(t, func(t *testing.T) {
		roots := make([]*Root, consoles)
		for i := range roots {
			c, _, _ := newWatched(t, &bank{})
			c.Press("n")
			roots[i] = c.root
		}
		before, stay := stacks(), make(chan struct{})
		var drawn, over sync.WaitGroup
		for _, r := range roots {
			drawn.Add(1)
			over.Go(func() {
				for _, key := range "A17" {
					r.Update(tea.KeyPressMsg{Code: key, Text: string(key)})
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
		if t.Logf("%d bytes of stack each", each); each > most {
			t.Errorf("a key and its frame take %d bytes of stack, at most %d are expected", each, most)
		}
	})
}
