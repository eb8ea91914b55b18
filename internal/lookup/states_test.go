package lookup_test

import (
	"slices"
	"testing"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/lookup"
	"motoconsole/internal/statement/statementtest"
)

// A search for the word of a payment finds it, among the gateway's records as among the
// journal's attempts, and a search for another word of the same kind does not.
func TestSearchWordsAreThoseOfTheStates(t *testing.T) {
	for _, c := range statementtest.Cases(t) {
		for _, word := range []string{"reserved", "captured"} {
			s, err := lookup.Parse("A17 "+word, c.Now, time.UTC)
			if err != nil {
				t.Fatal(err)
			}
			s.Reserved = func(reference string) bool { return c.Asked && reference == c.Record.TransactionReference }
			if got := s.Matches(c.Record); got != (c.Word == word) {
				t.Errorf("%s: %s finds it: %v", c.Name, word, got)
			}
			a := lookup.Attempt{Record: c.Record, Outcome: c.Record.Outcome(), Reserved: c.Asked && c.Record.Outcome() == gateway.OutcomeHeld}
			if got := s.Lists(a); got != (c.Word == word) {
				t.Errorf("%s: %s lists the attempt: %v", c.Name, word, got)
			}
		}
		if own := []string{"approved", "held", "cancelled", "settled"}; slices.Contains(own, c.Word) {
			s, err := lookup.Parse("A17 "+c.Word, c.Now, time.UTC)
			if err != nil || !s.Matches(c.Record) {
				t.Errorf("%s: %s does not find it: %v", c.Name, c.Word, err)
			}
		}
	}
}

// A refund or payout that went through is found by the word that the list has for it, and
// still as approved.
func TestSearchesFindWhatWasGiven(t *testing.T) {
	now := time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)
	for name, r := range map[string]gateway.Record{
		"refund": {RequestType: gateway.TypeRefund},
		"payout": {RequestType: gateway.TypeRefund, AccountType: string(gateway.AccountPayout)},
	} {
		for _, status := range []string{"0", "2", "3", "100"} {
			r.OrderReference, r.ErrorCode, r.SettleStatus = "A17", gateway.CodeFine, status
			gone := status == "0" || status == "100"
			for search, finds := range map[string]bool{
				"status:refunded": gone && name == "refund", "status:\"paid out\"": gone && name == "payout", "status:approved": gone,
				"status:paidout": gone && name == "payout",
			} {
				s, err := lookup.Parse("order:A17 "+search, now, time.UTC)
				if err != nil || s.Matches(r) != finds {
					t.Errorf("a %s in settle status %s: %s finds it: %v, %v", name, status, search, s.Matches(r), err)
				}
				if asked := slices.Equal(s.Filter.RequestTypes, []string{gateway.TypeRefund}); asked != (search != "status:approved") { // the gateway leaves out payments
					t.Errorf("%s asks for %v", search, s.Filter.RequestTypes)
				}
			}
		}
	}
}

// A search for an outcome finds the records of that outcome and no others.
func TestSearchesFindEachOutcome(t *testing.T) {
	now := time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)
	searches := map[string]lookup.Search{}
	for _, word := range []string{"approved", "held", "cancelled", "declined", "rejected", "unknown"} {
		s, err := lookup.Parse("order:A17 "+word, now, time.UTC)
		if err != nil {
			t.Fatal(err)
		}
		searches[word] = s
	}
	for _, o := range statementtest.Outcomes(t) {
		for word, s := range searches {
			if got := s.Matches(o.Record); got != (word == o.Want.String()) {
				t.Errorf("%s: %s finds it: %v", o.Name(), word, got)
			}
		}
	}
}
