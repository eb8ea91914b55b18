package config

import (
	"strings"
	"testing"
)

// Each case is one change to the good file and the whole sentence it gives.
// The line numbers are part of it.
var wrong = []struct{ name, from, to, want string }{
	// Keys.
	{"near key", `username`, `usrname`, "config.toml:3: gateway.usrname: there is no such key; did you mean username?"},
	{"other case", `url =`, `URL =`, "config.toml:2: gateway.URL: there is no such key; did you mean url?"},
	{"American", "", "[ui]\ncolor = \"auto\"", "config.toml:8: ui.color: there is no such key; did you mean colour?"},
	{"unknown key", "", "[ui]\nblink = true", "config.toml:8: ui.blink: there is no such key; take it out; [ui] has colour, characters, contrast, copy, paste_card, card_idle, lock_after"},
	{"unknown key that may be a secret", "", "[ui]\n\"hunter2\" = true", "config.toml:8: ui: there is no such key; take it out; [ui] has colour, characters, contrast, copy, paste_card, card_idle, lock_after"},
	{"other section", `[payment]`, "[payment]\nsite = \"x\"", "config.toml:6: payment.site: this key belongs to another section; move it below [gateway]"},
	{"near section", `[payment]`, `[payments]`, "config.toml:5: payments: there is no such section; did you mean [payment]?"},
	{"empty journal", "", "[journal]\nfile = \"\"", "config.toml:8: journal.file: is empty; name a file, or leave the key out"},
	{"keep", "", "[journal]\nkeep_days = 0", "config.toml:8: journal.keep_days: must be 1 to 3650; write keep_days = 400"},
	{"not taken after", "", "not_taken_after = \"3m\"", "config.toml:7: payment.not_taken_after: must be a time from 5m to 1h; write not_taken_after = \"6m\""},
	{"window", "", "duplicate_window = \"30s\"", "config.toml:7: payment.duplicate_window: must be a time from 1m to 24h; write duplicate_window = \"15m\""},
	{"declines", "", "max_declines = 21", "config.toml:7: payment.max_declines: must be 1 to 20; write max_declines = 4"},
	{"unknown section", "", "[ledger]\nx = 1", "config.toml:7: ledger: there is no such section; take it out; the sections are " + sectionNames},
	{"outside", `[gateway]`, "site = \"x\"\n[gateway]", "config.toml:1: site: this key stands outside its section; move it below [gateway]"},
	{"below a key", "", "[log.file]\nx = 1", "config.toml:7: log.file: must be a text; write it in double quotes, such as file = \"...\""},
	{"dotted", "", "log.lvel = \"info\"", "config.toml:7: payment.log: there is no such key; take it out; [payment] has currency, currencies, decimals, country, max_amount, security_code, order_length, kinds, settlements, mcc6012, series, duplicate_window, max_declines, not_taken_after, ask_gateway"},

	// The password in the file.
	{"password", `site =`, "password = \"" + canary + "\"\nsite =", "config.toml:4: gateway.password: a password must never be written in this file; take it out, change it, and give it by password_file, password_command or $MOTO_GATEWAY_PASSWORD"},
	{"Password outside", `[gateway]`, "PASSWORD = \"" + canary + "\"\n[gateway]", "config.toml:1: password: a password must never be written in this file; take it out, change it, and give it by password_file, password_command or $MOTO_GATEWAY_PASSWORD"},

	// Types.
	{"number for text", `"GBP"`, `826`, "config.toml:6: payment.currency: must be a text; write it in double quotes, such as currency = \"...\""},
	{"number for amount", "", "max_amount = 5000.00", "config.toml:7: payment.max_amount: must be a text; write it in double quotes, such as max_amount = \"...\""},
	{"text for number", "", `order_length = "8"`, "config.toml:7: payment.order_length: must be a whole number; write it without quotes, such as order_length = 0"},
	{"text for list", "", `currencies = "GBP"`, "config.toml:7: payment.currencies: must be a list of texts; write it in brackets, such as currencies = [\"...\", \"...\"]"},
	{"list of numbers", "", `currencies = [1]`, "config.toml:7: payment.currencies: must be a list of texts; write it in brackets, such as currencies = [\"...\", \"...\"]"},
	{"text for table", "", `decimals = 3`, "config.toml:7: payment.decimals: must be a table of whole numbers; write it in braces, such as decimals = { KWD = 3 }"},
	{"table of texts", "", `decimals = { KWD = "3" }`, "config.toml:7: payment.decimals: must be a table of whole numbers; write it in braces, such as decimals = { KWD = 3 }"},
	{"text for section", "[gateway]", "log = \"x\"\n[gateway]", "config.toml:1: log: must be a section of its own; write [log] on a line by itself and its keys below it"},
	{"list of sections", "", "[[log]]\nfile = \"x\"", "config.toml:7: log: must be a section of its own; write [log] on a line by itself and its keys below it"},

	// [refund].
	{"refund amount", "", "[refund]\nmax_amount = \"1.234\"", "config.toml:8: refund.max_amount: GBP has 2 decimals: write the amount as 10.50; leave the key out for no maximum of your own"},
	{"a day's amount", "", "[refund]\nmax_agent_day = \"1.234\"", "config.toml:8: refund.max_agent_day: GBP has 2 decimals: write the amount as 10.50; leave the key out for no maximum of your own"},
	{"refund amount of nothing", "", "[refund]\nmax_amount = \"0.00\"", "config.toml:8: refund.max_amount: the amount must be more than zero; leave the key out for no maximum of your own"},
	{"refund age", "", "[refund]\nmax_age_days = 3651", "config.toml:8: refund.max_age_days: must be 0 (any age) or 1 to 3650; write max_age_days = 0"},
	{"text for a switch", "", "[refund]\npayouts = \"yes\"", "config.toml:8: refund.payouts: must be true or false; write it without quotes, such as payouts = true"},
	{"too many reasons", "", "[refund]\nreasons = [" + strings.Repeat("\"a\", ", 13) + "]", "config.toml:8: refund.reasons: must be at most 12 reasons; write reasons = [\"Faulty goods\", \"Not delivered\"]"},
	{"reason twice", "", "[refund]\nreasons = [\"Faulty\", \"faulty\"]", "config.toml:8: refund.reasons: a reason is in this twice; keep one of them"},
	{"empty reason", "", "[refund]\nreasons = [\" \"]", "config.toml:8: refund.reasons: each reason must be a text that neither begins nor ends with a space; write reasons = [\"Faulty goods\", \"Not delivered\"]"},
	{"long reason", "", "[refund]\nreasons = [\"" + strings.Repeat("x", 61) + "\"]", "config.toml:8: refund.reasons: each reason must be at most 60 characters; write reasons = [\"Faulty goods\", \"Not delivered\"]"},
	{"card as reason", "", "[refund]\nreasons = [\"4111111111111111\"]", "config.toml:8: refund.reasons: each reason must be in words; write reasons = [\"Faulty goods\", \"Not delivered\"]"},
	{"hostile reason", "", "[refund]\nreasons = [\"a\\u202eb\"]", "config.toml:8: refund.reasons: each reason must not hold control or invisible characters; write reasons = [\"Faulty goods\", \"Not delivered\"]"},

	// Syntax.
	{"duplicate key", "", "[gateway]", "config.toml:7: gateway: is set a second time; keep one of them"},
	{"duplicate value", `site =`, "url = \"" + canary + "\"\nsite =", "config.toml:4: gateway.url: is set a second time; keep one of them"},
	{"open quote", `"GBP"`, `"GBP`, "config.toml:6: payment.currency: not valid TOML; close the text with a quote on the line it begins on"},
	{"no quotes", `"GBP"`, `GBP`, "config.toml:6: payment.currency: not valid TOML; write texts in double quotes and numbers in figures"},
	{"no equals", `site = `, `site `, "config.toml:4: gateway: not valid TOML; write it as key = value"},
	{"loose secret", `site = `, canary + "\nsite = ", "config.toml:4: gateway: not valid TOML; write it as key = value"},
	{"secret as a bare value", `site = `, "username2 = " + canary + "\nsite = ", "config.toml:4: not valid TOML; write texts in double quotes and numbers in figures"},
	{"escape", `"ws@`, `"\ws@`, "config.toml:3: gateway.username: not valid TOML; write a backslash as two, or use single quotes"},
	{"control character", `"ws@`, "\"\x1b[2Jws@", "config.toml:3: gateway.username: not valid TOML; take out the control character"},
	{"not UTF-8", `"ws@`, "\"\xffws@", "config.toml:3: gateway.username: not valid TOML; save the file as UTF-8"},
	{"odd number", "", "order_length = 012", "config.toml:7: payment.order_length: not valid TOML; write it as in config.toml.example"},

	// Missing.
	{"no url", `url = "https://webservices.securetrading.net"`, ``, "config.toml:1: gateway.url: is missing; write url = \"https://webservices.securetrading.net\""},
	{"no username", `username = "ws@merchant.example"`, ``, "config.toml:1: gateway.username: is missing; write the Webservices user that Trust Payments gave you, such as username = \"ws@merchant.example\""},
	{"no site", `site = "test_site12345"`, ``, "config.toml:1: gateway.site: is missing; write the site reference that Trust Payments gave you, such as site = \"test_site12345\""},
	{"no currency", `currency = "GBP"`, ``, "config.toml:5: payment.currency: is missing; write a three-letter ISO 4217 code, such as \"GBP\""},
	{"nothing", good, ``, "config.toml: gateway.url: is missing; write url = \"https://webservices.securetrading.net\""},
	{"empty username", `"ws@merchant.example"`, `""`, "config.toml:3: gateway.username: is empty; write the Webservices user that Trust Payments gave you, such as username = \"ws@merchant.example\""},

	// [gateway].
	{"http", `https:`, `http:`, "config.toml:2: gateway.url: http:// would send cards unencrypted and is accepted only for this machine; write https://"},
	{"http to a name like loopback", `https://webservices.securetrading.net`, `http://127.0.0.1.example`, "config.toml:2: gateway.url: http:// would send cards unencrypted and is accepted only for this machine; write https://"},
	{"scheme", `https:`, `ftp:`, "config.toml:2: gateway.url: must begin with https://; write url = \"https://webservices.securetrading.net\""},
	{"no scheme", `https://`, ``, "config.toml:2: gateway.url: is not a web address; write url = \"https://webservices.securetrading.net\""},
	{"user in the url", `https://`, `https://me:` + canary + `@`, "config.toml:2: gateway.url: must not hold a user or a password; take out the part before the @"},
	{"query", `.net"`, `.net/?x=1"`, "config.toml:2: gateway.url: must end with the path; take out the ? or # and everything after it"},
	{"fragment", `.net"`, `.net/#"`, "config.toml:2: gateway.url: must end with the path; take out the ? or # and everything after it"},
	{"port", `.net"`, `.net:70000"`, "config.toml:2: gateway.url: does not name a host; write url = \"https://webservices.securetrading.net\""},
	{"look-alike host", `webservices.`, `wеbservices.`, "config.toml:2: gateway.url: does not name a host; write url = \"https://webservices.securetrading.net\""},
	{"site", `test_site12345`, `test-site`, "config.toml:4: gateway.site: must be 1 to 50 letters, digits and underscores; write the site reference that Trust Payments gave you, such as site = \"test_site12345\""},
	{"long site", `test_site12345`, strings.Repeat("x", 51), "config.toml:4: gateway.site: must be 1 to 50 letters, digits and underscores; write the site reference that Trust Payments gave you, such as site = \"test_site12345\""},
	{"card as site", `test_site12345`, `4111111111111111`, "config.toml:4: gateway.site: must be 1 to 50 letters, digits and underscores; write the site reference that Trust Payments gave you, such as site = \"test_site12345\""},
	{"username with colon", `ws@`, `ws:`, "config.toml:3: gateway.username: must not hold a colon, because the sign-in could not carry it; write the Webservices user that Trust Payments gave you, such as username = \"ws@merchant.example\""},
	{"timeout text", `[payment]`, "timeout = \"soon\"\n[payment]", "config.toml:5: gateway.timeout: must be a number and its unit; write timeout = \"60s\""},
	{"timeout short", `[payment]`, "timeout = \"4.9s\"\n[payment]", "config.toml:5: gateway.timeout: must be from 5s to 120s; write timeout = \"60s\""},
	{"timeout long", `[payment]`, "timeout = \"3m\"\n[payment]", "config.toml:5: gateway.timeout: must be from 5s to 120s; write timeout = \"60s\""},

	// [payment].
	{"no such currency", `"GBP"`, `"GPB"`, "config.toml:6: payment.currency: is not a currency; write a three-letter ISO 4217 code, such as \"GBP\""},
	{"uncertain decimals", `"GBP"`, `"KWD"`, "config.toml:6: payment.currency: the decimals of KWD are not certain; ask Trust Payments how many it takes and write decimals = { KWD = ... } with their number"},
	{"uncertain choice", "", `currencies = ["GBP", "KWD"]`, "config.toml:7: payment.currencies: the decimals of KWD are not certain; ask Trust Payments how many it takes and write decimals = { KWD = ... } with their number"},
	{"main not in choice", "", "currencies = [\n  \"EUR\",\n]", "config.toml:7: payment.currencies: must include the main currency; add GBP, or leave the key out"},
	{"twice in choice", "", `currencies = ["GBP", "gbp"]`, "config.toml:7: payment.currencies: GBP is in this twice; keep one of them"},
	{"wrong decimals", "", `decimals = { GBP = 3 }`, "config.toml:7: payment.decimals.GBP: GBP has 2 decimals; take it out of decimals"},
	{"five decimals", "", "[payment.decimals]\n\nKWD = 5", "config.toml:9: payment.decimals.KWD: a currency has 0 to 4 decimals; write the number Trust Payments has confirmed"},
	{"decimals of nothing", "", `decimals = { QQQ = 3 }`, "config.toml:7: payment.decimals: each name in this must be an ISO 4217 currency; write decimals = { KWD = 3 }"},
	{"decimals in small letters", "", `decimals = { kwd = 3 }`, "config.toml:7: payment.decimals: each name in this must be a three-letter currency code; write decimals = { KWD = 3 }"},
	{"UK", "", `country = "UK"`, "config.toml:7: payment.country: the code of the United Kingdom is GB; write a two-letter ISO 3166 code, such as country = \"GB\""},
	{"a code that ISO reserves", "", `country = "IC"`, "config.toml:7: payment.country: is not a country; write a two-letter ISO 3166 code, such as country = \"GB\""},
	{"country", "", `country = "ZZ"`, "config.toml:7: payment.country: is not a country; write a two-letter ISO 3166 code, such as country = \"GB\""},
	{"three letters", "", `country = "GBR"`, "config.toml:7: payment.country: is not a country; write a two-letter ISO 3166 code, such as country = \"GB\""},
	{"maximum", "", `max_amount = "10.005"`, "config.toml:7: payment.max_amount: GBP has 2 decimals: write the amount as 10.50; leave the key out for no maximum of your own"},
	{"maximum zero", "", `max_amount = "0"`, "config.toml:7: payment.max_amount: the amount must be more than zero; leave the key out for no maximum of your own"},
	{"security code", "", `security_code = "maybe"`, "config.toml:7: payment.security_code: must be required or optional; write security_code = \"required\""},
	{"order length", "", `order_length = 19`, "config.toml:7: payment.order_length: must be 0 (any length) or 1 to 18; write order_length = 0"},
	{"order length below", "", `order_length = -1`, "config.toml:7: payment.order_length: must be 0 (any length) or 1 to 18; write order_length = 0"},

	// [operator], [ui], [log].
	{"no operator", "", "[operator]\nname = \"\"", "config.toml:8: operator.name: is empty; write the agent's name, such as name = \"priya\""},
	{"operator with escape", "", "[operator]\nname = \"a\\u001b[2J\"", "config.toml:8: operator.name: must not hold control or invisible characters; write the agent's name, such as name = \"priya\""},
	{"operator with bidi", "", "[operator]\nname = \"a\\u202eb\"", "config.toml:8: operator.name: must not hold control or invisible characters; write the agent's name, such as name = \"priya\""},
	{"long operator", "", "[operator]\nname = \"" + strings.Repeat("é", 65) + "\"", "config.toml:8: operator.name: must be at most 64 characters; write the agent's name, such as name = \"priya\""},
	{"card as operator", "", "[operator]\nname = \"4111 1111 1111 1111\"", "config.toml:8: operator.name: must be a person's name; write the agent's name, such as name = \"priya\""},
	{"card_idle", "", "[ui]\ncard_idle = \"1h\"", "config.toml:8: ui.card_idle: must be a time from 20s to 5m; write card_idle = \"90s\""},
	{"lock_after", "", "[ui]\nlock_after = \"16m\"", "config.toml:8: ui.lock_after: must be a time from 1m to 15m; write lock_after = \"15m\""},
	{"passphrase itself", "", "[operator]\npassphrase_hash = \"hunter2\"", "config.toml:8: operator.passphrase_hash: is not a hash that moto passphrase has printed; run moto passphrase and copy the line it prints"},
	{"paste_card", "", "[ui]\npaste_card = 1", "config.toml:8: ui.paste_card: must be true or false; write it without quotes, such as paste_card = true"},
	{"colour", "", "[ui]\ncolour = \"pink\"", "config.toml:8: ui.colour: must be auto, never or always; write colour = \"auto\""},
	{"contrast", "", "[ui]\ncontrast = \"low\"", "config.toml:8: ui.contrast: must be usual or high; write contrast = \"high\""},
	{"characters", "", "[ui]\ncharacters = \"UTF-8\"", "config.toml:8: ui.characters: must be auto, ascii or unicode; write characters = \"auto\""},
	{"level", "", "[log]\n\n\nlevel = \"INFO\"", "config.toml:10: log.level: must be debug, info, warn or error; write level = \"info\""},
	{"log with control character", "", "[log]\nfile = \"a\\nb\"", "config.toml:8: log.file: must not hold control characters; write the whole path"},
	{"log below no home", "", "[log]\nfile = \"~/x\"", "config.toml:8: log.file: ~ has no meaning here, because $HOME is not set; write the whole path"},

	// The line is right even in sources that would mislead a search for text.
	{"key in a long text", "", "[log]\nlevel = '''info\n[ui]\ncolour = 1'''\n[ui]\ncolour = \"pink\"", "config.toml:12: ui.colour: must be auto, never or always; write colour = \"auto\""},
	{"quoted and spaced", "", "[ \"ui\" ]\n# colour = 1\n  'colour'   =   \"pink\"", "config.toml:9: ui.colour: must be auto, never or always; write colour = \"auto\""},
	{"section in braces", "[gateway]", "log = { file = \"\",  level = \"no\" }\n[gateway]", "config.toml:1: log.level: must be debug, info, warn or error; write level = \"info\""},
	{"Windows line ends", "\n", "\r\n", ""},
}

func TestWrongFiles(t *testing.T) {
	for _, c := range wrong {
		t.Run(c.name, func(t *testing.T) {
			text := good + c.to + "\n"
			if c.from != "" {
				text = strings.ReplaceAll(good, c.from, c.to)
			}
			if c.from != "" && text == good {
				t.Fatal("the case changes nothing")
			}
			_, err := load(t, text, withPassword)
			if c.want == "" {
				if err != nil {
					t.Errorf("got %v", err)
				}
				return
			}
			if got := message(t, err); got != c.want {
				t.Errorf("\ngot  %s\nwant %s", got, c.want)
			}
		})
	}
}
