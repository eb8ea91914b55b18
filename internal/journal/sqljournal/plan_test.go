package sqljournal

import (
	"context"
	"slices"
	"strings"
	"testing"
)

// Every query uses an index, whatever the planner prefers, because a journal grows for
// years.
func TestLookUpsUseIndexes(t *testing.T) {
	t.Parallel()
	s := openNew(t, nil)
	ofOrder := []string{
		"SEARCH entries USING INTEGER PRIMARY KEY", "SEARCH entries USING COVERING INDEX entries_own_reference (own_reference=? AND site=?)",
		"SEARCH entries USING COVERING INDEX entries_current_reference (current_reference=? AND site=?)",
		"SEARCH entries USING COVERING INDEX entries_target_reference (target_order_reference=? AND site=?)",
	}
	for end, want := range map[string][]string{
		byID:          {"SEARCH entries USING INDEX sqlite_autoindex_entries_1"},
		byWatched:     {"SCAN entries USING INDEX entries_watched"}, // of the watched attempts only
		byDue:         {"SEARCH entries USING INDEX entries_watched"},
		byAttention:   {"SCAN entries USING INDEX entries_attention"},
		bySimilar:     {"SEARCH entries USING INDEX entries_card"},
		byDeclined:    {"SEARCH entries USING INDEX entries_card"},
		bySent:        {"SEARCH entries USING INDEX entries_sent_reference"},
		byOrder:       ofOrder,
		countedOrder:  append(ofOrder, "SEARCH entries USING COVERING INDEX entries_before_reference (before_order_reference=? AND site=?)"),
		countedBack:   {"SEARCH entries USING INDEX entries_back (amount=? AND currency=?)"},
		byAgent:       {"SEARCH entries USING INDEX entries_agent"},
		bySince:       {"SEARCH entries USING INDEX entries_intent_at (intent_at>?)"},
		byHoldings:    {"SEARCH entries USING INDEX entries_holdings"},
		byNewest:      {"SCAN entries"}, // from its end, as far as asked for
		findLast4:     {"SEARCH entries USING INDEX entries_last4 (last4=? AND intent_at>? AND intent_at<?)"},
		findAmount:    {"SEARCH entries USING INDEX entries_amount (amount=? AND intent_at>? AND intent_at<?)"},
		findReduce:    {"SEARCH entries USING INDEX entries_reduced (target_settle_amount=? AND intent_at>? AND intent_at<?)"},
		findTime:      {"SEARCH entries USING INDEX entries_intent_at (intent_at>? AND intent_at<?)"},
		byTransaction: {"SEARCH entries USING INDEX entries_transaction", "SEARCH entries USING INDEX entries_parent"},
	} {
		args := slices.Repeat([]any{1}, strings.Count(end, "?"))
		for n, mark := range []string{"?1", "?2", "?3", "?4", "?5"} {
			if strings.Contains(end, mark) {
				args = slices.Repeat([]any{1}, n+1)
			}
		}
		rows, err := s.reader.QueryContext(context.Background(), "EXPLAIN QUERY PLAN SELECT "+columns+" FROM entries "+end, args...) //nolint:gosec // as the look-ups do
		if err != nil {
			t.Fatalf("%s: %v", end, err)
		}
		var plan []string
		for rows.Next() {
			var id, parent, unused int
			var detail string
			if err := rows.Scan(&id, &parent, &unused, &detail); err != nil {
				t.Fatal(err)
			}
			if strings.Contains(detail, "entries ") || strings.HasSuffix(detail, "entries") {
				plan = append(plan, detail)
			}
		}
		for i, step := range want {
			if len(plan) != len(want) || !strings.HasPrefix(plan[i], step) {
				t.Errorf("%s\n goes by %q, not %q", end, plan, want)
			}
		}
	}
}
