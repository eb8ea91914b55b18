package harden

import (
	"context"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// TestCollector: a caller does not wait, a collection begins after each
// request, many share one, and none is lost at the end.
func TestCollector(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		var mu sync.Mutex
		var at []time.Duration
		c := NewCollector()
		c.collect = func() {
			mu.Lock()
			at = append(at, time.Since(began))
			mu.Unlock()
			time.Sleep(20 * time.Millisecond)
		}
		ctx, stop := context.WithCancel(t.Context())
		ended := make(chan struct{})
		go func() { c.Run(ctx); close(ended) }()

		for range 100 { // a burst
			c.Forget()
		}
		if time.Since(began) != 0 {
			t.Error("Forget waits for its collection")
		}
		time.Sleep(260 * time.Millisecond)
		c.Forget() // while it is being collected: the next one is for this
		time.Sleep(10 * time.Second)
		for range 50 { // and steadily
			c.Forget()
			time.Sleep(100 * time.Millisecond)
		}
		time.Sleep(10 * time.Second)
		mu.Lock()
		before := len(at)
		mu.Unlock()
		c.Forget()
		stop() // at the end
		<-ended
		if len(at) != before+1 {
			t.Errorf("%d collections at the end", len(at)-before)
		}
		want := []time.Duration{250 * time.Millisecond, 1520 * time.Millisecond}
		if len(at) < 2 || !slices.Equal(at[:2], want) {
			t.Errorf("collected after %v, want %v", at, want)
		}
		if steady := before - 2; steady < 4 || steady > 5 {
			t.Errorf("%d collections in 5 seconds of requests", steady)
		}
		for i := 1; i < before; i++ {
			if at[i]-at[i-1] < collectApart {
				t.Errorf("two collections within %v", at[i]-at[i-1])
			}
		}
	})
}
