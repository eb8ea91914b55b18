package lookup

import (
	"strings"

	"motoconsole/gateway"
)

// Amount is an amount to look for, as it was typed. Without a currency it is
// that amount in whatever currency a payment was made.
type Amount struct {
	figures string // "1,050.00"
	code    string // ISO 4217, or ""
}

// String is the amount as it was typed.
func (a Amount) String() string {
	if a.code == "" {
		return a.figures
	}
	return a.code + " " + a.figures
}

// signs are the currencies that a sign stands for. Other dollars need their
// code: "10.50 AUD".
func signs() map[string]string {
	return map[string]string{"£": "GBP", "€": "EUR", "$": "USD", "¥": "JPY"}
}

// parseAmount reads figures with or without a sign or code before them. Where
// the currency is not known, two decimals stand for all.
func parseAmount(text string) (Amount, error) {
	a := Amount{figures: text}
	for sign, code := range signs() {
		if rest, ok := strings.CutPrefix(text, sign); ok {
			a = Amount{figures: strings.TrimSpace(rest), code: code}
		}
	}
	if len(text) > 3 && a.code == "" {
		if code, ok := currencyCode(text[:3]); ok {
			a = Amount{figures: strings.TrimSpace(text[3:]), code: code}
		}
	}
	c, err := gateway.ParseCurrency("GBP")
	if a.code != "" {
		if c, err = gateway.ParseCurrency(a.code); err != nil {
			// Its decimals are for the configuration to confirm; figures with
			// any number of them may be right.
			c, err = gateway.CurrencyWithExponent(a.code, 4)
		}
	}
	if err != nil {
		return Amount{}, refuse("currencyiso3a", err.Error())
	}
	if _, err := gateway.ParseMoney(a.figures, c); err != nil {
		return Amount{}, err
	}
	return a, nil
}

// currencyCode is a currency's code in capitals. In small letters too many are
// words.
func currencyCode(word string) (string, bool) {
	if len(word) != 3 || strings.ToUpper(word) != word {
		return "", false
	}
	_, err := gateway.CurrencyWithExponent(word, 2)
	return word, err == nil
}

// isAmount reports a word that can only be an amount: with a sign, or figures
// with a point and decimals.
func isAmount(word string) bool {
	for sign := range signs() {
		if rest, ok := strings.CutPrefix(word, sign); ok {
			return rest != "" && rest[0] >= '0' && rest[0] <= '9'
		}
	}
	if len(word) > 3 {
		if _, ok := currencyCode(word[:3]); ok && word[3] >= '0' && word[3] <= '9' {
			return true
		}
	}
	whole, decimals, point := strings.Cut(word, ".")
	return point && len(decimals) > 0 && len(decimals) <= 4 && digitsOnly(decimals) &&
		whole != "" && digitsOnly(strings.ReplaceAll(whole, ",", ""))
}

// is reports whether a payment was of this amount.
func (a Amount) is(m gateway.Money) bool {
	if a.code != "" && a.code != m.Currency.Code() {
		return false
	}
	wanted, err := gateway.ParseMoney(a.figures, m.Currency)
	return err == nil && wanted.Minor == m.Minor
}
