package payment

import (
	"strings"
	"testing"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
)

// Names of updates never look like a card number, for any operation and
// transaction.
func TestUpdateNames(t *testing.T) {
	for _, o := range []journal.Operation{
		journal.OpCancel, journal.OpReduce, journal.OpRelease, journal.OpHold, journal.OpOrder, journal.OpDueDate,
	} {
		name := updateName(o, "1234-86-123456789", "7K3M2P")
		if gateway.HoldsCardNumber(name) || strings.ContainsRune(name, ' ') || !strings.HasSuffix(name, "-OF-1234-86-123456789-7K3M2P") {
			t.Errorf("%s", name)
		}
	}
}
