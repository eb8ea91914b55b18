package lookup

import (
	"slices"
	"strings"
	"testing"

	"motoconsole/internal/effort"
)

// refused stands in a table for a line that Parse refuses.
const refused = "refused"

// inShort is the search that a line means, in short, or refused.
func inShort(t *testing.T, line string) string {
	t.Helper()
	s, err := Parse(line, clockNow(t), zone(t))
	switch {
	case err != nil:
		return refused
	case !s.From.IsZero() || !s.To.IsZero():
		return strings.TrimSpace(said(s) + " time")
	}
	return said(s)
}

// Words of the search language that have another meaning too.
func TestWordsOfTwoMeanings(t *testing.T) {
	for line, want := range map[string]string{
		// names
		"name:yi sun":                    refused,
		"name:ann mon":                   refused,
		"name:tom charge":                refused,
		"name:kim held":                  refused,
		"name:lee visa":                  refused,
		"name:smith monday":              refused,
		"name:john may 20":               refused,
		"name:sue noon":                  refused,
		"today name:yi sun":              refused,
		"NAME:LEE MOP":                   refused,
		"name:ann held smith":            refused,
		"lastname:van held":              refused,
		"street:Good Friday":             refused,
		"street:Old Charge Lane":         refused,
		"premise:The Visa":               refused,
		`name:"yi sun"`:                  "name=yi sun",
		`name: "kim held"`:               "name=kim held",
		`name:"yi sun" held`:             "name=yi sun status=held",
		`name:"ann" smith`:               "order=smith name=ann",
		`agent:"yi sun"`:                 "agent=yi sun",
		"held name:kim":                  "name=kim status=held",
		"sun name:yi":                    "name=yi time",
		"name:yi on sun":                 "name=yi time",
		"name:held kim":                  "name=held kim",
		"name:may":                       "name=may",
		"name:john may":                  "name=john may",
		"name:april jones":               "name=april jones",
		"name:anh to":                    "name=anh to",
		"name:lee mop":                   "name=lee mop",
		"name:bob ron":                   "name=bob ron",
		"name:bob eur 10.50":             "name=bob amount=EUR 10.50",
		"name:bob £ 10":                  "name=bob amount=GBP 10",
		"name:smith GBP":                 "name=smith currency=GBP",
		"name:ann smith declined":        "name=ann smith status=declined",
		"name:ann smith refunds":         "name=ann smith type=REFUND",
		"name:ann smith yesterday":       "name=ann smith time",
		"name:ann smith since monday":    "name=ann smith time",
		"name:ann smith last week":       "name=ann smith time",
		"name:ann smith sat 14 nov":      "name=ann smith time",
		"name:ann smith 20 may":          "name=ann smith time",
		"name:ann american express":      "name=ann brand=AMEX",
		"street:High Street today":       "street=High Street time",
		"agent:priya held monday":        "status=held agent=priya time",
		"today agent:priya name:ann lee": "name=ann lee agent=priya time",
		// money
		"1111 ron":          "order=ron last4=1111",
		"1111 bob":          "order=bob last4=1111",
		"cup 1111":          "order=cup last4=1111",
		"1111 mop":          "order=mop last4=1111",
		"all 1111":          "order=all last4=1111",
		"1111 RON":          "amount=RON 1111",
		"CUP 1050":          "amount=CUP 1050",
		"1050 sek":          "amount=SEK 1050",
		"10.50 eur":         "amount=EUR 10.50",
		"1050 pounds":       "amount=GBP 1050",
		"10.50 euros 1111":  "last4=1111 amount=EUR 10.50",
		"20 quid today":     "amount=GBP 20 time",
		"1050yen":           "amount=JPY 1050",
		"amount:20 dollars": "amount=USD 20",
		"pounds":            refused,
		"1050 kr":           refused,
		"kr 10.50":          refused,
		"1050kr":            refused,
		"10 francs":         refused,
		// Dutch postcodes
		"1111 mr":          refused,
		"1234 ab":          refused,
		"1234 Ab":          refused,
		"1234 AB":          "postcode=1234 AB",
		"1050 KR":          "postcode=1050 KR",
		"postcode:1050 KR": "postcode=1050 KR",
		"postcode:1050 kr": "postcode=1050 kr",
		"postcode:1111 mr": "postcode=1111 mr",
		"1111 MR":          "postcode=1111 MR",
		"1111 or 2222":     "last4=1111,2222",
		"1234 AB mr":       refused,
		`1111 "mr"`:        "order=mr last4=1111",
		// other postcodes in small letters are certain
		"te45 6st": "postcode=te45 6st",
		"d02 af30": "postcode=d02 af30",
		"k1a 0b1":  "postcode=k1a 0b1",
	} {
		if got := inShort(t, line); got != want {
			t.Errorf("%q: %s, want %s", line, got, want)
		}
	}
}

// Parse never leaves out, divides or reorders any part of a line silently.
func TestNothingNarrowsSilently(t *testing.T) {
	for line, want := range map[string]string{
		// how people speak, without a colon
		"order 1111":           refused,
		"card 1111":            refused,
		"last4 1111":           refused,
		"amount 1050":          refused,
		"postcode TE45 6ST":    refused,
		"ref 23-9-80006":       refused,
		"not settled":          refused,
		"1111 not held":        refused,
		"refunds of 10.50":     refused,
		"at 14.30":             refused,
		"on 1111":              refused,
		"jan 2026":             refused,
		"may 1111":             refused,
		"november":             refused,
		"friday night":         refused,
		"day before yesterday": refused,
		"order:not":            "order=not",
		`"may"`:                "order=may",
		"order:may 1111":       "order=may last4=1111",
		"1111 not accepted":    "last4=1111 status=not accepted",
		"20 may":               "time",
		// one value, not two
		"order:my order":      refused,
		"order:A 17":          refused,
		"order:A17 B18":       refused,
		`order:"my order"`:    "order=my order",
		`order:"A 17" B18`:    "order=A 17,B18",
		"order:A17 order:B18": "order=A17,B18",
		"order:A17 1111":      "order=A17 last4=1111",
		"order:A17 held":      "order=A17 status=held",
		// two words after a key
		"brand:american express": "brand=AMEX",
		"type:card checks":       "type=ACCOUNTCHECK",
		"kind:card checks":       "type=ACCOUNTCHECK",
		"outcome:not accepted":   "status=not accepted",
		"status:not accepted":    "status=not accepted",
		"visa debit 1111":        "brand=DELTA last4=1111",
		`brand:"diners club"`:    "brand=DINERS",
		`status:"not accepted"`:  "status=not accepted",
		"brand:visa electron":    "brand=ELECTRON",
		// lists
		"A17, 1111":                "order=A17 last4=1111",
		"1111, 10.50, visa,":       "brand=VISA last4=1111 amount=10.50",
		"declined, held":           "status=declined,held",
		"10.50 eur, today":         "amount=EUR 10.50 time",
		"ann@example.com, today":   "email=ann@example.com time",
		"TE45 6ST, 1111":           "postcode=TE45 6ST last4=1111",
		"name:van Berg, Jan, 1111": "name=van Berg, Jan, last4=1111",
		"A17 name:van Berg, Jan":   "order=A17 name=van Berg, Jan",
		`"A17,"`:                   "order=A17,",
		"order:A17,":               "order=A17,",
		"10,50":                    refused,
		// the figures that a currency belongs to
		"5 usd 1111":        refused,
		"25 JPY 1050":       refused,
		"amount:5 usd 1111": "last4=1111 amount=USD 5",
		"1111 JPY 1050":     "last4=1111 amount=JPY 1050",
		"5.00 usd 1111":     "last4=1111 amount=USD 5.00",
		// agents
		"agent:yi sun":       refused,
		`agent:"yi sun"`:     "agent=yi sun",
		"agent:priya monday": "agent=priya time",
	} {
		if got := inShort(t, line); got != want {
			t.Errorf("%q: %s, want %s", line, got, want)
		}
	}
	if got := at(t, "10").Tried(); !strings.Contains(got, "If 10 is an amount, write it as 10.00") {
		t.Error(got)
	}
}

// A brand that a caller names includes the finer types of its cards.
func TestFinerBrands(t *testing.T) {
	for line, want := range map[string]string{
		"visa": "VISA DELTA ELECTRON PURCHASING VPAY", "mastercard": "MASTERCARD MASTERCARDDEBIT", "maestro": "MAESTRO SOLO SWITCH", "amex": "AMEX",
		"visa debit": "DELTA", "visa mastercard debit": "VISA DELTA ELECTRON PURCHASING VPAY MASTERCARDDEBIT",
	} {
		s := at(t, line)
		if got := strings.Join(texts(s.Query(testSite).PaymentTypes), " "); got != want {
			t.Errorf("%q asks for %s, want %s", line, got, want)
		}
	}
}

// endNames are the words that no name has, listed here independently of the code.
var endNames = strings.Fields(`today yesterday tomorrow approved authorised authorized successful approval authorisation authorization suspended
	cancelled canceled cancellation declined decline rejected rejection refused failed refusal failure pending settling settled
	payment refund refunded payout accountcheck cardcheck mastercard amex jcb mybank`)

// A search word after a name is searched for as part of the name, or refused, unless no
// name has it. In quotes it is always a part.
func TestNamesAreWhole(t *testing.T) {
	words := slices.Concat(ourWords, wordsNotMoney, strings.Fields("eur gbp sek pound euro kr mr or my"))
	for _, word := range effort.Some(words, 5) {
		for _, key := range []string{"name", "firstname", "lastname", "street", "premise"} {
			for _, value := range []string{"kim " + word, "Kim " + strings.ToUpper(word[:1]) + word[1:], "KIM " + strings.ToUpper(word)} {
				of := func(s Search) []string {
					return slices.Concat(s.Names, s.Filter.BillingFirstNames, s.Filter.BillingLastNames, s.Filter.BillingStreets, s.Filter.BillingPremises)
				}
				s, err := Parse(key+":"+value, clockNow(t), zone(t))
				if err == nil && of(s)[0] != value && !slices.Contains(endNames, word) {
					t.Errorf("%s:%s is searched for as %s", key, value, said(s))
				}
				if s, err = Parse(key+`:"`+value+`" 1111`, clockNow(t), zone(t)); err != nil || of(s)[0] != value || len(s.Last4) != 1 {
					t.Errorf(`%s:"%s" 1111: %s, %v`, key, value, said(s), err)
				}
			}
		}
	}
}

// No word or name in small letters means money by itself.
func TestWordsAreNoMoney(t *testing.T) {
	for _, word := range wordsNotMoney {
		for _, line := range []string{"1111 " + word, word + " 1111", "10.50 " + word} {
			if s, err := Parse(line, clockNow(t), zone(t)); err == nil && (slices.ContainsFunc(s.Amounts, func(a Amount) bool { return a.code != "" }) || len(s.Filter.Currencies) > 0) {
				t.Errorf("%q: %s", line, said(s))
			}
		}
	}
}
