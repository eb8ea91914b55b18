package cardguard

import (
	"strings"
	"testing"
)

func TestUnended(t *testing.T) {
	for text, want := range map[string]string{
		"400123456789-7K3M2P":           "400123456789|",
		"400123456789-7K3M2P yesterday": "400123456789| yesterday",
		"order:400123456789-7k3m2p x":   "order:400123456789| x",
		"400123456789-734247":           "400123456789-734247",
		"400123456789-7K3M2PQ":          "400123456789-7K3M2PQ",
		"400123456789-7K3M":             "400123456789-7K3M",
		"A-17-7K3M2P":                   "A-17|",
		"4539-5787-6362-1486":           "4539-5787-6362-1486",
		"--7K3M2P-":                     "-|-",
		"-":                             "-",
		"":                              "",
	} {
		var b strings.Builder
		for r := range Unended(Runes(text), false) {
			if r == end {
				r = '|'
			}
			b.WriteRune(r)
		}
		if b.String() != want {
			t.Errorf("%q: %q, want %q", text, b.String(), want)
		}
	}
}

// TestAnEndingBeingTyped: an agent can type a reference as it was sent, key by key. A
// card number with the same divisions is refused.
func TestAnEndingBeingTyped(t *testing.T) {
	for text, want := range map[string]bool{
		"400123456789-7K3M2P": false, "400123456789-7K3M2P 4539 5787 6362 1486": true, "4539-5787-6362-1486": true, "453957876362-1486 x": true,
	} {
		found := false
		for n := range len(text) + 1 {
			found = found || Words.Finds(Unended(Runes(text[:n]), true))
		}
		if found != want {
			t.Errorf("%q: %v while it is typed", text, found)
		}
	}
	if !Answer.Finds(Unended(Runes("453957876362-1486x"), false)) || Answer.Finds(Unended(Runes("400123456789-7K3M2P"), false)) {
		t.Error("the whole text is judged otherwise")
	}
}
