package floor

import (
	"errors"
	"io"
	"strings"
	"testing"

	"motoconsole/internal/keyboard"
)

// held is a terminal whose read a test lets go.
type held struct {
	entered chan struct{}
	gives   chan string
}

func (h *held) Read(p []byte) (int, error) {
	close(h.entered)
	return copy(p, <-h.gives), nil
}

// TestInputGoesOn: the next terminal's input is announced, a late farewell to the one
// before takes nothing away, and what that one still sent is dropped.
func TestInputGoesOn(t *testing.T) {
	in, buf := newInput(), make([]byte, 16)
	read := func(want string, problem error) {
		t.Helper()
		n, err := in.Read(buf)
		if string(buf[:n]) != want || !errors.Is(err, problem) {
			t.Errorf("%q, %v; want %q, %v", buf[:n], err, want, problem)
		}
	}
	first, second := strings.NewReader("a"), strings.NewReader("b")
	in.set(first)
	read("", keyboard.ErrAnew)
	read("a", nil)
	slow := &held{entered: make(chan struct{}), gives: make(chan string)}
	in.set(slow)
	read("", keyboard.ErrAnew)
	done := make(chan struct{})
	go func() {
		defer close(done)
		read("", keyboard.ErrAnew) // not what was typed on the held one
		read("b", nil)
	}()
	<-slow.entered
	in.set(second)
	in.unset(slow)
	slow.gives <- "x"
	<-done
	in.close()
	read("", io.EOF)
}
