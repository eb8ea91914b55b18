package lookup

import (
	"errors"
	"strings"
	"testing"
	"time"

	"motoconsole/gateway"
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

// said is a search in short: what was understood, without the time.
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
		{"email", f.BillingEmails},
		{"first", f.BillingFirstNames[:min(1, len(f.BillingFirstNames))]},
		{"last", f.BillingLastNames},
		{"postcode", oneOfEach(f.BillingPostcodes, barePostcode)},
		{"premise", f.BillingPremises},
		{"street", f.BillingStreets},
		{"ip", f.CustomerIPs},
		{"type", f.RequestTypes},
		{"account", texts(f.AccountTypes)},
		{"brand", texts(f.PaymentTypes)},
		{"currency", f.Currencies},
		{"site", f.Sites},
		{"last4", s.Last4},
		{"status", texts(s.States)},
		{"agent", s.Agents},
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
		`"declined"`:                     "order=declined",
		"order:declined":                 "order=declined",
		"INV:17":                         "order=INV:17",
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
		"10.50 EUR":                      "currency=EUR amount=10.50",
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
		"gbp":                            "order=gbp",
		"agent:priya":                    "agent=priya",
		"agent:priya held":               "status=held agent=priya",
		"name:smith":                     "last=smith,Smith,SMITH",
		"name:ann smith declined":        "first=ann last=smith,Smith,SMITH status=declined",
		"name:ann smith A17":             "order=A17 first=ann last=smith,Smith,SMITH",
		`name:Smith name:"Bloggs"`:       "last=Smith,SMITH,smith,Bloggs,BLOGGS,bloggs",
		"name:ann smith from 9am":        "first=ann last=smith,Smith,SMITH",
		"name:o'brien":                   "last=o'brien,O'Brien,O'BRIEN",
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
		"next":                           "order=next",
		"20 nov 2026":                    "",
		"Ünïcode-17":                     "order=Ünïcode-17",
	} {
		if got := said(parse(t, line)); got != want {
			t.Errorf("%q: %s, want %s", line, got, want)
		}
	}
}

func TestParseRefuses(t *testing.T) {
	for line, field := range map[string]string{
		"ann smith":                      "orderreference",
		`name:smith name:"Ann Bloggs"`:   "billingfirstname",
		"last4:111":                      "maskedpan",
		"card:11":                        "maskedpan",
		"status:lovely":                  "settlestatus",
		"£10.505":                        "baseamount",
		"£0.00":                          "baseamount",
		"amount:ten":                     "baseamount",
		"¥10.50":                         "baseamount",
		"order:":                         "orderreference",
		"a\x1b[2J":                       "orderreference",
		"order:\u202eabc":                "orderreference",
		"\xff\xfe":                       "filter",
		strings.Repeat("a", 1001):        "filter",
		"2026-02-30":                     "starttimestamp",
		"2026-13-01":                     "starttimestamp",
		"9999-01-01":                     "starttimestamp",
		"31/02/2026":                     "starttimestamp",
		"31 nov":                         "starttimestamp",
		"2026-11-22":                     "starttimestamp", // tomorrow
		"tomorrow":                       "starttimestamp",
		"10.50 tomorrow":                 "starttimestamp",
		"since tomorrow":                 "starttimestamp",
		"from:tomorrow":                  "starttimestamp",
		"next week":                      "starttimestamp",
		"next monday":                    "starttimestamp",
		"12 jan 2031":                    "starttimestamp",
		"jan 12 2027":                    "starttimestamp",
		"since 12 jan 2031":              "starttimestamp",
		"22 nov 2026":                    "starttimestamp",
		"1999-12-31":                     "starttimestamp",
		"since 2026-11-22":               "starttimestamp",
		"2026-11-20..2026-11-01":         "endtimestamp",
		"2026-11-20..2026-11-":           "endtimestamp",
		"x..2026-11-01":                  "starttimestamp",
		"today yesterday":                "starttimestamp",
		"yesterday 2026-11-01..":         "starttimestamp",
		"last 0h":                        "starttimestamp",
		"last 999999999999999999h":       "starttimestamp",
		"last 9999w":                     "starttimestamp",
		"from":                           "starttimestamp",
		"from nowhere":                   "starttimestamp",
		"until":                          "endtimestamp",
		"from 9am from 10am":             "starttimestamp",
		"until 9am to 10am":              "endtimestamp",
		"from 25:00":                     "starttimestamp",
		"from 13pm":                      "starttimestamp",
		"between 9am":                    "endtimestamp",
		"last week from 9am":             "starttimestamp",
		"9am 10am":                       "starttimestamp",
		"from 9am 10am":                  "starttimestamp",
		"from yesterday to 1 nov":        "endtimestamp",
		"until 1999-01-01":               "starttimestamp",
		"2026-11-20T25:00..":             "starttimestamp",
		"4111111111111111":               "pan",
		"4111 1111 1111 1111":            "pan",
		"4111-1111-1111-1111":            "pan",
		"4111.1111.1111.1111":            "pan",
		"4111/1111/1111/1111":            "pan",
		"4111_1111_1111_1111":            "pan",
		"4111:1111:1111:1111":            "pan",
		"order:4111111111111111":         "pan",
		"order:4111 1111 1111 1111":      "pan",
		"agent:4111111111111111":         "pan",
		"last4:4111111111111111":         "pan",
		"card:4111111111111111":          "pan",
		"£4111111111111111":              "pan",
		"4111111111111112":               "pan", // a slip in the last digit
		"4111 1111 1111 1112":            "pan",
		"1111 2222 3333 4444":            "pan",
		"378282246310005":                "pan",
		"3782 822463 10005":              "pan",
		"x4111111111111111y":             "pan",
		"4111111111111111@a.example":     "pan",
		"٤١١١١١١١١١١١١١١١":               "pan",
		"4111\u200b111111111111":         "pan",
		"ann smith 4111111111111111":     "pan",
		"2026-02-30 4111111111111111 £0": "pan",
		"4111 1111\n1111 1111":           "pan",
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

func TestSet(t *testing.T) {
	for _, key := range Keys() {
		s := parse(t, "")
		value := "10.50"
		switch key.Name {
		case "last4":
			value = "1111"
		case "status":
			value = "held"
		}
		if err := s.Set(key.Name, value); err != nil || s.Empty() {
			t.Errorf("%s: %v, empty %v", key.Name, err, s.Empty())
		}
		if local := s.local(); local != key.Local {
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
	// What is added to a copy must not show in the original.
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
