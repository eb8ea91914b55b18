package terminal_test

import (
	"io"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/charmbracelet/colorprofile"

	"motoconsole/internal/terminal"
)

// TestAttach: a session whose terminal is lost goes on, draws nothing, and draws all on
// the next terminal, of another size and other colours.
func TestAttach(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l, m := newLine(), &notes{}
		lost := make(chan io.Writer, 10)
		l.opts.Lost = func(output io.Writer) { lost <- output }
		r := start(t, m, l)
		l.press("a")
		rest(time.Second)
		l.mu.Lock()
		l.fails = errLine
		l.mu.Unlock()
		l.press("b")
		rest(time.Second)
		if len(lost) != 1 || <-lost != io.Writer(l) {
			t.Fatal("its owner is not told which terminal is lost")
		}
		views := m.views
		l.press("c")
		rest(time.Minute)
		if m.views != views || len(m.told) != 3 || len(lost) != 0 {
			t.Errorf("%d views, told %q", m.views-views, m.told)
		}
		other := newLine()
		defer func() {
			if answers, ok := other.emu.InputPipe().(io.Closer); ok {
				_ = answers.Close()
			}
		}()
		r.Attach(terminal.Line{Output: other, Width: 30, Height: 4, Profile: colorprofile.ASCII, Then: note("back")})
		rest(time.Second)
		if got := other.row(0); got != "a b c back" || other.row(1) != "last row" {
			t.Errorf("shows %q", got)
		}
		if first := other.written()[0]; !strings.Contains(first, "\x1b[?1049h") || !strings.Contains(first, "\x1b[2J") || m.size.Width != 30 {
			t.Errorf("%q, %v", first, m.size)
		}
	})
}

// TestRelease: a terminal is given back as it was, and nothing is written to it
// afterwards. One that takes nothing is lost once its write ends.
func TestRelease(t *testing.T) {
	for _, hangs := range []bool{false, true} {
		synctest.Test(t, func(t *testing.T) {
			l, m := newLine(), &notes{}
			lost := make(chan io.Writer, 10)
			l.opts.Lost = func(output io.Writer) { lost <- output }
			r := start(t, m, l)
			rest(time.Second)
			let := func() {}
			if hangs {
				let = l.hang()
				l.press("a")
				synctest.Wait()
			}
			released := r.Release()
			synctest.Wait()
			select {
			case <-released:
				if hangs {
					t.Error("released during a write")
				}
			default:
				if !hangs {
					t.Error("not released")
				}
			}
			let()
			<-released
			if all := l.all.String(); !strings.HasSuffix(all, "\x1b[?1049l\x1b[?25h") {
				t.Errorf("it is not restored: %q", all)
			}
			writes := len(l.written())
			l.press("b")
			rest(time.Minute)
			if len(l.written()) != writes || len(lost) != 0 {
				t.Error("something is written afterwards, or told")
			}
		})
	}
}

// TestLostWhileItTakesNothing: after a minute its owner is told, once, and the session
// goes on.
func TestLostWhileItTakesNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l, m := newLine(), &notes{}
		lost := make(chan io.Writer, 10)
		l.opts.Lost = func(output io.Writer) { lost <- output }
		r := start(t, m, l)
		rest(time.Second)
		let := l.hang()
		l.press("a")
		rest(2 * time.Minute)
		if len(lost) != 1 {
			t.Fatalf("told %d times", len(lost))
		}
		let()
		rest(time.Second)
		select {
		case <-r.Done():
			t.Error("it ended")
		default:
		}
		if len(m.told) != 1 || len(lost) != 1 {
			t.Errorf("%q, told %d times", m.told, len(lost))
		}
	})
}
