package lookup

import (
	"errors"
	"strings"
	"testing"
	"time"

	"motoconsole/gateway"
	"motoconsole/gateway/postcode"
)

// zone has an hour of summer time, so that days of 23 and 25 hours exist.
func zone(t testing.TB) *time.Location {
	t.Helper()
	loc, err := time.LoadLocation("Europe/London")
	if err != nil {
		t.Fatal(err)
	}
	return loc
}

// clockNow is Saturday, 21 November 2026, in London.
func clockNow(t testing.TB) time.Time {
	return time.Date(2026, 11, 21, 14, 30, 45, 5e8, zone(t))
}

func parse(t testing.TB, line string) Search {
	t.Helper()
	s, err := Parse(line, clockNow(t), zone(t))
	if err != nil {
		t.Fatalf("%q: %v", line, err)
	}
	return s
}

// said is a search in short, without the time.
func said(s Search) string {
	var parts []string
	f := s.Filter
	for _, list := range []struct {
		name   string
		values []string
	}{
		{"ref", f.TransactionReferences},
		{"parent", f.Parents},
		{"order", f.OrderReferences},
		{"email", oneOfEach(f.BillingEmails, strings.ToLower)},
		{"name", s.Names},
		{"first", f.BillingFirstNames},
		{"last", f.BillingLastNames},
		{"postcode", oneOfEach(f.BillingPostcodes, postcode.Bare)},
		{"premise", oneOfEach(f.BillingPremises, strings.ToLower)},
		{"street", oneOfEach(f.BillingStreets, strings.ToLower)},
		{"ip", f.CustomerIPs},
		{"type", f.RequestTypes},
		{"account", texts(f.AccountTypes)},
		{"brand", texts(f.PaymentTypes)},
		{"currency", f.Currencies},
		{"site", f.Sites},
		{"last4", s.Last4},
		{"status", texts(s.States)},
		{"agent", s.Agents},
		{"town", s.Towns},
		{"telephone", s.Telephones},
	} {
		if len(list.values) > 0 {
			parts = append(parts, list.name+"="+strings.Join(list.values, ","))
		}
	}
	for _, a := range s.Amounts {
		parts = append(parts, "amount="+a.String())
	}
	return strings.Join(parts, " ")
}

func TestParseWords(t *testing.T) {
	for line, want := range map[string]string{
		"":                               "",
		"  ":                             "",
		"23-9-80006":                     "ref=23-9-80006",
		"23-86-80006 23-9-80007":         "ref=23-86-80006,23-9-80007",
		"A17":                            "order=A17",
		"a17-7K3M2P":                     "order=a17-7K3M2P",
		"order:A17 order:B18":            "order=A17,B18",
		"order: A17":                     "order=A17",
		`order:"My Order 123"`:           "order=My Order 123",
		"reserved":                       "status=reserved",
		"pre-authorisations today":       "status=pre-authorisation",
		"preauth 1111":                   "last4=1111 status=pre-authorisation",
		"card check":                     "type=ACCOUNTCHECK",
		"order:reserved":                 "order=reserved",
		`"declined"`:                     "order=declined",
		"order:declined":                 "order=declined",
		"order:INV:17":                   "order=INV:17",
		"20261":                          "order=20261",
		"12345":                          "order=12345",
		"postcode:12345":                 "postcode=12345",
		"zip:90210":                      "postcode=90210",
		"90210-1234":                     "postcode=90210-1234",
		"K1A 0B1":                        "postcode=K1A 0B1",
		"k1a-0b1":                        "postcode=k1a-0b1",
		"TE45 6ST":                       "postcode=TE45 6ST",
		"te456st":                        "postcode=te456st",
		"sw1a 1aa declined":              "postcode=sw1a 1aa status=declined",
		"ann@example.com":                "email=ann@example.com",
		"1111":                           "last4=1111",
		"1111 2222":                      "last4=1111,2222",
		"last4:1111":                     "last4=1111",
		"order:1111":                     "order=1111",
		"card:1111":                      "last4=1111",
		"£10.50":                         "amount=GBP 10.50",
		"10.50":                          "amount=10.50",
		"1,050.00":                       "amount=1,050.00",
		"€5":                             "amount=EUR 5",
		"$7.20":                          "amount=USD 7.20",
		"EUR10.50":                       "amount=EUR 10.50",
		"10.50 EUR":                      "amount=EUR 10.50",
		"¥500":                           "amount=JPY 500",
		"amount:10":                      "amount=10",
		"approved":                       "status=approved",
		"DECLINED held":                  "status=declined,held",
		"refused":                        "status=declined,not accepted",
		"canceled":                       "status=cancelled",
		"settled refunds":                "type=REFUND status=settled",
		"refunded":                       "type=REFUND",
		"visa":                           "brand=VISA",
		"Amex mastercard":                "brand=AMEX,MASTERCARD",
		"GBP":                            "currency=GBP",
		"order:gbp":                      "order=gbp",
		"agent:priya":                    "agent=priya",
		"agent:priya held":               "status=held agent=priya",
		"town:bangor":                    "town=bangor",
		`town:"High Wycombe" held`:       "status=held town=High Wycombe",
		"telephone:01248672050":          "telephone=248672050",
		`phone:"+44 1248 672-050"`:       "telephone=248672050",
		"tel:672050":                     "telephone=672050",
		"name:smith":                     "name=smith",
		"name:ann smith declined":        "name=ann smith status=declined",
		"name:ann smith A17":             "order=A17 name=ann smith",
		`name:Smith name:"Bloggs"`:       "name=Smith,Bloggs",
		"name:ann smith from 9am":        "name=ann smith",
		"name:o’brien":                   "name=o'brien",
		"name:smith‑jones":               "name=smith-jones",
		"name:smith, ann":                "name=smith, ann",
		"name:ann smith name:jo lee":     "name=ann smith,jo lee",
		"street:High Street today":       "street=High Street",
		"premise:No 789 1111":            "premise=No 789 last4=1111",
		"premise:Rose Cottage":           "premise=Rose Cottage",
		`name:smith name:"Ann Bloggs"`:   "name=smith,Ann Bloggs",
		`name:“Ann Smith”`:               "name=Ann Smith",
		"lastname:Smith firstname:Ann":   "first=Ann last=Smith",
		"parent:23-9-80006":              "parent=23-9-80006",
		"ref:23-9-80006":                 "ref=23-9-80006",
		"type:accountcheck account:moto": "type=ACCOUNTCHECK account=MOTO",
		"site:test_other":                "site=test_other",
		"ip:192.0.2.1":                   "ip=192.0.2.1",
		"A17 1111 £10.50 declined visa":  "order=A17 brand=VISA last4=1111 status=declined amount=GBP 10.50",
		"1111 1111 a@b a@b":              "email=a@b last4=1111",
		"20 nov 1111":                    "last4=1111",
		"20 nov last4:2031":              "last4=2031",
		"2031":                           "last4=2031",
		"order:tomorrow":                 "order=tomorrow",
		"order:next":                     "order=next",
		"20 nov 2026":                    "",
		"Ünïcode-17":                     "order=Ünïcode-17",
		// amounts
		"JPY 1050":         "amount=JPY 1050",
		"1050 JPY":         "amount=JPY 1050",
		"¥1050":            "amount=JPY 1050",
		"¥ 1050":           "amount=JPY 1050",
		"1050¥":            "amount=JPY 1050",
		"1050JPY":          "amount=JPY 1050",
		"BHD 1.234":        "amount=BHD 1.234",
		"1.234 BHD":        "amount=BHD 1.234",
		"BHD1.234":         "amount=BHD 1.234",
		"10.50 eur":        "amount=EUR 10.50",
		"eur 10.50":        "amount=EUR 10.50",
		"10.50€":           "amount=EUR 10.50",
		"10.50 £":          "amount=GBP 10.50",
		"£ 10.50":          "amount=GBP 10.50",
		"1111 JPY 1050":    "last4=1111 amount=JPY 1050",
		"JPY 1050 1111":    "last4=1111 amount=JPY 1050",
		"10.50 EUR 1111":   "last4=1111 amount=EUR 10.50",
		"JPY 10500 today":  "amount=JPY 10500",
		"visa 1111 GBP":    "brand=VISA currency=GBP last4=1111",
		"1,050":            "amount=1,050",
		"amount:JPY 1050":  "amount=JPY 1050",
		"amount:1050 JPY":  "amount=JPY 1050",
		"amount:1050 1111": "last4=1111 amount=1050",
		"GBP A17":          "order=A17 currency=GBP",
		"all 1111":         "order=all last4=1111",
		// dates that look like something else
		"28-11-2025":            "",
		"5-9-2026":              "",
		"28.11.2025":            "",
		"2025-11-28":            "",
		"2025.11.28 1111":       "last4=1111",
		"28-nov-2025":           "",
		"28 nov, 2025":          "",
		"20-11-26":              "",
		"23-86-2026":            "ref=23-86-2026",
		"23-9-80006 20-11-2026": "ref=23-9-80006",
		"ref:20-11-2026":        "ref=20-11-2026",
		"192.0.2.1":             "ip=192.0.2.1",
		"2001:db8::1":           "ip=2001:db8::1",
		// postcodes
		"D02 AF30":            "postcode=D02 AF30",
		"d02 af30 today":      "postcode=d02 af30",
		"postcode:D02 AF30":   "postcode=D02 AF30",
		"postcode:D02AF30":    "postcode=D02AF30",
		"D02AF30":             "order=D02AF30",
		"1234 AB":             "postcode=1234 AB",
		"1234 AB 1111":        "postcode=1234 AB last4=1111",
		"1111 or 2222":        "last4=1111,2222",
		"1111 on friday":      "last4=1111",
		"A17 2pm":             "order=A17",
		"A17 1111":            "order=A17 last4=1111",
		"A17 held":            "order=A17 status=held",
		"A17 1st nov":         "order=A17",
		"GIR 0AA":             "postcode=GIR 0AA",
		"postcode:K1A 0B1":    "postcode=K1A 0B1",
		"postcode:123 45":     "postcode=123 45",
		"postcode:10115 1111": "postcode=10115 last4=1111",
		"postcode:1234 1111":  "postcode=1234 last4=1111",
		"TE45 6ST 9am":        "postcode=TE45 6ST",
		// numbers of an order
		"2026112800017":       "order=2026112800017",
		"order:2026112800017": "order=2026112800017",
		// words in the plural, and of two words
		"payouts":             "type=REFUND",
		"payout":              "type=REFUND",
		"refunds payments":    "type=REFUND,AUTH",
		"charges":             "type=AUTH",
		"declines":            "status=declined",
		"cancellations holds": "order=holds status=cancelled",
		"refusals":            "status=declined,not accepted",
		"visas":               "brand=VISA",
		"mastercards":         "brand=MASTERCARD",
		"amexes":              "brand=AMEX",
		"american express":    "brand=AMEX",
		"Diners Club today":   "brand=DINERS",
		"card checks":         "type=ACCOUNTCHECK",
		"accountchecks":       "type=ACCOUNTCHECK",
		"not accepted":        "status=not accepted",
		"status:declines":     "status=declined",
		"type:payouts":        "type=REFUND",
		"ending 1111":         "last4=1111",
		"visa ending in 1111": "brand=VISA last4=1111",
		"１１１１":                "last4=1111",
	} {
		if got := said(parse(t, line)); got != want {
			t.Errorf("%q: %s, want %s", line, got, want)
		}
	}
}

func TestSet(t *testing.T) {
	lacking := map[string]bool{"town": true, "telephone": true, "last4": true, "amount": true, "status": true, "agent": true} // filters the gateway lacks
	for _, key := range Keys() {
		s := parse(t, "")
		value := "10.50"
		switch key.Name {
		case "last4":
			value = "1111"
		case "currency":
			value = "GBP"
		case "email":
			value = "ann@example.com"
		case "status":
			value = "held"
		case "telephone":
			value = "248672050"
		}
		if err := s.Set(key.Name, value); err != nil || s.Empty() {
			t.Errorf("%s: %v, empty %v", key.Name, err, s.Empty())
		}
		if local := s.local(); local != lacking[key.Name] {
			t.Errorf("%s is local: %v", key.Name, local)
		}
		if err := s.Check(); err != nil {
			t.Errorf("%s: %v", key.Name, err)
		}
		if !strings.Contains(s.Explain(), value) {
			t.Errorf("%s is not explained: %s", key.Name, s.Explain())
		}
		for _, bad := range []string{"4111111111111111", "4111 1111 1111 1111", "", "  ", "\x1b[2J"} {
			was := s
			err := s.Set(key.Name, bad)
			var refused *gateway.FieldError
			if !errors.As(err, &refused) || said(s) != said(was) {
				t.Errorf("%s: %q: %v", key.Name, bad, err)
			}
		}
	}
	var s Search
	if err := s.Set("pin", "1"); err == nil {
		t.Error("an unknown key is taken")
	}
	// An addition to a copy must not change the original.
	a := parse(t, "order:A order:B order:C")
	b := a
	_ = a.Set("order", "D")
	_ = b.Set("order", "E")
	if said(a) != "order=A,B,C,D" || said(b) != "order=A,B,C,E" {
		t.Errorf("%s and %s", said(a), said(b))
	}
}

func TestCheck(t *testing.T) {
	if err := parse(t, "").Check(); err == nil {
		t.Error("an empty search is no error")
	}
	s := parse(t, "A17")
	s.Filter.BillingStreets = []string{"4111 1111 1111 1111"}
	var refused *gateway.FieldError
	if err := s.Check(); !errors.As(err, &refused) || refused.Field != "pan" {
		t.Errorf("a card number in a filter: %v", err)
	}
	if text := s.Explain(); LooksLikeCard(text) || !strings.Contains(text, "[hidden]") {
		t.Error(text)
	}
}
