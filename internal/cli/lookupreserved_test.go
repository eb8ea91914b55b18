package cli

import (
	"strings"
	"testing"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
)

// A pre-authorisation that waits as its agent asked is reserved in every list, also of a
// search that does not look in the journal. One that the journal does not have is held.
func TestLookupOfAReservedPayment(t *testing.T) {
	b := newLookupBank(t)
	b.pay(t, "orderreference", "A17-7K3M2P", "authmethod", "PRE", "settlestatus", "2", "billinglastname", "Brown")
	b.pay(t, "orderreference", "B18", "authmethod", "PRE", "settlestatus", "2", "billinglastname", "Brown")
	store := b.journal(t)
	intend(t, store, journal.Entry{
		ID: "1", SentReference: "A17-7K3M2P", OwnReference: "A17", AuthMethod: "PRE", Target: journal.Target{SettleStatus: "2"}, IntentAt: b.now,
	})
	_, err := store.Record(t.Context(), "1", journal.Change{Step: journal.StepAnswered, Apply: func(e *journal.Entry) error {
		e.State, e.Outcome, e.TransactionReference, e.ErrorCode, e.SettleStatus = journal.Known, gateway.OutcomeHeld, "23-9-80001", "0", "2"
		e.AnsweredAt = b.now
		return nil
	}})
	if err != nil {
		t.Fatal(err)
	}
	if err := store.Close(); err != nil {
		t.Fatal(err)
	}
	out, notes, code := b.lookup(t, "name:brown", "today")
	for line := range strings.SplitSeq(out, "\n") {
		if strings.Contains(line, "A17") && !strings.Contains(line, "Reserved") || strings.Contains(line, "B18") && !strings.Contains(line, "HELD") {
			t.Errorf("%s", line)
		}
	}
	if code != ExitOK || strings.Count(out, "\n") != 3 {
		t.Errorf("exit code %d\n%s%s", code, out, notes)
	}
}
