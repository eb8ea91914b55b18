package config

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"unicode/utf8"

	"motoconsole/gateway"
	"motoconsole/internal/cardguard"
	"motoconsole/internal/payment/terms"
)

// This file reads what a site takes beside ordinary payments, and what its form asks for.

const (
	maxVersion   = 20
	maxWords     = 300
	mostPurposes = 8
	consentFix   = "write version, words and purposes, or take [consent] out: without it moto does not ask to keep a card"
)

// table is where the keys of an offer stand: [payment] and [form], or [sites.NAME].
type table struct {
	has  func(key string) bool
	fail func(key, problem, fix string) error
}

// offer checks the kinds of payment, [form] and [consent].
func (l *loader) offer() error {
	in, out := l.raw.Payment, &l.out.Payment.Offer
	payment := table{
		func(key string) bool { return l.doc.has("payment." + key) },
		func(key, problem, fix string) error { return l.fail("payment."+key, problem, fix) },
	}
	if err := payment.offer(in.Kinds, in.Settlements, in.MCC6012, in.Series, out); err != nil {
		return err
	}
	form := table{
		func(key string) bool { return l.doc.has("form." + key) },
		func(key, problem, fix string) error { return l.fail("form."+key, problem, fix) },
	}
	if err := form.fields(leavesOf(reflect.ValueOf(&l.raw.Form).Elem(), "form", false), &out.Fields); err != nil {
		return err
	}
	return l.consent()
}

// special checks [sites.NAME], and chooses the settings of the present site.
func (l *loader) special() error {
	if len(l.raw.Sites) == 0 {
		return nil
	}
	l.out.common = special{l.out.Payment.Currency, l.out.Payment.Currencies, l.out.Payment.Offer}
	for _, name := range slices.Sorted(maps.Keys(l.raw.Sites)) {
		in, m := l.raw.Sites[name], member{l, "sites", name}
		if !slices.Contains(l.out.Gateway.Sites, name) {
			return m.fail("", "is no site of [gateway]", "add it to gateway.sites, or take it out")
		}
		own := l.out.common
		own.offer.Fields = maps.Clone(own.offer.Fields)
		if m.has("currencies") {
			var err error
			if own.currencies, err = l.listed(in.Currencies, func(problem, fix string) error { return m.fail("currencies", problem, fix) }); err != nil {
				return err
			}
		}
		at := table{m.has, m.fail}
		if err := at.offer(in.Kinds, in.Settlements, in.MCC6012, in.Series, &own.offer); err != nil {
			return err
		}
		if err := at.fields(leavesOf(reflect.ValueOf(&in.formTable).Elem(), "sites", true), &own.offer.Fields); err != nil {
			return err
		}
		if l.out.sites == nil {
			l.out.sites = map[string]special{}
		}
		l.out.sites[name] = own
	}
	l.out = l.out.At(l.out.Gateway.Site)
	return nil
}

// offer reads what is taken.
func (t table) offer(kinds, settlements []string, recipient, series bool, out *terms.Offer) error {
	var err error
	if out.Kinds, err = choose(t, "kinds", kinds, terms.Kinds(), terms.ParseKind, out.Kinds); err != nil {
		return err
	}
	if out.Ways, err = choose(t, "settlements", settlements, terms.Ways(), terms.ParseWay, out.Ways); err != nil {
		return err
	}
	if takes := func(k terms.Kind) bool { return k.TakesMoney() }; !slices.ContainsFunc(out.Kinds, takes) && t.has("settlements") {
		return t.fail("settlements", "means nothing where no money is taken", "take it out")
	}
	if slices.Contains(out.Kinds, terms.Preauthorisation) && len(out.WaysOf(terms.Preauthorisation)) == 0 {
		return t.fail("kinds", "a pre-authorisation that settles in the next run reserves nothing", `write settlements = ["next_run", "date", "held"]`)
	}
	if t.has("mcc6012") {
		out.Recipient = recipient
	}
	if t.has("series") {
		out.Series = series
	}
	return nil
}

// choose reads a list of names in which each is known and none comes twice.
func choose[T interface {
	comparable
	Name() string
}](t table, key string, in []string, all []T, parse func(string) (T, bool), otherwise []T) ([]T, error) {
	if !t.has(key) {
		return otherwise, nil
	}
	var names []string
	for _, one := range all {
		names = append(names, one.Name())
	}
	fix := "choose from " + strings.Join(names, ", ")
	if len(in) == 0 {
		return nil, t.fail(key, "is empty", fix)
	}
	var chosen []T
	for _, name := range in {
		one, known := parse(name)
		switch {
		case !known:
			return nil, t.fail(key, "a name in this is unknown", fix)
		case slices.Contains(chosen, one):
			return nil, t.fail(key, "one is in this twice", "keep one of them")
		}
		chosen = append(chosen, one)
	}
	return chosen, nil
}

// fields reads what the form asks for.
func (t table) fields(keys []leaf, profile *terms.Profile) error {
	var words []string
	for _, p := range terms.Presences() {
		words = append(words, string(p))
	}
	for _, key := range keys {
		if !t.has(key.name) {
			continue
		}
		is, known := terms.ParsePresence(key.value.String())
		if !known {
			return t.fail(key.name, "must be one of "+strings.Join(words, ", "), fmt.Sprintf("write %s = %q", key.name, terms.Shown))
		}
		field := terms.Field(key.name)
		if profile.Of(field) == is {
			continue
		}
		if *profile == nil {
			*profile = terms.Profile{}
		}
		(*profile)[field] = is
	}
	return nil
}

// consent checks [consent]. What is read out and kept is complete, or there is none.
func (l *loader) consent() error {
	if !l.doc.has("consent") {
		return nil
	}
	in := l.raw.Consent
	for _, text := range []struct {
		key, value string
		most       int
	}{{"consent.version", in.Version, maxVersion}, {"consent.words", in.Words, maxWords}} {
		if err := l.require(text.key, text.value, consentFix); err != nil {
			return err
		}
		if problem := spokenProblem(text.value, text.most); problem != "" {
			return l.fail(text.key, problem, consentFix)
		}
	}
	switch n := len(in.Purposes); {
	case !l.doc.has("consent.purposes"):
		return l.fail("consent.purposes", "is missing", consentFix)
	case n == 0 || n > mostPurposes:
		return l.fail("consent.purposes", "must be 1 to 8 purposes", consentFix)
	}
	for i, purpose := range in.Purposes {
		if problem := reasonProblem(purpose); problem != "" {
			return l.fail("consent.purposes", "each purpose "+problem, consentFix)
		}
		if slices.Contains(in.Purposes[:i], purpose) {
			return l.fail("consent.purposes", "a purpose is in this twice", "keep one of them")
		}
	}
	l.out.Payment.Offer.Script = terms.Script{Version: in.Version, Words: in.Words, Purposes: in.Purposes}
	return nil
}

// spokenProblem is the fault of a text that is read out or kept.
func spokenProblem(text string, most int) string {
	switch {
	case strings.TrimSpace(text) != text:
		return "must neither begin nor end with a space"
	case utf8.RuneCountInString(text) > most:
		return fmt.Sprintf("must be at most %d characters", most)
	case cardguard.Prose.Finds(cardguard.Runes(text)):
		return "must be in words"
	case gateway.Clean(text, most) != text:
		return "must not hold control or invisible characters"
	}
	return ""
}

// everything is the offer of the test bank: all there is to try.
func everything() terms.Offer {
	return terms.Offer{Kinds: terms.Kinds(), Ways: terms.Ways(), Series: true, Script: terms.Script{
		Version:  "1",
		Words:    "May we keep your card for later payments? We will ask you before we use it, and you can withdraw this at any time.",
		Purposes: []string{"Later orders", "Renewals"},
	}}
}
