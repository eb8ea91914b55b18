package forms

import (
	"slices"
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

// TestPartsOfCountries: callers name places without a code of their own in place of a
// country.
func TestPartsOfCountries(t *testing.T) {
	for text, want := range map[string]string{
		"Jersey": "JE", "Guernsey": "GG", "Sark": "GG", "Isle of Man": "IM", "Scotland": "GB", "Orkney": "GB", "Shetland": "GB", "Isle of Wight": "GB",
		"Canary Islands": "ES", "Canaries": "ES", "Tenerife": "ES", "Gran Canaria": "ES", "Majorca": "ES", "Mallorca": "ES", "Ibiza": "ES", "Ceuta": "ES",
		"Ceuta & Melilla": "ES", "Azores": "PT", "the Azores": "PT", "Açores": "PT", "Madeira": "PT", "Hawaii": "US", "Hawai'i": "US", "Alaska": "US",
		"Bali": "ID", "Java": "ID", "Dubai": "AE", "dubai": "AE", "Abu Dhabi": "AE", "Abu-Dhabi": "AE", "Sharjah": "AE", "Ras Al-Khaimah": "AE",
		"Zanzibar": "TZ", "West Bank": "PS", "Gaza": "PS", "Gaza Strip": "PS", "Palestine": "PS", "Transnistria": "MD", "Crimea": "UA", "Tibet": "CN",
		"Somaliland": "SO", "Iraqi Kurdistan": "IQ", "South Ossetia": "GE", "Abkhazia": "GE", "Nagorno-Karabakh": "AZ", "Chechnya": "RU",
		"Sicily": "IT", "Sardinia": "IT", "Corsica": "FR", "Crete": "GR", "Corfu": "GR", "Bavaria": "DE", "Catalonia": "ES", "Quebec": "CA", "Québec": "CA",
		"Tasmania": "AU", "Okinawa": "JP", "Penang": "MY", "Sarawak": "MY", "Goa": "IN", "Kerala": "IN", "Nevis": "KN", "Tobago": "TT", "Barbuda": "AG",
		"Ascension Island": "SH", "Tristan da Cunha": "SH", "Diego Garcia": "IO", "Galápagos": "EC", "Easter Island": "CL", "St. Thomas": "VI", "Tortola": "VG",
		"Western Sahara": "EH", "Taiwan": "TW", "Hong Kong": "HK", "Macau": "MO", "Greenland": "GL", "Faroe Islands": "FO", "Gibraltar": "GI",
		"Réunion": "RE", "Puerto Rico": "PR", "Aruba": "AW", "Bonaire": "BQ", "Svalbard": "SJ", "Åland": "AX", "Georgia": "GE",
	} {
		c := NewCountry("FR")
		into(c, text)
		if c.Code() != want {
			t.Errorf("%q typed: %q, want %q (%v)", text, c.Code(), want, c.Check())
		}
		c = NewCountry("FR")
		if err := c.Paste(text); err != nil || c.Code() != want {
			t.Errorf("%q pasted: %q, want %q (%v)", text, c.Code(), want, err)
		}
	}
}

// TestEveryPartIsReached: each name of a part, typed whole, means its country, or lists
// it among others.
func TestEveryPartIsReached(t *testing.T) {
	for _, o := range countryOptions() {
		for _, name := range append(slices.Clone(o.Local), o.Known...) {
			c := NewCountry("")
			c.insert(name) // at once, as a terminal sends letters that belong together
			if among := slices.ContainsFunc(c.found, func(i int) bool { return c.o.Options[i].Name == o.Name }); !among || len(c.found) > fewMeant {
				t.Errorf("%q finds %d, and %s among them: %v", name, len(c.found), o.Name, among)
			}
		}
	}
}

// TestKosovo: Kosovo has no code that the gateway takes. It is an answer for which no
// country is sent, and the field says so, whatever the answer was before.
func TestKosovo(t *testing.T) {
	for _, text := range []string{"Kosovo", "kosovo", "kos", "XK", "XKK", "Kosova", "Republic of Kosovo"} {
		for _, begin := range []string{"GB", ""} {
			p := NewPayment(PaymentOptions{Country: begin})
			p.FocusField("billingcountryiso2a")
			say(p, text)
			if hint := p.country.Hint(true); hint != "= Kosovo (no ISO code: none is sent)" {
				t.Errorf("%q: the hint is %q", text, hint)
			}
			if event := p.Update(enter); event != Moved || p.Country() != "" || show(p.country, false) != "Kosovo (no ISO code: none is sent)" {
				t.Errorf("%q: event %v, %q is sent, shown is %q", text, event, p.Country(), show(p.country, false))
			}
			say(p, "10000")
			if p.Postcode() != "10000" || p.Field("billingpostcode").Check() != nil || p.country.Check() != nil {
				t.Errorf("%q: the postcode is %q, %v", text, p.Postcode(), p.Field("billingpostcode").Check())
			}
		}
		if c := NewCountry(""); c.Paste(text) != nil || c.Code() != "" || c.Empty() {
			t.Errorf("%q pasted: %q", text, c.Code())
		}
	}
	if c := NewCountry("XK"); c.Empty() || c.Code() != "" {
		t.Error("Kosovo cannot be filled in")
	}
}

// TestNamesOfMoreThanOneCountry: a name of several countries is no answer, and the
// field says what it may mean.
func TestNamesOfMoreThanOneCountry(t *testing.T) {
	for text, want := range map[string]string{
		"Korea":           "the country may be North Korea or South Korea",
		"Virgin Islands":  "the country may be British Virgin Islands or U.S. Virgin Islands",
		"Congo":           "the country may be Congo - Brazzaville or Congo - Kinshasa",
		"CAR":             "the country may be Caribbean Netherlands or Central African Republic",
		"Channel Islands": "the country may be Guernsey or Jersey",
		"Kurdistan":       "the country may be Iran, Iraq, Syria or ",
		"Northern Cyprus": "the country may be Cyprus or ",
		"North Cyprus":    "the country may be Cyprus or ",
		"Kashmir":         "the country may be India or Pakistan",
		"Ulster":          "the country may be Ireland or United Kingdom",
		"Atlantis":        "not in the list",
		", ":              "not in the list",
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
		c := newCurrency(all, gateway.Currency{})
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
