package lookup

import (
	"errors"
	"strings"
	"testing"

	"motoconsole/gateway"
)

func TestParseRefuses(t *testing.T) {
	for line, field := range map[string]string{
		"ann smith":                              "orderreference",
		"two words here":                         "orderreference",
		"name:a b c d e f g":                     "billinglastname",
		"name:ann smith name:jo lee name:bo ray": "billinglastname",
		"name:smith lastname:Smith":              "billingfirstname",
		"name:ann smith firstname:Ann":           "billingfirstname",
		"last4:111":                              "maskedpan",
		"411111######1111":                       "maskedpan",
		"**** 1111":                              "maskedpan",
		"xxxxxxxxxxxx1111":                       "maskedpan",
		"10,50":                                  "baseamount",
		"1.050,00":                               "baseamount",
		"-10.50":                                 "baseamount",
		"A$10":                                   "baseamount",
		"£":                                      "baseamount",
		"amount:JPY 10.50":                       "baseamount",
		"currency:pounds":                        "currencyiso3a",
		"28-11-2031":                             "starttimestamp",
		"28.11.2031":                             "starttimestamp",
		"31.02.2026":                             "starttimestamp",
		"11/28/2025":                             "starttimestamp",
		"mon 20 nov 2026":                        "starttimestamp", // a Friday
		`5"x7"`:                                  "filter",
		`order:"A17"x`:                           "filter",
		`order:"a" "b"c`:                         "filter",
		"4111111111111":                          "pan",
		"order:4111111111111112":                 "pan",
		"order:411111111111111":                  "pan",
		"क्\u0301\u0302\u0303\u0304\u0305x":      "orderreference",
		"card:11":                                "maskedpan",
		"status:lovely":                          "settlestatus",
		"£10.505":                                "baseamount",
		"£0.00":                                  "baseamount",
		"amount:ten":                             "baseamount",
		"¥10.50":                                 "baseamount",
		"order:":                                 "orderreference",
		"a\x1b[2J":                               "orderreference",
		"order:\u202eabc":                        "orderreference",
		"\xff\xfe":                               "filter",
		strings.Repeat("a", 1001):                "filter",
		"2026-02-30":                             "starttimestamp",
		"2026-13-01":                             "starttimestamp",
		"9999-01-01":                             "starttimestamp",
		"31/02/2026":                             "starttimestamp",
		"31 nov":                                 "starttimestamp",
		"2026-11-22":                             "starttimestamp", // tomorrow
		"tomorrow":                               "starttimestamp",
		"10.50 tomorrow":                         "starttimestamp",
		"since tomorrow":                         "starttimestamp",
		"from:tomorrow":                          "starttimestamp",
		"next week":                              "starttimestamp",
		"next monday":                            "starttimestamp",
		"12 jan 2031":                            "starttimestamp",
		"jan 12 2027":                            "starttimestamp",
		"since 12 jan 2031":                      "starttimestamp",
		"22 nov 2026":                            "starttimestamp",
		"1999-12-31":                             "starttimestamp",
		"since 2026-11-22":                       "starttimestamp",
		"2026-11-20..2026-11-01":                 "endtimestamp",
		"2026-11-20..2026-11-":                   "endtimestamp",
		"x..2026-11-01":                          "starttimestamp",
		"today yesterday":                        "starttimestamp",
		"yesterday 2026-11-01..":                 "starttimestamp",
		"last 0h":                                "starttimestamp",
		"last 999999999999999999h":               "starttimestamp",
		"last 9999w":                             "starttimestamp",
		"from":                                   "starttimestamp",
		"from nowhere":                           "starttimestamp",
		"until":                                  "endtimestamp",
		"from 9am from 10am":                     "starttimestamp",
		"until 9am to 10am":                      "endtimestamp",
		"from 25:00":                             "starttimestamp",
		"from 13pm":                              "starttimestamp",
		"between 9am":                            "endtimestamp",
		"last week from 9am":                     "starttimestamp",
		"9am 10am":                               "starttimestamp",
		"from 9am 10am":                          "starttimestamp",
		"from yesterday to 1 nov":                "endtimestamp",
		"until 1999-01-01":                       "starttimestamp",
		"2026-11-20T25:00..":                     "starttimestamp",
		"4111111111111111":                       "pan",
		"4111 1111 1111 1111":                    "pan",
		"4111-1111-1111-1111":                    "pan",
		"4111.1111.1111.1111":                    "pan",
		"4111/1111/1111/1111":                    "pan",
		"4111_1111_1111_1111":                    "pan",
		"4111:1111:1111:1111":                    "pan",
		"order:4111111111111111":                 "pan",
		"order:4111 1111 1111 1111":              "pan",
		"agent:4111111111111111":                 "pan",
		"last4:4111111111111111":                 "pan",
		"card:4111111111111111":                  "pan",
		"£4111111111111111":                      "pan",
		"4111111111111112":                       "pan", // a slip in the last digit
		"4111 1111 1111 1112":                    "pan",
		"4111,1111,1111,1112":                    "pan",
		"4111x1111x1111x1112":                    "pan",
		"411111111111111":                        "pan", // one digit short
		"name:ann4111a1111b1111c1112":            "pan",
		"4111 1111 1111 111 yesterday":           "pan",
		"378282246310005":                        "pan",
		"3782 822463 10005":                      "pan",
		"x4111111111111111y":                     "pan",
		"4111111111111111@a.example":             "pan",
		"٤١١١١١١١١١١١١١١١":                       "pan",
		"4111\u200b111111111111":                 "pan",
		"ann smith 4111111111111111":             "pan",
		"2026-02-30 4111111111111111 £0":         "pan",
		"4111 1111\n1111 1111":                   "pan",
	} {
		_, err := Parse(line, clockNow(t), zone(t))
		var refused *gateway.FieldError
		if !errors.As(err, &refused) || refused.Field != field {
			t.Errorf("%q: %v (%+v), want %s", line, err, refused, field)
			continue
		}
		if field == "pan" && strings.ContainsAny(refused.Rule, "1234567890٤") {
			t.Errorf("%q is repeated: %s", line, refused.Rule)
		}
	}
}
