package floor

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"motoconsole/internal/ink"
	"motoconsole/internal/payment"
	"motoconsole/ui/kit"
)

// TestASessionShowsAllThatWaits: the cell of a session has its alarm and what is to be
// checked besides, the worst first, and leaves out whole parts where there is no room.
func TestASessionShowsAllThatWaits(t *testing.T) {
	both := append(waitingOf("dana", "changed", 1), waitingOf("dana", "", 2)...)
	held := payment.Holds{List: []payment.Held{{TransactionReference: "23-9-1", Agent: "dana"}}}
	for name, tc := range map[string]struct {
		told  kit.JournalMsg
		cells map[int]string
	}{
		"nothing": {kit.JournalMsg{}, map[int]string{8: ""}},
		"alarm":   {kit.JournalMsg{Unresolved: waitingOf("dana", "changed", 1)}, map[int]string{8: "! alarm"}},
		"both":    {kit.JournalMsg{Unresolved: both}, map[int]string{8: "! alarm", 11: "! alarm ? 2", 20: "! alarm ? 2"}},
		"all":     {kit.JournalMsg{Unresolved: both, Holds: held}, map[int]string{8: "! alarm", 11: "! alarm ? 2", 20: "! alarm ? 2 ! 1 held"}},
		"two alarms": {
			kit.JournalMsg{Unresolved: slices.Concat(both, waitingOf("dana", "changed", 1))},
			map[int]string{8: "! alarm", 11: "! alarm ? 2", 13: "! alarm ? 2", 14: "! 2 alarms ? 2"},
		},
		"two alarms alone": {
			kit.JournalMsg{Unresolved: waitingOf("dana", "changed", 2)}, map[int]string{8: "! alarm", 9: "! alarm", 10: "! 2 alarms"},
		},
		"no alarm": {kit.JournalMsg{Unresolved: waitingOf("dana", "", 2), Holds: held}, map[int]string{8: "? 2", 12: "? 2 ! 1 held"}},
	} {
		p := watched(new([]string))
		p.Update(tc.told)
		for width, want := range tc.cells {
			if got := ansi.Strip(p.toCheck(p.shell.Theme.Theme, "dana", width)); got != want {
				t.Errorf("%s in %d cells: %q, want %q", name, width, got, want)
			}
		}
	}
	p := watched(new([]string))
	p.Update(kit.JournalMsg{Unresolved: both})
	p.sessions = []kit.Seated{{Agent: "dana"}}
	for _, width := range []int{58, 76, 120} {
		if rows := ansi.Strip(strings.Join(p.rows(p.shell.Theme.Theme, width, 5), "\n")); !strings.Contains(rows, "! alarm ? 2") {
			t.Errorf("%d cells:\n%s", width, rows)
		}
	}
}

// TestWhatWaitsFitsItsColumn: however many alarms there are, the cell is no wider than its
// column, shows that there is an alarm, and how much is to be checked as soon as there is room
// for both.
func TestWhatWaitsFitsItsColumn(t *testing.T) {
	for _, alarms := range []int{1, 2, 12, 123} {
		for _, unknown := range []int{0, 1, 12, 123} {
			p := watched(new([]string))
			p.Update(kit.JournalMsg{Unresolved: slices.Concat(waitingOf("dana", "changed", alarms), waitingOf("dana", "", unknown))})
			for width := leastCheck; width <= 20; width++ {
				got := ansi.Strip(p.toCheck(p.shell.Theme.Theme, "dana", width))
				checks := fmt.Sprintf("? %d", unknown)
				fits := unknown > 0 && len("! alarm ")+len(checks) <= width
				if ink.Width(got) > width || !strings.HasPrefix(got, "! ") || !strings.Contains(got, "alarm") || strings.Contains(got, checks) != fits {
					t.Errorf("%d alarms and %d unknown in %d cells: %q", alarms, unknown, width, got)
				}
			}
		}
	}
	for held, want := range map[int]map[int]string{1: {8: "! 1 held"}, 12: {8: "! held", 9: "! 12 held"}} {
		p := watched(new([]string))
		p.Update(kit.JournalMsg{Holds: payment.Holds{List: slices.Repeat([]payment.Held{{TransactionReference: "23-9-1", Agent: "dana"}}, held)}})
		for width, want := range want {
			if got := ansi.Strip(p.toCheck(p.shell.Theme.Theme, "dana", width)); got != want {
				t.Errorf("%d held in %d cells: %q, want %q", held, width, got, want)
			}
		}
	}
}
