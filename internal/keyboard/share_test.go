package keyboard

import (
	"io"
	"testing"
	"testing/synctest"
)

// TestShared: what was typed for the next console does not go to a reader that the one
// before has left over, and a part that has ended gets nothing.
func TestShared(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		in, typed := io.Pipe()
		s := NewShared(in)
		go s.Run()
		first, second := s.Part(), s.Part()
		left := make(chan error)
		go func() {
			_, err := first.Read(make([]byte, 8))
			left <- err
		}()
		synctest.Wait()
		first.End()
		if err := <-left; err != io.EOF { //nolint:errorlint // a reader returns it as it is
			t.Errorf("the reader that was left: %v", err)
		}
		go func() { _, _ = io.WriteString(typed, "abc"); _ = typed.Close() }()
		got := make([]byte, 2)
		for _, want := range []string{"ab", "c"} {
			if n, err := second.Read(got); string(got[:n]) != want || err != nil {
				t.Errorf("%q, %v", got[:n], err)
			}
		}
		for _, p := range []*Part{first, second} {
			if n, err := p.Read(got); n != 0 || err != io.EOF { //nolint:errorlint // as above
				t.Errorf("at the end: %d, %v", n, err)
			}
		}
		second.End()
		s.Wait()
	})
}
