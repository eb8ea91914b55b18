package gateway

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"motoconsole/gateway/internal/wire"
)

func TestAuthSendsTheDocumentedRequest(t *testing.T) {
	var got map[string]any
	var header http.Header
	url, _ := serve(t, func(w http.ResponseWriter, r *http.Request) {
		header = r.Header.Clone()
		if user, password, _ := r.BasicAuth(); user != "user@example.com" || password != "Password1^" {
			t.Errorf("basic auth: %q", user)
		}
		if !r.Close {
			t.Error("the connection must not be kept")
		}
		if err := json.NewDecoder(r.Body).Decode(&got); err != nil {
			t.Error(err)
		}
		jsonAnswer(goodAnswer)(w, r)
	})
	request := testRequest()
	if _, err := testClient(t, url, ample).Auth(t.Context(), request); err != nil {
		t.Fatal(err)
	}
	want := map[string]any{
		"alias": "user@example.com", "version": "1.00",
		"request": []any{map[string]any{
			"requesttypedescriptions": []any{"AUTH"}, "accounttypedescription": "MOTO",
			"sitereference": "test_site12345", "orderreference": "My_Order_123", "operatorname": "priya",
			"baseamount": "1050", "currencyiso3a": "GBP",
			"billingfirstname": "Ann", "billinglastname": "O'Neil \"<&>", "billingpremise": "No 789",
			"billingpostcode": "TE45 6ST", "billingcountryiso2a": "GB",
			"pan": "4111111111111111", "expirydate": "12/2030", "securitycode": "123",
		}},
	}
	if g, w := fmt.Sprint(got), fmt.Sprint(want); g != w {
		t.Errorf("request\n got %s\nwant %s", g, w)
	}
	if header.Get("REQUESTREFERENCE") != "Atest0001" {
		t.Errorf("REQUESTREFERENCE %q", header.Get("REQUESTREFERENCE"))
	}
	if header.Get("Accept-Encoding") != "" {
		t.Error("a compressed answer was asked for: it could unpack to any size")
	}
	if ct := header.Get("Content-Type"); ct != "application/json;charset=utf-8" {
		t.Errorf("Content-Type %q", ct)
	}
	for _, name := range []string{"Idempotency-Key", "X-Idempotency-Key"} {
		if header.Get(name) != "" {
			t.Errorf("%s would let net/http send twice", name)
		}
	}
	if request.Card.Number.Len() != 0 || request.Card.Code.Len() != 0 {
		t.Error("the card was not wiped")
	}
}

func TestAuthApproved(t *testing.T) {
	url, _ := serve(t, jsonAnswer(goodAnswer))
	result, err := testClient(t, url, ample).Auth(t.Context(), testRequest())
	if err != nil || result.Outcome != OutcomeApproved {
		t.Fatalf("%v, %v", result.Outcome, err)
	}
	if want := (Checks{Address: CheckNotChecked, Postcode: CheckNotMatched, SecurityCode: CheckMatched}); result.Record.Checks() != want {
		t.Errorf("checks %v", result.Record.Checks())
	}
}

// TestAuthAnswers changes one thing in a good answer and checks the outcome. Only the
// untouched answer is an approval.
func TestAuthAnswers(t *testing.T) {
	swap := func(pairs ...string) string { return strings.NewReplacer(pairs...).Replace(goodAnswer) }
	tests := []struct {
		name, answer string
		want         Outcome
		kind         ErrorKind
		err          bool
	}{
		{"untouched", goodAnswer, OutcomeApproved, 0, false},
		{"settling", swap(`"settlestatus":"0"`, `"settlestatus":"10"`), OutcomeApproved, 0, false},
		{"suspended", swap(`"settlestatus":"0"`, `"settlestatus":"2"`), OutcomeHeld, 0, false},
		{"cancelled", swap(`"settlestatus":"0"`, `"settlestatus":"3"`), OutcomeCancelled, 0, false},
		{"no settle status", swap(`,"settlestatus":"0"`, ``), OutcomeUnknown, 0, false},
		{"odd settle status", swap(`"settlestatus":"0"`, `"settlestatus":"00"`), OutcomeUnknown, 0, false},
		{"declined", swap(`"errorcode":"0"`, `"errorcode":"70000"`, `"settlestatus":"0"`, `"settlestatus":"3"`), OutcomeDeclined, 0, false},
		{"declined and settling", swap(`"errorcode":"0"`, `"errorcode":"70000"`), OutcomeUnknown, 0, false},
		{"declined and suspended", swap(`"errorcode":"0"`, `"errorcode":"70000"`, `"settlestatus":"0"`, `"settlestatus":"2"`), OutcomeUnknown, 0, false},
		{"no order reference", swap(`"orderreference":"My_Order_123",`, ``), OutcomeUnknown, KindMismatch, true},
		{"from a live site", swap(`"livestatus":"0"`, `"livestatus":"1"`), OutcomeUnknown, KindMismatch, true},
		{"bank system error", swap(`"errorcode":"0"`, `"errorcode":"60010"`), OutcomeUnknown, 0, false},
		{"unlisted code", swap(`"errorcode":"0"`, `"errorcode":"12345"`), OutcomeUnknown, 0, false},
		{"locked", swap(`"errorcode":"0"`, `"errorcode":"79001"`), OutcomeUnknown, 0, false},
		{"code 00", swap(`"errorcode":"0"`, `"errorcode":"00"`), OutcomeUnknown, 0, false},
		{"code with blank", swap(`"errorcode":"0"`, `"errorcode":"0 "`), OutcomeUnknown, 0, false},
		{"code is a number", swap(`"errorcode":"0"`, `"errorcode":0`), OutcomeUnknown, KindShape, true},
		{"code is null", swap(`"errorcode":"0"`, `"errorcode":null`), OutcomeUnknown, KindShape, true},
		{"code is a list", swap(`"errorcode":"0"`, `"errorcode":[]`), OutcomeUnknown, KindShape, true},
		{"no code", swap(`"errorcode":"0",`, ``), OutcomeUnknown, KindShape, true},
		{"other amount", swap(`"baseamount":"1050"`, `"baseamount":"1051"`), OutcomeUnknown, KindMismatch, true},
		{"amount with decimals", swap(`"baseamount":"1050"`, `"baseamount":"1050.0"`), OutcomeUnknown, KindMismatch, true},
		{"no amount", swap(`"baseamount":"1050",`, ``), OutcomeUnknown, KindMismatch, true},
		{"other currency", swap(`"GBP"`, `"USD"`), OutcomeUnknown, KindMismatch, true},
		{"other order", swap(`My_Order_123`, `My_Order_124`), OutcomeUnknown, KindMismatch, true},
		{"other card", swap(`######1111`, `######1112`), OutcomeUnknown, KindMismatch, true},
		{"not an AUTH", swap(`"requesttypedescription":"AUTH"`, `"requesttypedescription":"REFUND"`), OutcomeUnknown, KindMismatch, true},
		{"approved by ERROR", swap(`"requesttypedescription":"AUTH"`, `"requesttypedescription":"ERROR"`), OutcomeUnknown, KindMismatch, true},
		{"no transaction reference", swap(`"transactionreference":"23-9-80006",`, ``), OutcomeUnknown, KindMismatch, true},
		{"other request reference", swap(`Atest0001`, `Atest0002`), OutcomeUnknown, KindMismatch, true},
		{"no request reference", swap(`"requestreference":"Atest0001",`, ``), OutcomeUnknown, KindMismatch, true},
		{"responses", swap(`"response":[`, `"responses":[`), OutcomeUnknown, KindShape, true},
		{"no response", `{"requestreference":"Atest0001","version":"1.00","response":[]}`, OutcomeUnknown, KindShape, true},
		{"response is an object", `{"requestreference":"Atest0001","response":{"errorcode":"0"}}`, OutcomeUnknown, KindShape, true},
		{"two responses", swap(`"response":[{`, `"response":[{"requesttypedescription":"AUTH","errorcode":"70000"},{`), OutcomeUnknown, KindMismatch, true},
		{"a key twice", swap(`"errorcode":"0"`, `"errorcode":"70000","errorcode":"0"`), OutcomeUnknown, KindGarbled, true},
		{"a key twice in other case", swap(`"errorcode":"0"`, `"errorcode":"70000","ErrorCode":"0"`), OutcomeUnknown, KindGarbled, true},
		{"cut short", goodAnswer[:len(goodAnswer)/2], OutcomeUnknown, KindGarbled, true},
		{"something behind", goodAnswer + `{}`, OutcomeUnknown, KindGarbled, true},
		{"empty", ``, OutcomeUnknown, KindGarbled, true},
		{"an array", `[]`, OutcomeUnknown, KindGarbled, true},
		{"deep", strings.Repeat(`{"a":`, 50) + `1` + strings.Repeat(`}`, 50), OutcomeUnknown, KindGarbled, true},
		{"too large", goodAnswer + strings.Repeat(" ", answerLimit), OutcomeUnknown, KindTooLarge, true},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			url, count := serve(t, jsonAnswer(test.answer))
			result, err := testClient(t, url, ample).Auth(t.Context(), testRequest())
			if result.Outcome != test.want {
				t.Errorf("outcome %v, want %v (%v)", result.Outcome, test.want, err)
			}
			checkError(t, err, test.err, test.kind, true)
			if count.Load() != 1 {
				t.Errorf("%d requests", count.Load())
			}
		})
	}
}

func TestAuthRejectedNamesTheFields(t *testing.T) {
	url, _ := serve(t, jsonAnswer(`{"requestreference":"Atest0001","version":"1.00","response":[{"requesttypedescription":"ERROR","errorcode":"30000","errormessage":"Invalid field","errordata":["billingpostcode"],"transactionstartedtimestamp":"2026-11-21 12:00:00"}]}`))
	result, err := testClient(t, url, ample).Auth(t.Context(), testRequest())
	if err != nil || result.Outcome != OutcomeRejected || len(result.Fields) != 1 || result.Fields[0] != "billingpostcode" {
		t.Errorf("%v %v %v", result.Outcome, result.Fields, err)
	}
}

func TestAnswerIsCleanedForShowing(t *testing.T) {
	hostile := strings.NewReplacer(`TEST96`, `\u001b]0;APPROVED\u0007\u202e`, `Test Issuer`, `4111 1111 1111 1111`).Replace(goodAnswer)
	url, _ := serve(t, jsonAnswer(hostile))
	result, err := testClient(t, url, ample).Auth(t.Context(), testRequest())
	if err != nil {
		t.Fatal(err)
	}
	if strings.ContainsAny(result.Record.AuthCode, "\x1b\x07\u202e") {
		t.Errorf("auth code %q", result.Record.AuthCode)
	}
	if strings.Contains(result.Record.Issuer, "1111") {
		t.Error("a card number in an answer is shown")
	}
}

// TestRefusedHereForWhatCannotBeLookedUp: the order reference is the only key
// to a lost payment, and must come back as it was sent.
func TestRefusedHereForWhatCannotBeLookedUp(t *testing.T) {
	url, count := serve(t, jsonAnswer(goodAnswer))
	for _, reference := range []string{" ", " A17", "A17 ", "A\n17", "A\u202e17", "4111 1111 1111 1111"} {
		request := testRequest()
		request.OrderReference = reference
		var field *FieldError
		if _, err := testClient(t, url, ample).Auth(t.Context(), request); !errors.As(err, &field) || field.Field != "orderreference" {
			t.Errorf("%q: %v", reference, err)
		}
	}
	for field, change := range map[string]func(*AuthRequest){
		"authmethod": func(r *AuthRequest) {
			r.AuthMethod, r.Card = AuthPre, Card{Number: NewCardNumber(), Code: NewSecurityCode(), Expiry: r.Card.Expiry}
			digitsInto(r.Card.Number.Push, "340000000000611")
		},
		"billingcountryiso2a": func(r *AuthRequest) { r.Billing.Country = "UK" },
		"currencyiso3a":       func(r *AuthRequest) { r.Parent, r.Card, r.Amount.Currency = "1-2-3", Card{}, Currency{} },
	} {
		request := testRequest()
		change(&request)
		var refused *FieldError
		if _, err := testClient(t, url, ample).Auth(t.Context(), request); !errors.As(err, &refused) || refused.Field != field {
			t.Errorf("%s: %v", field, err)
		}
	}
	var refused *FieldError
	if _, err := testClient(t, url, ample).Refund(t.Context(), RefundRequest{Site: "test_site12345", Parent: "1-2-3", Amount: Money{Minor: 100}}); !errors.As(err, &refused) || refused.Field != "currencyiso3a" {
		t.Errorf("a refund without a currency: %v", err)
	}
	if count.Load() != 0 {
		t.Errorf("%d requests", count.Load())
	}
}

// TestTheBodyIsWiped: once the request has arrived, and before the gateway answers it,
// the client holds neither card nor body.
func TestTheBodyIsWiped(t *testing.T) {
	request := testRequest()
	var sent *wire.Body
	url, _ := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if _, err := io.Copy(io.Discard, r.Body); err != nil {
			t.Error(err)
		}
		if sent.Send(io.Discard, nil) == nil || request.Card.Number.Len()+request.Card.Code.Len() != 0 {
			t.Error("the card is still there")
		}
		jsonAnswer(goodAnswer)(w, r)
	})
	client := testClient(t, url, ample)
	p, err := request.prepare(client.cfg.Now())
	if err != nil {
		t.Fatal(err)
	}
	if sent, err = encode("user@example.com", 350, p.element); err != nil {
		t.Fatal(err)
	}
	request.wipe()
	if _, fail := client.do(t.Context(), call{reference: "Atest0001", kind: "AUTH", limit: answerLimit, body: sent}); fail != nil {
		t.Fatal(fail)
	}
}

// TestAMismatchKeepsWhatTheAnswerNamed: a supervisor looks into the mismatch and needs
// the reference.
func TestAMismatchKeepsWhatTheAnswerNamed(t *testing.T) {
	url, _ := serve(t, jsonAnswer(strings.Replace(goodAnswer, `"baseamount":"1050"`, `"baseamount":"1051"`, 1)))
	_, err := testClient(t, url, ample).Auth(t.Context(), testRequest())
	var e *Error
	if !errors.As(err, &e) || e.Record.TransactionReference != "23-9-80006" {
		t.Errorf("%v", err)
	}
}
