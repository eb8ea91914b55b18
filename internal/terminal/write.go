package terminal

import (
	"fmt"
	"time"

	tea "charm.land/bubbletea/v2"

	"motoconsole/internal/panics"
)

// keptFrame is how much memory of a frame is kept for the next.
const keptFrame = 2 << 10

// errInterrupted is what an interrupted program ends with.
var errInterrupted = fmt.Errorf("%w: %w", tea.ErrProgramKilled, tea.ErrInterrupted)

func hungUp(err error) error { return fmt.Errorf("%w: %w: %w", tea.ErrProgramKilled, ErrHungUp, err) }

// write sends a frame on its way. The loop goes on meanwhile, and does not touch it.
func (s *Program) write(frame []byte) {
	if cap(s.frame) > keptFrame {
		s.frame = nil
	}
	s.writing = true
	s.stall.Reset(stalledAfter)
	s.send(frame)
}

// send writes in a goroutine of its own: one that hangs stays behind alone, until
// the owner closes the terminal.
func (s *Program) send(text []byte) {
	output := s.opts.Output
	go func() {
		err := errPanicked
		panics.Caught(s.opts.Log, "what writes to a terminal", func() { _, err = output.Write(text) })
		s.written <- err
	}()
}

// part gives the terminal back. After a panic it writes one sentence.
func (s *Program) part(panicked bool) {
	if s.lost {
		return
	}
	patience := time.NewTimer(parting)
	defer patience.Stop()
	wait := func() bool {
		select {
		case err := <-s.written:
			return err == nil
		case <-patience.C:
			return false
		}
	}
	if s.writing && !wait() {
		return
	}
	last := s.modes.restore(nil)
	if panicked {
		last = append(last, defect...)
	}
	if len(last) > 0 {
		s.send(last)
		wait()
	}
}
