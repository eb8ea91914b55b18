package screentest

import (
	"io"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
)

// Option changes how a level runs. An option that does not concern a level is
// ignored by it.
type Option func(*options)

type options struct {
	profile   colorprofile.Profile
	env       []string
	timeout   time.Duration
	holdAfter time.Duration
	program   []tea.ProgramOption
	through   func(io.Reader) io.Reader
	answering bool
	kitty     bool
	unsized   bool
	messages  int // see maxMessages
	served    bool
	filter    func(tea.Model, tea.Msg) tea.Msg
}

func newOptions(base options, opts []Option) options {
	for _, opt := range opts {
		opt(&base)
	}
	return base
}

// Profile sets the colours of the terminal; without it, TrueColor.
func Profile(p colorprofile.Profile) Option { return func(o *options) { o.profile = p } }

// Env adds variables ("NAME=value") to the program's environment, after
// TERM=xterm-256color.
func Env(vars ...string) Option {
	return func(o *options) { o.env = append(o.env, vars...) }
}

// Timeout bounds every wait; without it, 8 minutes. It ends a test that hangs, and no
// slow machine should ever reach it.
func Timeout(d time.Duration) Option { return func(o *options) { o.timeout = d } }

// HoldAfter sets how long [Model] waits for a command before it holds it and goes on;
// without it, 50 milliseconds.
func HoldAfter(d time.Duration) Option { return func(o *options) { o.holdAfter = d } }

// Program adds options to Bubble Tea's program of [NewScreen].
func Program(opts ...tea.ProgramOption) Option {
	return func(o *options) { o.program = append(o.program, opts...) }
}

// Filter may replace a message before the program of [NewScreen] handles it.
func Filter(filter func(tea.Model, tea.Msg) tea.Msg) Option {
	return func(o *options) { o.filter = filter }
}

// Served makes [NewScreen] run the model as a served session does, in place of Bubble
// Tea's program.
func Served() Option { return func(o *options) { o.served = true } }

// Through puts a reader between the keyboard of [NewScreen] and the program.
func Through(filter func(io.Reader) io.Reader) Option {
	return func(o *options) { o.through = filter }
}

// Answering makes the emulator of [NewScreen] answer the program's queries. In
// a pseudo-terminal it always does.
func Answering() Option { return func(o *options) { o.answering = true } }

// Mute makes the emulator of a pseudo-terminal answer nothing: a test plays the terminal.
func Mute() Option { return func(o *options) { o.answering = false } }

// Kitty makes the terminal speak the kitty keyboard protocol: it tells the
// program so, and sends Esc and modified keys in its form once the program has
// asked for that. Without it the terminal is an xterm.
func Kitty() Option { return func(o *options) { o.kitty = true } }

// Unsized makes a pseudo-terminal say that it is 0 cells wide and high, as serial
// lines and some containers do. The emulator has a size all the same.
func Unsized() Option { return func(o *options) { o.unsized = true } }
