package screentest

import (
	"fmt"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"
)

// maxMessages ends a model that keeps sending messages to itself.
const maxMessages = 10_000

// Model runs a model without a terminal. A call returns once its message, and every
// message that follows from it, has been handled. A command that takes longer than
// [HoldAfter] is held, and its result comes in with Drain or WaitFor. A Model is for
// one goroutine. In a testing/synctest bubble timers cost no time.
type Model struct {
	t     testing.TB
	opts  options
	model tea.Model
	queue []delivery
	held  []*heldCmd
	seen  []tea.Msg
	quit  bool
}

// NewModel starts a model as a program does: Init, then the colour profile and
// the window size.
func NewModel(t testing.TB, model tea.Model, width, height int, opts ...Option) *Model {
	t.Helper()
	m := &Model{t: t, model: model, opts: newOptions(options{
		profile: colorprofile.TrueColor, timeout: 8 * time.Minute, holdAfter: 50 * time.Millisecond, messages: maxMessages,
	}, opts)}
	init := model.Init()
	m.post(tea.ColorProfileMsg{Profile: m.opts.profile})
	m.post(tea.WindowSizeMsg{Width: width, Height: height})
	m.start(init, func() {})
	m.run()
	return m
}

// Type presses the keys of text, one grapheme each. A line feed is Enter.
func (m *Model) Type(text string) {
	m.t.Helper()
	for _, key := range splitText(text) {
		m.Send(key)
	}
}

// Press presses keys by name, such as "ctrl+r" or "enter".
func (m *Model) Press(names ...string) {
	m.t.Helper()
	for _, name := range names {
		key, err := parseKey(name)
		if err != nil {
			m.t.Fatalf("press: %v", err)
		}
		m.Send(key)
	}
}

// Paste pastes text as a terminal with bracketed paste does.
func (m *Model) Paste(text string) {
	m.t.Helper()
	m.Send(tea.PasteStartMsg{})
	m.Send(tea.PasteMsg{Content: text})
	m.Send(tea.PasteEndMsg{})
}

// Resize tells the model a new window size.
func (m *Model) Resize(width, height int) {
	m.t.Helper()
	m.Send(tea.WindowSizeMsg{Width: width, Height: height})
}

// Send gives the model a message and runs what follows from it.
func (m *Model) Send(msg tea.Msg) {
	m.t.Helper()
	m.post(msg)
	m.run()
}

// View is the text of the view without styles.
func (m *Model) View() string { return ansi.Strip(m.model.View().Content) }

// Raw is the view as the program would get it.
func (m *Model) Raw() tea.View { return m.model.View() }

// Current is the model as the last Update returned it.
func (m *Model) Current() tea.Model { return m.model }

// Quitting reports whether the model has quit. It gets no message after that.
func (m *Model) Quitting() bool { return m.quit }

// Messages are all messages the model was given, in order.
func (m *Model) Messages() []tea.Msg { return m.seen }

// Held is the number of commands that have not answered yet.
func (m *Model) Held() int { return len(m.held) }

// Drain waits for the commands held now and takes in their results. Commands that
// follow from those may be held in turn.
func (m *Model) Drain() {
	m.t.Helper()
	deadline := time.NewTimer(m.opts.timeout)
	defer deadline.Stop()
	for _, h := range append([]*heldCmd(nil), m.held...) {
		for m.holds(h) {
			if !m.take(deadline.C) {
				m.t.Fatalf("drain: %d commands did not end within %v", len(m.held), m.opts.timeout)
			}
		}
	}
}

// WaitFor takes in results of held commands until the view shows text.
func (m *Model) WaitFor(text string) {
	m.t.Helper()
	deadline := time.NewTimer(m.opts.timeout)
	defer deadline.Stop()
	for view := m.View(); !strings.Contains(view, text); view = m.View() {
		if len(m.held) == 0 || !m.take(deadline.C) {
			m.t.Fatalf("%q did not appear (%d commands held)\n%s", text, len(m.held), dump(view))
		}
	}
}

// dump frames a screen for a failure message.
func dump(text string) string {
	var b strings.Builder
	b.WriteString("the screen shows\n")
	for i, line := range strings.Split(text, "\n") {
		fmt.Fprintf(&b, "%3d│%s\n", i, line)
	}
	return b.String()
}
