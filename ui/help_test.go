package ui

import (
	"context"
	"regexp"
	"strings"
	"testing"

	"motoconsole/internal/recorder/interlock"
	"motoconsole/internal/rights"
	"motoconsole/ui/kit"
)

// reachAll lets the agent of a session come to every page.
func reachAll(s *kit.Console) {
	serviceOf(s).Limits.Payouts = true
	s.Sites = []string{s.Site, "test_northgate"}
	s.Floor = theStaff(s.Now())
	s.Recording = interlock.New(context.Background(), interlock.Options{Note: func(string) {}})
}

// TestHelpListsWhatCanBeReached: the help has no page and no key that this agent cannot
// come to, and New payment stands right below Home.
func TestHelpListsWhatCanBeReached(t *testing.T) {
	for name, tc := range map[string]struct {
		change func(*kit.Console)
		lacks  string
	}{
		"alone at a desk": {func(*kit.Console) {}, "see_floor pay_out site"},
		"a supervisor":    {reachAll, ""},
		"a clerk": {func(s *kit.Console) {
			reachAll(s)
			processorOf(s).Grant = rights.NewTable([]rights.Role{{Name: "clerk"}, {Name: "lead", Rights: rights.All()}},
				[]rights.Agent{{Name: "priya", Role: "clerk"}, {Name: "ann", Role: "lead"}}, true).Grant("priya")
			rewire(s)
		}, "view_all see_floor pay_out take"},
	} {
		t.Run(name, func(t *testing.T) {
			unhurried(t, func(t *testing.T) {
				c := newCounter(t, &till{}, tc.change)
				defer c.root.Close()
				c.Resize(200, 50)
				c.Press("?")
				shown := c.View()
				for right, marks := range map[string][]string{
					"view_all": {"all agents"}, "see_floor": {"Floor", "Floor: to check"}, "pay_out": {"pay out"}, "site": {"Site"}, "take": {"New payment", "new payment"},
				} {
					for _, mark := range marks {
						if has := strings.Contains(shown, mark+" "); has == strings.Contains(tc.lacks, right) {
							t.Errorf("%q shows: %v\n%s", mark, has, shown)
						}
					}
				}
				if below := regexp.MustCompile(`▸ Home +│.*\n +New payment `); !strings.Contains(tc.lacks, "take") && !below.MatchString(shown) {
					t.Errorf("New payment does not stand below Home:\n%s", shown)
				}
			})
		})
	}
}

// TestHelpBeginsWhereTheAgentIs: F1 shows the keys of the page that it is pressed on.
func TestHelpBeginsWhereTheAgentIs(t *testing.T) {
	want := map[string]string{
		"home": "Home", "everyone": "Home", "form": "New payment", "confirm": "Confirm", "duplicate": "Already taken?", "discard": "Discard?",
		"approved": "Result", "unknown": "Result, unknown", "record": "Payment", "options-pending": "Give back", "refund-form": "Form, give back",
		"refund-confirm": "Confirm, give back", "refund-again": "Already taken?", "refund-done": "Result, give back", "refund-unknown": "Result, unknown",
		"look": "Find", "look-filters": "More filters", "look-list": "Find: the list",
	}
	for _, sc := range showings() {
		screen, ok := want[sc.name]
		delete(want, sc.name)
		if !ok {
			continue
		}
		t.Run(sc.name, func(t *testing.T) {
			t.Parallel()
			unhurried(t, func(t *testing.T) {
				s := sc.play(t)
				defer s.Close() // or it draws through the next hour
				s.Press("f1")
				chosen := regexp.MustCompile(`▸ ` + regexp.QuoteMeta(screen) + `\s*│`)
				s.WaitUntil(t, "the keys of "+screen, func(shown string) bool {
					return strings.Contains(shown, "where you were") && chosen.MatchString(shown)
				})
			})
		})
	}
	for name := range want {
		t.Errorf("there is no scene %s", name)
	}
}

// TestHelpKeepsWholeSentences: what the help says of a screen is never cut in a sentence.
func TestHelpKeepsWholeSentences(t *testing.T) {
	const text = "One sentence. Another sentence. The last."
	for rows, want := range map[int]string{0: "", 1: "One sentence.", 2: "One sentence. Another sentence.", 3: text} {
		if got := strings.Join(sentencesIn(text, 18, rows), " "); got != want {
			t.Errorf("%d rows: %q", rows, got)
		}
	}
	if got := sentencesIn("", 18, 3); len(got) > 0 {
		t.Errorf("%q", got)
	}
}

// TestHelpTellsTheTwoCancellations: one word in green and in red is explained wherever the
// two stand, and none of its outcomes is cut where the help has them.
func TestHelpTellsTheTwoCancellations(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		c := newCounter(t, &till{}, func(*kit.Console) {})
		defer c.root.Close()
		for _, size := range [][2]int{{80, 24}, {160, 24}, {200, 50}} {
			c.Resize(size[0], size[1])
			c.Press("?")
			c.mustShow(t, "✔ Cancelled: the cancellation worked.", "✔ Stopped: the stop of a refund worked.")
			if size[0] >= helpFrom {
				c.mustShow(t, "✔ CANCELLED", "✖ CANCELLED", "✔ STOPPED", "✖ STOPPED", "? UNKNOWN")
			}
			c.Press("esc")
		}
	})
}
