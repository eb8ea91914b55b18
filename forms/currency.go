package forms

import (
	"slices"

	"motoconsole/gateway"
	"motoconsole/gateway/currencies"
)

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
