package ui

import (
	"context"
	"strings"
	"testing"

	"motoconsole/gateway"
	"motoconsole/internal/lookup"
)

// The page says when the journal has more payments than the search asks for.
func TestLookupMoreInTheJournal(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		c := newSearch(t, &archive{records: []gateway.Record{daysAgo(40, 9, nil)}})
		c.withJournal(of(daysAgo(40, 9, nil), gateway.OutcomeApproved))
		all := c.root.console.Journal
		c.root.console.Journal = func(ctx context.Context, s lookup.Search) lookup.Kept {
			kept := all(ctx, s)
			kept.More = true
			return kept
		}
		c.find(t, "1111")
		c.mustShow(t, "row 1", "Incomplete: the journal has more", "last 90d", "Journal: the newest 1,", "and these of the journal")
		c.Press("esc")
		c.find(t, "1111 last 90d")
		c.mustShow(t, "row 1")
		c.mustNotShow(t, "Incomplete")
	})
}

// Only the gateway knows a status: the journal's old knowledge neither hides a payment
// nor keeps one in the list.
func TestLookupStatusDaysLater(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		for _, status := range []string{"0", "2", "3", "10", "100"} {
			now := daysAgo(40, 9, func(r *gateway.Record) { r.SettleStatus = status })
			for line, found := range map[string]bool{
				"1111 approved":  status != "2" && status != "3",
				"1111 pending":   status == "0",
				"1111 held":      status == "2",
				"1111 cancelled": status == "3",
				"1111 settling":  status == "10",
				"1111 settled":   status == "100",
				"1111 paid":      status == "100",
				"1111 declined":  false,
				"1111":           true,
			} {
				a := &archive{records: []gateway.Record{now}}
				c := newSearch(t, a)
				c.withJournal(of(daysAgo(40, 9, nil), gateway.OutcomeApproved))
				c.find(t, line)
				if view := c.View(); strings.Contains(view, "row 1") != found || strings.Contains(view, "from the journal") {
					t.Errorf("%s, with the status %s at the gateway:\n%s", line, status, view)
				}
			}
		}
	})
}
