package kept

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
	"motoconsole/internal/journal/journaltest"
	"motoconsole/internal/lookup"
	"motoconsole/internal/rights"
	"motoconsole/internal/statement"
)

const site = "test_floor1"

// The journal's attempts read like the gateway's records.
func TestAttemptsOfTheJournal(t *testing.T) {
	gbp, err := gateway.ParseCurrency("GBP")
	if err != nil {
		t.Fatal(err)
	}
	entry := func(op journal.Operation, outcome gateway.Outcome, codes ...string) journal.Entry {
		e := journal.Entry{
			Operation: op, Outcome: outcome, State: journal.Known, SentReference: "A17-7K3M2P", OwnReference: "A17", Parent: "23-9-1", Last4: "1111", First6: "411111",
			Brand: "VISA", Amount: gateway.Money{Minor: 1050, Currency: gbp}, Site: site, Agent: "priya", IntentAt: time.Now(), TransactionReference: "23-9-2",
		}
		if len(codes) == 2 {
			e.ErrorCode, e.SettleStatus = codes[0], codes[1]
		}
		if op == journal.OpCharge || op == journal.OpCheck {
			e.Parent = ""
		}
		return e
	}
	for _, c := range []struct {
		entry  journal.Entry
		kind   statement.Kind
		status string
	}{
		{entry(journal.OpCharge, gateway.OutcomeApproved, "0", "0"), statement.Payment, "0"},
		{entry(journal.OpCharge, gateway.OutcomeApproved, "0", "100"), statement.Payment, "100"},
		{entry(journal.OpCharge, gateway.OutcomeApproved), statement.Payment, "0"}, // a supervisor's word
		{entry(journal.OpCharge, gateway.OutcomeHeld), statement.Payment, "2"},
		{entry(journal.OpCharge, gateway.OutcomeCancelled), statement.Payment, "3"},
		{entry(journal.OpCharge, gateway.OutcomeDeclined, "70000", "3"), statement.Payment, "3"},
		{entry(journal.OpCharge, gateway.OutcomeDeclined), statement.Payment, ""},
		{entry(journal.OpCharge, gateway.OutcomeRejected), statement.Payment, ""},
		{entry(journal.OpCharge, gateway.OutcomeUnknown, "60010", ""), statement.Payment, ""},
		{entry(journal.OpCharge, gateway.OutcomeUnknown), statement.Payment, ""},
		{entry(journal.OpRepeat, gateway.OutcomeApproved, "0", "0"), statement.Repeat, "0"},
		{entry(journal.OpCheck, gateway.OutcomeApproved, "0", "0"), statement.CardCheck, "0"},
		{entry(journal.OpCheck, gateway.OutcomeApproved), statement.CardCheck, "0"}, // a supervisor's word
		{entry(journal.OpCheck, gateway.OutcomeDeclined, "70000", "3"), statement.CardCheck, "3"},
		{entry(journal.OpRefund, gateway.OutcomeApproved, "0", "0"), statement.Refund, "0"},
		{entry(journal.OpPayout, gateway.OutcomeApproved, "0", "0"), statement.Payout, "0"},
	} {
		a, ok := attemptOf(c.entry)
		if r := a.Record; !ok || r.Outcome() != c.entry.Outcome || a.Outcome != c.entry.Outcome || statement.KindOf(r) != c.kind || r.SettleStatus != c.status ||
			lookup.Last4(r) != "1111" || r.OrderReference != "A17-7K3M2P" {
			t.Errorf("%s %v: %+v", c.entry.Operation, c.entry.Outcome, a)
		}
	}
	for asked, want := range map[string]bool{"2": true, "": false} {
		e := entry(journal.OpCharge, gateway.OutcomeHeld)
		e.AuthMethod, e.Target.SettleStatus = "PRE", asked
		if a, _ := attemptOf(e); a.Reserved != want {
			t.Errorf("asked for %q, a pre-authorisation is reserved: %v", asked, a.Reserved)
		}
	}
	notTaken := entry(journal.OpCharge, gateway.OutcomeNotSent)
	if _, ok := attemptOf(notTaken); ok {
		t.Error("what never left this host is listed")
	}
	notTaken.Resolution = journal.ResolvedNotFound
	if a, ok := attemptOf(notTaken); !ok || a.Outcome != gateway.OutcomeNotSent {
		t.Errorf("what was not taken: %+v", a)
	}
	if _, ok := attemptOf(entry(journal.OpCancel, gateway.OutcomeApproved)); ok {
		t.Error("an update is listed")
	}
}

// slow is a journal whose search has not ended when the time is up.
type slow struct{ journal.Store }

func (s slow) Find(ctx context.Context, q journal.Search, limit int) (journal.Found, error) {
	f, err := s.Store.Find(ctx, q, limit)
	<-ctx.Done()
	if err == nil {
		err = errors.New("interrupted")
	}
	return f, err
}

// A journal of years does not keep the caller waiting: the search returns what it found
// in time, and how far back it looked.
func TestASlowJournalIsNotWaitedFor(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		now := time.Now()
		store := journaltest.NewMemory(time.Now)
		gbp, err := gateway.ParseCurrency("GBP")
		if err != nil {
			t.Fatal(err)
		}
		err = store.Intent(t.Context(), journal.Entry{
			ID: "1", Operation: journal.OpCharge, SentReference: "A17-7K3M2P", OwnReference: "A17", Amount: gateway.Money{Minor: 1050, Currency: gbp},
			Site: site, First6: "411111", Last4: "1111", Brand: "VISA", Agent: "priya", IntentAt: now.Add(-time.Hour),
		}, "", time.Time{})
		if err != nil {
			t.Fatal(err)
		}
		s, err := lookup.Parse("1111", now, time.UTC)
		if err != nil {
			t.Fatal(err)
		}
		s.JournalDays = 400
		kept := In(t.Context(), slow{store}, rights.Everything(), site, s)
		if len(kept.Attempts) != 1 || !kept.More || kept.Problem != "" || time.Since(now) != searchTime {
			t.Errorf("%+v after %v", kept, time.Since(now))
		}
	})
}
