package lookup

import (
	"slices"
	"strings"

	"motoconsole/gateway/currencies"
)

// saidMoney is the currency that a word behind figures means: one of those with a
// sign here, which the word is a name of, as the sign does.
func saidMoney(word string) (code string, ok bool) {
	called := currencies.Called(word)
	for _, code := range signs() {
		if slices.Contains(called, code) {
			return code, true
		}
	}
	return "", false
}

// vagueMoney are what people say for parts of a unit, for several currencies that
// have no other name in common, and for short.
var vagueMoney = strings.Fields("kr kr. franc francs pence cents p c ct")

// isVague reports what people say for currencies that have no sign here: which one
// is meant is for its code to say.
func isVague(word string) bool {
	_, said := saidMoney(word)
	return !said && (slices.Contains(vagueMoney, word) || len(currencies.Called(word)) > 0)
}
