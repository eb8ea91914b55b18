package screentest

import (
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	"github.com/google/go-cmp/cmp"
)

// TestServed: a served session shows the same as Bubble Tea's program, gets the same
// keys, and restores the terminal.
func TestServed(t *testing.T) {
	var shown [2][][]Cell
	for i, opts := range [][]Option{nil, {Served()}} {
		s := startScreen(t, append(opts, Kitty(), Answering())...)
		s.Press("ctrl+a")
		s.WaitUntil(t, "alternate screen", func(string) bool { return s.AltScreen() })
		s.Type("Pay £5 日本")
		s.Press("esc", "shift+tab", "backspace")
		s.Paste("one\ntwo")
		s.WaitFor(t, `paste "one\ntwo"`)
		s.Press("ctrl+s")
		s.WaitFor(t, "s4")
		s.Resize(60, 8)
		s.WaitFor(t, "size 60x8")
		s.Send(noted("sent"))
		s.WaitFor(t, ",sent")
		s.Settle(t)
		shown[i] = s.Rows()
		if s.Title() != "demo" || !s.Mode(ansi.ModeBracketedPaste) {
			t.Errorf("%d: title %q, modes %v", i, s.Title(), s.modes)
		}
		s.Press("ctrl+c")
		if model, err := s.Wait(t); err != nil || !model.(*demo).alt {
			t.Errorf("%d: ended with %+v, %v", i, model, err)
		}
		if s.AltScreen() || s.Mode(ansi.ModeBracketedPaste) || s.Title() != "" {
			t.Errorf("%d: the program left its modes set", i)
		}
	}
	if d := cmp.Diff(shown[0], shown[1]); d != "" {
		t.Errorf("- program, + session\n%s", d)
	}
}

// TestServedFilter: on both, every message passes the filter.
func TestServedFilter(t *testing.T) {
	for _, opts := range [][]Option{nil, {Served()}} {
		s := startScreen(t, append(opts, Filter(func(_ tea.Model, msg tea.Msg) tea.Msg {
			if _, pasted := msg.(tea.PasteMsg); pasted {
				return nil
			}
			return msg
		}))...)
		s.Paste("refused")
		s.Type("y")
		s.WaitFor(t, "text y|")
		s.WaitFor(t, `paste ""`)
	}
}
