package sandbox

import (
	"bufio"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"motoconsole/internal/sandbox/message"
)

// The vendor's own AUTH example answers with these fields; its field table adds the
// last six.
func TestAuthAnswer(t *testing.T) {
	a := send(t, newBank(), auth())[0]
	expected := map[string]string{
		"transactionstartedtimestamp": "2026-11-21 12:00:05", "livestatus": "0",
		"issuer": "SecureTrading Test Issuer1", "splitfinalnumber": "1", "dccenabled": "0",
		"settleduedate": "2026-11-21", "errorcode": "0", "orderreference": "My_Order_123",
		"tid": "27882788", "merchantnumber": "00000000", "merchantcountryiso2a": "GB",
		"transactionreference": "23-9-80001", "merchantname": "Test Merchant",
		"paymenttypedescription": "VISA", "baseamount": "1050", "accounttypedescription": "MOTO",
		"acquirerresponsecode": "00", "requesttypedescription": "AUTH",
		"securityresponsesecuritycode": "2", "currencyiso3a": "GBP", "authcode": "TEST01",
		"errormessage": "Ok", "operatorname": user, "securityresponsepostcode": "0",
		"maskedpan": "411111######1111", "securityresponseaddress": "0",
		"issuercountryiso2a": "US", "settlestatus": "0",

		"merchantcity": "London", "merchantstatecode": "LND", "merchantzipcode": "EC1A 1BB", "merchantcategorycode": "5969",
		"acquirerresponsemessage": "Approved or completed successfully", "retrievalreferencenumber": "T63251280001",
	}
	for name, v := range expected {
		want(t, a, name, v)
	}
	for name := range a {
		if _, ok := expected[name]; !ok {
			t.Errorf("unexpected field %s", name)
		}
	}
}

func TestAuthEchoes(t *testing.T) {
	a := send(t, newBank(), auth("accounttypedescription", "ECOM", "operatorname", "agent 7", "currencyiso3a", "JPY",
		"baseamount", "246", "authmethod", "PRE", "credentialsonfile", "1", "chargedescription", "Shop (1) +a-b_c.d@e",
		"settleduedate", "2026-12-22", "settlestatus", "2", "initiationreason", "A",
		"billingfirstname", "Zoë\r\n\tO'Brien-日本"))[0]
	want(t, a, "errorcode", "0", "accounttypedescription", "ECOM", "operatorname", "agent 7", "currencyiso3a", "JPY",
		"baseamount", "246", "authmethod", "PRE", "credentialsonfile", "1", "chargedescription", "Shop (1) +a-b_c.d@e",
		"settleduedate", "2026-12-22", "settlestatus", "2", "billingfirstname", nil)
}

func TestAmounts(t *testing.T) {
	for _, currency := range []string{"GBP", "USD", "JPY", "KWD"} {
		for _, tc := range []struct{ amount, code string }{
			{"1050", "0"},
			{"1", "0"},
			{"9999999999999", "0"},
			{"7000", "0"},
			{"60011", "0"},
			{"70000", "70000"},
			{"60010", "60010"},
			{"60034", "60034"},
			{"99999", "99999"},
		} {
			a := send(t, newBank(), auth("baseamount", tc.amount, "currencyiso3a", currency))[0]
			want(t, a, "errorcode", tc.code)
			if tc.code == "0" {
				want(t, a, "baseamount", tc.amount, "settlestatus", "0", "authcode", "TEST01")
			}
		}
	}
}

func TestDecline(t *testing.T) {
	b := newBank()
	a := send(t, b, auth("baseamount", "70000", "settlestatus", "1"))[0]
	want(t, a, "requesttypedescription", "AUTH", "errorcode", "70000", "errormessage", "Decline", "acquirerresponsemessage", "Do not honour",
		"acquirerresponsecode", "05", "authcode", "DECLINED", "settlestatus", "3",
		"transactionreference", "23-9-80001", "securityresponsesecuritycode", "2", "maskedpan", "411111######1111")
	if got, ok := b.book.Booked("23-9-80001"); !ok || got.ErrorCode != "70000" {
		t.Errorf("the decline is not in the book: %v", ok)
	}
}

// An answer with a code that leaves the outcome open says only that. The attempt is in
// the book, so that a query can find it.
func TestUnknownEnds(t *testing.T) {
	for _, code := range []string{"60010", "60034", "99999"} {
		b := newBank()
		wantRejected(t, send(t, b, auth("baseamount", code))[0], code, "")
		got, ok := b.book.Booked("23-9-80001")
		if !ok || got.ErrorCode != code || got.SettleStatus != "3" {
			t.Errorf("%s: the attempt is not in the book", code)
		}
		want(t, records(t, b, "orderreference", values("My_Order_123"))[0], "errorcode", code, "settlestatus", "3",
			"authcode", nil, "acquirerresponsecode", nil, "acquirerresponsemessage", nil, "retrievalreferencenumber", nil)
		sale := buySettled(t, b, "baseamount", "200000")
		wantRejected(t, send(t, b, refund(sale, "baseamount", code))[0], code, "")
		wantRejected(t, send(t, b, transfer("baseamount", code))[0], code, "")
	}
}

func TestSettleStatusOnRequest(t *testing.T) {
	for _, s := range []string{"0", "1", "2"} {
		want(t, send(t, newBank(), auth("settlestatus", s))[0], "errorcode", "0", "settlestatus", s)
	}
}

// Every card of the tables, with the type that the gateway gives it.
func TestCards(t *testing.T) {
	for _, tc := range []struct{ pan, code, paymentType, errorCode string }{
		{"4111111111111111", "123", "VISA", "0"},
		{"4111110000000211", "123", "VISA", "0"},
		{"5100000000000511", "123", "MASTERCARD", "0"},
		{"5124990000000101", "123", "MASTERCARDDEBIT", "0"},
		{"340000000000611", "1234", "AMEX", "0"},
		{"3000000000000111", "123", "DINERS", "0"},
		{"6011000000000301", "123", "DISCOVER", "0"},
		{"3528000000000411", "123", "JCB", "0"},
		{"5000000000000611", "123", "MAESTRO", "0"},
		{"5000000000000612", "123", "MAESTRO", "0"}, // no check digit
		{"4245190000000311", "123", "ELECTRON", "0"},
		{"4484000000000411", "123", "PURCHASING", "0"},
		{"4370000000000061", "123", "VPAY", "0"},
		{"3089500000000000021", "", "PIBA", "0"},
		{"1801000000000901", "1234", "ASTROPAYCARD", "0"},
		{"4000000000000721", "123", "VISA", "0"},
		{"5100000000000321", "123", "MASTERCARD", "0"},
		{"4370000000000921", "123", "VPAY", "0"},
		{"4000000000000671", "123", "VISA", "0"},
		{"5100000000000271", "123", "MASTERCARD", "0"},
		{"4242424242424242", "123", "VISA", "70000"},
		{"4000000000000812", "123", "VISA", "70000"},
		{"4111110000000112", "123", "VISA", "70000"},
		{"5100000000000412", "123", "MASTERCARD", "70000"},
	} {
		a := send(t, newBank(), auth("pan", tc.pan, "securitycode", tc.code))[0]
		masked := tc.pan[:6] + strings.Repeat("#", len(tc.pan)-10) + tc.pan[len(tc.pan)-4:]
		want(t, a, "errorcode", tc.errorCode, "paymenttypedescription", tc.paymentType, "maskedpan", masked)
		if t.Failed() {
			t.Fatalf("card %s: %v", masked, a)
		}
	}
}

// The 144 3-D Secure test cards are simply approved by telephone.
func TestThreeDSecureCardsByTelephone(t *testing.T) {
	f, err := os.Open("testdata/cards.tsv")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	b, n := newBank(), 0
	for lines := bufio.NewScanner(f); lines.Scan(); {
		row := strings.Split(lines.Text(), "\t")
		if len(row) != 7 {
			continue
		}
		n++
		code := "123"
		if row[2] == "AMEX" {
			code = "1234"
		}
		a := send(t, b, auth("pan", row[3], "securitycode", code))[0]
		if kind, _ := a["paymenttypedescription"].(string); a["errorcode"] != "0" || !strings.Contains(row[2], kind) {
			t.Errorf("case %s.%s %s: %v %v %v", row[0], row[1], row[2], a["errorcode"], errordata(a), kind)
		}
	}
	if n != 144 {
		t.Errorf("%d cards, want 144", n)
	}
}

func TestChecks(t *testing.T) {
	for _, tc := range []struct{ field, value, answer, result string }{
		{"billingpremise", "No 789", "securityresponseaddress", "2"},
		{"billingpremise", "no 789", "securityresponseaddress", "2"},
		{"billingpremise", "No 123", "securityresponseaddress", "4"},
		{"billingpremise", "No 333", "securityresponseaddress", "1"},
		{"billingpremise", "", "securityresponseaddress", "0"},
		{"billingpremise", "12a", "securityresponseaddress", "1"},
		{"billingstreet", "No 789", "securityresponseaddress", "0"},
		{"billingpostcode", "TE45 6ST", "securityresponsepostcode", "2"},
		{"billingpostcode", "te456st", "securityresponsepostcode", "2"},
		{"billingpostcode", "TE12 3ST", "securityresponsepostcode", "4"},
		{"billingpostcode", "TE33 3ST", "securityresponsepostcode", "1"},
		{"billingpostcode", "TR45 6ST", "securityresponsepostcode", "2"},
		{"billingpostcode", "TR12 3ST", "securityresponsepostcode", "4"},
		{"billingpostcode", "TR33 3ST", "securityresponsepostcode", "1"},
		{"billingpostcode", "55555", "securityresponsepostcode", "2"},
		{"billingpostcode", "12345", "securityresponsepostcode", "4"},
		{"billingpostcode", "33333", "securityresponsepostcode", "1"},
		{"billingpostcode", "", "securityresponsepostcode", "0"},
		{"billingpostcode", "SW1A 1AA", "securityresponsepostcode", "1"},
		{"securitycode", "123", "securityresponsesecuritycode", "2"},
		{"securitycode", "214", "securityresponsesecuritycode", "4"},
		{"securitycode", "333", "securityresponsesecuritycode", "1"},
		{"securitycode", "", "securityresponsesecuritycode", "0"},
		{"securitycode", "999", "securityresponsesecuritycode", "1"},
	} {
		a := send(t, newBank(), auth(tc.field, tc.value))[0]
		if a["errorcode"] != "0" || a[tc.answer] != tc.result {
			t.Errorf("%s %q: %v, %s %v, want %s", tc.field, tc.value, a["errorcode"], tc.answer, a[tc.answer], tc.result)
		}
	}
	for code, result := range map[string]string{"1234": "2", "2144": "4", "3333": "1", "": "0", "9999": "1"} {
		a := send(t, newBank(), auth("pan", "340000000000611", "securitycode", code))[0]
		want(t, a, "errorcode", "0", "securityresponsesecuritycode", result)
	}
}

// The checks never decide an authorisation.
func TestAllChecksFailedIsStillAuthorised(t *testing.T) {
	want(t, send(t, newBank(), auth("billingpremise", "No 123", "billingpostcode", "TE12 3ST", "securitycode", "214"))[0],
		"errorcode", "0", "settlestatus", "0", "securityresponseaddress", "4",
		"securityresponsepostcode", "4", "securityresponsesecuritycode", "4")
}

func TestPaymentType(t *testing.T) {
	for _, tc := range []struct{ pan, asked, code, data string }{
		{canary, "VISA", "0", ""},
		{"5124990000000101", "MASTERCARD", "0", ""},
		{"5124990000000101", "MASTERCARDDEBIT", "0", ""},
		{canary, "MASTERCARD", "10103", "paymenttypedescription"},
		{canary, "VPAY", "10103", "paymenttypedescription"},
		{canary, "visa", "30000", "paymenttypedescription"},
		{canary, "BANANA", "30000", "paymenttypedescription"},
	} {
		a := send(t, newBank(), auth("pan", tc.pan, "paymenttypedescription", tc.asked))[0]
		if a["errorcode"] != tc.code || errordata(a) != tc.data {
			t.Errorf("%s: %v %s, want %s %s", tc.asked, a["errorcode"], errordata(a), tc.code, tc.data)
		}
	}
}

func TestSite(t *testing.T) {
	one := func(c *Config) { c.Site = "test_shop" }
	wantRejected(t, send(t, newBank(), auth("sitereference", "live_site"))[0], "30001", "")
	wantRejected(t, send(t, newBank(one), auth("sitereference", "test_site12345"))[0], "30001", "")
	want(t, send(t, newBank(one), auth("sitereference", "test_shop"))[0], "errorcode", "0")
}

func TestReferencesAreUnique(t *testing.T) {
	b := newBank()
	const workers, each = 8, 25
	seen := make(chan string, workers*each)
	var wg sync.WaitGroup
	for range workers {
		wg.Go(func() {
			for range each {
				a, _ := b.perform("AUTH", decodeElement(t, auth()), noon())
				seen <- a.Reference
			}
		})
	}
	wg.Wait()
	close(seen)
	unique := make(map[string]bool)
	for ref := range seen {
		unique[ref] = true
		if _, ok := b.book.Booked(ref); !ok {
			t.Fatalf("%s is not in the book", ref)
		}
	}
	if len(unique) != workers*each || b.book.Len() != workers*each {
		t.Errorf("%d references for %d payments, %d booked", len(unique), workers*each, b.book.Len())
	}
}

func decodeElement(t testing.TB, f fields) message.Element {
	t.Helper()
	blk, ok := message.Decode(body(t, f))
	if !ok {
		t.Error("no block")
	}
	return blk.Elements[0]
}

func TestTimesAreUTC(t *testing.T) {
	b := newBank(func(c *Config) {
		c.Now = func() time.Time { return noon().Add(11 * time.Hour).In(time.FixedZone("", 10*3600)) }
	})
	want(t, send(t, b, auth())[0], "transactionstartedtimestamp", "2026-11-21 23:00:05", "settleduedate", "2026-11-21")
}
