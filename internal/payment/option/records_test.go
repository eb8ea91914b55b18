package option

func allLimits() Limits { return Limits{Refunds: true, Payouts: true} }

// optionTexts are the operations of a state, each with its title when it can be made,
// and with "-" and the reason when it cannot.
func optionTexts(o []Option) map[Kind]string {
	words := map[Kind]string{}
	for _, x := range o {
		switch {
		case x.Kind == Nothing || x.Kind == Wait:
			words[x.Kind] = x.Says
		case x.Refusal != "":
			words[x.Kind] = "- " + x.Refusal
		default:
			words[x.Kind] = x.Title
		}
	}
	return words
}
