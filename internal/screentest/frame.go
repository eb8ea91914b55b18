package screentest

import (
	"github.com/charmbracelet/x/ansi"

	"motoconsole/internal/screentest/grid"
)

// wholeFrames makes the terminal one that shows frames as a whole (mode 2026,
// synchronised output), as most terminals are. A frame that is larger than the
// kernel's buffer arrives in pieces, and a test that looks at the first piece
// finds one line of a page and misses another.
func (s *Terminal) wholeFrames() {
	// A program that asks about the mode learns that the terminal has it and that it is
	// off.
	_, _ = s.emu.Write([]byte(ansi.ResetModeSynchronizedOutput))
}

// mode notes what the program sets.
func (s *Terminal) mode(m ansi.Mode, on bool) {
	if m == ansi.ModeSynchronizedOutput && on {
		s.frame = s.text()
	}
	s.modes[m] = on
}

// text is what the last whole frame shows.
func (s *Terminal) text() string {
	if s.modes[ansi.ModeSynchronizedOutput] {
		return s.frame
	}
	return grid.Text(s.emu)
}

// left shows the screen that the program left, even in the middle of a frame.
func (s *Terminal) left() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.modes[ansi.ModeSynchronizedOutput] = false
	close(s.changed)
	s.changed = make(chan struct{})
}
