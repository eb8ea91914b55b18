//go:build scannable

package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime"
	"runtime/pprof"
	"syscall"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"golang.org/x/term"

	"motoconsole/internal/app"
	"motoconsole/internal/terminal"
	"motoconsole/ui"
)

// testOptions lets the leak test make the console panic.
func testOptions() []tea.ProgramOption {
	return []tea.ProgramOption{tea.WithFilter(func(_ tea.Model, msg tea.Msg) tea.Msg { return testFilter(msg) })}
}

// testScreen shows a desk's console by the runtime of `moto serve`, for the tests that hold
// it against Bubble Tea's program. It does what they need, and not all that a desk does.
func (p program) testScreen(ctx context.Context, session *app.Session, colour string, input io.Reader, output io.Writer) app.Program {
	if p.getenv("MOTO_TEST_RUNTIME") != "served" {
		return nil
	}
	o := terminal.Options{Input: input, Output: output, Filter: ui.Sized, Log: session.Log()}
	o.Width, o.Height, _ = term.GetSize(int(p.stdout.Fd()))
	var forced bool
	if o.Profile, forced = terminal.Forced(colour, p.getenv); !forced {
		o.Profile = colorprofile.Detect(p.stdout, os.Environ())
	}
	return &deskProgram{terminal.New(ctx, session.Root(), o), p.stdin, p.stdout}
}

// deskProgram is the runtime of a served session, at the terminal of this process.
type deskProgram struct {
	*terminal.Program
	in, out *os.File
}

// Run implements app.Program.
func (s *deskProgram) Run() (tea.Model, error) {
	before, err := term.MakeRaw(int(s.in.Fd()))
	if err != nil {
		return nil, err
	}
	defer func() { _ = term.Restore(int(s.in.Fd()), before) }()
	sizes := make(chan os.Signal, 1)
	signal.Notify(sizes, syscall.SIGWINCH)
	defer signal.Stop(sizes)
	go func() {
		for {
			select {
			case <-sizes:
				if width, height, err := term.GetSize(int(s.out.Fd())); err == nil {
					s.Resize(width, height)
				}
			case <-s.Done():
				return
			}
		}
	}()
	return s.Program.Run()
}

// testFilter panics in Update (F12) and in a command (F11), with a value that must not be
// shown.
func testFilter(msg tea.Msg) tea.Msg {
	defect := func() tea.Msg { panic(errors.New("the value of a panic")) }
	if k, ok := msg.(tea.KeyPressMsg); ok && k.Code == tea.KeyF12 {
		return defect()
	} else if ok && k.Code == tea.KeyF11 {
		return tea.BatchMsg{defect}
	}
	return msg
}

// testFigures tells the soak test, at each SIGUSR1, how many goroutines there are and how
// many bytes are in use after a collection, in the file that MOTO_TEST_FIGURES names, and
// where the goroutines are in a file beside it.
func (p program) testFigures() {
	path := p.getenv("MOTO_TEST_FIGURES")
	if path == "" {
		return
	}
	asked := make(chan os.Signal, 1)
	signal.Notify(asked, syscall.SIGUSR1)
	go func() {
		for range asked {
			runtime.GC()
			runtime.GC()
			var memory runtime.MemStats
			runtime.ReadMemStats(&memory)
			var stacks bytes.Buffer
			_ = pprof.Lookup("goroutine").WriteTo(&stacks, 1)
			_ = os.WriteFile(path+".goroutines", stacks.Bytes(), 0o600)
			_ = os.WriteFile(path+".new", fmt.Appendf(nil, "%d %d\n", runtime.NumGoroutine(), memory.HeapAlloc), 0o600)
			_ = os.Rename(path+".new", path)
		}
	}()
}

// testTimes lets the leak test wait for seconds instead of minutes; the
// configuration has a minimum for both times.
func (p program) testTimes(cardIdle, lockAfter time.Duration) (_, _ time.Duration) {
	shorter := func(name string, configured time.Duration) time.Duration {
		if short, err := time.ParseDuration(p.getenv(name)); err == nil {
			return short
		}
		return configured
	}
	return shorter("MOTO_TEST_CARD_IDLE", cardIdle), shorter("MOTO_TEST_LOCK_AFTER", lockAfter)
}
