package floor

import (
	"fmt"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/charmbracelet/x/ansi"

	"motoconsole/gateway"
	"motoconsole/internal/payment"
	"motoconsole/ui/kit"
	"motoconsole/ui/kit/theme"
)

// watched is the floor without a console.
func watched(notices *[]string) *Page {
	theme, keys, now := kit.ThemeOf(theme.New(theme.Options{Level: theme.True})), kit.NewKeyMap(), time.Date(2026, 11, 21, 14, 2, 0, 0, time.Local)
	p, _ := New(kit.Shell{
		Console: &kit.Console{Now: func() time.Time { return now }, Agent: "priya"}, Theme: &theme, Keys: &keys,
		Room:   func() (width, height int) { return 120, 30 },
		Notify: func(text string) { *notices = append(*notices, text) },
		Open:   func(kit.Open) tea.Cmd { return nil },
	}, kit.Open{}).(*Page)
	p.at = now
	return p
}

// waitingOf are attempts of an agent that wait, with an alarm or unknown.
func waitingOf(agent, alarm string, n int) (all []payment.Attempt) {
	for i := range n {
		a := payment.Attempt{ID: fmt.Sprint(agent, alarm, i), Agent: agent, State: payment.InDoubt, Outcome: gateway.OutcomeUnknown}
		if alarm != "" {
			a.State, a.Outcome, a.Alarm = payment.Known, gateway.OutcomeApproved, alarm
		}
		all = append(all, a)
	}
	return all
}

// The floor says that nothing waits only where it has read all that waits.
func TestNothingWaitsOnlyWhereItIsKnown(t *testing.T) {
	const problem, unheld, nothing = "The journal cannot be read.", "What is held cannot be read.", "Nothing waits to be checked"
	for name, tc := range map[string]struct {
		told         []kit.JournalMsg
		says, strips string
	}{
		"not read yet":            {nil, "The journal is being read", ""},
		"never read":              {[]kit.JournalMsg{{Problem: problem}}, "Not known whether something of dana waits", problem},
		"read":                    {[]kit.JournalMsg{{}}, nothing, ""},
		"read once":               {[]kit.JournalMsg{{}, {Problem: problem}}, "Not known whether something of dana waits", problem},
		"read again":              {[]kit.JournalMsg{{Problem: problem}, {}}, nothing, ""},
		"what is held is unread":  {[]kit.JournalMsg{{Unheld: unheld}}, "Not known whether something of dana waits", unheld},
		"more alarms than listed": {[]kit.JournalMsg{{Unresolved: waitingOf("tom", "changed", 3), More: true}}, "Not known whether something of dana waits", "3 alarms or more"},
		"more unknown ones":       {[]kit.JournalMsg{{Unresolved: append(waitingOf("tom", "changed", 1), waitingOf("tom", "", 2)...), More: true}}, "Not known whether something of dana waits", "2 unknown or more"},
		"all of another's":        {[]kit.JournalMsg{{Unresolved: waitingOf("tom", "changed", 60)}}, nothing, "60 alarms:"},
	} {
		var notices []string
		p := watched(&notices)
		for _, msg := range tc.told {
			p.Update(msg)
		}
		p.mode, p.selected = opened, "dana"
		list := ansi.Strip(strings.Join(p.checks(p.shell.Theme.Theme, 120, 20, true), "\n"))
		if !strings.Contains(list, tc.says) || strings.Contains(list, nothing) != (tc.says == nothing) {
			t.Errorf("%s: the list says %q", name, list)
		}
		p.open()
		if len(notices) != 1 || notices[0] != tc.says+"." {
			t.Errorf("%s: Enter says %q", name, notices)
		}
		if strips := ansi.Strip(strings.Join(p.strips(p.shell.Theme.Theme, 120), "\n")); !strings.Contains(strips, tc.strips) || tc.strips == "" && strings.TrimSpace(strips) != "" {
			t.Errorf("%s: the strips say %q", name, strips)
		}
	}
}

// The help opens from every list of the floor.
func TestHelpFromEveryList(t *testing.T) {
	for _, m := range []mode{listing, opened, waiting} {
		var notices []string
		var opened []kit.Open
		p := watched(&notices)
		p.shell.Open = func(o kit.Open) tea.Cmd { opened = append(opened, o); return nil }
		p.mode = m
		p.press(tea.KeyPressMsg{Code: '?', Text: "?"})
		if len(opened) != 1 || opened[0].Place != kit.Help {
			t.Errorf("in %d: %+v %q", m, opened, notices)
		}
	}
}
