package lookup

import (
	"slices"
	"strings"

	"motoconsole/gateway"
	"motoconsole/gateway/thousands"
)

// Amount is an amount to look for, as the agent typed it. Without a currency it
// matches payments in any currency.
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

// signs are the currencies with a sign of their own. Other dollars need their code:
// "10.50 AUD".
func signs() map[string]string {
	return map[string]string{"£": "GBP", "€": "EUR", "$": "USD", "¥": "JPY"}
}

// otherSigns are signs of money that moto does not read: the agent has to write the
// currency's code.
const otherSigns = "¢₩₹₽₺₴₪฿₫₦₱₲₡₵₸₼₾₿"

// parseAmount reads figures with or without a sign or code before or after them. If
// the currency is not known, it assumes two decimals.
func parseAmount(text string) (Amount, error) {
	a := currencyAround(text)
	c, err := gateway.ParseCurrency("GBP")
	if a.code != "" {
		if c, err = gateway.ParseCurrency(a.code); err != nil {
			// The configuration confirms its decimals; any number of them may be
			// right here.
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

// currencyAround removes a sign or a code from either end of an amount.
func currencyAround(text string) Amount {
	for sign, code := range signs() {
		if rest, ok := strings.CutPrefix(text, sign); ok {
			return Amount{figures: strings.TrimSpace(rest), code: code}
		}
		if rest, ok := strings.CutSuffix(text, sign); ok {
			return Amount{figures: strings.TrimSpace(rest), code: code}
		}
	}
	if at := strings.IndexFunc(text, isDigit); at >= 3 {
		if code, ok := besideFigures(strings.TrimSpace(text[:at])); ok {
			return Amount{figures: text[at:], code: code}
		}
	}
	if at := strings.LastIndexFunc(text, isDigit); at >= 0 {
		behind := strings.TrimSpace(text[at+1:])
		if code, ok := besideFigures(behind); ok {
			return Amount{figures: text[:at+1], code: code}
		}
		if code, ok := saidMoney(behind); ok {
			return Amount{figures: text[:at+1], code: code}
		}
	}
	return Amount{figures: text}
}

func isDigit(r rune) bool { return r >= '0' && r <= '9' }

// currencyCode reads a currency's code in capitals. In small letters too many codes
// are words.
func currencyCode(word string) (string, bool) {
	if len(word) != 3 || strings.ToUpper(word) != word {
		return "", false
	}
	_, err := gateway.CurrencyWithExponent(word, 2)
	return word, err == nil
}

// besideFigures reads a currency's code next to figures. There it may be in small
// letters as well, unless it is a word.
func besideFigures(word string) (string, bool) {
	if slices.Contains(wordsNotMoney, word) {
		return "", false
	}
	return currencyCode(strings.ToUpper(word))
}

// isFigures reports the figures of an amount: digits, with commas between
// thousands and a point before decimals.
func isFigures(word string) bool {
	whole, decimals, point := strings.Cut(word, ".")
	if len(whole) > 13 || whole == "" || !isDigit(rune(whole[0])) || point && decimals == "" || len(decimals) > 4 || !digitsOnly(decimals) {
		return false
	}
	_, ok := thousands.Ungroup(whole)
	return ok
}

// certainFigures reports figures that can only be an amount.
func certainFigures(word string) bool { return isFigures(word) && strings.ContainsAny(word, ".,") }

// uncertainAmount reports a word that looks like an amount but has no certain
// reading: 10,50 and 1.050,00, .50 and 10., (10.50), >100 and 10.50-20.50, and any
// word with a money sign in it.
func uncertainAmount(word string) bool {
	for sign := range signs() {
		if strings.Contains(word, sign) {
			return true
		}
	}
	if strings.ContainsAny(word, otherSigns) {
		return true
	}
	figures := strings.Trim(word, "+-−<>=~≈≤≥()[]")
	signed := figures != word && isFigures(figures)
	low, high, between := strings.Cut(word, "-")
	between = between && isFigures(low) && isFigures(high) && (certainFigures(low) || certainFigures(high))
	return signed || between || strings.Trim(word, "0123456789,.") == "" && strings.ContainsAny(word, ",.") && strings.ContainsAny(word, "0123456789")
}

// is reports whether a payment was of this amount.
func (a Amount) is(m gateway.Money) bool {
	if a.code != "" && a.code != m.Currency.Code() {
		return false
	}
	wanted, err := gateway.ParseMoney(a.figures, m.Currency)
	return err == nil && wanted.Minor == m.Minor
}

// money reads an amount of one or two words, and reports how many words it takes. A
// sign or a code may come before or after the figures. Before them it is certain:
// "1111 JPY 1050" is the end of a card and an amount.
func (p *parser) money(at int) (amount string, used int) {
	word := func(i int) string {
		if i >= len(p.tokens) || p.tokens[i].quoted {
			return ""
		}
		return p.tokens[i].text
	}
	first, second := word(at), word(at+1)
	_, isSign := signs()[first]
	_, isCode := besideFigures(first)
	if (isSign || isCode) && isFigures(second) {
		return first + " " + second, 2
	}
	if around := currencyAround(first); around.code != "" && around.figures != "" && isFigures(around.figures) {
		return first, 1
	}
	if !isFigures(first) || p.behindBrand(at) {
		return "", 0
	}
	if _, said := saidMoney(second); said {
		return first + " " + second, 2
	}
	_, isSign = signs()[second]
	_, isCode = besideFigures(second)
	if (isSign || isCode) && (certainFigures(first) || !isFigures(word(at+2))) {
		return first + " " + second, 2
	}
	if certainFigures(first) {
		return first, 1
	}
	return "", 0
}

// unsureMoney reports a currency between two figures, when the first cannot be the
// end of a card and the second may be: "5 usd 1111".
func (p *parser) unsureMoney(at int) bool {
	if at+2 >= len(p.tokens) || p.tokens[at].quoted || p.tokens[at+1].quoted || p.tokens[at+2].quoted {
		return false
	}
	first, last := p.tokens[at].text, p.tokens[at+2].text
	_, isSign := signs()[p.tokens[at+1].text]
	_, isCode := besideFigures(p.tokens[at+1].text)
	return (isSign || isCode) && isFigures(first) && !certainFigures(first) && len(first) != 4 && len(last) == 4 && digitsOnly(last)
}

// vague reports an amount of one or two words whose currency name several countries
// share, and how many words it takes.
func (p *parser) vague(at int) (used int) {
	vague := func(i int) bool { // but 1050 KR is a postcode
		return i < len(p.tokens) && p.tokens[i].text != "KR" && len(p.tokens[i].text) > 1 && p.tokens[i].lower() != "ct" && isVague(p.tokens[i].lower())
	}
	amount := func(i int) bool { return i < len(p.tokens) && !p.tokens[i].quoted && isFigures(p.tokens[i].text) }
	first := p.tokens[at].lower()
	end := strings.LastIndexFunc(first, isDigit) + 1
	switch {
	case amount(at) && vague(at+1), vague(at) && amount(at+1):
		return 2
	case isFigures(first[:end]) && isVague(first[end:]):
		return 1
	}
	return 0
}

// behindBrand reports four digits after a brand: "visa 1111 GBP" is not an amount.
func (p *parser) behindBrand(at int) bool {
	if at == 0 || len(p.tokens[at].text) != 4 || !digitsOnly(p.tokens[at].text) {
		return false
	}
	_, ok := parseBrand(p.tokens[at-1].lower())
	return ok
}
