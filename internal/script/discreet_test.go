package script

import (
	"encoding/json"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"motoconsole/gateway"
)

// sealedRecords are refusals that only the bank may explain.
func sealedRecords() (all []gateway.Record) {
	refused := func(errorCode, bankCode string, brand gateway.Brand) gateway.Record {
		return gateway.Record{
			RequestType: gateway.TypeAuth, TransactionReference: "23-9-80001", ErrorCode: errorCode, ErrorMessage: "TELLTALE", SettleStatus: "3", PaymentType: string(brand),
			AcquirerResponseCode: bankCode, AcquirerResponseText: "TELLTALE", AcquirerAdviceCode: "8", FraudRating: "99", AuthCode: "DECLINED",
		}
	}
	for _, brand := range brands {
		for _, code := range sealedCodes {
			all = append(all, refused("70000", code, brand), refused("70000", strings.ToLower(" "+code), brand))
		}
		for _, r := range errorCodes {
			if r.sealed {
				all = append(all, refused(r.code, "05", brand))
			}
		}
	}
	return all
}

// TestSealedRefusalsAreAlike: what is shown of them does not tell one from another, and is
// neither the code nor a text of the bank. The outcome, the line and the bar stay.
func TestSealedRefusalsAreAlike(t *testing.T) {
	var first string
	for _, r := range sealedRecords() {
		if !Sealed(r) || Reason(r) == "" || Withheld(r) {
			t.Errorf("%s %s of %s is not sealed", r.ErrorCode, r.AcquirerResponseCode, r.PaymentType)
		}
		d := Discreet(r)
		if d.Outcome() != gateway.OutcomeDeclined || !Withheld(d) || !Sealed(d) || Reason(d) != "" || !Stops(d) || For(CaseOf(d)) != For(CaseOf(r)) || For(CaseOf(d)).Say != BankRefused {
			t.Errorf("%s %s of %s: %+v", r.ErrorCode, r.AcquirerResponseCode, r.PaymentType, For(CaseOf(d)))
		}
		if again := Discreet(d); again.AcquirerResponseCode != d.AcquirerResponseCode || again.ErrorCode != d.ErrorCode {
			t.Error("sealed twice it differs")
		}
		d.PaymentType = ""
		text, err := json.Marshal(d)
		if err != nil || strings.Contains(string(text), "TELLTALE") || first != "" && string(text) != first {
			t.Errorf("%s %s of %s: %s %v", r.ErrorCode, r.AcquirerResponseCode, r.PaymentType, text, err)
		}
		first = string(text)
	}
}

// TestDiscreetLeavesTheRest: what no caller could be hurt by stays as it is, and so does
// what was approved.
func TestDiscreetLeavesTheRest(t *testing.T) {
	for _, r := range []gateway.Record{
		{},
		{RequestType: gateway.TypeAuth, ErrorCode: "0", AcquirerResponseCode: "00", AcquirerResponseText: "Approved", FraudRating: "1"},
		{RequestType: gateway.TypeAuth, ErrorCode: "70000", ErrorMessage: "Decline", AcquirerResponseCode: "51", AcquirerResponseText: "Insufficient funds", AcquirerAdviceCode: "2"},
		{RequestType: gateway.TypeAuth, ErrorCode: "70000", ErrorMessage: "Decline"},
		{RequestType: gateway.TypeAuth, ErrorCode: "60010", ErrorMessage: "Bank System Error"},
	} {
		if d := Discreet(r); d.AcquirerResponseCode != r.AcquirerResponseCode || d.ErrorMessage != r.ErrorMessage || d.AcquirerResponseText != r.AcquirerResponseText ||
			d.AcquirerAdviceCode != r.AcquirerAdviceCode || d.FraudRating != r.FraudRating || d.ErrorCode != r.ErrorCode {
			t.Errorf("%+v becomes %+v", r, d)
		}
	}
}

// TestWhatIsUnknownIsWithheld: a code of the bank that the table does not know, and a text
// without a known code, are not shown. The outcome and the ruling stay.
func TestWhatIsUnknownIsWithheld(t *testing.T) {
	const letters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	codes := []string{"", "4", "041", "5C"}
	for range 500 {
		code := make([]byte, 1+rand.IntN(4))
		for i := range code {
			code[i] = letters[rand.IntN(len(letters))]
		}
		codes = append(codes, string(code))
	}
	for _, code := range codes {
		if slices.Contains(known, code) {
			continue
		}
		for _, errorCode := range []string{"70000", "62000", "60010", "60021", "99999"} {
			r := gateway.Record{
				RequestType: gateway.TypeAuth, ErrorCode: errorCode, SettleStatus: "3", AcquirerResponseCode: code, AcquirerResponseText: "TELLTALE", FraudRating: "99",
			}
			d := Discreet(r)
			text, err := json.Marshal(d)
			if err != nil || !Withheld(d) || strings.Contains(string(text), "TELLTALE") || code != "" && d.AcquirerResponseCode == code || d.FraudRating != "" {
				t.Errorf("%s %q: %s %v", errorCode, code, text, err)
			}
			if d.Outcome() != r.Outcome() || For(CaseOf(d)) != For(CaseOf(r)) || Discreet(d).AcquirerResponseCode != d.AcquirerResponseCode {
				t.Errorf("%s %q: %+v", errorCode, code, For(CaseOf(d)))
			}
		}
	}
}

// TestSealingKeepsTheOutcome: a sealed refusal whose end is not known stays unknown.
func TestSealingKeepsTheOutcome(t *testing.T) {
	for _, row := range errorCodes {
		for _, status := range []string{"", "0", "1", "2", "3", "10", "100"} {
			r := gateway.Record{RequestType: gateway.TypeAuth, ErrorCode: row.code, ErrorMessage: "TELLTALE", SettleStatus: status}
			if d := Discreet(r); d.Outcome() != r.Outcome() || row.sealed && (d.ErrorCode == row.code || d.ErrorMessage == "TELLTALE") {
				t.Errorf("%s with settle status %q: %v becomes %v, %s %s", row.code, status, r.Outcome(), d.Outcome(), d.ErrorCode, d.ErrorMessage)
			}
		}
	}
}

// TestTheLogTellsNoSealedReason: the log has one code for all refusals that are sealed, as
// an agent can read the log of their own desk.
func TestTheLogTellsNoSealedReason(t *testing.T) {
	for _, r := range errorCodes {
		as := map[bool]string{true: gateway.CodeDeclined}[r.code != gateway.CodeRiskReferred]
		if as == "" {
			as = gateway.CodeUncertain
		}
		if got := gateway.LoggedCode(r.code); r.sealed && got != as {
			t.Errorf("%s is logged as %s", r.code, got)
		}
	}
	for _, code := range []string{"0", "30000", "60010", "99999", "20007"} {
		if got := gateway.LoggedCode(code); got != code {
			t.Errorf("%s is logged as %s", code, got)
		}
	}
}
