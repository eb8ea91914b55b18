package terminal_test

import (
	"bytes"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"

	"motoconsole/internal/keyboard"
	"motoconsole/internal/terminal"
)

// TestIdleCostsNothing: in an hour without events the session does not wake up once,
// even after keys were typed and drawn.
func TestIdleCostsNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l, m := newLine(), &notes{}
		r := start(t, m, l)
		for _, keys := range []string{"", "a", "bcd", "\x1b"} {
			l.press(keys)
			rest(time.Second)
			turns, views, writes := r.Turns(), m.views, len(l.written())
			rest(time.Hour)
			if r.Turns() != turns || m.views != views || len(l.written()) != writes {
				t.Errorf("after %q: %d turns, %d views, %d writes in an hour", keys, r.Turns()-turns, m.views-views, len(l.written())-writes)
			}
		}
	})
}

// TestDrawsOnTheEvent: the first key is drawn at once, those of a burst together.
func TestDrawsOnTheEvent(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLine()
		start(t, &notes{}, l)
		rest(time.Second)
		l.press("a")
		synctest.Wait() // without any time passing
		if got := l.row(0); got != "a" {
			t.Fatalf("shows %q", got)
		}
		writes := len(l.written())
		for range 10 {
			l.press("b")
		}
		synctest.Wait()
		if n := len(l.written()); n != writes {
			t.Errorf("%d frames within 4 ms", n-writes)
		}
		rest(5 * time.Millisecond)
		if n := len(l.written()); n != writes+1 || l.row(0) != "a"+strings.Repeat(" b", 10) {
			t.Errorf("%d frames, shows %q", n-writes, l.row(0))
		}
	})
}

// TestABlockedLine: while the terminal accepts nothing, the model is still updated.
// Afterwards the terminal shows the newest frame.
func TestABlockedLine(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l, m := newLine(), &notes{}
		r := start(t, m, l)
		rest(time.Second)
		let := l.hang()
		for i := range 20 {
			l.press(string(rune('a' + i)))
			rest(time.Second)
		}
		r.Send(note("news"))
		r.Resize(50, 6)
		synctest.Wait()
		if len(m.told) != 21 || m.size.Width != 50 {
			t.Fatalf("the model was told %q, size %v", m.told, m.size)
		}
		l.mu.Lock()
		l.emu.Resize(50, 6)
		l.mu.Unlock()
		writes := len(l.written())
		let()
		rest(time.Second)
		if n := len(l.written()); n != writes+2 { // the frame that hung, and the newest
			t.Errorf("%d frames", n-writes)
		}
		if got := l.row(0); got != strings.Join(m.told, " ") {
			t.Errorf("shows %q", got)
		}
	})
}

// TestStalled: a terminal that accepts nothing for a minute ends its session, and so
// does a failed write.
func TestStalled(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLine()
		r := start(t, &notes{}, l)
		let := l.hang()
		defer let()
		l.press("a")
		rest(59 * time.Second)
		select {
		case <-r.done:
			t.Fatal("ended too soon")
		default:
		}
		if err := r.ended(); !errors.Is(err, terminal.ErrStalled) || !errors.Is(err, tea.ErrProgramKilled) {
			t.Errorf("ended with %v", err)
		}
	})
	synctest.Test(t, func(t *testing.T) {
		l := newLine()
		r := start(t, &notes{}, l)
		l.mu.Lock()
		l.fails = errLine
		l.mu.Unlock()
		l.press("a")
		if err := r.ended(); !errors.Is(err, terminal.ErrHungUp) || !errors.Is(err, errLine) {
			t.Errorf("ended with %v", err)
		}
	})
}

// TestInbox: messages beyond the room wait outside. None is lost, and each sender's
// messages keep their order.
func TestInbox(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLine()
		open := make(chan struct{})
		m := &notes{}
		held := false
		l.opts.Filter = func(_ tea.Model, msg tea.Msg) tea.Msg {
			if msg == note("hold") && !held {
				held = true
				<-open
			}
			return msg
		}
		r := start(t, m, l)
		go r.Send(note("hold"))
		synctest.Wait()
		const each, senders = 500, 3
		for from := range senders {
			go func() {
				for i := range each {
					r.Send(note(fmt.Sprint(from, " ", i)))
				}
			}()
		}
		go l.press(strings.Repeat("k", each))
		synctest.Wait()
		if n := r.Waiting(); n > terminal.InboxRoom {
			t.Errorf("%d messages wait", n)
		}
		close(open)
		synctest.Wait()
		var keys int
		next := map[int]int{}
		for _, told := range m.told[1:] {
			var from, i int
			if told == "k" {
				keys++
			} else if _, err := fmt.Sscan(told, &from, &i); err != nil || next[from] != i {
				t.Fatalf("out of order: %q", told)
			} else {
				next[from]++
			}
		}
		if keys != each || next[0]+next[1]+next[2] != senders*each {
			t.Errorf("%d keys, %v", keys, next)
		}
	})
}

// TestEnds: a session ends when its model, its context, its input or an interrupt ends
// it. Then the terminal is restored.
func TestEnds(t *testing.T) {
	for name, c := range map[string]struct {
		end func(r *running, l *line)
		is  error
	}{
		"quit":      {func(_ *running, l *line) { l.press("q") }, nil},
		"Quit":      {func(r *running, _ *line) { r.Quit() }, nil},
		"interrupt": {func(_ *running, l *line) { l.press("i") }, tea.ErrInterrupted},
		"Kill":      {func(r *running, _ *line) { r.Kill() }, tea.ErrProgramKilled},
		"input":     {func(_ *running, l *line) { _ = l.keys.Close() }, terminal.ErrHungUp},
		"broken":    {func(_ *running, l *line) { _ = l.keys.CloseWithError(errLine) }, errLine},
	} {
		synctest.Test(t, func(t *testing.T) {
			l := newLine()
			m := &notes{does: func(key string) tea.Cmd {
				return map[string]tea.Cmd{"q": tea.Quit, "i": tea.Interrupt}[key]
			}, cursor: tea.NewCursor(1, 1)}
			r := start(t, m, l)
			begun := l.all.String()
			c.end(r, l)
			if err := r.ended(); !errors.Is(err, c.is) {
				t.Errorf("%s: ended with %v", name, err)
			}
			r.Send(note("too late")) // returns
			for _, mode := range []string{"?1049", "?2004", "?25"} {
				if on, off := strings.LastIndex(l.all.String(), mode+"h"), strings.LastIndex(l.all.String(), mode+"l"); (on > off) != (mode == "?25") {
					t.Errorf("%s: mode %s is on at %d, off at %d", name, mode, on, off)
				}
			}
			if !strings.Contains(begun, "\x1b]2;notes") || !strings.Contains(begun, "\x1b[>1u") || !strings.HasSuffix(l.all.String(), "\x1b[?25h") {
				t.Errorf("%s: began with %q, all %q", name, begun, l.all.String())
			}
		})
	}
}

// TestPanics: a panic anywhere ends its session with one sentence. Neither terminal nor
// log shows its value.
func TestPanics(t *testing.T) {
	boom := func() tea.Msg { panic("4111111111111111") }
	for name, does := range map[string]tea.Cmd{
		"update":      func() tea.Msg { return note("panic") },
		"command":     boom,
		"batch":       tea.Batch(boom, func() tea.Msg { return note("x") }),
		"sequence":    tea.Sequence(func() tea.Msg { return note("x") }, boom),
		"in sequence": tea.Sequence(tea.Batch(boom, boom), tea.Quit),
	} {
		synctest.Test(t, func(t *testing.T) {
			l := newLine()
			var log bytes.Buffer
			l.opts.Log = slog.New(slog.NewTextHandler(&log, nil))
			other := start(t, &notes{}, newLine())
			r := start(t, &notes{does: func(string) tea.Cmd { return does }}, l)
			l.press("a")
			err := r.ended()
			if !errors.Is(err, tea.ErrProgramPanic) {
				t.Errorf("%s: ended with %v", name, err)
			}
			synctest.Wait()
			last := l.all.String()
			if !strings.HasSuffix(last, "recorded.\r\n") || strings.Contains(last+log.String()+err.Error(), "4111") || log.Len() == 0 {
				t.Errorf("%s: %q, log %q, %v", name, last, log.String(), err)
			}
			select {
			case <-other.done:
				t.Errorf("%s: another session ended", name)
			default:
			}
		})
	}
}

// TestCommands: the parts of a batch run side by side, those of a sequence one after
// the other. Results after the end are dropped.
func TestCommands(t *testing.T) {
	say := func(words string) tea.Cmd { return func() tea.Msg { return note(words) } }
	later := func(d time.Duration, words string) tea.Cmd {
		return func() tea.Msg { time.Sleep(d); return note(words) }
	}
	synctest.Test(t, func(t *testing.T) {
		l := newLine()
		m := &notes{}
		m.does = func(key string) tea.Cmd {
			switch key {
			case "b":
				return tea.Batch(later(time.Second, "b1"), nil, tea.Batch(say("b2"), nil))
			case "s":
				return tea.Sequence(say("s1"), tea.Batch(later(2*time.Second, "s2"), later(time.Second, "s3")), nil, tea.Sequence(say("s4"), say("s5")), say("s6"))
			case "t":
				return tea.Tick(time.Minute, func(time.Time) tea.Msg { return note("tick") })
			}
			return nil
		}
		start(t, m, l)
		l.press("b")
		rest(5 * time.Second)
		l.press("s")
		rest(5 * time.Second)
		l.press("t")
		rest(2 * time.Minute)
		want := []string{"b", "b2", "b1", "s", "s1", "s3", "s2", "s4", "s5", "s6", "t", "tick"}
		if !slices.Equal(m.told, want) {
			t.Errorf("told %q", m.told)
		}
	})
	synctest.Test(t, func(t *testing.T) {
		l := newLine()
		m := &notes{does: func(string) tea.Cmd {
			return tea.Batch(tea.Sequence(later(time.Minute, "one"), say("two")), tea.Quit)
		}}
		r := start(t, m, l)
		l.press("a")
		if err := r.ended(); err != nil {
			t.Error(err)
		}
		rest(time.Hour)
		if len(m.told) != 1 {
			t.Errorf("told %q", m.told)
		}
	})
}

// TestRequests: what commands ask of the terminal reaches it.
func TestRequests(t *testing.T) {
	for asks, want := range map[string]struct {
		cmd tea.Cmd
		out string
	}{
		"background": {tea.RequestBackgroundColor, "\x1b]11;?\x07"},
		"clipboard":  {tea.SetClipboard("23-9-80001"), "\x1b]52;c;"},
		"raw":        {tea.Raw("\x1b[6n"), "\x1b[6n"},
		"clear":      {tea.ClearScreen, "\x1b[2J"},
	} {
		synctest.Test(t, func(t *testing.T) {
			l := newLine()
			start(t, &notes{does: func(string) tea.Cmd { return want.cmd }}, l)
			rest(time.Second)
			before := len(l.written())
			l.press("a")
			rest(time.Second)
			if out := strings.Join(l.written()[before:], ""); !strings.Contains(out, want.out) {
				t.Errorf("%s: %q", asks, out)
			}
		})
	}
}

// TestSizes: the session limits sizes that no terminal has.
func TestSizes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l, m := newLine(), &notes{}
		r := start(t, m, l)
		for _, size := range []tea.WindowSizeMsg{{Width: 1 << 30, Height: 1 << 30}, {Width: -1, Height: 7}, {}, {Width: 1, Height: 1}} {
			r.Resize(size.Width, size.Height)
			rest(time.Second)
			if m.size.Width > 512 || m.size.Height > 256 || m.size.Width < 0 {
				t.Errorf("size %v", m.size)
			}
		}
		r.Resize(40, 5)
		l.press("a")
		rest(time.Second)
		if l.row(0) != "a" || l.row(1) != "last row" {
			t.Errorf("shows %q, %q", l.row(0), l.row(1))
		}
	})
}

// TestNoDigitPasses: behind the keyboard's filter neither the model nor the output has
// a typed or pasted digit.
func TestNoDigitPasses(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l, m := newLine(), &notes{}
		in, digits := keyboard.New(l.in, make([]byte, keyboard.Memory))
		l.opts.Input = in
		start(t, m, l)
		for _, keys := range []string{"4111", "\x1b[200~111111111111\x1b[201~", "\x1b[49u", "\x1bOq", "x"} {
			l.press(keys)
			rest(time.Second)
		}
		told := strings.Join(m.told, "")
		if strings.ContainsAny(told, "0123456789") || !strings.HasSuffix(told, "x") || digits.Left() != 18 {
			t.Errorf("the model was told %q, %d digits", told, digits.Left())
		}
	})
}

// TestSmallAndLargeAgain: a window was made small and as large as before, and its client
// told only the last size. What the window had shown is shown again.
func TestSmallAndLargeAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLine()
		r := start(t, &notes{}, l)
		rest(time.Second)
		l.press("a")
		rest(time.Second)
		width, height := l.emu.Width(), l.emu.Height()
		l.emu.Resize(1, 1)
		l.emu.Resize(width, height)
		r.Resize(width, height)
		rest(time.Second)
		if l.row(0) != "a" || l.row(1) != "last row" {
			t.Errorf("shows %q, %q", l.row(0), l.row(1))
		}
	})
}
