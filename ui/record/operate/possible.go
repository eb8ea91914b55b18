package operate

import (
	"strings"

	"motoconsole/forms"
	"motoconsole/gateway"
	"motoconsole/internal/payment/operation"
	"motoconsole/internal/payment/option"
	"motoconsole/ui/kit"
)

// Possible says what can be given back now, as the end of a sentence that offers it, or
// why nothing can.
func Possible(seen operation.Snapshot) (words string, offers bool) {
	var answers, titles []string
	limit, why := "", gateway.Clean(seen.LeftProblem, 300)
	for _, o := range seen.Options {
		switch {
		case o.Kind == option.Wait || o.Kind == option.Nothing:
			answers = append(answers, gateway.Clean(o.Says, 300))
		case o.Kind == option.Payout:
		case o.Legal() && (o.Kind == option.Release || o.Kind == option.Raise), o.Legal() && o.Kind.GivesBack():
			titles = append(titles, o.Title)
		case o.Limited:
			limit = gateway.Clean(o.Refusal, 300)
		case o.Kind.GivesBack() && why == "":
			why = gateway.Clean(o.Refusal, 300)
		}
	}
	switch {
	case len(answers) > 0 && len(titles) > 0:
		return answers[0] + " " + kit.Capital(either(titles)), false
	case len(answers) > 0:
		return answers[0], false
	case len(titles) > 0:
		return either(titles), true
	case limit != "":
		return limit, false
	default:
		return why, false
	}
}

// either joins titles in a sentence. What they act on is said once: "cancel or reduce the
// payment".
func either(titles []string) string {
	var verbs []string
	var parts []string
	for i, title := range titles {
		verb, object, _ := strings.Cut(strings.ToLower(title[:1])+title[1:], " ")
		verbs = append(verbs, verb)
		if i+1 < len(titles) && strings.HasSuffix(titles[i+1], " "+object) && !strings.Contains(strings.TrimSuffix(titles[i+1], " "+object), " ") {
			continue
		}
		parts = append(parts, strings.TrimSpace(forms.Either(verbs)+" "+object))
		verbs = nil
	}
	return strings.Join(parts, ", or ")
}

// leftWords is how much can still be given back.
func leftWords(left gateway.Money) string {
	if left.IsZero() {
		return "nothing"
	}
	return left.String()
}
