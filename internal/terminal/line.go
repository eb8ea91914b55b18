package terminal

import (
	"io"

	tea "charm.land/bubbletea/v2"

	"github.com/charmbracelet/colorprofile"
)

// Line is a terminal on which a session goes on.
type Line struct {
	// Output takes one write at a time. No write to the one before is under way any more.
	Output        io.Writer
	Width, Height int
	Profile       colorprofile.Profile
	// Then is a message for the model, before it is drawn there; nil for none.
	Then tea.Msg
}

// releaseMsg asks the loop to give the terminal back.
type releaseMsg chan struct{}

// Attach continues on another terminal, and draws everything again. The one before is
// lost, or was released.
func (s *Program) Attach(to Line) { s.Send(to) }

// Release restores the terminal and gives it back: when the channel is closed, nothing
// more is written to it. If a write hangs, its owner has to close it. The channel of a
// session that ends may never be closed.
func (s *Program) Release() <-chan struct{} {
	released := make(chan struct{})
	s.Send(releaseMsg(released))
	return released
}

// lose notes that the terminal is gone, and reports whether the session goes on.
func (s *Program) lose() bool {
	if s.opts.Lost == nil {
		return false
	}
	if !s.lost {
		s.lost = true
		if s.release == nil { // else its owner knows
			lost, output := s.opts.Lost, s.opts.Output
			s.guard("what a lost terminal leaves", func() { lost(output) })
		}
	}
	return true
}

// move gives the terminal back, or goes on on another, once no write is under way.
func (s *Program) move() error {
	if s.writing {
		return nil
	}
	if s.release != nil {
		if !s.lost && !s.restored {
			s.restored = true
			if last := s.modes.restore(nil); len(last) > 0 {
				s.write(last)
				return nil
			}
		}
		s.lost, s.restored = true, false
		close(s.release)
		s.release = nil
	}
	if s.lost && s.coming == nil {
		s.opts.Output = nil // its buffers may hold what was typed
	}
	if to := s.coming; to != nil {
		s.coming, s.lost = nil, false
		s.opts.Output = to.Output
		s.modes, s.asked, s.changed = modes{}, nil, true
		s.screen.forget()
		for _, msg := range []tea.Msg{tea.ColorProfileMsg{Profile: to.Profile}, tea.WindowSizeMsg{Width: to.Width, Height: to.Height}, to.Then} {
			if err := s.handle(msg); err != nil {
				return err
			}
		}
	}
	return nil
}
