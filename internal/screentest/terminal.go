package screentest

import (
	"bytes"
	"io"
	"sync"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/vt"
)

// Terminal is the emulator a [Screen] or a [PTY] runs in.
type Terminal struct {
	t       testing.TB
	timeout time.Duration
	input   *inbox

	mu       sync.Mutex
	emu      *vt.Emulator
	changed  chan struct{} // closed at the next write
	crlf     bool          // there is no tty to turn LF into CRLF
	recorded []byte
	modes    map[ansi.Mode]bool
	frame    string // the text before the frame that is being drawn
	title    string
	bells    int
	hidden   bool // the cursor
	kitty    []int
}

func newTerminal(t testing.TB, width, height int, o options) *Terminal {
	term := &Terminal{
		t: t, timeout: o.timeout, input: newInbox(),
		emu: vt.NewEmulator(width, height), changed: make(chan struct{}),
		modes: map[ansi.Mode]bool{}, kitty: []int{0},
	}
	term.emu.SetCallbacks(vt.Callbacks{
		Bell:             func() { term.bells++ },
		Title:            func(title string) { term.title = title },
		CursorVisibility: func(visible bool) { term.hidden = !visible },
		EnableMode:       func(m ansi.Mode) { term.mode(m, true) },
		DisableMode:      func(m ansi.Mode) { term.mode(m, false) },
	})
	term.wholeFrames()
	if o.kitty {
		term.speakKitty()
	}
	// The emulator blocks while its answers are not read.
	go func() {
		buf := make([]byte, 1024)
		for {
			n, err := term.emu.Read(buf)
			if o.answering {
				_, _ = term.input.Write(buf[:n])
			}
			if err != nil {
				return
			}
		}
	}()
	t.Cleanup(func() { term.end() })
	return term
}

// end stops the emulator's answers.
func (s *Terminal) end() {
	_ = s.input.Close()
	if pipe, ok := s.emu.InputPipe().(io.Closer); ok {
		_ = pipe.Close()
	}
}

// Write is the program's output.
func (s *Terminal) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.recorded = append(s.recorded, p...)
	out := p
	if s.crlf {
		out = bytes.ReplaceAll(p, []byte("\n"), []byte("\r\n"))
	}
	_, err := s.emu.Write(out)
	close(s.changed)
	s.changed = make(chan struct{})
	return len(p), err
}
