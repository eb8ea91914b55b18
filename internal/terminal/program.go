package terminal

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/charmbracelet/colorprofile"

	"motoconsole/internal/panics"
)

const (
	// betweenFrames is how long a frame stays before the next: a burst of keys
	// becomes one frame, and the first key after a pause is drawn at once.
	betweenFrames = 4 * time.Millisecond
	// stalledAfter ends a session whose terminal accepts no more output.
	stalledAfter = time.Minute
	// parting is how long an ending session waits for its terminal.
	parting = time.Second
)

var (
	// ErrHungUp says that nothing more can come from the terminal, or go to it.
	ErrHungUp = errors.New("the terminal is gone")
	// ErrStalled says that the terminal accepted nothing for a minute.
	ErrStalled = errors.New("the terminal takes nothing more")

	errPanicked = fmt.Errorf("%w: %w", tea.ErrProgramKilled, tea.ErrProgramPanic)
)

// defect is the agent's text for a panic. The log has the rest.
const defect = "A defect of moto ended this session. A payment on its way is completed, and its outcome recorded.\r\n"

// Options configure a session's terminal.
type Options struct {
	// Input has passed the filter of internal/keyboard. Its owner closes it after
	// the end of the session, which does not wait for a read.
	Input io.Reader
	// Output takes one write at a time. A hanging write delays no update.
	Output io.Writer
	// Width and Height are the first size.
	Width, Height int
	// Profile says which colours the terminal has.
	Profile colorprofile.Profile
	// Filter may replace a message before it is handled, or drop it by nil.
	Filter func(tea.Model, tea.Msg) tea.Msg
	// Lost, if set, is called with the Output of a terminal that is gone, or accepts
	// nothing for a minute. The session goes on, and draws nothing until Attach. Without
	// it, the session ends. A session that begins without an Output has lost it.
	Lost func(output io.Writer)
	// Log receives panics.
	Log *slog.Logger
}

// Program is a model at a terminal. It has the methods of a [tea.Program], and its
// errors.
type Program struct {
	opts  Options
	inbox *inbox
	ctx   context.Context // its cause says why the session ended
	end   context.CancelCauseFunc

	// Only the loop uses the fields below.
	model   tea.Model
	size    tea.WindowSizeMsg
	screen  screen
	modes   modes
	changed bool   // the model has been updated since the newest frame
	asked   []byte // written by a command beside the frames
	frame   []byte
	drawn   time.Time
	gap     *time.Timer // until the next frame may be drawn
	waiting bool        // for the gap to end
	writing bool
	written chan error
	stall   *time.Timer
	turns   int // of the loop

	lost     bool          // nothing is drawn
	release  chan struct{} // closed when the terminal is given back; nil if no caller waits for it
	restored bool          // the terminal, for the release
	coming   *Line         // the next terminal; nil for none
}

// New makes the session of a model. It ends with the context.
func New(ctx context.Context, model tea.Model, opts Options) *Program {
	s := &Program{opts: opts, inbox: newInbox(), model: model, written: make(chan error, 1)}
	s.ctx, s.end = context.WithCancelCause(ctx)
	s.screen.profile = opts.Profile
	s.lost = opts.Output == nil && opts.Lost != nil
	return s
}

// Send passes the model a message. It waits while very many others wait, and
// returns at once when the session has ended. The model must not call it.
func (s *Program) Send(msg tea.Msg) {
	if msg != nil {
		s.inbox.put(msg, s.ctx.Done())
	}
}

// Resize tells the session a new size of its terminal. It never waits. If sizes
// come faster than they are drawn, only the newest counts.
func (s *Program) Resize(width, height int) {
	s.inbox.resize(tea.WindowSizeMsg{Width: width, Height: height})
}

// Quit ends the session like the model's own [tea.Quit].
func (s *Program) Quit() { s.Send(tea.QuitMsg{}) }

// Kill ends the session at once.
func (s *Program) Kill() { s.end(tea.ErrProgramKilled) }

// Done is closed when the session ends.
func (s *Program) Done() <-chan struct{} { return s.ctx.Done() }

// Run shows the model until it quits, its context ends, or its terminal is gone.
// Then it restores the terminal.
func (s *Program) Run() (tea.Model, error) {
	var err error
	s.gap, s.stall = stopped(), stopped()
	if panics.Caught(s.opts.Log, "a session", func() { err = s.loop() }) {
		err = errPanicked
	}
	s.end(err)
	s.gap.Stop()
	s.stall.Stop()
	s.part(errors.Is(err, tea.ErrProgramPanic))
	return s.leave(), err
}

// leave returns the model and drops it: a command that has not ended, such as a
// timer of minutes, keeps the session, but nothing that it showed, and nothing of the
// line, whose buffers may hold what was typed.
func (s *Program) leave() tea.Model {
	model := s.model
	s.model, s.screen, s.asked, s.frame = nil, screen{}, nil, nil
	s.opts.Input, s.opts.Output = nil, nil
	return model
}

func stopped() *time.Timer {
	t := time.NewTimer(time.Hour)
	t.Stop()
	return t
}

// guard starts a goroutine whose panic ends only the session.
func (s *Program) guard(what string, f func()) { go s.guarded(what, f) }

// guarded runs f. When it returns after a panic, the session has ended: code
// that waits for f goes on without a result.
func (s *Program) guarded(what string, f func()) {
	if panics.Caught(s.opts.Log, what, f) {
		s.end(errPanicked)
	}
}

// over is why the context ended.
func (s *Program) over() error {
	cause := context.Cause(s.ctx)
	if errors.Is(cause, tea.ErrProgramKilled) {
		return cause
	}
	return fmt.Errorf("%w: %w", tea.ErrProgramKilled, cause)
}
