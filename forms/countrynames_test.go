package forms

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"motoconsole/gateway"
)

// TestWhatCallersCallACountry: names as people say them, and as lists write them,
// typed and pasted.
func TestWhatCallersCallACountry(t *testing.T) {
	for text, want := range map[string]string{
		"N Ireland": "GB", "N. Ireland": "GB", "N.Ireland": "GB", "S Korea": "KR", "N. Korea": "KP", "Hongkong": "HK", "Brunei Darussalam": "BN",
		"Democratic Republic of Congo": "CD", "the Democratic Republic of the Congo": "CD", "Republic of Congo": "CG",
		"St Barts": "BL", "St. Barts": "BL", "St Maarten": "SX", "IOM": "IM", "BVI": "VG", "USVI": "VI", "B.V.I.": "VG", "KSA": "SA", "RSA": "ZA",
		"Faroes": "FO", "La Réunion": "RE", "la reunion": "RE", "Canary Islands": "ES", "the Canaries": "ES", "Cote d Ivoire": "CI", "Côte d'Ivoire": "CI",
		"Korea, Republic of": "KR", "Korea, Democratic People's Republic of": "KP", "Iran, Islamic Republic of": "IR", "Bahamas, The": "BS",
		"Gambia, The": "GM", "Tanzania, United Republic of": "TZ", "Moldova, Republic of": "MD", "Bolivia, Plurinational State of": "BO",
		"Venezuela, Bolivarian Republic of": "VE", "Micronesia, Federated States of": "FM", "Palestine, State of": "PS",
		"Congo, Democratic Republic of the": "CD", "Congo, The Democratic Republic of the": "CD", "Netherlands, Kingdom of the": "NL",
		"Virgin Islands, British": "VG", "Virgin Islands, U.S.": "VI", "Virgin Islands (British)": "VG", "Virgin Islands (U.S.)": "VI",
		"Taiwan, Province of China": "TW", "Bonaire, Sint Eustatius and Saba": "BQ", "Saint Helena, Ascension and Tristan da Cunha": "SH",
		"Deutschland": "DE", "España": "ES", "espana": "ES", "Italia": "IT", "Österreich": "AT", "Schweiz": "CH", "Suisse": "CH", "Polska": "PL",
		"Sverige": "SE", "Norge": "NO", "Danmark": "DK", "Suomi": "FI", "Brasil": "BR", "België": "BE", "Belgique": "BE", "日本": "JP",
		"ＵＫ": "GB", "Ｆｒａｎｃｅ": "FR",
	} {
		c := NewCountry("")
		into(c, text)
		if got := c.Code(); got != want {
			t.Errorf("%q typed: %q, want %q (%v)", text, got, want, c.Check())
		}
		c = NewCountry("")
		if err := c.Paste(text); err != nil || c.Code() != want {
			t.Errorf("%q pasted: %q, want %q (%v)", text, c.Code(), want, err)
		}
	}
}

// TestNamesOfMoreThanOneCountry are no answer, and what they may mean is said.
func TestNamesOfMoreThanOneCountry(t *testing.T) {
	for text, want := range map[string]string{
		"Korea":           "the country may be North Korea or South Korea",
		"Virgin Islands":  "the country may be British Virgin Islands or U.S. Virgin Islands",
		"Congo":           "the country may be Congo - Brazzaville or Congo - Kinshasa",
		"CAR":             "the country may be Caribbean Netherlands or Central African Republic",
		"Channel Islands": "the country may be Guernsey or Jersey",
		"Kosovo":          "no such answer",
		", ":              "no such answer",
		"Korea, ":         "may be",
	} {
		c := NewCountry("GB")
		into(c, text)
		if err := c.Check(); c.Code() != "" || err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %q, %v", text, c.Code(), err)
		}
	}
}

// TestWhatCallersCallACurrency: signs and words, and signs of full width.
func TestWhatCallersCallACurrency(t *testing.T) {
	var all []gateway.Currency
	for _, code := range []string{"GBP", "CAD", "AUD", "JPY", "AED", "INR", "SGD"} {
		c, err := gateway.ParseCurrency(code)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, c)
	}
	for text, want := range map[string]string{
		"pounds sterling": "GBP", "Pound Sterling": "GBP", "£": "GBP", "￡": "GBP", "C$": "CAD", "CA$": "CAD", "AU$": "AUD", "A$": "AUD", "S$": "SGD",
		"￥": "JPY", "¥": "JPY", "dhs": "AED", "Dhs.": "AED", "rs": "INR", "Rs.": "INR", "＄": "", "$": "", "ＧＢＰ": "GBP", "yen": "JPY", "quid": "GBP",
	} {
		c := NewCurrency(all, gateway.Currency{})
		for _, r := range text {
			c.Press(tea.KeyPressMsg{Code: r, Text: string(r)})
		}
		if got := c.Code(); got != want {
			t.Errorf("%q: %q, want %q (%v)", text, got, want, c.Check())
		}
		if want == "" && len(c.found) != 3 {
			t.Errorf("%q may be %d currencies", text, len(c.found))
		}
	}
}
