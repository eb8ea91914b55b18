package ui

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"motoconsole/gateway"
)

// sentenceEnd is where one ends on a page.
var sentenceEnd = regexp.MustCompile(`[.:!?”]( |$)`)

// twice are sentences that a page says more than once.
func twice(page string) []string {
	var repeated []string
	seen := map[string]bool{}
	for _, text := range sentenceEnd.Split(strings.Join(strings.Fields(page), " "), -1) {
		text = strings.ToLower(strings.TrimSpace(text))
		for _, label := range []string{"you can now ", "can be given back "} {
			text = strings.TrimPrefix(text, label)
		}
		if seen[text] && len(text) > 20 {
			repeated = append(repeated, text)
		}
		seen[text] = true
	}
	return repeated
}

// TestNoSentenceTwice: the page with the outcome, and the record after it, say each
// thing once, even if the payment was changed elsewhere meanwhile or the gateway
// refuses.
func TestNoSentenceTwice(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		set := func(change func(*gateway.Record)) func(*till) { return func(b *till) { change(&b.records[0]) } }
		child := func(minor, status string) func(*till) {
			return func(b *till) {
				r := refundRecord("23-9-90001", minor, status)
				r.TransactionStarted = started(14) // just now
				b.records = append(b.records, r)
			}
		}
		for name, tc := range map[string]struct {
			status, operation, typed string
			meanwhile                func(*till)
			code                     string
		}{
			"all refunded":         {"100", "Refund the whole payment", "", child("4800", "0"), ""},
			"all refunded, paid":   {"100", "Refund the whole payment", "", child("4800", "100"), ""},
			"all in a held refund": {"100", "Refund the whole payment", "", child("4800", "2"), ""},
			"a part refunded":      {"100", "Refund a part", "40.00\n", child("1000", "0"), ""},
			"the same refunded":    {"100", "Refund a part", "20.00\n", child("2000", "0"), ""},
			"cancelled":            {"0", "Cancel the payment", "", set(func(r *gateway.Record) { r.SettleStatus = "3" }), ""},
			"settling":             {"0", "Cancel the payment", "", set(func(r *gateway.Record) { r.SettleStatus = "10" }), ""},
			"settled":              {"0", "Cancel the payment", "", set(func(r *gateway.Record) { r.SettleStatus = "100" }), ""},
			"reduced":              {"0", "Reduce the payment", "10.00\n", set(func(r *gateway.Record) { r.SettleBaseAmount = "4000" }), ""},
			"held already":         {"0", "Hold the payment", "", set(func(r *gateway.Record) { r.SettleStatus = "2" }), ""},
			"released already":     {"2", "Release the held payment", "", set(func(r *gateway.Record) { r.SettleStatus = "1" }), ""},
			"too late":             {"0", "Cancel the payment", "", nil, "60017"},
			"too late to reduce":   {"0", "Reduce the payment", "10.00\n", nil, "60017"},
			"locked":               {"0", "Cancel the payment", "", nil, "79001"},
			"too much":             {"100", "Refund the whole payment", "", nil, "20007"},
			"a part is too much":   {"100", "Refund a part", "40.00\n", nil, "20007"},
			"not settled":          {"100", "Refund the whole payment", "", nil, "20005"},
			"was declined":         {"100", "Refund the whole payment", "", nil, "20011"},
			"no refunds":           {"100", "Refund the whole payment", "", nil, "20034"},
			"declined":             {"100", "Refund a part", "40.00\n", nil, "70000"},
		} {
			b := &till{records: []gateway.Record{paidRecord(tc.status)}}
			c := newCounter(t, b)
			c.Press("g")
			c.pick(t, tc.operation)
			if tc.typed != "" {
				c.Type(tc.typed + "\n")
			}
			c.Type("goo\n")
			c.clock.wait(time.Second)
			c.mustShow(t, "Check with the caller")
			if tc.meanwhile != nil {
				tc.meanwhile(b)
			}
			if tc.code != "" {
				b.answer = coded(gateway.OutcomeRejected, tc.code)
			}
			c.Press("y")
			c.clock.wait(time.Second)
			c.mustShow(t, "Say")
			page := c.View()
			if !strings.Contains(page, "NOT SENT") && !strings.Contains(page, "NOT ACCEPTED") || strings.Contains(page, "You can now: .") {
				t.Errorf("%s:\n%s", name, page)
			}
			if said := twice(page); len(said) > 0 {
				t.Errorf("%s: says twice %q:\n%s", name, said, page)
			}
			c.Press("enter")
			c.mustNotShow(t, "Loading")
			if said := twice(c.View()); len(said) > 0 {
				t.Errorf("%s: the record says twice %q:\n%s", name, said, c.View())
			}
		}
	})
}
