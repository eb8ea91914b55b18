package floor

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"motoconsole/ui/kit"
	"motoconsole/ui/kit/draw"
)

// TestNothingIsHiddenWithoutASign: each list says which part of it shows, whatever the size of
// the screen and however long it is, and shows exactly that, with the row of the cursor.
func TestNothingIsHiddenWithoutASign(t *testing.T) {
	for _, size := range [][2]int{{60, 16}, {60, 17}, {71, 20}, {76, 21}, {80, 21}, {100, 27}, {119, 30}, {120, 24}, {120, 33}, {200, 47}} {
		for _, n := range []int{1, 2, 7, 30} {
			for _, m := range []mode{listing, opened, waiting} {
				for _, at := range []int{0, n - 1} {
					hidesNothing(t, size[0], size[1], n, m, at)
				}
			}
		}
	}
}

var (
	session = regexp.MustCompile(`agent\d{3} +– Signing in`)
	waits   = regexp.MustCompile(`\? Unknown`)
)

func hidesNothing(t *testing.T, width, height, n int, m mode, at int) {
	t.Helper()
	p := watched(new([]string))
	p.shell.Room = func() (int, int) { return width, height }
	p.Update(kit.JournalMsg{Unresolved: waitingOf("agent000", "", n)})
	for i := range n {
		p.sessions = append(p.sessions, kit.Seated{Agent: fmt.Sprintf("agent%03d", i), Since: p.at})
	}
	p.selected, p.mode, p.chosen = "agent000", m, at
	if m == listing {
		p.selected = fmt.Sprintf("agent%03d", at)
	}
	drawn, _ := p.View(width, height)
	view := ansi.Strip(drawn)
	if rows := strings.Count(view, "\n") + 1; rows > height {
		t.Errorf("%d×%d has %d rows", width, height, rows)
	}
	focused, others := "Sessions", "To check"
	if m != listing {
		focused, others = others, focused
	}
	for name, row := range map[string]*regexp.Regexp{"Sessions": session, "To check": waits} {
		var first, last, total int
		span := regexp.MustCompile(name + ` .*· (\d+–\d+ of \d+)`).FindStringSubmatch(view)
		if span != nil {
			if _, err := fmt.Sscanf(span[1], "%d–%d of %d", &first, &last, &total); err != nil {
				t.Fatal(err)
			}
		}
		shown := len(row.FindAllString(view, -1))
		if name == others && (width < draw.Wide || shown == 0 && span == nil) { // the list stands alone
			continue
		}
		if total != n || last-first+1 != shown || name == focused && (at+1 < first || at+1 > last) {
			t.Errorf("%d×%d, at %d of %d: %s is %d–%d of %d, with %d rows\n%s", width, height, at, n, name, first, last, total, shown, view)
		}
	}
}

// TestTheSelectedSessionHidesNothing: what waits of it is beside the list, or is counted.
func TestTheSelectedSessionHidesNothing(t *testing.T) {
	more := regexp.MustCompile(`(\d+) (more|outcomes?)`)
	for _, n := range []int{0, 1, 2, 3, 5, 8, 13, 39} {
		for height := 6; height < 40; height += 3 {
			p := watched(new([]string))
			p.sessions, p.selected = []kit.Seated{{Agent: "agent000", Since: p.at}}, "agent000"
			p.Update(kit.JournalMsg{Unresolved: waitingOf("agent000", "", n)})
			rows := p.facts(p.shell.Theme.Theme, 200, height)
			text := ansi.Strip(strings.Join(rows, "\n"))
			said := strings.Count(text, " unknown")
			if found := more.FindStringSubmatch(text); found != nil {
				var counted int
				_, _ = fmt.Sscan(found[1], &counted)
				said += counted
			}
			if said != n || len(rows) > height {
				t.Errorf("%d in %d rows: %d, in %d rows\n%s", n, height, said, len(rows), text)
			}
		}
	}
}
