package countries

// known are names in use that CLDR does not have: everyday, older and newer ones, and
// those of parts.
var known = map[string][]string{
	"AE": {"UAE", "Emirates"},
	"BA": {"Bosnia"},
	"BL": {"St Barts"},
	"BN": {"Brunei Darussalam"},
	"BQ": {"CAR"}, // the beginning of its name; the Central African Republic is called CAR
	"CD": {"DR Congo", "DRC", "Democratic Republic of the Congo", "Zaire", "Democratic Republic of Congo", "Congo Democratic Republic", "DR of Congo"},
	"CF": {"CAR"},
	"CG": {"Republic of the Congo", "Republic of Congo", "Congo Republic"},
	"CI": {"Ivory Coast", "Cote d Ivoire"},
	"CN": {"People's Republic of China", "PRC"},
	"CV": {"Cabo Verde"},
	"CZ": {"Czech Republic"},
	"FK": {"Falklands", "Falkland Islands Malvinas"},
	"FM": {"Federated States of Micronesia"},
	"FO": {"Faroes"},
	"GB": {
		"England", "Scotland", "Wales", "Northern Ireland", "Great Britain", "Britain", "Cymru",
		"United Kingdom of Great Britain and Northern Ireland", "N Ireland", "NIreland",
	},
	"GR": {"Hellas"},
	"HK": {"Hongkong"},
	"IE": {"Eire", "Republic of Ireland", "Southern Ireland", "Irish Republic"},
	"KH": {"Kampuchea"},
	"KP": {"DPRK", "Democratic People's Republic of Korea", "Korea", "N Korea"},
	"KR": {"Republic of Korea", "Korea", "S Korea"},
	"LA": {"Lao People's Democratic Republic", "Lao PDR"},
	"LK": {"Ceylon"},
	"LY": {"Libyan Arab Jamahiriya"},
	"MF": {"Saint Martin French part"},
	"MK": {"North Macedonia"},
	"MM": {"Burma"},
	"MO": {"Macao"},
	"NL": {"Holland"},
	"NZ": {"Aotearoa"},
	"PF": {"Tahiti"},
	"PS": {"Palestine", "State of Palestine"},
	"RU": {"Russian Federation"},
	"SH": {"Saint Helena Ascension and Tristan da Cunha"},
	"SX": {"St Maarten", "Sint Maarten Dutch part"},
	"SY": {"Syrian Arab Republic"},
	"SZ": {"Eswatini"},
	"TL": {"East Timor"},
	"TR": {"Türkiye"},
	"TW": {"Republic of China"},
	"US": {"USA", "United States of America", "America", "US of A", "The States"},
	"VA": {"Holy See", "Vatican", "Vatican City State"},
	"VG": {"Virgin Islands", "Virgin Islands British"},
	"VI": {"Virgin Islands", "Virgin Islands US", "US Virgin Islands"},
	"VN": {"Viet Nam"},
}

// short are abbreviations in everyday use. They count like codes: only a whole one is
// an answer.
var short = map[string][]string{
	"IM": {"IOM"},
	"SA": {"KSA"},
	"VG": {"BVI"},
	"VI": {"USVI"},
	"ZA": {"RSA"},
}
