package operate

import (
	"testing"

	"motoconsole/gateway"
	"motoconsole/internal/payment/operation"
	"motoconsole/internal/payment/option"
	"motoconsole/internal/screentest"
)

// What can be done is one short sentence: several acts on the same thing name it once.
func TestPossibleNamesAThingOnce(t *testing.T) {
	for want, titles := range map[string][]string{
		"cancel or reduce the payment":                                                  {"Cancel the payment", "Reduce the payment"},
		"cancel the held payment, or reduce the payment":                                {"Cancel the held payment", "Reduce the payment"},
		"refund the whole payment, or refund a part":                                    {"Refund the whole payment", "Refund a part"},
		"capture the reserved amount, or cancel, reduce or raise the pre-authorisation": {"Capture the reserved amount", "Cancel the pre-authorisation", "Reduce the pre-authorisation", "Raise the pre-authorisation"},
	} {
		if got := either(titles); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// TestPossibleIsSafe: whatever the gateway and the limits say, no control character, escape
// sequence or invisible sign of it is drawn.
func TestPossibleIsSafe(t *testing.T) {
	optionText := func(o option.Option) string {
		words, _ := Possible(operation.Snapshot{Options: []option.Option{o}})
		return words
	}
	for place, words := range map[string]func(text string) string{
		"why nothing is known to be left": func(text string) string {
			words, _ := Possible(operation.Snapshot{LeftProblem: text})
			return words
		},
		"why to wait": func(text string) string { return optionText(option.Option{Kind: option.Wait, Says: text}) },
		"an agent's limit": func(text string) string {
			return optionText(option.Option{Kind: option.RefundPart, Limited: true, Refusal: text})
		},
		"why it cannot be refunded": func(text string) string { return optionText(option.Option{Kind: option.RefundPart, Refusal: text}) },
	} {
		for _, text := range screentest.Hostile() {
			if got := words(text); gateway.Clean(got, len(got)) != got {
				t.Errorf("%s: %.60q is drawn as %.120q", place, text, got)
			}
		}
	}
}
