package terminal_test

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"
)

// framed is a model that gives its frame as rows, always in the same memory.
type framed struct {
	*notes
	rows []string
}

func (f *framed) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	_, cmd := f.notes.Update(msg)
	return f, cmd
}

func (f *framed) View() tea.View { panic("the view was put together") }

// Frame implements terminal.Framer.
func (f *framed) Frame() (tea.View, []string) {
	v := f.notes.View()
	f.rows = append(f.rows[:0], strings.Split(v.Content, "\n")...)
	v.Content = ""
	return v, f.rows
}

// TestFramer: the rows of a model are shown as a content is, at every size.
func TestFramer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLine()
		s := start(t, &framed{notes: &notes{told: []string{"\x1b[1mone"}}}, l)
		shows := func(rows ...string) {
			t.Helper()
			rest(time.Second)
			for y, want := range rows {
				if got := l.row(y); got != want {
					t.Errorf("row %d is %q, want %q", y, got, want)
				}
			}
		}
		shows("one", "last row", "")
		s.Send(note("two"))
		shows("one two", "last row", "")
		if c := l.emu.CellAt(0, 1); c == nil || c.Style.Attrs == 0 {
			t.Error("a style does not go on in the row below")
		}
		s.Send(note("three\nfour"))
		shows("one two three", "four", "last row")
		s.Resize(40, 1)
		shows("one two three")
		s.Resize(40, 5)
		shows("one two three", "four", "last row", "")
	})
}
