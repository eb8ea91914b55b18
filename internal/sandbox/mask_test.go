package sandbox

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"motoconsole/internal/sandbox/message"
)

func TestMasked(t *testing.T) {
	for text, wanted := range map[string]string{
		"":                               "",
		"My_Order_123":                   "My_Order_123",
		"20261121-120005-123":            "20261121-120005-123", // long, but not a card number
		canary:                           strings.Repeat("#", 16),
		"card 4111 1111-1111 1111 for 7": "card #### ####-#### #### for #",
		"４１１１１１１１１１１１１１１１": strings.Repeat("#", 16),
		"Zoë 日本": "Zoë 日本",
	} {
		if got := message.Masked(text); got != wanted {
			t.Errorf("%q: %q, want %q", text, got, wanted)
		}
	}
}

// The bank neither keeps nor returns a card number in free text, and the text as sent
// still finds the payment.
func TestCardNumbersInFreeText(t *testing.T) {
	b := newBank()
	for _, name := range []string{
		"orderreference", "operatorname", "chargedescription", "billinglastname", "billingstreet", "billingpremise",
		"billingpostcode", "billingtown",
	} {
		a := send(t, b, auth(name, canary))[0]
		want(t, a, "errorcode", "0")
		raw, _ := json.Marshal([]any{a, recordOf(t, b, a["transactionreference"].(string))})
		if bytes.Contains(raw, []byte(canary)) {
			t.Errorf("%s comes back: %s", name, raw)
		}
	}
	if n := len(records(t, b, "orderreference", values(canary))); n != 1 {
		t.Errorf("%d records under the order reference as it was sent", n)
	}
	ref := buy(t, b)
	want(t, send(t, b, updateOf(ref, "orderreference", canary))[0], "errorcode", "0")
	want(t, recordOf(t, b, ref), "orderreference", strings.Repeat("#", 16))

	wantRejected(t, send(t, b, auth("sitereference", "test_"+canary))[0], "30000", "sitereference")
	wantRejected(t, send(t, b, fields{"requesttypedescription": canary})[0], "60018", strings.Repeat("#", 16))
}
