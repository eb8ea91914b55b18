package lookup

import (
	"slices"
	"strings"

	"motoconsole/gateway/currencies"
)

// saidMoney is the currency that a word after figures means: one of the currencies
// with a sign here, if the word is a name of it.
func saidMoney(word string) (code string, ok bool) {
	called := currencies.Called(word)
	for _, code := range signs() {
		if slices.Contains(called, code) {
			return code, true
		}
	}
	return "", false
}

// vagueMoney are words for parts of a unit, names that several currencies share,
// and short forms.
var vagueMoney = strings.Fields("kr kr. franc francs pence cents p c ct")

// isVague reports a word for currencies without a sign here. Only a code can say
// which one is meant.
func isVague(word string) bool {
	_, said := saidMoney(word)
	return !said && (slices.Contains(vagueMoney, word) || len(currencies.Called(word)) > 0)
}
