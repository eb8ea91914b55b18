package ui

import (
	"regexp"
	"strings"
	"testing"
)

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
