package terminal_test

import (
	"context"
	"errors"
	"io"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/vt"

	"motoconsole/internal/terminal"
)

// note is a message that the model writes down.
type note string

// notes is a model that shows the messages it was given.
type notes struct {
	told   []string
	size   tea.WindowSizeMsg
	does   func(key string) tea.Cmd
	views  int
	cursor *tea.Cursor
}

func (n *notes) Init() tea.Cmd { return nil }

func (n *notes) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		n.size = msg
	case note:
		if msg == "panic" {
			panic("4111111111111111")
		}
		n.told = append(n.told, string(msg))
	case tea.PasteMsg:
		n.told = append(n.told, "pasted "+msg.Content)
	case tea.KeyPressMsg:
		n.told = append(n.told, msg.String())
		if n.does != nil {
			return n, n.does(msg.String())
		}
	}
	return n, nil
}

func (n *notes) View() tea.View {
	n.views++
	v := tea.NewView(strings.Join(n.told, " ") + "\nlast row")
	v.AltScreen, v.WindowTitle, v.Cursor = true, "notes", n.cursor
	return v
}

// line is a terminal at the end of a line. Its lock is one that a bubble's clock
// does not wait for.
type line struct {
	keys   *io.PipeWriter
	in     *io.PipeReader
	opts   terminal.Options
	blocks chan struct{} // while it is not nil, a write waits for it to close

	mu     sync.Mutex
	emu    *vt.Emulator
	all    strings.Builder
	writes []string
	fails  error
}

func newLine() *line {
	l := &line{emu: vt.NewEmulator(40, 5)}
	l.in, l.keys = io.Pipe()
	go func() { _, _ = io.Copy(io.Discard, l.emu) }() // the terminal's answers
	l.opts = terminal.Options{Input: l.in, Output: l, Width: 40, Height: 5, Profile: colorprofile.ANSI}
	return l
}

func (l *line) Write(p []byte) (int, error) {
	l.mu.Lock()
	blocks := l.blocks
	l.mu.Unlock()
	if blocks != nil {
		<-blocks
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.fails != nil {
		return 0, l.fails
	}
	l.writes = append(l.writes, string(p))
	l.all.Write(p)
	_, _ = l.emu.Write(p)
	_, _ = l.emu.WriteString("\x1b[m")
	return len(p), nil
}

func (l *line) hang() (let func()) {
	l.mu.Lock()
	defer l.mu.Unlock()
	blocks := make(chan struct{})
	l.blocks = blocks
	return func() {
		l.mu.Lock()
		l.blocks = nil
		l.mu.Unlock()
		close(blocks)
	}
}

func (l *line) row(y int) string {
	l.mu.Lock()
	defer l.mu.Unlock()
	var b strings.Builder
	for x := range l.emu.Width() {
		if c := l.emu.CellAt(x, y); c != nil {
			b.WriteString(c.Content)
		}
	}
	return strings.TrimRight(b.String(), " ")
}

func (l *line) written() []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return append([]string(nil), l.writes...)
}

func (l *line) press(keys string) { _, _ = io.WriteString(l.keys, keys) }

// running is a session that runs in a synctest bubble.
type running struct {
	*terminal.Program
	done chan struct{}
	err  error
}

// start runs a model. The session ends with the test, if it has not ended before.
func start(t *testing.T, model tea.Model, l *line) *running {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	r := &running{Program: terminal.New(ctx, model, l.opts), done: make(chan struct{})}
	go func() {
		defer close(r.done)
		_, r.err = r.Run()
	}()
	t.Cleanup(func() {
		cancel()
		<-r.done
		_ = l.in.Close()
		_ = l.keys.Close()
		if answers, ok := l.emu.InputPipe().(io.Closer); ok {
			_ = answers.Close()
		}
		time.Sleep(time.Hour)
	})
	synctest.Wait()
	return r
}

// rest lets time pass, and waits until all its effects are done.
func rest(d time.Duration) {
	time.Sleep(d)
	synctest.Wait()
}

// ended waits for the session's end and returns its error.
func (r *running) ended() error {
	<-r.done
	return r.err
}

var errLine = errors.New("the line broke")
