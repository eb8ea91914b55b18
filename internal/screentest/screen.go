package screentest

import (
	"io"
	"sync"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
)

// Screen is a program that runs in an emulator, without a tty.
type Screen struct {
	*Terminal
	program program
	done    chan struct{}
	closing sync.Once

	final tea.Model // once done is closed
	err   error
}

// NewScreen runs a model as a program in a terminal of the given size. The
// test's end closes it.
func NewScreen(t testing.TB, model tea.Model, width, height int, opts ...Option) *Screen {
	t.Helper()
	o := newOptions(options{profile: colorprofile.TrueColor, timeout: 8 * time.Minute}, opts)
	term := newTerminal(t, width, height, o)
	term.crlf = true
	s := &Screen{Terminal: term, done: make(chan struct{})}
	input := io.Reader(term.input)
	if o.through != nil {
		input = o.through(input)
	}
	s.program = newProgram(model, input, term, width, height, o)
	go func() {
		defer close(s.done)
		s.final, s.err = s.program.Run()
	}()
	t.Cleanup(s.Close)
	return s
}

// Resize changes the size of the terminal and tells the program.
func (s *Screen) Resize(width, height int) {
	s.mu.Lock()
	s.emu.Resize(width, height)
	s.mu.Unlock()
	s.program.Send(tea.WindowSizeMsg{Width: width, Height: height})
}

// Send gives the program a message from outside.
func (s *Screen) Send(msg tea.Msg) { s.program.Send(msg) }

// Wait waits for the program to end by itself.
func (s *Screen) Wait(t testing.TB) (tea.Model, error) {
	t.Helper()
	select {
	case <-s.done:
	case <-time.After(s.timeout):
		t.Fatalf("the program did not end within %v\n%s", s.timeout, dump(s.Text()))
	}
	return s.final, s.err
}

// Close ends the program, however busy it is.
func (s *Screen) Close() {
	s.closing.Do(func() {
		go s.program.Quit()
		select {
		case <-s.done:
		case <-time.After(time.Second):
			go s.program.Kill()
			select {
			case <-s.done:
			case <-time.After(time.Second):
			}
		}
		s.end()
	})
}
