package gateway

import (
	"crypto/x509"
	"fmt"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// BenchmarkEncodeDecodeAuth does all the work of one AUTH except the network's.
func BenchmarkEncodeDecodeAuth(b *testing.B) {
	now := time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)
	text := []byte(goodAnswer)
	request := testRequest()
	b.ReportAllocs()
	for b.Loop() {
		p, err := request.prepare(now)
		if err != nil {
			b.Fatal(err)
		}
		body, err := encode("user@example.com", 350, p.element)
		if err != nil {
			b.Fatal(err)
		}
		body.Wipe()
		ans, fail := decodeAnswer(text, "Atest0001")
		if fail != nil {
			b.Fatal(fail)
		}
		if result, fail := p.judge(&ans.responses[0], "Atest0001"); fail != nil || result.Outcome != OutcomeApproved {
			b.Fatal(result.Outcome, fail)
		}
	}
}

// manyRecords is an answer of 500 records as the vendor shows them.
func manyRecords() []byte {
	const record = `{"transactionstartedtimestamp":"2019-12-17 09:%02d:%02d","sitereference":"test_site12345","interface":"PASS-JSON-JSON","livestatus":"0","issuer":"SecureTrading Test Issuer1","dccenabled":"0","settleduedate":"2019-12-17","errorcode":"0","baseamount":"%d","tid":"27882788","securityresponsepostcode":"0","transactionreference":"72-9-%d","merchantname":"Test Merchant","paymenttypedescription":"VISA","accounttypedescription":"ECOM","fraudrating":"0","splitfinalnumber":"1","acquirerresponsecode":"00","requesttypedescription":"AUTH","expirydate":"10\/2022","securityresponsesecuritycode":"2","currencyiso3a":"GBP","authcode":"TEST%02d","settlebaseamount":"%d","errormessage":"Ok","issuercountryiso2a":"US","merchantcountryiso2a":"GB","maskedpan":"411111######%04d","securityresponseaddress":"0","operatorname":"webservices@example.com","settlestatus":"0"}`
	records := make([]string, 500)
	for i := range records {
		records[i] = fmt.Sprintf(record, i/60, i%60, 1000+i, 80000+i, i%100, 1000+i, i)
	}
	return []byte(envelope(`{"transactionstartedtimestamp":"2019-12-17 09:36:21","errormessage":"Ok","errorcode":"0","records":[` +
		strings.Join(records, ",") + `],"found":"500","requesttypedescription":"TRANSACTIONQUERY"}`))
}

// BenchmarkDecode500Records reads and checks the longest answer to a query, and
// cleans it for showing.
func BenchmarkDecode500Records(b *testing.B) {
	text := manyRecords()
	q := Query{Sites: []string{"test_site12345"}}
	p, err := q.prepare(time.Time{})
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		ans, fail := decodeAnswer(text, "Atest0001")
		if fail != nil {
			b.Fatal(fail)
		}
		base, fail := p.judge(&ans.responses[0], "Atest0001")
		if fail != nil {
			b.Fatal(fail)
		}
		if result := q.result(base, &ans.responses[0]).(QueryResult); len(result.Records) != 500 {
			b.Fatal(len(result.Records))
		}
	}
}

func BenchmarkAuthRoundTrip(b *testing.B) {
	url, _ := serve(b, jsonAnswer(goodAnswer))
	client := testClient(b, url, 5*time.Second)
	b.ReportAllocs()
	for b.Loop() {
		if result, err := client.Auth(b.Context(), testRequest()); err != nil || result.Outcome != OutcomeApproved {
			b.Fatal(result.Outcome, err)
		}
	}
}

// BenchmarkAuthOverTLS is one AUTH with its connection, on this machine.
func BenchmarkAuthOverTLS(b *testing.B) {
	server := httptest.NewTLSServer(jsonAnswer(goodAnswer))
	defer server.Close()
	roots := x509.NewCertPool()
	roots.AddCert(server.Certificate())
	c := testClient(b, server.URL+"/json/", time.Minute)
	c, err := New(Config{
		URL: server.URL + "/json/", Username: "user@example.com", Password: NewPassword("x"), RootCAs: roots,
		NewReference: c.cfg.NewReference, Now: c.cfg.Now,
	})
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if r, err := c.Auth(b.Context(), testRequest()); err != nil || r.Outcome != OutcomeApproved {
			b.Fatal(r.Outcome, err)
		}
	}
}
