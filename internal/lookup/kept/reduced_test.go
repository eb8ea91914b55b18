package kept

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
	"motoconsole/internal/journal/journaltest"
	"motoconsole/internal/lookup"
	"motoconsole/internal/rights"
)

// keep adds an attempt with its outcome to a journal.
func keep(t *testing.T, store journal.Store, e journal.Entry, outcome gateway.Outcome) {
	t.Helper()
	e.Amount, e.Site, e.First6, e.Last4, e.Brand, e.Agent = journaltest.Pounds(t, e.Amount.Minor), site, "411111", "1111", "VISA", "priya"
	reference := e.TransactionReference
	e.TransactionReference = ""
	journaltest.Intend(t, store, e)
	if outcome == gateway.OutcomeUnknown {
		return
	}
	journaltest.Note(t, store, e.ID, journal.StepAnswered, func(kept *journal.Entry) {
		kept.State, kept.Outcome, kept.AnsweredAt, kept.TransactionReference = journal.Known, outcome, kept.IntentAt, reference
	})
}

// If there are several reductions, the newest that was made counts.
func TestReducedInTheJournal(t *testing.T) {
	now := time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)
	type step struct {
		to      int64
		outcome gateway.Outcome
	}
	for name, c := range map[string]struct {
		steps        []step
		keeps, lists string // by the amounts 100, 80 and 70
	}{
		"never":                 {nil, "100", "100"},
		"once":                  {[]step{{80, gateway.OutcomeApproved}}, "100 80", "100 80"},
		"twice":                 {[]step{{80, gateway.OutcomeApproved}, {70, gateway.OutcomeApproved}}, "100 70", "100 70"},
		"declined":              {[]step{{80, gateway.OutcomeDeclined}}, "100", "100"},
		"unknown":               {[]step{{80, gateway.OutcomeUnknown}}, "100 80", "100"},
		"and then unknown":      {[]step{{80, gateway.OutcomeApproved}, {70, gateway.OutcomeUnknown}}, "100 80 70", "100"},
		"and then declined":     {[]step{{80, gateway.OutcomeApproved}, {70, gateway.OutcomeDeclined}}, "100 80", "100 80"},
		"not sent":              {[]step{{80, gateway.OutcomeNotSent}}, "100", "100"},
		"and then not accepted": {[]step{{70, gateway.OutcomeApproved}, {80, gateway.OutcomeRejected}}, "100 70", "100 70"},
	} {
		store := journaltest.NewMemory(func() time.Time { return now })
		at := now.Add(-72 * time.Hour)
		keep(t, store, journal.Entry{ID: "charge", Operation: journal.OpCharge, SentReference: "A17-7K3M2P", Amount: gateway.Money{Minor: 10000}, IntentAt: at, TransactionReference: "23-9-1"}, gateway.OutcomeApproved)
		for i, s := range c.steps {
			keep(t, store, journal.Entry{
				ID: fmt.Sprint(i), Operation: journal.OpReduce, Parent: "23-9-1", SentReference: fmt.Sprint("REDUCE-", i), Amount: gateway.Money{Minor: 1000},
				Target: journal.Target{SettleAmount: s.to * 100}, IntentAt: at.Add(time.Duration(i+1) * time.Hour), TransactionReference: "23-9-1",
			}, s.outcome)
		}
		var keeps, lists []string
		for _, amount := range []string{"100", "80", "70"} {
			s, err := lookup.Parse(amount+".00", now, time.UTC)
			if err != nil {
				t.Fatal(err)
			}
			s.JournalDays = 400
			kept := In(t.Context(), store, rights.Everything(), site, s)
			if len(kept.Attempts) > 0 {
				keeps = append(keeps, amount)
				if s.Lists(kept.Attempts[0]) {
					lists = append(lists, amount)
				}
			}
		}
		if strings.Join(keeps, " ") != c.keeps || strings.Join(lists, " ") != c.lists {
			t.Errorf("%s: keeps %v, lists %v", name, keeps, lists)
		}
	}
}
