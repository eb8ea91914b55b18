package operation

import (
	"motoconsole/internal/payment/option"
)

func allLimits() option.Limits { return option.Limits{Refunds: true, Payouts: true} }

// optionTexts are the operations of a state, each with its title when it can be made,
// and with "-" and the reason when it cannot.
func optionTexts(o []option.Option) map[option.Kind]string {
	words := map[option.Kind]string{}
	for _, x := range o {
		switch {
		case x.Kind == option.Nothing || x.Kind == option.Wait:
			words[x.Kind] = x.Says
		case x.Refusal != "":
			words[x.Kind] = "- " + x.Refusal
		default:
			words[x.Kind] = x.Title
		}
	}
	return words
}
