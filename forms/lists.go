package forms

import (
	"slices"
	"strings"
	"sync"

	"motoconsole/forms/answers"
	"motoconsole/forms/countries"
	"motoconsole/gateway"
	"motoconsole/gateway/currencies"
	"motoconsole/internal/cardguard"
)

// NewCountry makes a country field that stands at the code given; an unknown
// or empty code is no country.
func NewCountry(code string) *Choice { return newCountry("billingcountryiso2a", code) }

// newCountry is NewCountry for a field of another name.
func newCountry(name, code string) *Choice {
	return newChoice(ChoiceOptions{
		Name: name, Label: "Country", Meaning: "the country",
		Options: countryOptions(), Default: code,
	}, countryFinder())
}

// countryOptions are the answers to Country, in the order of their names. For Kosovo,
// which has no code, no country is sent.
var countryOptions = sync.OnceValue(func() []answers.Answer {
	var options []answers.Answer
	for _, c := range append(countries.All(), countries.Kosovo()) {
		o := answers.Answer{Code: c.Code, Name: c.Name, Also: c.Codes, Known: c.Names, Local: c.Local}
		if c.Code == "" {
			o.Uncoded = "no ISO code: none is sent"
		}
		options = append(options, o)
	}
	slices.SortFunc(options, func(a, b answers.Answer) int { return strings.Compare(answers.Fold(a.Name), answers.Fold(b.Name)) })
	return options
})

// CountryName is the name of a country by its code, or the code if it has no name here.
func CountryName(code string) string {
	for _, o := range countryOptions() {
		if o.Code == code && code != "" {
			return o.Name
		}
	}
	return code
}

var countryFinder = sync.OnceValue(func() answers.Finder { return answers.New(countryOptions()) })

// NewCurrency makes a choice of currencies that stands at the one given.
func NewCurrency(among []gateway.Currency, begin gateway.Currency) *Choice {
	options := make([]answers.Answer, len(among))
	for i, c := range among {
		options[i] = answers.Answer{Code: c.Code(), Name: c.Code(), Known: c.Signs(), Local: currencies.Signs(c.Code())}
		if names := currencies.Names(c.Code()); len(names) > 0 {
			options[i].Name, options[i].Known = names[0], append(options[i].Known, names[1:]...)
			for _, name := range names {
				options[i].Known = append(options[i].Known, name+"s")
			}
		}
	}
	return NewChoice(ChoiceOptions{
		Name: "currencyiso3a", Label: "Currency", Meaning: "the currency",
		Options: options, Default: begin.Code(), Required: true,
	})
}

// currencyOf is the chosen currency, or the zero value.
func currencyOf(chosen *Choice, among []gateway.Currency) gateway.Currency {
	i := slices.IndexFunc(among, func(c gateway.Currency) bool { return c.Code() == chosen.Code() })
	if i < 0 {
		return gateway.Currency{}
	}
	return among[i]
}

// reasonChoice is the field's name.
const reasonChoice = "reasonchoice"

// otherReason is the answer that asks for the agent's own words.
const otherReason = "Other"

// Reason asks why: with a choice, if there are reasons to choose from, and in the
// agent's own words.
type Reason struct {
	choice *Choice // nil where there is nothing to choose from
	words  *reasonWords
}

// reasonWords are the agent's own words: needed unless a reason was chosen, and always
// possible.
type reasonWords struct {
	*TextField
	needed func() bool
}

// NewReason asks for one of the reasons or another one. Likely is the one chosen at
// first, "" for none.
func NewReason(reasons []string, likely string) *Reason {
	r := &Reason{words: &reasonWords{TextField: NewText(TextOptions{
		Name: "reason", Label: "Details", Meaning: "the reason", Max: 100, Guard: Guard{Rule: cardguard.Prose},
	})}}
	r.words.needed = func() bool { return r.choice == nil || r.choice.Code() == otherReason }
	if len(reasons) == 0 {
		r.words.o.Label = "Reason"
		return r
	}
	options := make([]answers.Answer, 0, len(reasons)+1)
	for _, text := range append(reasons[:len(reasons):len(reasons)], otherReason) {
		options = append(options, answers.Answer{Code: text, Name: text})
	}
	r.choice = NewChoice(ChoiceOptions{
		Name: reasonChoice, Label: "Reason", Meaning: "the reason", Options: options, Default: likely, Required: true, Listed: true,
	})
	return r
}

// Fields are the questions in their order.
func (r *Reason) Fields() []Field {
	if r.choice == nil {
		return []Field{r.words}
	}
	return []Field{r.choice, r.words}
}

// Choices are the reasons to choose from, and which one is chosen; -1 for
// none.
func (r *Reason) Choices() (names []string, chosen int) {
	if r.choice == nil {
		return nil, -1
	}
	for _, o := range r.choice.o.Options {
		names = append(names, o.Name)
	}
	return names, r.choice.chosen
}

// Value is the reason: the one chosen, with the words after it.
func (r *Reason) Value() string {
	words := r.words.Value()
	switch {
	case r.words.needed():
		return words
	case words == "":
		return r.choice.Code()
	default:
		return r.choice.Code() + ": " + words
	}
}

func (w *reasonWords) passedOver() bool { return !w.needed() && w.Empty() }

// optional implements optioner.
func (w *reasonWords) optional() bool { return !w.needed() }

// Hint implements Field.
func (w *reasonWords) Hint(focused bool) string {
	hint := w.TextField.Hint(focused)
	if hint == optionalHint && w.needed() {
		return "needed with " + otherReason
	}
	return hint
}

// Check implements Field.
func (w *reasonWords) Check() error {
	if err := w.TextField.Check(); err != nil {
		return err
	}
	if w.needed() && w.Empty() {
		return broken(w.Name(), "give the reason in a few words: it is kept with the payment")
	}
	return nil
}
