package terminal_test

import (
	"context"
	"io"
	"runtime"
	"testing"
	"time"
	"weak"

	tea "charm.land/bubbletea/v2"

	"motoconsole/internal/terminal"
)

// wire is a line that takes everything.
type wire struct{ io.Reader }

func (*wire) Write(p []byte) (int, error) { return len(p), nil }

// TestASessionLetsTheLineGo: a timer that still runs keeps the session that has ended,
// and nothing of its line.
func TestASessionLetsTheLineGo(t *testing.T) {
	waits := make(chan struct{})
	defer close(waits)
	begun := make(chan struct{})
	m := &notes{does: func(string) tea.Cmd {
		return func() tea.Msg {
			close(begun)
			<-waits
			return nil
		}
	}}
	in, typed := io.Pipe()
	s, kept := onWire(m, in)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_, _ = s.Run()
	}()
	_, _ = io.WriteString(typed, "x")
	<-begun
	s.Quit()
	<-ended
	_ = typed.Close()
	for late := time.After(8 * time.Minute); kept.Value() != nil; { // the reader ends soon
		runtime.GC()
		select {
		case <-late:
			t.Fatal("the session keeps its line")
		case <-time.After(time.Millisecond):
		}
	}
	runtime.KeepAlive(s)
}

// onWire is a session on a wire that nothing else holds.
func onWire(m tea.Model, in io.Reader) (*terminal.Program, weak.Pointer[wire]) {
	w := &wire{in}
	return terminal.New(context.Background(), m, terminal.Options{Input: w, Output: w, Width: 40, Height: 5}), weak.Make(w)
}
