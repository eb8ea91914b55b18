package script

import (
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"

	"motoconsole/gateway"
)

// known are the bank's codes that the table has to know, and sealedCodes those that say
// something of the cardholder which only the bank may tell.
var (
	known = strings.Fields("00 01 02 03 04 05 10 12 13 14 15 19 30 34 36 39 41 43 46 51 52 54 55 57 58 59 61 62 63 65 70 75 78 79 80 82 83 85 91 92 93 96 N7 R0 R1 R3")

	sealedCodes = strings.Fields("04 34 36 41 43 46 59 62 63 79 83 93")
	brands      = []gateway.Brand{gateway.Visa, "DELTA", "ELECTRON", gateway.Mastercard, "MASTERCARDDEBIT", gateway.Amex, gateway.Maestro, ""}
)

// TestEveryCodeHasItsLine: each code of the bank has a meaning, a line, a next step and
// an answer to whether the card may be tried again, with every brand and advice.
func TestEveryCodeHasItsLine(t *testing.T) {
	advice := []gateway.AdviceCode{"", "0", "1", "2", "4", "8", "01", "02", "03", "04", "21", "24", "25", "26", "27", "28", "29", "30", "40", "41", "43"}
	for _, code := range known {
		for _, brand := range brands {
			for _, a := range advice {
				r := For(Case{Outcome: gateway.OutcomeDeclined, ErrorCode: "70000", Brand: brand, BankCode: code, Advice: a})
				approves := code == "00" || code == "10"
				if r.Means == "" || Words(r.Say) == "" || r.Next == "" || r.Not == "" || (r.Reason == "") != r.Sealed || r.Again == "" && !approves {
					t.Errorf("%s of %q, advice %q: %+v", code, brand, a, r)
				}
				if r.Sealed != slices.Contains(sealedCodes, code) {
					t.Errorf("%s of %q: sealed: %v", code, brand, r.Sealed)
				}
				if (a.Final() || r.Sealed || slices.Contains([]string{"12", "57", "R0", "R1", "R3"}, code)) != r.Never {
					t.Errorf("%s of %q, advice %q: never: %v", code, brand, a, r.Never)
				}
			}
		}
	}
	if len(known) < 40 || len(bankCodes) < len(known) {
		t.Errorf("%d codes, %d rows", len(known), len(bankCodes))
	}
	if r := For(Case{Outcome: gateway.OutcomeDeclined, ErrorCode: "70000", BankCode: "ZZ"}); r.Say != Declined || r.Reason+r.Next+r.Again != "" {
		t.Errorf("a code that is not known: %+v", r)
	}
}

// TestWhatMayBeTriedAgain: single codes, as the card schemes have them.
func TestWhatMayBeTriedAgain(t *testing.T) {
	for _, tc := range []struct {
		brand    gateway.Brand
		code     string
		advice   gateway.AdviceCode
		say      Name
		again    string
		renumber bool
	}{
		{gateway.Visa, "05", "", BankRefused, "not today", false},
		{gateway.Visa, "51", "", AmountRefused, "later today", false},
		{gateway.Mastercard, "51", "24", AmountRefused, "not within the hour", false},
		{gateway.Mastercard, "51", "28", AmountRefused, "not for some days", false},
		{gateway.Mastercard, "51", "03", AmountRefused, "no", false},
		{gateway.Visa, "54", "", CheckExpiry, "once, after checking the expiry date", false},
		{gateway.Visa, "n7", "", CheckCode, "once, after checking the security code", false},
		{gateway.Visa, "N7", "2", CheckCode, "not today", false},
		{gateway.Visa, "82", "", CheckCode, "once, after checking the security code", false},
		{"DELTA", "82", "", CheckCode, "once, after checking the security code", false},
		{gateway.Mastercard, "82", "", BankRefused, "no", false},
		{"", "82", "", BankRefused, "no", false},
		{gateway.Visa, "14", "", CheckNumber, "not with the same number", true},
		{gateway.Visa, " 14 ", "4", CheckNumber, "no", false},
		{gateway.Visa, "91", "", BankSilent, "in a few minutes", false},
		{gateway.Visa, "41", "", BankRefused, "no", false},
		{gateway.Mastercard, "70", "", BankRefused, "no", false},
		{gateway.Visa, "70", "", CardUnsuitable, "no", false},
		{gateway.Visa, "", "2", Declined, "not today", false},
	} {
		r := For(Case{Outcome: gateway.OutcomeDeclined, ErrorCode: "70000", Brand: tc.brand, BankCode: tc.code, Advice: tc.advice})
		if r.Say != tc.say || r.Again != tc.again || r.Renumber != tc.renumber || r.Never && r.Renumber {
			t.Errorf("%+v: %+v", tc, r)
		}
	}
}

// TestEveryErrorCodeHasItsLine: so has each code of the gateway, with each settle status.
func TestEveryErrorCodeHasItsLine(t *testing.T) {
	text, err := os.ReadFile("../../gateway/errorcodes.json")
	if err != nil {
		t.Fatal(err)
	}
	var list []struct{ Code string }
	if err := json.Unmarshal(text, &list); err != nil || len(list) < 200 {
		t.Fatal(len(list), err)
	}
	met := map[gateway.Outcome]bool{}
	for _, one := range list {
		for _, status := range []string{"", "0", "1", "2", "3", "10", "100"} {
			record := gateway.Record{RequestType: gateway.TypeAuth, ErrorCode: one.Code, SettleStatus: status}
			c := CaseOf(record)
			r := For(c)
			met[c.Outcome] = true
			if Words(r.Say) == "" || (r.Means == "") != (c.Outcome == gateway.OutcomeApproved || c.Outcome == gateway.OutcomeUnknown) {
				t.Errorf("%s with settle status %q, %v: %+v", one.Code, status, c.Outcome, r)
			}
		}
		found, ruled := rowOf(errorCodes, "", one.Code)
		if info, _ := gateway.LookupCode(one.Code); ruled && info.Money != gateway.MoneyDeclined {
			t.Errorf("%+v, and the gateway says %s", found, info.Money)
		} else if ruled && For(CaseOf(gateway.Record{RequestType: gateway.TypeAuth, ErrorCode: one.Code})).Say != found.say {
			t.Errorf("%s has another line", one.Code)
		} else if word := Forbidden(info.Message); word != "" && info.Money == gateway.MoneyDeclined && found.say == "" {
			t.Errorf("%s: %q has no row", one.Code, info.Message)
		}
	}
	for o := gateway.OutcomeUnknown; o <= gateway.OutcomeNotSent; o++ {
		for _, c := range []Case{{Outcome: o}, {Outcome: o, Fields: true}, {Outcome: o, AsAsked: true}, {Outcome: o, CalledNotMade: true}, {Outcome: o, GaveWay: GaveWayMade}} {
			if r := For(c); Words(r.Say) == "" {
				t.Errorf("%+v: %+v", c, r)
			}
		}
		if !met[o] && o != gateway.OutcomeNotSent {
			t.Errorf("no code ends in %v", o)
		}
	}
}

// TestEveryCheckHasItsLine: each result of a check has words, for one and for several.
func TestEveryCheckHasItsLine(t *testing.T) {
	for _, result := range []gateway.CheckResult{gateway.CheckNotGiven, gateway.CheckNotChecked, gateway.CheckMatched, gateway.CheckNotMatched} {
		for _, c := range []gateway.Checks{{Address: result}, {Postcode: result, SecurityCode: result}, {Address: result, Postcode: result, SecurityCode: result}} {
			means, do := OfChecks(c, result)
			if !strings.HasPrefix(means, "The ") || !strings.HasSuffix(means, ".") || (do == "") != (result == gateway.CheckMatched) {
				t.Errorf("%+v: %q %q", c, means, do)
			}
		}
	}
	both := gateway.Checks{Address: gateway.CheckNotMatched, Postcode: gateway.CheckMatched, SecurityCode: gateway.CheckNotMatched}
	if means, do := OfChecks(both, gateway.CheckNotMatched); means != "The address and security code did not match." || do == withTheCard {
		t.Errorf("%q %q", means, do)
	}
	if _, do := OfChecks(gateway.Checks{SecurityCode: gateway.CheckNotMatched}, gateway.CheckNotMatched); do != withTheCard {
		t.Errorf("%q", do)
	}
	if means, do := OfChecks(gateway.Checks{}, gateway.CheckNotMatched); means+do != "" {
		t.Errorf("%q %q", means, do)
	}
}
