package lookup

import (
	"strings"
	"testing"
	"time"

	"motoconsole/gateway/currencies"
)

// TestWordsForMoney: the search knows all the form's names for currencies. With the
// name of a currency with a sign, figures are an amount. With any other name, the
// search asks for the code.
func TestWordsForMoney(t *testing.T) {
	now := time.Date(2026, 11, 27, 10, 0, 0, 0, time.UTC)
	withSign := map[string]bool{}
	for _, code := range signs() {
		withSign[code] = true
	}
	for _, code := range []string{"GBP", "EUR", "USD", "JPY", "PLN", "SEK", "DKK", "CHF", "CZK", "HUF", "INR", "BDT", "AED"} {
		for _, name := range currencies.Names(code) {
			if strings.Contains(name, " ") {
				continue
			}
			for _, word := range []string{name, strings.ToLower(name), name + "s"} {
				s, err := Parse("50 "+word, now, time.UTC)
				switch meant, _ := saidMoney(word); {
				case withSign[code] && (err != nil || len(s.Amounts) != 1 || s.Amounts[0].code != code):
					t.Errorf("50 %s: %v, %v", word, s.Amounts, err)
				case !withSign[code] && meant == "" && (err == nil || !strings.Contains(err.Error(), "by its code, as in SEK 1050")):
					t.Errorf("50 %s: %v", word, err)
				}
			}
		}
	}
}
