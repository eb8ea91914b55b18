//go:build unix

package floor

import (
	"testing"
	"time"

	"motoconsole/internal/sshd"
)

// TestASignInIsRecordedFirst: when the door has told of a sign-in, the journal has it,
// whatever happens to the process from then on.
func TestASignInIsRecordedFirst(t *testing.T) {
	t.Parallel()
	h := newHall(t, "", everyone)
	for n := range 20 {
		h.event(sshd.Event{Kind: sshd.SignedIn, At: time.Now(), Agent: "priya", Address: "192.0.2.1", Result: "signed in"})
		events, err := h.own.Audits(t.Context(), time.Time{}, "priya")
		if err != nil {
			t.Fatal(err)
		}
		if len(events) != n+1 {
			t.Fatalf("after %d sign-ins the journal has %d", n+1, len(events))
		}
	}
}
