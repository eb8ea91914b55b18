package cli

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
	"motoconsole/internal/journal/sqljournal"
)

// The merchant's own reference finds a payment of last week without reading the records
// of a week: the journal knows the reference as sent.
func TestLookupAsksTheJournal(t *testing.T) {
	b := newLookupBank(t)
	now := b.now
	b.now = now.Add(-7 * 24 * time.Hour)
	b.pay(t, "orderreference", "A17-7K3M2P")
	b.pay(t, "orderreference", "A17-8K3M2P") // a payment of another host
	b.now = now
	if _, notes, code := b.lookup(t, "A17"); code != ExitFailed {
		t.Errorf("found without a journal and without a time: %s", notes)
	}

	store, err := sqljournal.Open(t.Context(), sqljournal.Options{Path: filepath.Join(filepath.Dir(b.config), "journal.db"), Host: "desk-4"})
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
	// With a time, the search finds every payment sent for the reference.
	if out, notes, code = b.lookup(t, "A17", "last", "8d"); code != ExitOK || strings.Count(out, "\n") != 3 {
		t.Errorf("exit code %d\n%s%s", code, out, notes)
	}
}

// A caller rings days later for a refund and knows the end of the card. The journal
// knows the payment, and moto asks the gateway for its present state.
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
		e.State, e.Outcome, e.TransactionReference, e.ErrorCode, e.SettleStatus = journal.Known, gateway.OutcomeApproved, "23-9-80001", "0", "0"
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
func (b *lookupBank) journal(t *testing.T) journal.Full {
	t.Helper()
	store, err := sqljournal.Open(t.Context(), sqljournal.Options{Path: filepath.Join(filepath.Dir(b.config), "journal.db"), Host: "desk-4"})
	if err != nil {
		t.Fatal(err)
	}
	return store
}

// intend records the intent of a payment of £10.50.
func intend(t *testing.T, store journal.Full, e journal.Entry) {
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
