package record

import (
	"testing"

	tea "charm.land/bubbletea/v2"

	"motoconsole/gateway"
	"motoconsole/ui/kit"
)

// TestEscFromAFreshRecord: from a record that was just made Esc leads home to the newest row,
// and from any other to the row that was opened.
func TestEscFromAFreshRecord(t *testing.T) {
	for _, fresh := range []bool{true, false} {
		shell := newPage(t, gateway.Record{}).shell
		var opened []kit.Open
		shell.Open = func(o kit.Open) tea.Cmd { opened = append(opened, o); return nil }
		New(shell, kit.Open{Place: kit.Record, Record: gateway.Record{TransactionReference: "23-9-1"}, Fresh: fresh}).Update(tea.KeyPressMsg{Code: tea.KeyEscape})
		if len(opened) != 1 || opened[0].Place != kit.Home || opened[0].Back == fresh {
			t.Errorf("fresh %v: %+v", fresh, opened)
		}
	}
}

// TestAReasonIsThatOfTheAct: the reason of what was not done stands before what became of it.
func TestAReasonIsThatOfTheAct(t *testing.T) {
	for _, c := range []struct {
		what, became, reason string
		done                 bool
		want                 string
	}{
		{"−£10.50", "✖ Stopped", "Not delivered", false, "−£10.50: Not delivered · ✖ Stopped"},
		{"−£10.50", "✔ Refunded", "Not delivered", true, "−£10.50 ✔ Refunded: Not delivered"},
		{"£10.50", "", "Not delivered", true, "£10.50: Not delivered"},
		{"", "", "Name: typed wrongly", true, "Name: typed wrongly"},
		{"£10.50", "✔ Approved", "", true, "£10.50 ✔ Approved"},
	} {
		if got := because(c.what, c.became, c.reason, c.done); got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}
