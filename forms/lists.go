package forms

import (
	"slices"
	"strings"
	"sync"

	"motoconsole/forms/countries"
	"motoconsole/gateway"
	"motoconsole/gateway/currencies"
)

// NewCountry makes a country field that stands at the code given; an unknown
// or empty code is no country.
func NewCountry(code string) *Choice {
	return newChoice(ChoiceOptions{
		Name: "billingcountryiso2a", Label: "Country", Meaning: "the country",
		Options: countryOptions(), Default: code,
	}, countryFinder())
}

// countryOptions are the answers to Country, in the order of their names. With
// Kosovo, which has no code, no country is sent.
var countryOptions = sync.OnceValue(func() []Option {
	var options []Option
	for _, c := range append(countries.All(), countries.Kosovo()) {
		o := Option{Code: c.Code, Name: c.Name, Also: c.Codes, Known: c.Names, Local: c.Local}
		if c.Code == "" {
			o.Uncoded = "no ISO code: none is sent"
		}
		options = append(options, o)
	}
	slices.SortFunc(options, func(a, b Option) int { return strings.Compare(fold(a.Name), fold(b.Name)) })
	return options
})

var countryFinder = sync.OnceValue(func() finder { return newFinder(countryOptions()) })

// NewCurrency makes a choice of currencies that stands at the one given.
func NewCurrency(among []gateway.Currency, begin gateway.Currency) *Choice {
	options := make([]Option, len(among))
	for i, c := range among {
		options[i] = Option{Code: c.Code(), Name: c.Code(), Known: c.Signs(), Local: currencies.Signs(c.Code())}
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

// currencyOf is the currency that is chosen; none while none is.
func currencyOf(chosen *Choice, among []gateway.Currency) gateway.Currency {
	i := slices.IndexFunc(among, func(c gateway.Currency) bool { return c.Code() == chosen.Code() })
	if i < 0 {
		return gateway.Currency{}
	}
	return among[i]
}
