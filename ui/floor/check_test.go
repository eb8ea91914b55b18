package floor

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

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
		"nothing":  {kit.JournalMsg{}, map[int]string{8: ""}},
		"alarm":    {kit.JournalMsg{Unresolved: waitingOf("dana", "changed", 1)}, map[int]string{8: "! alarm"}},
		"both":     {kit.JournalMsg{Unresolved: both}, map[int]string{8: "! alarm", 11: "! alarm ? 2", 20: "! alarm ? 2"}},
		"all":      {kit.JournalMsg{Unresolved: both, Holds: held}, map[int]string{8: "! alarm", 11: "! alarm ? 2", 20: "! alarm ? 2 ! 1 held"}},
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
