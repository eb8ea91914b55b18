package gateway

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// cancelOrRefund is a block that gives money back in every state the payment
// may be in.
func cancelOrRefund() []Request {
	return []Request{
		Cancel("test_site12345", "1-2-345678"),
		RefundRequest{Site: "test_site12345", Parent: "1-2-345678", Amount: gbp(2001)},
	}
}

func TestBlockSent(t *testing.T) {
	got := sentBy(t, envelope(goodUpdate, goodRefund), func(c *Client) { _, _ = c.Block(t.Context(), cancelOrRefund()...) })
	want := []any{
		fields{
			"requesttypedescription": "TRANSACTIONUPDATE", "updates": fields{"settlestatus": "3"},
			"filter": fields{"sitereference": values("test_site12345"), "transactionreference": values("1-2-345678")},
		},
		fields{"requesttypedescription": "REFUND", "sitereference": "test_site12345", "parenttransactionreference": "1-2-345678", "baseamount": "2001", "currencyiso3a": "GBP"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}

func TestBlockAnswers(t *testing.T) {
	refused := edit(t, goodUpdate, "errorcode", "60017", "errormessage", "Transaction not updatable")
	tests := []struct {
		name     string
		requests func() []Request
		answers  []string
		want     []Outcome
		errs     []bool
		whole    bool // the error concerns the whole block
	}{
		{"both", cancelOrRefund, []string{goodUpdate, goodRefund}, []Outcome{OutcomeApproved, OutcomeApproved}, []bool{false, false}, false},
		{"refund after a refused update", cancelOrRefund, []string{refused, goodRefund}, []Outcome{OutcomeRejected, OutcomeApproved}, []bool{false, false}, false},
		{"refund skipped", cancelOrRefund, []string{goodUpdate}, []Outcome{OutcomeApproved, OutcomeUnknown}, []bool{false, true}, false},
		{"both refused", cancelOrRefund, []string{refused, edit(t, goodRefund, "requesttypedescription", "ERROR", "errorcode", "20005", "settlestatus", "")}, []Outcome{OutcomeRejected, OutcomeRejected}, []bool{false, false}, false},
		{"one ERROR for two", cancelOrRefund, []string{`{"requesttypedescription":"ERROR","errorcode":"60018"}`}, []Outcome{OutcomeUnknown, OutcomeUnknown}, []bool{true, true}, false},
		{"swapped", cancelOrRefund, []string{goodRefund, goodUpdate}, []Outcome{OutcomeUnknown, OutcomeUnknown}, []bool{true, true}, false},
		{"the second alone", cancelOrRefund, []string{goodRefund}, []Outcome{OutcomeUnknown, OutcomeUnknown}, []bool{true, true}, false},
		{"three for two", cancelOrRefund, []string{goodUpdate, goodRefund, goodRefund}, []Outcome{OutcomeUnknown, OutcomeUnknown}, []bool{true, true}, true},
		{"none", cancelOrRefund, nil, []Outcome{OutcomeUnknown, OutcomeUnknown}, []bool{true, true}, true},
		{"one decline for two payments", func() []Request { return []Request{testRequest(), testRequest()} }, []string{edit(t, goodElement(), "errorcode", "70000")}, []Outcome{OutcomeUnknown, OutcomeUnknown}, []bool{true, true}, false},
		{"payment and query", func() []Request { return []Request{testRequest(), Query{Sites: []string{"test_site12345"}}} }, []string{goodElement(), goodQuery}, []Outcome{OutcomeApproved, OutcomeApproved}, []bool{false, false}, false},
		{"query refused", func() []Request { return []Request{Query{Sites: []string{"test_site12345"}}, testRefund()} }, []string{edit(t, goodQuery, "errorcode", "60019"), goodRefund}, []Outcome{OutcomeRejected, OutcomeApproved}, []bool{true, false}, false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			url, count := serve(t, jsonAnswer(envelope(test.answers...)))
			elements, err := testClient(t, url, ample).Block(t.Context(), test.requests()...)
			if (err != nil) != test.whole || len(elements) != len(test.want) || count.Load() != 1 {
				t.Fatalf("%v, %d elements, %d requests", err, len(elements), count.Load())
			}
			for i, e := range elements {
				if got, _ := outcomeOf(t, e.Result); got != test.want[i] || (e.Err != nil) != test.errs[i] {
					t.Errorf("element %d: %v, %v; want %v", i+1, got, e.Err, test.want[i])
				}
			}
		})
	}
}

// TestBlockKinds: each element has the result of its own call.
func TestBlockKinds(t *testing.T) {
	check := AccountCheckRequest(testRequest())
	requests := []Request{testRequest(), check, testRefund(), testPayout(), Cancel("s", "1-2-3"), Query{Sites: []string{"s"}}, testThreeD(), testMyBank()}
	answers := []string{goodElement(), edit(t, goodCheck, "baseamount", "1050"), goodRefund, goodPayout, goodUpdate, goodQuery, goodThreeD, goodMyBank}
	url, _ := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if body, _ := io.ReadAll(r.Body); !json.Valid(body) {
			t.Errorf("not JSON: %d bytes", len(body))
		}
		jsonAnswer(envelope(answers...))(w, r)
	})
	elements, err := testClient(t, url, ample).Block(t.Context(), requests...)
	if err != nil {
		t.Fatal(err)
	}
	for i, e := range elements {
		if e.Err != nil {
			t.Errorf("%d: %v", i, e.Err)
		}
	}
	if r := elements[0].Result.(AuthResult); r.Outcome != OutcomeApproved {
		t.Error(r.Outcome)
	}
	if r := elements[1].Result.(AuthResult); r.Outcome != OutcomeApproved || r.Record.What() != "Card check" || r.Record.Checks().Address != CheckMatched {
		t.Error(r.Outcome, r.Record.What())
	}
	if r := elements[3].Result.(RefundResult); r.Outcome != OutcomeApproved || r.Record.What() != "Payout" {
		t.Error(r.Outcome, r.Record.What())
	}
	if r := elements[4].Result.(UpdateResult); r.Outcome != OutcomeApproved {
		t.Error(r.Outcome)
	}
	if r := elements[5].Result.(QueryResult); r.Outcome != OutcomeApproved || r.Found != 2 || len(r.Records) != 2 || r.Capped {
		t.Errorf("%+v", r)
	}
	if r := elements[6].Result.(ThreeDResult); r.Enrolled != EnrolledYes || r.ACSURL != "https://webapp.securetrading.net/acs/visa.cgi" || !strings.HasPrefix(r.PaReq, "eJxVUu9PwjAQ/NtY") || r.MD == "" {
		t.Errorf("%+v", r)
	}
	if r := elements[7].Result.(MyBankResult); r.Outcome != OutcomeUnknown || r.RedirectURL != "https://example.com" {
		t.Errorf("%+v", r)
	}
}

func TestBlockRefusedHere(t *testing.T) {
	url, count := serve(t, jsonAnswer(goodAnswer))
	client := testClient(t, url, ample)
	auth := testRequest()
	elements, err := client.Block(t.Context(), auth, Cancel("s", ""))
	var field *FieldError
	if !errors.As(err, &field) || field.Field != "transactionreference" || !strings.HasPrefix(err.Error(), "request 2: ") {
		t.Error(err)
	}
	for _, e := range elements {
		if got, _ := outcomeOf(t, e.Result); got != OutcomeNotSent {
			t.Error(got)
		}
	}
	if auth.Card.Number.Len() != 0 {
		t.Error("the card was not wiped")
	}
	if _, err := client.Block(t.Context()); err == nil {
		t.Error("an empty block was let through")
	}
	last := testRequest()
	many := make([]Request, 65)
	for i := range many {
		many[i] = last
	}
	if _, err := client.Block(t.Context(), many...); !errors.As(err, &field) || last.Card.Number.Len() != 0 {
		t.Error(err)
	}
	if count.Load() != 0 {
		t.Error("something was sent")
	}
}
