package operate

import (
	"testing"

	"motoconsole/gateway"
	"motoconsole/internal/payment/operation"
	"motoconsole/internal/payment/option"
	"motoconsole/internal/screentest"
)

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
