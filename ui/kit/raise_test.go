package kit

import (
	"strings"
	"testing"
	"time"

	"motoconsole/internal/journal"
	"motoconsole/internal/payment"
	"motoconsole/internal/payment/option"
)

// If the record of a raise cannot be told from another, the page says so, and not
// that the payment was changed.
func TestUnclearRaise(t *testing.T) {
	a := payment.Attempt{
		Operation: journal.OpRaise, Parent: "23-9-1", State: payment.InDoubt, Evidence: "23-9-8", EvidenceKind: journal.EvidenceListed,
	}
	if w := VerdictOfOperation(option.Raise, a, time.Now()); !strings.Contains(w.Means, "shows something that may be this raise") {
		t.Errorf("%q", w.Means)
	}
}
