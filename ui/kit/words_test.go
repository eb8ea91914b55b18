package kit

import "testing"

// TestCapital: a sentence begins with a capital, and a sign or letter of several bytes
// stays whole.
func TestCapital(t *testing.T) {
	for text, want := range map[string]string{"": "", "at most": "At most", "£48.01 is more": "£48.01 is more", "élan": "Élan", "A": "A", "\xff": "\xff", "7 days": "7 days"} {
		if got := Capital(text); got != want {
			t.Errorf("%q becomes %q", text, got)
		}
	}
}
