package gateway

import "testing"

func TestMaybeCardNumber(t *testing.T) {
	for text, want := range map[string]bool{
		"4111111111111111": true, "4111111111111112": true, "411111111111111": true, "4111 1111 1111 1112": true, "4111-1111-1111-111": true,
		"4111111111111": true, "41111111111111": false, "378282246310006": true, "37828224631000": true, "x4111111111111112": true,
		"2026112800017": false, "1234567890123": false, "202611280001": false, "9780306406157": false, "5500000000000": false, "": false, "A17": false,
	} {
		if got := MaybeCardNumber(text); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
}
