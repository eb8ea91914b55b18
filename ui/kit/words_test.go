package kit

import (
	"testing"

	"motoconsole/forms"
	"motoconsole/gateway"
	"motoconsole/internal/payment"
	"motoconsole/internal/screentest"
)

// TestGatewayWordsAreSafe: pages draw no control character, escape sequence or
// invisible sign from the gateway's sentence or from a field's name.
func TestGatewayWordsAreSafe(t *testing.T) {
	f, _, _ := newTestFlow(t)
	withSheet := *f
	withSheet.Sheet = forms.New(forms.NewCountry("GB"))
	refused := func(code gateway.CodeInfo, message string, fields ...string) string {
		return Reason(payment.Attempt{
			Outcome: gateway.OutcomeRejected, Fields: fields,
			Result: gateway.AuthResult{Code: code, Record: gateway.Record{ErrorMessage: message}},
		}, f.FieldLabel)
	}
	for place, words := range map[string]func(text string) string{
		"the gateway's sentence":            func(text string) string { return refused(gateway.CodeInfo{Code: "30000"}, text) },
		"the sentence of the table":         func(text string) string { return refused(gateway.CodeInfo{Code: "30000", Message: text}, "") },
		"a field of the answer":             func(text string) string { return refused(gateway.CodeInfo{}, "", text) },
		"a field's name without a form":     f.FieldLabel,
		"a field's name that no field has":  withSheet.FieldLabel,
		"several fields, one of them known": func(text string) string { return refused(gateway.CodeInfo{}, "", "pan", text) },
	} {
		for _, text := range screentest.Hostile() {
			if got := words(text); gateway.Clean(got, len(got)) != got {
				t.Errorf("%s: %.60q is drawn as %.120q", place, text, got)
			}
		}
	}
}

// TestCapital: a sentence begins with a capital, and a sign or letter of several bytes
// stays whole.
func TestCapital(t *testing.T) {
	for text, want := range map[string]string{"": "", "at most": "At most", "£48.01 is more": "£48.01 is more", "élan": "Élan", "A": "A", "\xff": "\xff", "7 days": "7 days"} {
		if got := Capital(text); got != want {
			t.Errorf("%q becomes %q", text, got)
		}
	}
}
