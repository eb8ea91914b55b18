package option

func allLimits() Limits { return Limits{Refunds: true, Payouts: true} }

// optionTexts are the options of a state: a title if the operation can be made,
// otherwise "-" and the reason.
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
