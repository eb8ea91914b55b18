package config

import (
	"fmt"
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

// offer checks the kinds of payment, [form] and [consent].
func (l *loader) offer() error {
	out := &l.out.Payment.Offer
	var err error
	if out.Kinds, err = choose(l, "payment.kinds", l.raw.Payment.Kinds, terms.Kinds(), terms.ParseKind, out.Kinds); err != nil {
		return err
	}
	if out.Ways, err = choose(l, "payment.settlements", l.raw.Payment.Settlements, terms.Ways(), terms.ParseWay, out.Ways); err != nil {
		return err
	}
	if takes := func(k terms.Kind) bool { return k.TakesMoney() }; !slices.ContainsFunc(out.Kinds, takes) && l.doc.has("payment.settlements") {
		return l.fail("payment.settlements", "means nothing where no money is taken", "take it out")
	}
	out.Recipient = l.raw.Payment.MCC6012
	if err := l.form(); err != nil {
		return err
	}
	return l.consent()
}

// choose reads a list of names in which each is known and none comes twice.
func choose[T interface {
	comparable
	Name() string
}](l *loader, key string, in []string, all []T, parse func(string) (T, bool), otherwise []T) ([]T, error) {
	if !l.doc.has(key) {
		return otherwise, nil
	}
	var names []string
	for _, one := range all {
		names = append(names, one.Name())
	}
	fix := "choose from " + strings.Join(names, ", ")
	if len(in) == 0 {
		return nil, l.fail(key, "is empty", fix)
	}
	var chosen []T
	for _, name := range in {
		one, known := parse(name)
		switch {
		case !known:
			return nil, l.fail(key, "each must be one that there is", fix)
		case slices.Contains(chosen, one):
			return nil, l.fail(key, "one is in this twice", "keep one of them")
		}
		chosen = append(chosen, one)
	}
	return chosen, nil
}

// form checks [form].
func (l *loader) form() error {
	var words []string
	for _, p := range terms.Presences() {
		words = append(words, string(p))
	}
	for _, key := range l.raw.leaves() {
		if key.section != "form" || !l.doc.has(key.key()) {
			continue
		}
		is, known := terms.ParsePresence(key.value.String())
		if !known {
			return l.fail(key.key(), "must be one of "+strings.Join(words, ", "), fmt.Sprintf("write %s = %q", key.name, terms.Shown))
		}
		field, profile := terms.Field(key.name), &l.out.Payment.Offer.Fields
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
	return terms.Offer{Kinds: terms.Kinds(), Ways: terms.Ways(), Script: terms.Script{
		Version:  "1",
		Words:    "May we keep your card for later payments? We will ask you before we use it, and you can withdraw this at any time.",
		Purposes: []string{"Later orders", "Renewals"},
	}}
}
