package cli

import (
	"context"
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
	"motoconsole/internal/journal/journaltest"
	"motoconsole/internal/journal/sqljournal"
	"motoconsole/internal/lookup"
	"motoconsole/internal/statement"
)

// A payment of last week is found by the merchant's own reference, without
// going through a week: the journal knows how it was sent.
func TestLookupAsksTheJournal(t *testing.T) {
	b := newLookupBank(t)
	now := b.now
	b.now = now.Add(-7 * 24 * time.Hour)
	b.pay(t, "orderreference", "A17-7K3M2P")
	b.pay(t, "orderreference", "A17-8K3M2P") // another host's
	b.now = now
	if _, notes, code := b.lookup(t, "A17"); code != ExitFailed {
		t.Errorf("found without a journal and without a time: %s", notes)
	}

	store, err := sqljournal.OpenSQLite(t.Context(), sqljournal.Options{Path: filepath.Join(filepath.Dir(b.config), "journal.db"), Host: "desk-4"})
	if err != nil {
		t.Fatal(err)
	}
	gbp, err := gateway.ParseCurrency("GBP")
	if err != nil {
		t.Fatal(err)
	}
	err = store.Intent(t.Context(), journal.Entry{
		ID: "1", Operation: journal.OpCharge, SentReference: "A17-7K3M2P", OwnReference: "A17", Amount: gateway.Money{Minor: 1050, Currency: gbp},
		Site: lookupSite, First6: "411111", Last4: "1111", Brand: "VISA", Agent: "priya", IntentAt: time.Now(),
	}, "desk", time.Now().Add(time.Minute))
	if err != nil {
		t.Fatal(err)
	}
	if err := store.Close(); err != nil {
		t.Fatal(err)
	}
	out, notes, code := b.lookup(t, "A17")
	if code != ExitOK || strings.Count(out, "\n") != 2 || !strings.Contains(out, "A17-7K3M2P") || !strings.Contains(notes, "A17 or A17-7K3M2P") {
		t.Errorf("exit code %d\n%s%s", code, out, notes)
	}
	// With a time, all that was sent for it is found.
	if out, notes, code = b.lookup(t, "A17", "last", "8d"); code != ExitOK || strings.Count(out, "\n") != 3 {
		t.Errorf("exit code %d\n%s%s", code, out, notes)
	}
}

// A refund caller rings days later and knows the end of the card: the journal
// knows the payment, and the gateway is asked how it stands.
func TestLookupDaysLater(t *testing.T) {
	b := newLookupBank(t)
	now := b.now
	b.now = now.Add(-9 * 24 * time.Hour)
	b.pay(t, "orderreference", "A17-7K3M2P")
	b.bank.Settle()
	b.now = now
	store := b.journal(t)
	intend(t, store, journal.Entry{ID: "old", SentReference: "A17-7K3M2P", OwnReference: "A17", IntentAt: now.Add(-9 * 24 * time.Hour)})
	_, err := store.Record(t.Context(), "old", journal.Change{Step: journal.StepAnswered, Apply: func(e *journal.Entry) error {
		e.State, e.Outcome, e.TransactionReference, e.ErrorCode, e.SettleStatus = journal.Known, gateway.Approved, "23-9-80001", "0", "0"
		e.AnsweredAt = now
		return nil
	}})
	if err != nil {
		t.Fatal(err)
	}
	intend(t, store, journal.Entry{ID: "lost", SentReference: "C33-7K3M2P", OwnReference: "C33", Agent: "amina", IntentAt: now.Add(-time.Hour)})
	if err := store.Close(); err != nil {
		t.Fatal(err)
	}
	out, notes, code := b.lookup(t, "1111")
	if code != ExitOK || strings.Count(out, "\n") != 2 || !strings.Contains(out, "23-9-80001") || !strings.Contains(out, "Settled") {
		t.Errorf("exit code %d\n%s%s", code, out, notes)
	}
	for _, says := range []string{
		"Looks in the journal first, 400 days back", "In the journal, UNKNOWN:", "C33-7K3M2P", "moto resolve", "Journal: back to ", ", 9 days · Gateway: the last 24 hours, and the payments of the journal",
	} {
		if !strings.Contains(notes, says) {
			t.Errorf("%q is not said:\n%s", says, notes)
		}
	}
	// A search that finds nothing says how far back it looked.
	if _, notes, code = b.lookup(t, "9999"); code != ExitFailed || !strings.Contains(notes, "Journal: back to ") || !strings.Contains(notes, "order:9999") {
		t.Errorf("exit code %d\n%s", code, notes)
	}
	if _, notes, code = b.lookup(t, "name:mcdonald"); code != ExitFailed || !strings.Contains(notes, "it keeps no customers") || !strings.Contains(notes, "McDonald") {
		t.Errorf("exit code %d\n%s", code, notes)
	}
}

// journal is the journal of the configuration.
func (b *lookupBank) journal(t *testing.T) *sqljournal.SQLite {
	t.Helper()
	store, err := sqljournal.OpenSQLite(t.Context(), sqljournal.Options{Path: filepath.Join(filepath.Dir(b.config), "journal.db"), Host: "desk-4"})
	if err != nil {
		t.Fatal(err)
	}
	return store
}

// intend keeps an attempt of a payment of £10.50.
func intend(t *testing.T, store *sqljournal.SQLite, e journal.Entry) {
	t.Helper()
	gbp, err := gateway.ParseCurrency("GBP")
	if err != nil {
		t.Fatal(err)
	}
	e.Operation, e.Amount, e.Site = journal.OpCharge, gateway.Money{Minor: 1050, Currency: gbp}, lookupSite
	e.First6, e.Last4, e.Brand = "411111", "1111", "VISA"
	if e.Agent == "" {
		e.Agent = "priya"
	}
	if err := store.Intent(t.Context(), e, "", time.Time{}); err != nil {
		t.Fatal(err)
	}
}

// What the journal knows reads as the gateway's record would.
func TestAttemptsOfTheJournal(t *testing.T) {
	gbp, err := gateway.ParseCurrency("GBP")
	if err != nil {
		t.Fatal(err)
	}
	entry := func(op journal.Operation, outcome gateway.Outcome, codes ...string) journal.Entry {
		e := journal.Entry{
			Operation: op, Outcome: outcome, State: journal.Known, SentReference: "A17-7K3M2P", OwnReference: "A17", Parent: "23-9-1", Last4: "1111", First6: "411111",
			Brand: "VISA", Amount: gateway.Money{Minor: 1050, Currency: gbp}, Site: lookupSite, Agent: "priya", IntentAt: time.Now(), TransactionReference: "23-9-2",
		}
		if len(codes) == 2 {
			e.ErrorCode, e.SettleStatus = codes[0], codes[1]
		}
		if op == journal.OpCharge {
			e.Parent = ""
		}
		return e
	}
	for _, c := range []struct {
		entry  journal.Entry
		kind   statement.Kind
		status string
	}{
		{entry(journal.OpCharge, gateway.Approved, "0", "0"), statement.Payment, "0"},
		{entry(journal.OpCharge, gateway.Approved, "0", "100"), statement.Payment, "100"},
		{entry(journal.OpCharge, gateway.Approved), statement.Payment, "0"}, // a supervisor's word
		{entry(journal.OpCharge, gateway.Held), statement.Payment, "2"},
		{entry(journal.OpCharge, gateway.Cancelled), statement.Payment, "3"},
		{entry(journal.OpCharge, gateway.Declined, "70000", "3"), statement.Payment, "3"},
		{entry(journal.OpCharge, gateway.Declined), statement.Payment, ""},
		{entry(journal.OpCharge, gateway.Rejected), statement.Payment, ""},
		{entry(journal.OpCharge, gateway.Unknown, "60010", ""), statement.Payment, ""},
		{entry(journal.OpCharge, gateway.Unknown), statement.Payment, ""},
		{entry(journal.OpRepeat, gateway.Approved, "0", "0"), statement.Repeat, "0"},
		{entry(journal.OpRefund, gateway.Approved, "0", "0"), statement.Refund, "0"},
		{entry(journal.OpPayout, gateway.Approved, "0", "0"), statement.Payout, "0"},
	} {
		a, ok := attemptOf(c.entry)
		if r := a.Record; !ok || r.Outcome() != c.entry.Outcome || a.Outcome != c.entry.Outcome || statement.KindOf(r) != c.kind || r.SettleStatus != c.status ||
			lookup.Last4(r) != "1111" || r.OrderReference != "A17-7K3M2P" {
			t.Errorf("%s %v: %+v", c.entry.Operation, c.entry.Outcome, a)
		}
	}
	notTaken := entry(journal.OpCharge, gateway.NotSent)
	if _, ok := attemptOf(notTaken); ok {
		t.Error("what never left this host is listed")
	}
	notTaken.Resolution = journal.ResolvedNotFound
	if a, ok := attemptOf(notTaken); !ok || a.Outcome != gateway.NotSent {
		t.Errorf("what was not taken: %+v", a)
	}
	if _, ok := attemptOf(entry(journal.OpCancel, gateway.Approved)); ok {
		t.Error("an update is listed")
	}
}

// slow is a journal that is still being looked through when the time is up.
type slow struct{ journal.Store }

func (s slow) Find(ctx context.Context, q journal.Search, limit int) (journal.Found, error) {
	f, err := s.Store.Find(ctx, q, limit)
	<-ctx.Done()
	if err == nil {
		err = errors.New("interrupted")
	}
	return f, err
}

// A journal of years does not keep the caller waiting: what was found by then is
// shown, and how far back that is.
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
			Site: lookupSite, First6: "411111", Last4: "1111", Brand: "VISA", Agent: "priya", IntentAt: now.Add(-time.Hour),
		}, "", time.Time{})
		if err != nil {
			t.Fatal(err)
		}
		s, err := lookup.Parse("1111", now, time.UTC)
		if err != nil {
			t.Fatal(err)
		}
		s.JournalDays = 400
		kept := keptIn(t.Context(), slow{store}, lookupSite, s)
		if len(kept.Attempts) != 1 || !kept.More || kept.Problem != "" || time.Since(now) != keptTime {
			t.Errorf("%+v after %v", kept, time.Since(now))
		}
	})
}
