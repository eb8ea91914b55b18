package ui

import (
	"testing"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/screentest"
)

// manySites is a console with sites to choose from, on the page where they stand.
func manySites(t *testing.T, opts ...screentest.Option) (*Root, *screentest.Screen) {
	t.Helper()
	c := newClock()
	session := newSession(&bank{answer: approved}, c, gateway.ModeTest)
	session.Sites = []string{session.Site, "test_northgate", "southgate"}
	root := New(session)
	s := screentest.NewScreen(t, root, 80, 24, opts...)
	s.WaitFor(t, "Your payments today")
	s.Press("s")
	s.WaitFor(t, "Take payments for")
	c.wait(time.Second)
	s.Settle(t)
	return root, s
}

func TestSitesPage(t *testing.T) {
	showing{"sites", func(t *testing.T, opts ...screentest.Option) *screentest.Screen {
		_, s := manySites(t, opts...)
		return s
	}}.inEveryLook(t)
}

// TestChooseSite: Enter on another site ends the console with its name, and on the
// site of now, as Esc, leads home. The selection stops at both ends of the list.
func TestChooseSite(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		for _, row := range []struct {
			keys []string
			next string
		}{
			{[]string{"enter"}, ""},
			{[]string{"esc"}, ""},
			{[]string{"down", "up", "up", "enter"}, ""},
			{[]string{"down", "enter"}, "test_northgate"},
			{[]string{"down", "down", "down", "down", "enter"}, "southgate"},
			{[]string{"end", "x", "enter"}, "southgate"},
		} {
			root, s := manySites(t)
			s.Press(row.keys...)
			if row.next == "" {
				s.WaitFor(t, "Your payments today")
			} else {
				_, _ = s.Wait(t)
			}
			if next, _ := root.NextSite(); next != row.next {
				t.Errorf("%v: goes on at %q, want %q", row.keys, next, row.next)
			}
			s.Close()
		}
	})
}
