package payment

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"motoconsole/internal/payment/terms"
	"motoconsole/internal/rights"
)

// subset is the part of all that a number stands for.
func subset[T any](all []T, number int) (part []T) {
	for i, one := range all {
		if number&(1<<i) != 0 {
			part = append(part, one)
		}
	}
	return part
}

// Whatever a site takes, and whatever rights the agent has, the agent is offered exactly
// what the agent may take: a kind with no way left to settle is not offered, and the
// sentence says who may.
func TestOfferedIsWhatMayBeTaken(t *testing.T) {
	settles := map[terms.Way]terms.Settlement{
		terms.NextRun: {}, terms.OnDate: {DueDate: "2026-12-07"}, terms.Held: terms.Hold(), terms.AtOnce: terms.Unchecked(),
	}
	all := []rights.Right{rights.Take, rights.Preauthorise, rights.CheckCard, rights.Defer, rights.TakeHeld, rights.SettleAtOnce}
	for has := range 1 << len(all) {
		grant := rights.NewTable(
			[]rights.Role{{Name: "agent", Rights: subset(all, has)}, {Name: "lead", Rights: rights.All()}},
			[]rights.Agent{{Name: "priya", Role: "agent"}, {Name: "ann", DisplayName: "Ann Lee", Role: "lead"}}, true,
		).Grant("priya")
		for kinds := 1; kinds < 1<<len(terms.Kinds()); kinds++ {
			for ways := 1; ways < 1<<len(terms.Ways()); ways++ {
				d := &Processor{Options: Options{
					Operator: Operator{Grant: grant}, Place: Place{Offer: terms.Offer{Kinds: subset(terms.Kinds(), kinds), Ways: subset(terms.Ways(), ways)}},
				}}
				var may, offered []string
				for _, k := range terms.Kinds() {
					for _, w := range terms.Ways() {
						if w != terms.NextRun && !k.TakesMoney() {
							continue
						}
						if c := (Charge{Kind: k, Settlement: settles[w]}); grant.May(takes(c)...) == nil && d.Offer.Takes(k, settles[w]) == nil {
							may = append(may, fmt.Sprint(k.Name(), " ", w))
						}
					}
				}
				o := d.Offered()
				for _, k := range o.Kinds {
					here := o.WaysOf(k)
					if !k.TakesMoney() {
						here = []terms.Way{terms.NextRun}
					}
					for _, w := range terms.Ways() {
						if slices.Contains(here, w) {
							offered = append(offered, fmt.Sprint(k.Name(), " ", w))
						}
					}
					if why := d.WhyNot(k); len(may) > 0 && (why != "" || len(here) == 0) {
						t.Errorf("%v of %+v: a %s is offered, with %v: %q", subset(all, has), d.Offer, k.Noun(), here, why)
					}
				}
				slices.Sort(may)
				slices.Sort(offered)
				switch {
				case len(may) == 0 && !reflect.DeepEqual(o, d.Offer):
					t.Errorf("%v of %+v: nothing may be taken, and this is offered: %+v", subset(all, has), d.Offer, o)
				case len(may) > 0 && !slices.Equal(may, offered):
					t.Errorf("%v of %+v: %v may be taken, %v is offered", subset(all, has), d.Offer, may, offered)
				}
				for _, k := range d.Offer.Kinds {
					if !slices.Contains(o.Kinds, k) && len(d.Offer.WaysOf(k)) > 0 && !strings.HasSuffix(d.WhyNot(k), "ask Ann Lee (lead).") {
						t.Errorf("%v of %+v: a %s is not offered, because %q", subset(all, has), d.Offer, k.Noun(), d.WhyNot(k))
					}
				}
			}
		}
	}
	grant := rights.NewTable(
		[]rights.Role{{Name: "agent", Rights: []rights.Right{rights.Take, rights.Preauthorise}}, {Name: "lead", Rights: rights.All()}},
		[]rights.Agent{{Name: "priya", Role: "agent"}, {Name: "ann", DisplayName: "Ann Lee", Role: "lead"}}, true,
	).Grant("priya")
	d := &Processor{Options: Options{Operator: Operator{Grant: grant}, Place: Place{Offer: terms.Offer{Kinds: terms.Kinds(), Ways: terms.Ways()}}}}
	const want = "You may not choose any of the ways in which a pre-authorisation settles here. " +
		"You may not take payments that settle on a later day: ask Ann Lee (lead). You may not take payments that are held: ask Ann Lee (lead)."
	if got := d.WhyNot(terms.Preauthorisation); got != want {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}
