package gateway

import (
	"encoding/json"
	"strings"
	"testing"
	"time"
)

func TestRecordOutcome(t *testing.T) {
	tests := []struct {
		kind, payment, code, settle string
		want                        Outcome
	}{
		{TypeAuth, "VISA", "0", "0", OutcomeApproved},
		{TypeAuth, "VISA", "0", "1", OutcomeApproved},
		{TypeAuth, "VISA", "0", "10", OutcomeApproved},
		{TypeAuth, "VISA", "0", "100", OutcomeApproved},
		{TypeAuth, "VISA", "0", "2", OutcomeHeld},
		{TypeAuth, "VISA", "0", "3", OutcomeCancelled},
		{TypeAuth, "VISA", "0", "", OutcomeUnknown},
		{TypeAuth, "VISA", "70000", "3", OutcomeDeclined},
		{TypeAuth, "VISA", "60022", "3", OutcomeDeclined},
		{TypeAuth, "VISA", "60010", "", OutcomeUnknown},
		{TypeAuth, "VISA", "60010", "3", OutcomeDeclined},
		{TypeAuth, "VISA", "60010", "0", OutcomeUnknown},
		{TypeRefund, "VISA", "99999", "3", OutcomeDeclined},
		{TypeAccountCheck, "VISA", "60010", "3", OutcomeDeclined},
		{TypeAuth, "MYBANK", "60010", "3", OutcomeUnknown},
		{TypeUpdate, "VISA", "60010", "3", OutcomeUnknown},
		{"SOMETHINGNEW", "VISA", "60010", "3", OutcomeUnknown},
		{TypeAuth, "VISA", "30000", "", OutcomeRejected},
		{TypeAuth, "VISA", "", "0", OutcomeUnknown},
		{TypeRefund, "VISA", "0", "0", OutcomeApproved},
		{TypeRefund, "MYBANK", "0", "100", OutcomeApproved},
		{TypeAuth, "MYBANK", "0", "10", OutcomeUnknown},
		{TypeAuth, "MYBANK", "0", "100", OutcomeApproved},
		{TypeAuth, "MYBANK", "0", "3", OutcomeCancelled},
		{TypeThreeDQuery, "VISA", "0", "", OutcomeApproved},
		{TypeThreeDQuery, "VISA", "0", "3", OutcomeApproved},
		{TypeAccountCheck, "VISA", "70000", "3", OutcomeDeclined},
		{"SOMETHINGNEW", "VISA", "0", "", OutcomeUnknown},
	}
	for _, test := range tests {
		r := Record{RequestType: test.kind, PaymentType: test.payment, ErrorCode: test.code, SettleStatus: test.settle}
		if got := r.Outcome(); got != test.want {
			t.Errorf("%+v: %v", test, got)
		}
	}
}

func TestRecordWords(t *testing.T) {
	for want, r := range map[string]Record{
		"Payment":           {RequestType: TypeAuth, AccountType: "MOTO"},
		"Recurring payment": {RequestType: TypeAuth, AccountType: "RECUR"},
		"Raise":             {RequestType: TypeAuth, AccountType: "MOTO", AuthMethod: "INCREMENTAL", ParentTransaction: "23-9-1"},
		"Pre-authorisation": {RequestType: TypeAuth, AccountType: "MOTO", AuthMethod: "PRE"},
		"MyBank payment":    {RequestType: TypeAuth, PaymentType: "MYBANK", AccountType: "ECOM"},
		"Refund":            {RequestType: TypeRefund},
		"Payout":            {RequestType: TypeRefund, AccountType: "CFT"},
		"Card check":        {RequestType: TypeAccountCheck},
		"3-D Secure check":  {RequestType: TypeThreeDQuery},
		"Change":            {RequestType: TypeUpdate},
		"Query":             {RequestType: TypeQuery},
		"Refused request":   {RequestType: TypeError},
		"Record":            {},
		"RISKDEC":           {RequestType: "RISKDEC"},
	} {
		if got := r.What(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	if got := (Record{RequestType: "\x1b[2J"}).What(); strings.Contains(got, "\x1b") {
		t.Errorf("%q", got)
	}
	if got := (Record{PaymentType: "MYBANK", SettleStatus: "10"}).Progress(); got != "Waiting: the customer or the bank has not finished" {
		t.Error(got)
	}
	if got := (Record{PaymentType: "VISA", SettleStatus: "10"}).Progress(); got != "Settling: with the bank now" {
		t.Error(got)
	}
	enrolled, status := (Record{Enrolled: "Y", ThreeDStatus: "A"}).ThreeD()
	if enrolled.String() != "Enrolled" || status.String() != "Attempted" {
		t.Error(enrolled, status)
	}
	seen := map[string]bool{}
	for _, s := range []interface{ String() string }{
		EnrolledYes, EnrolledNo, EnrolledUnknown, EnrolledBypassed, Enrolled("?"),
		ThreeDAuthenticated, ThreeDFailed, ThreeDAttempted, ThreeDUnavailable, ThreeDChallenge, ThreeDRejected,
		AdviceNone, AdviceNewAccount, AdviceTryLater, AdviceStop, AdviceBlocked, AdviceStopSeries, AdviceCode("24"), AdviceCode("30"), AdviceCode("3"),
	} {
		if s.String() == "" || seen[s.String()] {
			t.Errorf("%T %q", s, s)
		}
		seen[s.String()] = true
	}
	for code, final := range map[string]bool{"0": false, "1": false, "2": false, "4": true, "8": true, "": false} {
		if (Record{AcquirerAdviceCode: code}).Advice().Final() != final {
			t.Errorf("advice %q", code)
		}
	}
}

func TestRecordAmounts(t *testing.T) {
	kwd, err := CurrencyWithExponent("KWD", 3)
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		base, currency string
		confirmed      []Currency
		want           string
		ok             bool
	}{
		{"1050", "GBP", nil, "10.50", true},
		{"246", "JPY", nil, "246", true},
		{"1050", "KWD", nil, "", false},
		{"1050", "KWD", []Currency{{}, kwd}, "1.050", true},
		{"1050", "gbp ", nil, "", false},
		{"1050", "", []Currency{{}}, "", false},
		{"10.50", "GBP", nil, "", false},
		{"-1050", "GBP", nil, "", false},
		{"", "GBP", nil, "", false},
		{"99999999999999", "GBP", nil, "", false},
		{"", "KWD", []Currency{kwd}, "", false},
	}
	for _, test := range tests {
		r := Record{BaseAmount: test.base, SettleBaseAmount: test.base, CurrencyISO3A: test.currency}
		amount, ok := r.Amount(test.confirmed...)
		settle, okSettle := r.SettleAmount(test.confirmed...)
		if ok != test.ok || okSettle != test.ok || settle != amount || ok && amount.Decimal() != test.want {
			t.Errorf("%+v: %v %v", test, amount, ok)
		}
	}
	if at, ok := (Record{TransactionStarted: "2019-12-17 09:36:21"}).StartedAt(); !ok || !at.Equal(time.Date(2019, 12, 17, 9, 36, 21, 0, time.UTC)) {
		t.Error(at, ok)
	}
	for _, text := range []string{"", "2019-12-17", "2019-12-17T09:36:21Z", "2019-13-17 09:36:21"} {
		if _, ok := (Record{TransactionStarted: text}).StartedAt(); ok {
			t.Errorf("%q is a time", text)
		}
	}
}

// TestRecordJSON: the JSON of a record has no empty fields.
func TestRecordJSON(t *testing.T) {
	text, err := json.Marshal(Record{RequestType: TypeAuth, BaseAmount: "1050", Billing: Billing{LastName: "Smith"}})
	if err != nil || string(text) != `{"requesttypedescription":"AUTH","baseamount":"1050","billing":{"lastname":"Smith"}}` {
		t.Errorf("%s %v", text, err)
	}
}

func TestQueryFindings(t *testing.T) {
	url, _ := serve(t, jsonAnswer(envelope(edit(t, goodQuery, "errorcode", "0"))))
	client := testClient(t, url, ample)
	result, err := client.Query(t.Context(), Query{Sites: []string{"test_site12345"}})
	if err != nil || result.Found != 2 || len(result.Records) != 2 || result.Capped || result.RequestReference != "Atest0001" {
		t.Fatalf("%+v %v", result, err)
	}
	// The query worked; one of what it found did not.
	if result.Records[0].Outcome() != OutcomeApproved || result.Records[1].Outcome() != OutcomeDeclined {
		t.Error(result.Records)
	}
	if r := result.Records[0]; r.SettleBaseAmount != "900" || r.ExpiryDate != "10/2022" || r.SiteReference != "test_site12345" {
		t.Errorf("%+v", r)
	}
	url, _ = serve(t, jsonAnswer(envelope(`{"requesttypedescription":"ERROR","errorcode":"60019","errordata":["filter","\u001b"]}`)))
	result, err = testClient(t, url, ample).Query(t.Context(), Query{Sites: []string{"test_site12345"}})
	var refused *QueryError
	if !asError(err, &refused) || refused.Code.Code != "60019" || refused.Fields[0] != "filter" || refused.Fields[1] != "\ufffd" {
		t.Errorf("%+v %v", result, err)
	}
	if err != nil && !strings.Contains(err.Error(), "60019") {
		t.Error(err)
	}
}

// TestQueryIsLong: an answer of over 1 MiB is read, one of over 8 MiB is not.
func TestQueryIsLong(t *testing.T) {
	_, full := fullRecord(t)
	records := strings.TrimSuffix(strings.Repeat(full+",", 500), ",")
	text := envelope(`{"requesttypedescription":"TRANSACTIONQUERY","errorcode":"0","found":"500","records":[` + records + `]}`)
	if len(text) < answerLimit {
		t.Fatal("too short to tell")
	}
	url, _ := serve(t, jsonAnswer(text))
	result, err := testClient(t, url, ample).Query(t.Context(), Query{Sites: []string{"s"}})
	if err != nil || len(result.Records) != 500 || !result.Capped {
		t.Errorf("%d %v", len(result.Records), err)
	}
	url, _ = serve(t, jsonAnswer(text+strings.Repeat(" ", queryLimit)))
	_, err = testClient(t, url, ample).Query(t.Context(), Query{Sites: []string{"s"}})
	checkError(t, err, true, KindTooLarge, true)
}

// A recipient's account may be a card's: only its last four are shown.
func TestRecipientAccountIsMasked(t *testing.T) {
	for number, want := range map[string]string{
		"": "", "123": "123", "1234": "1234", "12345678": "####5678", "4111111111111111": "############1111", "411111######1111": "############1111",
	} {
		if got := (Record{RecipientAccount: number}).Cleaned().RecipientAccount; got != want {
			t.Errorf("%q is shown as %q, want %q", number, got, want)
		}
	}
}
