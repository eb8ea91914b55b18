package gateway

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"time"
)

// goodAnswer is the vendor's own raw example, with our reference and order.
const goodAnswer = `{"requestreference":"Atest0001","version":"1.00","response":[{"transactionstartedtimestamp":"2016-12-07 15:08:47","livestatus":"0","issuer":"Test Issuer","splitfinalnumber":"1","dccenabled":"0","settleduedate":"2016-12-07","errorcode":"0","baseamount":"1050","tid":"27882788","merchantnumber":"00000000","merchantcountryiso2a":"GB","transactionreference":"23-9-80006","merchantname":"Test Merchant","paymenttypedescription":"VISA","orderreference":"My_Order_123","accounttypedescription":"MOTO","acquirerresponsecode":"00","requesttypedescription":"AUTH","securityresponsesecuritycode":"2","currencyiso3a":"GBP","authcode":"TEST96","errormessage":"Ok","operatorname":"priya","securityresponsepostcode":"4","maskedpan":"411111######1111","securityresponseaddress":"1","issuercountryiso2a":"US","settlestatus":"0"}],"secrand":"zO9"}`

func digitsInto(push func(byte) bool, digits string) {
	for _, d := range []byte(digits) {
		push(d)
	}
}

func testCard() Card {
	card := Card{Number: NewCardNumber(), Code: NewSecurityCode(), Expiry: Expiry{Month: 12, Year: 2030}}
	digitsInto(card.Number.Push, "4111111111111111")
	digitsInto(card.Code.Push, "123")
	return card
}

func gbp(minor int64) Money {
	c, err := ParseCurrency("GBP")
	if err != nil {
		panic(err)
	}
	return Money{Minor: minor, Currency: c}
}

func testRequest() AuthRequest {
	return AuthRequest{
		Site: "test_site12345", OrderReference: "My_Order_123", Amount: gbp(1050), Card: testCard(),
		Billing:      Billing{FirstName: "Ann", LastName: "O'Neil \"<&>", Premise: "No 789", Postcode: "TE45 6ST", Country: "GB"},
		OperatorName: "priya",
	}
}

// Timeouts of the client. ample waits for an answer that comes, however slow the
// machine is. brief is for a request that has left and gets no answer.
const (
	ample = 5 * time.Minute
	brief = 2 * time.Second
)

// timeoutFor is the timeout of a request that fails with the error.
func timeoutFor(kind ErrorKind) time.Duration {
	if kind == KindTimeout {
		return brief
	}
	return ample
}

func testClient(t testing.TB, url string, timeout time.Duration) *Client {
	t.Helper()
	client, err := New(Config{
		URL: url, Username: "user@example.com", Password: NewPassword("Password1^"), Timeout: timeout,
		NewReference: func() string { return "Atest0001" },
		Now:          func() time.Time { return time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC) },
	})
	if err != nil {
		t.Fatal(err)
	}
	return client
}

// serve answers every request with one handler and counts them. It reads the
// request first: a server that closes with bytes unread resets the connection,
// and its answer may be lost.
func serve(t testing.TB, h http.HandlerFunc) (url string, count *atomic.Int32) {
	t.Helper()
	count = new(atomic.Int32)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		count.Add(1)
		body, _ := io.ReadAll(r.Body)
		r.Body = io.NopCloser(bytes.NewReader(body))
		h(w, r)
	}))
	t.Cleanup(server.Close)
	return server.URL + "/json/", count
}

func jsonAnswer(text string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json; charset=utf-8")
		_, _ = io.WriteString(w, text)
	}
}

func checkError(t *testing.T, err error, want bool, kind ErrorKind, written bool) {
	t.Helper()
	var e *Error
	switch {
	case !want && err != nil:
		t.Errorf("unexpected error %v", err)
	case want && !errors.As(err, &e):
		t.Errorf("error %v is no *Error", err)
	case want && (e.Kind != kind || e.Written != written):
		t.Errorf("kind %d written %v, want %d %v (%v)", e.Kind, e.Written, kind, written, err)
	}
}
