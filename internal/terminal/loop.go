package terminal

import (
	"errors"
	"time"

	tea "charm.land/bubbletea/v2"
)

// errQuit ends the loop when the model quits.
var errQuit = errors.New("quit")

// loop updates and draws until the session is over.
func (s *Program) loop() error {
	init := s.model.Init()
	for _, msg := range []tea.Msg{
		tea.ColorProfileMsg{Profile: s.opts.Profile},
		tea.WindowSizeMsg{Width: s.opts.Width, Height: s.opts.Height},
	} {
		if err := s.handle(msg); err != nil {
			return asQuit(err)
		}
	}
	s.start(init)
	if input := s.opts.Input; input != nil {
		s.guard("what reads a terminal", func() { s.read(input) })
	}
	for {
		if err := s.move(); err != nil {
			return asQuit(err)
		}
		s.draw()
		s.turns++
		select {
		case <-s.ctx.Done():
			return s.over()
		case <-s.inbox.bell:
			if err := s.catchUp(); err != nil {
				return asQuit(err)
			}
		case <-s.gap.C:
			s.waiting = false
		case err := <-s.written:
			s.writing = false
			s.stall.Stop()
			if err != nil && !s.lose() {
				return hungUp(err)
			}
		case <-s.stall.C:
			if !s.lose() {
				return hungUp(ErrStalled)
			}
		}
	}
}

// asQuit is the loop's error for the cause of its end.
func asQuit(err error) error {
	if errors.Is(err, errQuit) {
		return nil
	}
	return err
}

// catchUp updates the model with every waiting message.
func (s *Program) catchUp() error {
	size, msgs := s.inbox.take()
	defer s.inbox.done(msgs)
	if size != nil {
		if err := s.handle(*size); err != nil {
			return err
		}
	}
	for _, msg := range msgs {
		if s.ctx.Err() != nil {
			return s.over()
		}
		if err := s.handle(msg); err != nil {
			return err
		}
	}
	return nil
}

// handle treats a message as a program does.
func (s *Program) handle(msg tea.Msg) error {
	if s.opts.Filter != nil {
		msg = s.opts.Filter(s.model, msg)
	}
	switch msg := msg.(type) {
	case nil:
		return nil
	case tea.QuitMsg:
		return errQuit
	case tea.InterruptMsg:
		return errInterrupted
	case hangUp:
		return hungUp(msg.err)
	case tea.SuspendMsg:
		return nil
	case releaseMsg:
		s.release = msg
		return nil
	case Line:
		s.coming = &msg
		return nil
	case tea.WindowSizeMsg:
		// The same size is news too: a window that was made small and large again, too
		// quickly for its client to tell both, has lost what it showed.
		s.size = bounded(msg)
		s.screen.resize(s.size.Width, s.size.Height)
		s.update(s.size)
		return nil
	case tea.ColorProfileMsg:
		if s.screen.profile != msg.Profile {
			s.screen.profile = msg.Profile
			s.screen.forget()
		}
	default:
		if s.special(msg) {
			return nil
		}
	}
	s.update(msg)
	return nil
}

func (s *Program) update(msg tea.Msg) {
	var cmd tea.Cmd
	s.model, cmd = s.model.Update(msg)
	s.changed = true
	s.start(cmd)
}

// draw writes the changes, unless there are none, a write is under way, or the last
// frame is too recent. In those cases the end of the write, or of the pause, draws
// them.
func (s *Program) draw() {
	if s.writing || s.waiting || s.lost || !s.changed && len(s.asked) == 0 {
		return
	}
	if left := betweenFrames - time.Since(s.drawn); left > 0 && !s.drawn.IsZero() {
		s.waiting = true
		s.gap.Reset(left)
		return
	}
	s.changed = false
	out := append(s.frame[:0], s.asked...)
	s.asked = nil
	view, rows := frame(s.model)
	out = s.render(out, view, rows)
	s.frame = out
	if len(out) == 0 {
		return
	}
	s.drawn = time.Now()
	s.write(out)
}
