package forms

import (
	"slices"

	"motoconsole/gateway"
)

// NewCurrency makes a choice of currencies that stands at the one given.
func NewCurrency(currencies []gateway.Currency, begin gateway.Currency) *Choice {
	options := make([]Option, len(currencies))
	for i, c := range currencies {
		options[i] = Option{Code: c.Code(), Name: c.Code(), Known: c.Signs(), Local: currencySigns[c.Code()]}
		if names := currencyNames[c.Code()]; len(names) > 0 {
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

// currencyNames are the names of currencies, as they are shown and as callers
// say them. CLDR's are not in golang.org/x/text. A currency that is not here is
// found by its code and its sign.
var currencyNames = map[string][]string{
	"AED": {"UAE dirham", "Emirati dirham", "Dirham"},
	"ARS": {"Argentine peso", "Peso"},
	"AUD": {"Australian dollar", "Dollar", "Aussie dollar"},
	"BDT": {"Bangladeshi taka", "Taka"},
	"BGN": {"Bulgarian lev", "Lev", "Leva"},
	"BHD": {"Bahraini dinar", "Dinar"},
	"BRL": {"Brazilian real", "Real", "Reais"},
	"CAD": {"Canadian dollar", "Dollar"},
	"CHF": {"Swiss franc", "Franc"},
	"CLP": {"Chilean peso", "Peso"},
	"CNY": {"Chinese yuan", "Yuan", "Renminbi", "RMB"},
	"COP": {"Colombian peso", "Peso"},
	"CZK": {"Czech koruna", "Koruna", "Crown", "Czech crown"},
	"DKK": {"Danish krone", "Krone", "Kroner", "Crown", "Danish crown"},
	"EGP": {"Egyptian pound", "Pound"},
	"EUR": {"Euro"},
	"GBP": {"Pound sterling", "Pound", "Sterling", "British pound", "Quid"},
	"GIP": {"Gibraltar pound", "Pound"},
	"HKD": {"Hong Kong dollar", "Dollar"},
	"HRK": {"Croatian kuna", "Kuna"},
	"HUF": {"Hungarian forint", "Forint"},
	"IDR": {"Indonesian rupiah", "Rupiah"},
	"ILS": {"Israeli shekel", "Shekel", "New shekel"},
	"INR": {"Indian rupee", "Rupee"},
	"ISK": {"Icelandic króna", "Krona", "Crown"},
	"JOD": {"Jordanian dinar", "Dinar"},
	"JPY": {"Japanese yen", "Yen"},
	"KES": {"Kenyan shilling", "Shilling"},
	"KRW": {"South Korean won", "Won", "Korean won"},
	"KWD": {"Kuwaiti dinar", "Dinar"},
	"LKR": {"Sri Lankan rupee", "Rupee"},
	"MAD": {"Moroccan dirham", "Dirham"},
	"MXN": {"Mexican peso", "Peso"},
	"MYR": {"Malaysian ringgit", "Ringgit"},
	"NGN": {"Nigerian naira", "Naira"},
	"NOK": {"Norwegian krone", "Krone", "Kroner", "Crown", "Norwegian crown"},
	"NZD": {"New Zealand dollar", "Dollar", "Kiwi dollar"},
	"OMR": {"Omani rial", "Rial"},
	"PHP": {"Philippine peso", "Peso"},
	"PKR": {"Pakistani rupee", "Rupee"},
	"PLN": {"Polish zloty", "Zloty"},
	"QAR": {"Qatari riyal", "Riyal"},
	"RON": {"Romanian leu", "Leu", "Lei"},
	"RUB": {"Russian rouble", "Rouble", "Ruble", "Russian ruble"},
	"SAR": {"Saudi riyal", "Riyal"},
	"SEK": {"Swedish krona", "Krona", "Kronor", "Crown", "Swedish crown"},
	"SGD": {"Singapore dollar", "Dollar"},
	"THB": {"Thai baht", "Baht"},
	"TND": {"Tunisian dinar", "Dinar"},
	"TRY": {"Turkish lira", "Lira"},
	"TWD": {"New Taiwan dollar", "Dollar", "Taiwan dollar"},
	"UAH": {"Ukrainian hryvnia", "Hryvnia"},
	"USD": {"US dollar", "Dollar", "American dollar", "United States dollar", "Buck"},
	"VND": {"Vietnamese dong", "Dong"},
	"ZAR": {"South African rand", "Rand"},
}

// currencySigns are what people write for currencies besides the signs of CLDR and
// the names.
var currencySigns = map[string][]string{
	"AED": {"Dh", "Dhs"},
	"AUD": {"A$", "AU$", "AUD$"},
	"CAD": {"C$", "CA$", "CAD$"},
	"CHF": {"Fr", "SFr"},
	"CNY": {"CN¥"},
	"GBP": {"Pounds sterling", "British pounds sterling", "Sterling pound", "UK pound", "UK pounds", "GB pound", "GB pounds", "Stg"},
	"HKD": {"HK$"},
	"IDR": {"Rp"},
	"ILS": {"NIS"},
	"INR": {"Rs"},
	"JPY": {"JP¥"},
	"KES": {"KSh"},
	"LKR": {"Rs"},
	"MAD": {"Dh", "Dhs"},
	"MXN": {"MX$", "Mex$"},
	"MYR": {"RM"},
	"NZD": {"NZ$"},
	"PKR": {"Rs"},
	"SAR": {"SR"},
	"SGD": {"S$", "SG$"},
	"TWD": {"NT$"},
	"USD": {"US$", "USD$"},
}
