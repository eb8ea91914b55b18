package lookup

import (
	"strings"
	"testing"
	"time"

	"motoconsole/gateway/currencies"
)

// TestWordsForMoney: what the form knows a currency by, the search knows too. A word
// for a currency with a sign is its amount, and any other asks for the code.
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
