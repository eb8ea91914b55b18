package terms

import (
	"slices"
	"strings"

	"motoconsole/gateway"
)

// Offer is what a site takes, by its configuration. The zero value takes payments that
// settle in the next run, and its form has the usual fields.
type Offer struct {
	Kinds  []Kind
	Ways   []Way
	Fields Profile
	// Recipient says that the site is of MCC 6012: a payment names the account that it
	// pays into.
	Recipient bool
	// Series says that the site has an account for series of payments (RECUR).
	Series bool
	// Script is the question whether the card may be kept; zero for a site that keeps
	// none.
	Script Script
}

// Script is what the agent reads out to ask for consent.
type Script struct {
	Version  string   // of the words
	Words    string   // to say
	Purposes []string // of later payments, to choose from
}

// Takes says why the site does not take a kind with a settlement.
func (o Offer) Takes(k Kind, s Settlement) error {
	if !slices.Contains(o.kinds(), k) {
		return &gateway.FieldError{Field: "authmethod", Rule: "a " + k.Noun() + " is not taken here: the configuration allows " + list(o.kinds(), Kind.Noun)}
	}
	if !k.TakesMoney() { // nothing settles
		return nil
	}
	if !k.Settles(s.Way()) {
		return &gateway.FieldError{Field: "settlestatus", Rule: "a " + k.Noun() + " that settles in the next run reserves nothing: choose a date, or held"}
	}
	if ways := o.WaysOf(k); !slices.Contains(ways, s.Way()) {
		return &gateway.FieldError{Field: "settlestatus", Rule: "the configuration does not let a " + k.Noun() + " settle like this: it allows " + list(ways, Way.words)}
	}
	return nil
}

// WaysOf are the ways in which a kind settles here; none for one that takes no money.
func (o Offer) WaysOf(k Kind) []Way {
	return slices.DeleteFunc(slices.Clone(o.ways()), func(w Way) bool { return !k.Settles(w) })
}

func (o Offer) kinds() []Kind {
	if len(o.Kinds) == 0 {
		return []Kind{Payment}
	}
	return o.Kinds
}

func (o Offer) ways() []Way {
	if len(o.Ways) == 0 {
		return []Way{NextRun}
	}
	return o.Ways
}

func list[T any](all []T, word func(T) string) string {
	words := make([]string, len(all))
	for i, one := range all {
		words[i] = word(one)
	}
	return strings.Join(words, ", ")
}

// words are the way in a list.
func (w Way) words() string {
	switch w {
	case OnDate:
		return "a date"
	case Held:
		return "held"
	case AtOnce:
		return "without the gateway's checks"
	default:
		return "the next run"
	}
}
