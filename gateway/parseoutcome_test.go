package gateway

import "testing"

// Each outcome has a word of its own, which is read back as that outcome, and no other
// word is.
func TestParseOutcome(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for o := OutcomeUnknown; o <= OutcomeNotSent; o++ {
		if got, known := ParseOutcome(o.String()); got != o || !known || seen[o.String()] {
			t.Errorf("%d: %q is read as %v, %v", o, o, got, known)
		}
		seen[o.String()] = true
	}
	for _, word := range []string{"", "Approved", "approved ", (OutcomeNotSent + 1).String() + "!"} {
		if got, known := ParseOutcome(word); known || got != OutcomeUnknown {
			t.Errorf("%q is read as %v, %v", word, got, known)
		}
	}
}
