package payment

import (
	"cmp"
	"slices"
	"strings"

	"motoconsole/internal/rights"
)

// What an agent may not do, in sentences that name who may.

// Why says who may do what the agent may not; "" for an agent who has all these rights.
func (d *Processor) Why(all ...rights.Right) string { return d.Grant.Why(all...) }

// WhyNoPayment says who may take payments, to an agent who may take none of any kind;
// "" for one who may.
func (d *Processor) WhyNoPayment() string {
	first := ""
	for _, k := range d.Offer.Kinds {
		switch why := d.WhyNot(k); {
		case why == "":
			return ""
		case first == "":
			first = why
		}
	}
	return cmp.Or(first, d.Why(rights.Take))
}

// Withheld says who may take the kinds and settlements that the site takes and this
// agent may not.
func (d *Processor) Withheld() (withheld []string) {
	add := func(why string) {
		told := func(before string) bool { return strings.Contains(before, why) }
		if why != "" && !slices.ContainsFunc(withheld, told) {
			withheld = append(withheld, why)
		}
	}
	for _, k := range d.Offer.Kinds {
		add(d.WhyNot(k))
	}
	for _, w := range d.Offer.Ways {
		add(d.Why(ofWay(w)...))
	}
	return withheld
}
