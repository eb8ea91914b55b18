package sqljournal

import (
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// TestAStepIsTakenOnce: of a journal's processes that take a step at once one does, no
// older step is taken after it, and one far ahead of the clock holds up no agent.
func TestAStepIsTakenOnce(t *testing.T) {
	path := filepath.Join(t.TempDir(), "journal.db")
	one, two := openAt(t, path, time.Now), openAt(t, path, time.Now)
	for step := uint64(100); step < 110; step++ {
		var taken atomic.Int32
		var all sync.WaitGroup
		for _, s := range []*Store{one, two, one, two} {
			all.Go(func() {
				ok, err := s.TakeCode("priya", step, 100)
				if err != nil {
					t.Error(err)
				}
				if ok {
					taken.Add(1)
				}
			})
		}
		if all.Wait(); taken.Load() != 1 {
			t.Errorf("step %d is taken %d times", step, taken.Load())
		}
	}
	for _, c := range []struct {
		name      string
		step, now uint64
		want      bool
	}{
		{"priya", 108, 108, false},
		{"priya", 109, 109, false},
		{"ann", 108, 108, true},
		{"priya", 90, 109 - aheadOfClock, false}, // set back by little
		{"priya", 88, 108 - aheadOfClock, true},
		{"priya", 88, 88, false},
		{"priya", 89, 88, true},
	} {
		if ok, err := two.TakeCode(c.name, c.step, c.now); err != nil || ok != c.want {
			t.Errorf("%s, step %d at %d: %v %v", c.name, c.step, c.now, ok, err)
		}
	}
}
