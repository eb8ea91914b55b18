package cardguard

import (
	"encoding/base64"
	"math/rand/v2"
	"strings"
	"testing"
)

// TestFingerprintsAreNames: the digits of a key's fingerprint are no card number, wherever a
// log or a record names it. One of some five hundred looked like one, and was dropped.
func TestFingerprintsAreNames(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(2, 56))
	for range 10_000 {
		var bytes [32]byte
		for i := range bytes {
			bytes[i] = byte(r.Uint32())
		}
		sum := "SHA256:" + base64.RawStdEncoding.EncodeToString(bytes[:])
		for _, text := range []string{sum, "an authority is trusted no more: " + sum, `{"key":"` + sum + `","serial":0}`} {
			if InRecord(text) || InLog(text) {
				t.Fatalf("%q looks like a card number", text)
			}
		}
	}
}

// TestWhatIsNoFingerprint: what only begins like a fingerprint, and what stands beside one,
// hides no card number.
func TestWhatIsNoFingerprint(t *testing.T) {
	t.Parallel()
	const sum = "SHA256:tTLbVXj2Jz8abT7yOyo9FhhQ5Go2yHlrvxxuycrxIA"
	const number = "4111111111111111"
	spaced := "4111 1111 1111 1111"
	for name, text := range map[string]string{
		"a number instead":        "SHA256:" + number,
		"spaced":                  "SHA256:" + spaced,
		"a number within":         "SHA256:" + number + strings.Repeat("A", 43-len(number)),
		"too short":               "SHA256:" + strings.ReplaceAll(spaced, " ", "ab") + "A",
		"too long":                "SHA256:" + strings.ReplaceAll(spaced, " ", "ab") + strings.Repeat("A", 30),
		"bits that no sum has":    "SHA256:" + strings.ReplaceAll(spaced, " ", "ab") + strings.Repeat("B", 21),
		"another word before":     "XSHA256:" + strings.ReplaceAll(spaced, " ", "ab") + strings.Repeat("A", 21),
		"a number after":          sum + " " + number,
		"a spaced number after":   sum + ", " + spaced,
		"a spaced number before":  spaced + " " + sum,
		"a number between colons": sum + ":" + spaced + ":" + sum,
	} {
		if !InRecord(text) || !InLog(text) {
			t.Errorf("%s: %q does not look like a card number", name, text)
		}
	}
	if InLog(sum) {
		t.Error("a fingerprint looks like a card number")
	}
}
