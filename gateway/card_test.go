package gateway

import (
	"strings"
	"testing"
)

func TestCardNumberCheck(t *testing.T) {
	for digits, part := range map[string]string{ // "" is a good number
		"":                    "enter the card number",
		"4111111111111112":    "check digit",
		"4111111111111111":    "",
		"4222222222222":       "", // Visa of 13
		"4111111111111111110": "", // and of 19
		"411111111111111":     "has 15 digits, Visa numbers have 13, 16 or 19",
		"41111111111111111":   "has 17 digits",
		"340000000000611":     "",
		"3400000000006110":    "American Express numbers have 15",
		"5100000000000511":    "",
		"510000000000051":     "Mastercard numbers have 16",
		"500000000000":        "", // Maestro: 12 to 19, no check digit
		"5000000000000000001": "",
		"50000000000":         "Maestro numbers have 12 to 19",
		"1801000000000901":    "", // AstroPay has no check digit
		"3089500000000000021": "",
		"308950000000000002":  "PIBA numbers have 19",
		"3528000000000411":    "",
		"35280000000004":      "JCB numbers have 15, 16 or 19",
		"30000000000004":      "", // Diners Club of 14
		"9000000000000001":    "",
		"9000000000000008":    "check digit",
		"900000000000":        "check digit",
		"90000000000":         "Card numbers have 12 to 19",
		"0004111111111111111": "never begins with 0", // an amount's last digits before a number
	} {
		c := number(t, digits)
		err := c.Check()
		switch {
		case part == "" && err != nil:
			t.Errorf("%s: %v", digits, err)
		case part != "" && err == nil:
			t.Errorf("%s was accepted", digits)
		case part != "":
			checkFieldError(t, err, "pan", digits)
			if !strings.Contains(err.Error(), part) {
				t.Errorf("%s: %v, want %q", digits, err, part)
			}
		}
	}
}

// Every single mistyped digit, and every swap of neighbours but 0 and 9, must
// be found where there is a check digit.
func TestLuhnFindsSlips(t *testing.T) {
	for pan, brand := range brandOfTestCard {
		if !brand.HasLuhn() {
			continue
		}
		for i := range pan {
			for d := byte('0'); d <= '9'; d++ {
				if wrong := pan[:i] + string(d) + pan[i+1:]; wrong != pan && number(t, wrong).passesLuhn() {
					t.Errorf("%s passes for %s", wrong, pan)
				}
			}
			if i > 0 && pan[i] != pan[i-1] && pan[i-1:i+1] != "09" && pan[i-1:i+1] != "90" {
				wrong := pan[:i-1] + string(pan[i]) + string(pan[i-1]) + pan[i+1:]
				if number(t, wrong).passesLuhn() {
					t.Errorf("%s passes for %s", wrong, pan)
				}
			}
		}
	}
}

// A number is complete at the greatest length of its brand, and not while it may
// go on.
func TestComplete(t *testing.T) {
	for digits, want := range map[string]bool{
		"4111111111111111": false, "4111111111111112": false, "4222222222222": false, "411111111111111": false, // Visa may have 19
		"4111111111111111110": true, "340000000000611": true, "34000000000061": false, "5100000000000511": true,
		"6011000000000301": false, "3528000000000411": false, "3089500000000000021": true, "1801000000000901": true,
		"5000000000000611": false, "5000000000000000001": true, // Maestro may have 19
		"3000000000000111": false, "30000000000004": false, // and Diners Club too
		"3520000000000922": false, "": false, // no brand known
	} {
		if got := number(t, digits).Complete(); got != want {
			t.Errorf("%s: complete %v", digits, got)
		}
	}
}

func TestBrandCodeCheck(t *testing.T) {
	for _, b := range []Brand{Visa, Mastercard, Amex, Maestro, Discover, Diners, JCB, PIBA, AstroPay} {
		for n := range 5 {
			code := securityCode(t, "1234"[:n])
			for _, required := range []bool{false, true} {
				ok := n == b.CodeLength() || n == 0 && !required
				if err := code.Check(b, required); (err == nil) != ok {
					t.Errorf("%s, %d digits, required %v: %v", b, n, required, err)
				} else if err != nil {
					checkFieldError(t, err, "securitycode", "1234"[:n])
				}
			}
		}
	}
}

func TestOutcomeWords(t *testing.T) {
	outcomes := []Outcome{Unknown, Approved, Held, Cancelled, Declined, Rejected, NotSent}
	want := []string{"unknown", "approved", "held", "cancelled", "declined", "rejected", "not sent"}
	for i, o := range outcomes {
		if o.String() != want[i] {
			t.Errorf("%d is %q, want %q", o, o, want[i])
		}
	}
	var zero Outcome
	if zero != Unknown || Outcome(99).String() != "unknown" || Outcome(-1).String() != "unknown" {
		t.Error("an outcome nobody set is not unknown")
	}
}

func TestCheckAndSettlementWords(t *testing.T) {
	for result, want := range map[CheckResult]string{
		NotGiven: "Not given", NotChecked: "Not checked", Matched: "Matched", NotMatched: "Not matched",
		"": "No answer", "3": "No answer", "22": "No answer", "\x1b[31m2": "No answer",
	} {
		if result.String() != want {
			t.Errorf("%q is %q", string(result), result.String())
		}
	}
	for status, want := range map[SettleStatus]string{
		SettlePending: "Pending", SettleOverride: "Pending", SettleSuspended: "Suspended", SettleCancelled: "Cancelled",
		SettleSettling: "Settling", SettleSettled: "Settled: paid", "": "not given", "4": "not given", "02": "not given",
	} {
		words := status.String()
		if !strings.Contains(words, want) {
			t.Errorf("%q is %q, want %q", string(status), words, want)
		}
		if strings.Contains(words, "paid") != (status == SettleSettled) {
			t.Errorf("%q says paid: %q", string(status), words)
		}
	}
}
