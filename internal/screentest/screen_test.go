package screentest

import (
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"
)

func startScreen(t testing.TB, opts ...Option) *Screen {
	t.Helper()
	s := NewScreen(t, &demo{}, 40, 10, opts...)
	s.WaitFor(t, "size 40x10")
	return s
}

func TestScreenShows(t *testing.T) {
	s := startScreen(t)
	s.Type("Pay £5 日本")
	const want = "size 40x10 TrueColor\ntext Pay £5 日本|\npaste \"\"\nnotes init\n日本語 wide"
	s.WaitUntil(t, want, func(shown string) bool { return shown == want })
	if x, y, found := s.Find("wide"); x != 7 || y != 4 || !found {
		t.Errorf("wide is at %d, %d, %v", x, y, found)
	}
	if c := s.Cell(5, 1); c.Text != "P" || !c.Bold || c.Fg == nil || c.Italic || c.Conceal {
		t.Errorf("cell %+v", c)
	}
	if c := s.Cell(0, 4); c.Text != "日" || c.Bold || c.Fg != nil {
		t.Errorf("cell %+v", c)
	}
	if x, y, shown := s.Cursor(); y != 1 || x < 10 || !shown {
		t.Errorf("cursor %d, %d, %v", x, y, shown)
	}
	if !strings.Contains(s.Styled(), "\x1b[") || s.Title() != "demo" || s.Bells() != 0 {
		t.Errorf("styled %q, title %q, %d bells", s.Styled(), s.Title(), s.Bells())
	}
}

func TestScreenInput(t *testing.T) {
	s := startScreen(t)
	s.Press("A", "b", "backspace", "shift+tab", "esc")
	s.WaitFor(t, "notes init,shift+tab,esc")
	s.Press("c")
	s.WaitFor(t, "text Ac|")
	s.Paste("one\ntwo")
	s.WaitFor(t, `paste "one\ntwo"`)
	before := s.Bytes()
	s.Type("x")
	s.WaitFor(t, "Acx|")
	s.Settle(t)
	if n := s.Bytes() - before; n < 1 || n > 100 || s.Bytes() != len(s.Recorded()) {
		t.Errorf("a keystroke costs %d bytes", n)
	}
	s.Resize(60, 8)
	s.WaitFor(t, "size 60x8")
	s.Send(noted("sent"))
	s.WaitFor(t, ",sent")
	s.Press("enter")
	s.WaitGone(t, "Acx")
}

func TestScreenModes(t *testing.T) {
	s := startScreen(t)
	if s.AltScreen() || !s.Mode(ansi.ModeBracketedPaste) || s.Mode(ansi.ModeMouseNormal) {
		t.Errorf("alt screen %v, modes %v", s.AltScreen(), s.modes)
	}
	s.Press("ctrl+a")
	s.WaitUntil(t, "alternate screen", func(string) bool { return s.AltScreen() })
	s.WaitFor(t, "size 40x10")
	s.Press("ctrl+c")
	if model, err := s.Wait(t); err != nil || !model.(*demo).alt {
		t.Errorf("ended with %+v, %v", model, err)
	}
	if s.AltScreen() || s.Mode(ansi.ModeBracketedPaste) {
		t.Error("the program left its modes set")
	}
	s.Type("into the void")
}

func TestScreenOptions(t *testing.T) {
	s := NewScreen(t, &demo{}, 40, 10, Profile(colorprofile.ASCII))
	s.WaitFor(t, "size 40x10 Ascii")
	s.Type("x")
	s.WaitFor(t, "text x|")
	if c := s.Cell(5, 1); c.Fg != nil {
		t.Errorf("coloured without colours: %+v", c)
	}
	refuse := func(_ tea.Model, msg tea.Msg) tea.Msg {
		if _, ok := msg.(tea.PasteMsg); ok {
			return nil
		}
		return msg
	}
	s = NewScreen(t, &demo{}, 40, 10, Env("MOTO_TEST=1"), Program(tea.WithFilter(refuse)))
	s.WaitFor(t, "size 40x10")
	s.Paste("refused")
	s.Type("y")
	s.WaitFor(t, "text y|")
	if strings.Contains(s.Text(), "refused") {
		t.Error("the filter was not used")
	}
}

// The terminal's own answers reach the program only with Answering, and never block it.
func TestScreenAnswers(t *testing.T) {
	for _, answering := range []bool{false, true} {
		var colours, keyboards atomic.Int32
		spy := func(_ tea.Model, msg tea.Msg) tea.Msg {
			switch msg.(type) {
			case tea.BackgroundColorMsg:
				colours.Add(1)
			case tea.KeyboardEnhancementsMsg:
				keyboards.Add(1)
			}
			return msg
		}
		opts := []Option{Kitty(), Program(tea.WithFilter(spy))}
		if answering {
			opts = append(opts, Answering())
		}
		s := startScreen(t, opts...)
		for range 20 {
			s.Press("ctrl+g")
		}
		s.Press("esc", "z")
		s.WaitFor(t, "text z|")
		s.WaitFor(t, "init,esc")
		for end := time.Now().Add(s.timeout); answering && (colours.Load() == 0 || keyboards.Load() == 0) && time.Now().Before(end); {
			runtime.Gosched() // they are not drawn
		}
		if got := colours.Load() > 0 && keyboards.Load() > 0; got != answering {
			t.Errorf("answering %v: %d colours, %d keyboards", answering, colours.Load(), keyboards.Load())
		}
		s.Close()
	}
}

func TestScreenFailures(t *testing.T) {
	s := startScreen(t, Timeout(time.Minute))
	s.timeout = 30 * time.Millisecond
	message := failure(t, func(tb testing.TB) { s.WaitFor(tb, "no such text") })
	if !strings.Contains(message, `"no such text" did not appear`) || !strings.Contains(message, "│size 40x10") {
		t.Errorf("failed with %q", message)
	}
	message = failure(t, func(tb testing.TB) { s.WaitGone(tb, "size") })
	if !strings.Contains(message, `"size" was still there`) {
		t.Errorf("failed with %q", message)
	}
	message = failure(t, func(tb testing.TB) { _, _ = s.Wait(tb) })
	if !strings.Contains(message, "did not end") {
		t.Errorf("failed with %q", message)
	}
}

// A page arrives in pieces, and a test must not take the first piece for the whole.
func TestWholeFrames(t *testing.T) {
	term := newTerminal(t, 20, 3, newOptions(options{}, nil))
	write := func(text string) {
		if _, err := term.Write([]byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	write("before")
	write(ansi.SetModeSynchronizedOutput + "\rtop   ")
	if got := term.Text(); got != "before" {
		t.Errorf("half a frame: %q", got)
	}
	write("\r\nend" + ansi.ResetModeSynchronizedOutput)
	if got := term.Text(); got != "top\nend" {
		t.Errorf("the frame: %q", got)
	}
	write(ansi.SetModeSynchronizedOutput + "\rEND")
	term.left()
	if got := term.Text(); got != "top\nEND" {
		t.Errorf("what an ended program left: %q", got)
	}
}
