package script

import (
	"encoding/json"
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
