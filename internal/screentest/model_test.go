package screentest

import (
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"
)

// startModel is for a synctest bubble, where a busy machine holds no command.
func startModel(t testing.TB, opts ...Option) (*Model, *demo) {
	t.Helper()
	d := &demo{}
	return NewModel(t, d, 40, 10, opts...), d
}

func TestModelStart(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m, _ := startModel(t)
		for _, want := range []string{"size 40x10 TrueColor", "notes init", "日本語"} {
			if !strings.Contains(m.View(), want) {
				t.Errorf("no %q in\n%s", want, m.View())
			}
		}
		if strings.Contains(m.View(), "\x1b") {
			t.Errorf("styles left in the view: %q", m.View())
		}
		if m.Raw().WindowTitle != "demo" || !strings.Contains(m.Raw().Content, "\x1b[1;31m") {
			t.Errorf("raw view is %+v", m.Raw())
		}
	})
}

func TestModelInput(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m, d := startModel(t)
		m.Type("Pay £5 日本 e\u0301")
		if want := "Pay £5 日本 e\u0301"; d.text != want {
			t.Errorf("text is %q, want %q", d.text, want)
		}
		m.Press("backspace", "backspace", "enter", "x", "space", "+", "shift+tab", "alt+left")
		if d.text != "x +" || !slices.Contains(d.notes, "shift+tab") || !slices.Contains(d.notes, "alt+left") {
			t.Errorf("text %q, notes %q", d.text, d.notes)
		}
		m.Type("a\nb\tc")
		if d.text != "bc" || !slices.Contains(d.notes, "tab") {
			t.Errorf("text %q, notes %q", d.text, d.notes)
		}
		m.Paste("two\nlines")
		m.Resize(20, 5)
		if d.pasted != "two\nlines" || d.text != "bc" || !strings.Contains(m.View(), "size 20x5") {
			t.Errorf("pasted %q\n%s", d.pasted, m.View())
		}
		if _, ok := m.Messages()[len(m.Messages())-2].(tea.PasteEndMsg); !ok {
			t.Errorf("messages end in %T", m.Messages()[len(m.Messages())-2])
		}
	})
}

func TestModelCommands(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m, d := startModel(t)
		m.Press("ctrl+b")
		if !slices.Equal(d.notes, []string{"init", "b1", "b2", "b3"}) {
			t.Errorf("notes %q", d.notes)
		}
		m.Press("ctrl+t")
		if m.Held() != 1 || slices.Contains(d.notes, "tick") {
			t.Errorf("%d held, notes %q", m.Held(), d.notes)
		}
		m.Drain()
		if m.Held() != 0 || !slices.Contains(d.notes, "tick") {
			t.Errorf("%d held, notes %q", m.Held(), d.notes)
		}
		m.Press("ctrl+t")
		m.WaitFor("tick,tick")
		m.Press("ctrl+c", "x")
		if !m.Quitting() || d.text != "" {
			t.Errorf("after quit: quitting %v, text %q", m.Quitting(), d.text)
		}
	})
}

// A sequence waits for all of one step, held or not, before the next.
func TestModelSequence(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m, d := startModel(t)
		m.Press("ctrl+s")
		if want := []string{"init", "s1", "s3"}; !slices.Equal(d.notes, want) {
			t.Errorf("notes %q, want %q", d.notes, want)
		}
		m.Drain()
		if want := []string{"init", "s1", "s3", "s2", "s4"}; !slices.Equal(d.notes, want) {
			t.Errorf("notes %q, want %q", d.notes, want)
		}
	})
}

func TestModelFakeTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m, d := startModel(t, HoldAfter(time.Hour))
		m.Press("ctrl+t")
		if m.Held() != 0 || !slices.Contains(d.notes, "tick") {
			t.Errorf("%d held, notes %q", m.Held(), d.notes)
		}
	})
}

func TestModelFailures(t *testing.T) {
	for name, run := range map[string]struct {
		do   func(m *Model)
		want string
	}{
		"text that never comes":    {func(m *Model) { m.WaitFor("no such text") }, `"no such text" did not appear`},
		"text held too long":       {func(m *Model) { m.Press("ctrl+t"); m.WaitFor("tick") }, "1 commands held"},
		"command that never ends":  {func(m *Model) { m.Press("ctrl+t"); m.Drain() }, "did not end within"},
		"messages without end":     {func(m *Model) { m.Press("ctrl+l") }, "still sends itself"},
		"command that panics":      {func(m *Model) { m.Press("ctrl+p") }, "broken command"},
		"key that does not exist":  {func(m *Model) { m.Press("hyperspace") }, "no key is called"},
		"failure shows the screen": {func(m *Model) { m.WaitFor("nothing") }, "│size 40x10"},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				message := failure(t, func(tb testing.TB) {
					m, _ := startModel(tb, Timeout(time.Millisecond), func(o *options) { o.messages = 100 })
					run.do(m)
				})
				if !strings.Contains(message, run.want) {
					t.Errorf("failed with %q", message)
				}
				time.Sleep(time.Second) // the held command ends
			})
		})
	}
}
