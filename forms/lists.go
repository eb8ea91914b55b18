package forms

import (
	"fmt"
	"slices"
	"strconv"
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

// newCurrency makes a choice of currencies that stands at the one given.
func newCurrency(among []gateway.Currency, begin gateway.Currency) *Choice {
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
	return choiceFrom(ChoiceOptions{
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

// newReason asks for one of the reasons or another one. Likely is the one chosen at
// first, "" for none.
func newReason(reasons []string, likely string) *Reason {
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
	r.choice = choiceFrom(ChoiceOptions{
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

// asker is who may ask for a payment by a card on file: the caller, or the merchant with
// a reason or as a part of a series.
type asker struct {
	name   string
	reason gateway.InitiationReason
	series gateway.SubscriptionType
}

func askers() []asker {
	return []asker{
		{name: "The caller"},
		{name: "Us: unscheduled", reason: gateway.InitiationUnscheduled},
		{name: "Us: delayed charge", reason: gateway.InitiationDelayedCharge},
		{name: "Us: resubmission", reason: gateway.InitiationResubmission},
		{name: "Us: re-authorisation", reason: gateway.InitiationReauthorisation},
		{name: "Us: no-show", reason: gateway.InitiationNoShow},
		{name: "Us: recurring", series: gateway.SubscriptionRecurring},
		{name: "Us: instalment", series: gateway.SubscriptionInstallment},
	}
}

// AskedBy says who asked for a payment, and why.
func AskedBy(reason gateway.InitiationReason, series gateway.Subscription) string {
	i := slices.IndexFunc(askers(), func(a asker) bool { return a.reason == reason && a.series == series.Type })
	says := "Us: another reason" // of a newer moto, or of one that had it
	if i >= 0 {
		says = askers()[i].name
	}
	if series.IsZero() {
		return says
	}
	return fmt.Sprintf("%s, number %d of the series", says, series.Number)
}

// because is the choice between the askers, with the number that a payment of a series
// has. The caller is chosen at first.
type because struct {
	*Choice
	number *TextField // nil where there are no series
}

// mostInSeries is how many digits the number of a payment in a series may have: enough
// for any series, and too few for a card.
const mostInSeries = 4

func newBecause(o OperationOptions) *because {
	var options []answers.Answer
	for _, a := range askers() {
		if a.series == "" || o.Series {
			options = append(options, answers.Answer{Code: a.name, Name: a.name})
		}
	}
	b := &because{Choice: choiceFrom(ChoiceOptions{
		Name: "initiationreason", Label: "Asked for by", Meaning: "who asks for it", Default: options[0].Code, Required: true, Options: options,
	})}
	if !o.Series {
		return b
	}
	help := fmt.Sprintf("the next is %d", o.NextInSeries)
	if o.NoSeries != "" {
		help = o.NoSeries
	}
	b.number = NewText(TextOptions{
		Name: "subscriptionnumber", Label: "Number in series", Meaning: "the number in the series", Max: mostInSeries, Required: true,
		Help: help,
		Rule: func(answer string) string {
			switch n, err := strconv.Atoi(answer); {
			case o.NoSeries != "":
				return o.NoSeries
			case err != nil || strconv.Itoa(n) != answer:
				return fmt.Sprintf("the number in the series is a whole number, such as %d", o.NextInSeries)
			case n < o.NextInSeries:
				return fmt.Sprintf("the next number of the series is %d: lower ones are taken, or may be", o.NextInSeries)
			default:
				return ""
			}
		},
	})
	return b
}

// fields are the fields of the choice, in their order.
func (b *because) fields() []Field {
	if b.number == nil {
		return []Field{b.Choice}
	}
	return []Field{b.Choice, b.number}
}

// place makes the form ask for the number only of a payment of a series.
func (b *because) place(f *Form) {
	for i := range f.slots {
		if b.number != nil && f.slots[i].Field == Field(b.number) {
			f.slots[i].place.when = func() bool { return b.asker().series != "" }
		}
	}
}

// asker is the one chosen.
func (b *because) asker() asker {
	i := slices.IndexFunc(askers(), func(a asker) bool { return a.name == b.Code() })
	return askers()[max(i, 0)]
}
