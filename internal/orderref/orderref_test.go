package orderref

import (
	"strings"
	"testing"
	"unicode/utf8"

	"motoconsole/gateway"
)

// A sent reference fits every bank, and Split undoes Sent.
func TestSent(t *testing.T) {
	for own, kept := range map[string]string{
		"": "", "A17": "A17", "A-17": "A-17", "x-7K3M2P": "x-7K3M2P", strings.Repeat("9", 18): strings.Repeat("9", 18),
		strings.Repeat("9", 19): strings.Repeat("9", 18), strings.Repeat("Ä", 30): strings.Repeat("Ä", 18),
	} {
		sent := Sent(own, "7K3M2P")
		got, ending, ok := Split(sent)
		if !ok || got != kept || Kept(own) != kept || ending != "7K3M2P" || utf8.RuneCountInString(sent) > gateway.MaxOrderReference {
			t.Errorf("%q is sent as %q, and is %q, %q, %v", own, sent, got, ending, ok)
		}
	}
	for _, not := range []string{"", "A17", "7K3M2P", "A-7k3m2p", "A-7K3M2", "A_7K3M2P", "A-IIIIII", "A-7K3M2PX", "A-7K-M2P"} {
		if own, ending, ok := Split(not); ok {
			t.Errorf("%q is %q and %q", not, own, ending)
		}
	}
}
