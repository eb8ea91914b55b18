package app

import (
	"fmt"
	"testing"

	"motoconsole/ui"
)

// TestNotices: every session learns the result of the opening, a later one only a
// lasting problem. Several looks that a session has not taken yet count as one.
func TestNotices(t *testing.T) {
	var n notices
	want := func(what string, sub *notice, told string) {
		t.Helper()
		select {
		case <-sub.ready:
		default:
			if told != "[]" {
				t.Errorf("%s: no notice says that there is something", what)
			}
		}
		if got := fmt.Sprintf("%+v", n.take(sub)); got != told {
			t.Errorf("%s: told %s, want %s", what, got, told)
		}
	}
	n.opened(ui.OpenedMsg{Problem: "no sign-in"}) // before any session has begun
	first := n.subscribe()
	want("the first", first, "[{Forgotten:0 Differ:0 Problem:no sign-in}]")
	second := n.subscribe()
	want("it lasts", second, "[{Forgotten:0 Differ:0 Problem:no sign-in}]")
	n.look(true)
	n.look(true)
	want("looks at the day", first, "[{DayOnly:true}]")
	want("that is all", first, "[]")
	n.look(true)
	n.look(false)
	n.look(true)
	want("looks", first, "[{DayOnly:false}]")
	n.opened(ui.OpenedMsg{Forgotten: 2})
	want("what was found", first, "[{Forgotten:2 Differ:0 Problem:}]")
	want("and looks", second, "[{Forgotten:2 Differ:0 Problem:} {DayOnly:false}]")
	third := n.subscribe()
	want("it was told already", third, "[]")
	n.cancel(first)
	n.cancel(first)
	n.look(false)
	want("one that has ended", first, "[]")
	want("one that has not", third, "[{DayOnly:false}]")

	var quiet notices
	quiet.opened(ui.OpenedMsg{Differ: 1}) // there was no session
	want = func(what string, sub *notice, told string) {
		t.Helper()
		if got := fmt.Sprintf("%+v", quiet.take(sub)); got != told {
			t.Errorf("%s: told %s, want %s", what, got, told)
		}
	}
	want("who begins first", quiet.subscribe(), "[{Forgotten:0 Differ:1 Problem:}]")
	want("who begins next", quiet.subscribe(), "[]")
}
