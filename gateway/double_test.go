package gateway

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"
)

// oneCall is one of the client's calls, in a form that fits all of them.
type oneCall struct {
	name string
	kind string // requesttypedescription
	// good is an answer that says done, as one element.
	good string
	// done is the outcome of good.
	done Outcome
	call func(*testing.T, *Client) (Result, error)
	// card makes sure that the request's card, if any, was wiped.
	card func() CardNumber
}

// outcomeOf is a result's outcome and the record it shows.
func outcomeOf(t *testing.T, r Result) (Outcome, Record) {
	t.Helper()
	switch r := r.(type) {
	case AuthResult:
		return r.Outcome, r.Record
	case RefundResult:
		return r.Outcome, r.Record
	case UpdateResult:
		return r.Outcome, r.Record
	case QueryResult:
		return r.Outcome, Record{}
	case ThreeDResult:
		return r.Outcome, r.Record
	case MyBankResult:
		return r.Outcome, r.Record
	}
	t.Fatalf("unexpected %T", r)
	return OutcomeUnknown, Record{}
}

// The vendor's own raw examples, with our references.
const (
	goodRefund = `{"transactionstartedtimestamp":"2016-12-07 15:31:48","parenttransactionreference":"1-2-345678","livestatus":"0","errorcode":"0","baseamount":"2001","transactionreference":"1-2-345679","merchantname":"Test Merchant","paymenttypedescription":"VISA","orderreference":"My_Order_123","accounttypedescription":"ECOM","acquirerresponsecode":"00","requesttypedescription":"REFUND","currencyiso3a":"GBP","authcode":"TEST REFUND ACCEPTED","errormessage":"Ok","maskedpan":"411111######1111","settlestatus":"0"}`
	goodPayout = `{"transactionstartedtimestamp":"2016-12-07 15:50:37","livestatus":"0","errorcode":"0","baseamount":"1050","transactionreference":"1-2-345679","orderreference":"My_Order_123","accounttypedescription":"CFT","requesttypedescription":"REFUND","currencyiso3a":"GBP","authcode":"TEST REFUND ACCEPTED","errormessage":"Ok","maskedpan":"411111######1111","settlestatus":"0"}`
	goodUpdate = `{"requesttypedescription":"TRANSACTIONUPDATE","transactionstartedtimestamp":"2026-11-21 12:00:00","errorcode":"0","errormessage":"Ok"}`
	goodQuery  = `{"transactionstartedtimestamp":"2019-12-17 09:36:21","errormessage":"Ok","errorcode":"0","records":[{"transactionstartedtimestamp":"2019-12-17 09:35:03","sitereference":"test_site12345","interface":"PASS-JSON-JSON","errorcode":"0","baseamount":"1050","transactionreference":"72-9-80005","requesttypedescription":"AUTH","expirydate":"10\/2022","currencyiso3a":"GBP","settlebaseamount":"900","settlestatus":"0"},{"transactionstartedtimestamp":"2019-12-17 09:35:10","transactionreference":"72-9-80006","requesttypedescription":"AUTH","errorcode":"70000","settlestatus":"3"}],"found":"2","requesttypedescription":"TRANSACTIONQUERY"}`
	goodCheck  = `{"transactionstartedtimestamp":"2026-11-21 12:00:00","errorcode":"0","errormessage":"Ok","baseamount":"0","transactionreference":"23-9-80007","orderreference":"My_Order_123","accounttypedescription":"MOTO","requesttypedescription":"ACCOUNTCHECK","currencyiso3a":"GBP","maskedpan":"411111######1111","securityresponseaddress":"2","securityresponsepostcode":"2","securityresponsesecuritycode":"2"}`
	goodThreeD = `{"transactionstartedtimestamp":"2016-12-07 16:57:44","livestatus":"0","xid":"KzRLRmhSUEZ0OWZJSkJIMDU1dDk=","pareq":"eJxVUu9PwjAQ\/NtY9ts6tP8Ac1Rqq+","errorcode":"0","threedversion":"1.0.2","transactionreference":"1-2-345678","paymenttypedescription":"VISA","acsurl":"https:\/\/webapp.securetrading.net\/acs\/visa.cgi","accounttypedescription":"ECOM","requesttypedescription":"THREEDQUERY","md":"UEZOVVBqeE5SRD06bWRzS1dBbnFZY01JRjEwZGOWhrPQ==","maskedpan":"411111######1111","errormessage":"Ok","enrolled":"Y","settlestatus":"0"}`
	goodMyBank = `{"transactionreference":"23-86-113","merchantname":"Test Merchant","paymenttypedescription":"MYBANK","settleduedate":"2017-03-16","baseamount":"1050","transactionstartedtimestamp":"2017-03-16 16:25:08","errormessage":"Ok","settlestatus":"10","accounttypedescription":"ECOM","errorcode":"0","redirecturl":"https:\/\/example.com","acquirertransactionreference":"12","acquirersecret":"q9gy5ppgdyd5fh60kfe2j0f26peu2xww","requesttypedescription":"AUTH","acquirerresponsemessage":"PENDING","livestatus":"0","currencyiso3a":"EUR"}`
)

// goodElement is the element of goodAnswer.
func goodElement() string {
	_, rest, _ := strings.Cut(goodAnswer, `"response":[`)
	element, _, _ := strings.Cut(rest, `]`)
	return element
}

// envelope wraps elements as the gateway answers our test requests.
func envelope(elements ...string) string {
	return `{"requestreference":"Atest0001","version":"1.00","response":[` + strings.Join(elements, ",") + `],"secrand":"zO9"}`
}

func eur(minor int64) Money {
	c, err := ParseCurrency("EUR")
	if err != nil {
		panic(err)
	}
	return Money{Minor: minor, Currency: c}
}

// allCalls are all calls of the client, with valid requests.
func allCalls() []oneCall {
	auth, check, payout := testRequest(), AccountCheckRequest(testRequest()), testPayout()
	check.Amount.Minor = 0
	threeD := testThreeD()
	query := Query{Sites: []string{"test_site12345"}, Cards: []CardNumber{testCard().Number}}
	return []oneCall{
		{"Auth", TypeAuth, goodElement(), OutcomeApproved, func(t *testing.T, c *Client) (Result, error) { return c.Auth(t.Context(), auth) }, func() CardNumber { return auth.Card.Number }},
		{"AccountCheck", TypeAccountCheck, goodCheck, OutcomeApproved, func(t *testing.T, c *Client) (Result, error) { return c.AccountCheck(t.Context(), check) }, func() CardNumber { return check.Card.Number }},
		{"Refund", TypeRefund, goodRefund, OutcomeApproved, func(t *testing.T, c *Client) (Result, error) { return c.Refund(t.Context(), testRefund()) }, nil},
		{"Payout", TypeRefund, goodPayout, OutcomeApproved, func(t *testing.T, c *Client) (Result, error) { return c.Payout(t.Context(), payout) }, func() CardNumber { return payout.Card.Number }},
		{"Update", TypeUpdate, goodUpdate, OutcomeApproved, func(t *testing.T, c *Client) (Result, error) {
			return c.Update(t.Context(), Cancel("test_site12345", "23-9-80006"))
		}, nil},
		{"Query", TypeQuery, goodQuery, OutcomeApproved, func(t *testing.T, c *Client) (Result, error) { return c.Query(t.Context(), query) }, func() CardNumber { return query.Cards[0] }},
		{"ThreeDQuery", TypeThreeDQuery, goodThreeD, OutcomeApproved, func(t *testing.T, c *Client) (Result, error) { return c.ThreeDQuery(t.Context(), threeD) }, func() CardNumber { return threeD.Card.Number }},
		{"StartMyBank", TypeAuth, goodMyBank, OutcomeUnknown, func(t *testing.T, c *Client) (Result, error) { return c.StartMyBank(t.Context(), testMyBank()) }, nil},
	}
}

func testRefund() RefundRequest {
	return RefundRequest{Site: "test_site12345", Parent: "1-2-345678", Amount: gbp(2001)}
}

func testPayout() PayoutRequest {
	return PayoutRequest{Site: "test_site12345", OrderReference: "My_Order_123", Amount: gbp(1050), Card: testCard()}
}

func testThreeD() ThreeDQueryRequest {
	return ThreeDQueryRequest{Site: "test_site12345", Amount: gbp(1050), Card: testCard(), TermURL: "https://termurl.com", Accept: "text/html,*/*"}
}

func testMyBank() MyBankRequest {
	return MyBankRequest{
		Site: "test_site12345", Amount: eur(1050), SuccessURL: "https://www.example.com/success", ErrorURL: "https://www.example.com/error",
		Billing: Billing{FirstName: "Joe", LastName: "Bloggs", Country: "IT"},
	}
}

// sentBy runs a call against a server and returns the elements that arrived.
func sentBy(t *testing.T, answer string, call func(*Client)) []any {
	t.Helper()
	var got struct {
		Alias, Version string
		Request        []any
	}
	url, count := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if err := json.NewDecoder(r.Body).Decode(&got); err != nil {
			t.Error(err)
		}
		jsonAnswer(answer)(w, r)
	})
	call(testClient(t, url, ample))
	if n := count.Load(); n != 1 {
		t.Errorf("%d requests", n)
	}
	if got.Alias != "user@example.com" || got.Version != "1.00" {
		t.Errorf("envelope %q %q", got.Alias, got.Version)
	}
	return got.Request
}

// fakeRecord is a record as the fake gateway below keeps it.
type fakeRecord struct {
	at        int64
	reference string
}

// fakeGateway answers queries over a set of records, oldest first, 500 at most.
type fakeGateway struct {
	records   []fakeRecord // by time
	inclusive bool         // its bounds are inclusive
	newest    bool         // gives the newest 500 in place of the oldest
	failAfter int          // queries until it fails; 0 never
	queries   int
	biggest   int
}

func (g *fakeGateway) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	var body struct {
		Request []struct {
			Filter map[string][]struct{ Value string }
		}
	}
	if err := json.NewDecoder(r.Body).Decode(&body); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	g.queries++
	if g.failAfter > 0 && g.queries > g.failAfter {
		http.Error(w, "down", http.StatusBadGateway)
		return
	}
	bound := func(name string) int64 {
		at, err := time.Parse(time.DateTime, body.Request[0].Filter[name][0].Value)
		if err != nil {
			panic(err)
		}
		return at.Unix()
	}
	after, before := bound("starttimestamp"), bound("endtimestamp")
	if g.inclusive {
		after, before = after-1, before+1
	}
	var found []fakeRecord
	for _, rec := range g.records {
		if rec.at > after && rec.at < before {
			found = append(found, rec)
		}
	}
	g.biggest = max(g.biggest, len(found))
	if len(found) > maxFound && g.newest {
		found = found[len(found)-maxFound:]
	}
	found = found[:min(len(found), maxFound)]
	var text strings.Builder
	fmt.Fprintf(&text, `{"requestreference":%q,"version":"1.00","response":[{"requesttypedescription":"TRANSACTIONQUERY","errorcode":"0","found":"%d","records":[`,
		r.Header.Get("REQUESTREFERENCE"), len(found))
	for i, rec := range found {
		if i > 0 {
			text.WriteByte(',')
		}
		fmt.Fprintf(&text, `{"transactionstartedtimestamp":%q,"transactionreference":%q,"requesttypedescription":"AUTH","errorcode":"0"}`,
			time.Unix(rec.at, 0).UTC().Format(time.DateTime), rec.reference)
	}
	text.WriteString(`]}]}`)
	w.Header().Set("Content-Type", "application/json")
	_, _ = io.WriteString(w, text.String())
}

func asError[E error](err error, target *E) bool { return errors.As(err, target) }
