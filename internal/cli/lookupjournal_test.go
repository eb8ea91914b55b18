package cli

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
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

	store, err := journal.OpenSQLite(t.Context(), journal.Options{Path: filepath.Join(filepath.Dir(b.config), "journal.db"), Host: "desk-4"})
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
