package floor

import (
	"testing"
	"testing/synctest"
)

// TestTheEndWaitsForALineThatWasTakenAway: a line that has left the seat may still be
// writing from the session's locked memory, which goes when part has returned.
func TestTheEndWaitsForALineThatWasTakenAway(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		st := &seat{floor: newFloor(Options{}), input: newInput()}
		l := &line{out: &gated{}, gone: make(chan struct{})}
		st.line = l
		st.writers.Add(1)
		if _, had := st.detach(l); !had {
			t.Fatal("the line was not there")
		}
		parted := false
		go func() {
			st.part(exitOK)
			parted = true
		}()
		synctest.Wait()
		if parted {
			t.Error("the session ended while a line might write")
		}
		st.close(l)
		if !l.out.over {
			t.Error("the line may write")
		}
		synctest.Wait()
		if !parted {
			t.Error("the session does not end")
		}
	})
}
