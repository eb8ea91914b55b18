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
	// stalledAfter ends a session whose terminal takes nothing more.
	stalledAfter = time.Minute
	// parting is how long an ending session waits for its terminal.
	parting = time.Second
)

var (
	// ErrHungUp says that nothing more can come from the terminal, or go to it.
	ErrHungUp = errors.New("the terminal is gone")
	// ErrStalled says that the terminal took nothing for a minute.
	ErrStalled = errors.New("the terminal takes nothing more")

	errPanicked = fmt.Errorf("%w: %w", tea.ErrProgramKilled, tea.ErrProgramPanic)
)

// defect is what the agent is told of a panic. The log has the rest.
const defect = "A defect of moto ended this session. A payment on its way is completed, and its outcome recorded.\r\n"

// Options are what a session is given of its terminal.
type Options struct {
	// Input has passed the filter of internal/keyboard. Its owner closes it after
	// the end of the session, which does not wait for a read.
	Input io.Reader
	// Output takes one write at a time. A write that hangs holds up no update.
	Output io.Writer
	// Width and Height are the size at first.
	Width, Height int
	// Profile says which colours the terminal has.
	Profile colorprofile.Profile
	// Filter may replace a message before it is handled, or drop it by nil.
	Filter func(tea.Model, tea.Msg) tea.Msg
	// Log is told of panics.
	Log *slog.Logger
}

// Session is a model at a terminal. Its methods are those of a [tea.Program], and
// its errors too.
type Session struct {
	opts  Options
	inbox *inbox
	ctx   context.Context // its cause says why the session ended
	end   context.CancelCauseFunc

	// The rest is the loop's alone.
	model   tea.Model
	size    tea.WindowSizeMsg
	screen  screen
	modes   modes
	shown   tea.View // the newest frame that was written
	changed bool     // the model was updated since
	asked   []byte   // what a command writes beside the frames
	frame   []byte
	drawn   time.Time
	gap     *time.Timer // until the next frame may be drawn
	waiting bool        // for that
	writing bool
	written chan error
	stall   *time.Timer
	turns   int // of the loop
}

// New makes the session of a model. It ends with the context.
func New(ctx context.Context, model tea.Model, opts Options) *Session {
	s := &Session{opts: opts, inbox: newInbox(), model: model, written: make(chan error, 1)}
	s.ctx, s.end = context.WithCancelCause(ctx)
	s.screen.profile = opts.Profile
	return s
}

// Send brings the model a message. It waits while very many others wait, and
// returns at once when the session has ended. The model must not call it.
func (s *Session) Send(msg tea.Msg) {
	if msg != nil {
		s.inbox.put(msg, s.ctx.Done())
	}
}

// Resize tells the session another size of its terminal. It never waits: of sizes
// that come faster than they are drawn, only the newest counts.
func (s *Session) Resize(width, height int) {
	s.inbox.resize(tea.WindowSizeMsg{Width: width, Height: height})
}

// Quit ends the session as the model's own [tea.Quit] does.
func (s *Session) Quit() { s.Send(tea.QuitMsg{}) }

// Kill ends the session at once.
func (s *Session) Kill() { s.end(tea.ErrProgramKilled) }

// Run shows the model until it quits, its context ends, or its terminal is gone;
// then it gives the terminal back as it was.
func (s *Session) Run() (tea.Model, error) {
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

// leave gives the model and lets go of it: a command that has not ended, such as a
// timer of minutes, keeps the session, but nothing of what it showed.
func (s *Session) leave() tea.Model {
	model := s.model
	s.model, s.shown, s.screen, s.asked, s.frame = nil, tea.View{}, screen{}, nil, nil
	return model
}

func stopped() *time.Timer {
	t := time.NewTimer(time.Hour)
	t.Stop()
	return t
}

// guard starts a goroutine whose panic ends the session and nothing else.
func (s *Session) guard(what string, f func()) { go s.guarded(what, f) }

// guarded runs f. When it returns after a panic, the session has ended: code
// that waits for f goes on without a result.
func (s *Session) guarded(what string, f func()) {
	if panics.Caught(s.opts.Log, what, f) {
		s.end(errPanicked)
	}
}

// over is why the context has ended.
func (s *Session) over() error {
	cause := context.Cause(s.ctx)
	if errors.Is(cause, tea.ErrProgramKilled) {
		return cause
	}
	return fmt.Errorf("%w: %w", tea.ErrProgramKilled, cause)
}
