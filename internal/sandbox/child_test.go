package sandbox

import (
	"bufio"
	"os"
	"strings"
	"testing"
	"time"
)

// childOf is an AUTH with no fields but a parent.
func childOf(parent string, pairs ...any) fields {
	return fields{
		"requesttypedescriptions": []string{"AUTH"}, "sitereference": "test_site12345", "parenttransactionreference": parent,
	}.set(pairs...)
}

func TestChildInherits(t *testing.T) {
	b := newBank()
	ref := buy(t, b, "billingpremise", "No 789", "billingpostcode", "TE12 3ST", "billinglastname", "Bloggs", "settlestatus", "2")
	a := send(t, b, childOf(ref, "credentialsonfile", "2"))[0]
	want(t, a, "errorcode", "0", "requesttypedescription", "AUTH", "parenttransactionreference", ref,
		"baseamount", "1050", "currencyiso3a", "GBP", "accounttypedescription", "MOTO", "maskedpan", "411111######1111",
		"orderreference", "My_Order_123", "settlestatus", "0", "credentialsonfile", "2",
		"securityresponseaddress", "2", "securityresponsepostcode", "4", "securityresponsesecuritycode", "0")
	own := send(t, b, childOf(ref, "baseamount", "99", "accounttypedescription", "RECUR", "orderreference", "R", "securitycode", "214",
		"billingpremise", "No 123", "subscriptiontype", "RECURRING", "subscriptionnumber", "2"))[0]
	want(t, own, "errorcode", "0", "baseamount", "99", "accounttypedescription", "RECUR", "orderreference", "R",
		"securityresponsesecuritycode", "4", "securityresponseaddress", "4", "acquireradvicecode", "0")
	list := records(t, b, "parenttransactionreference", values(ref), "billinglastname", values("Bloggs"))
	if len(list) != 2 || list[0]["expirydate"] != "12/2030" {
		t.Errorf("children: %v", list)
	}
	// A declining card declines again, and a child can be a parent.
	grand := send(t, b, childOf(list[0]["transactionreference"].(string)))[0]
	want(t, grand, "errorcode", "0")
	bad := send(t, b, auth("pan", "4242424242424242"))[0]["transactionreference"].(string)
	want(t, send(t, b, childOf(bad))[0], "errorcode", "70000", "settlestatus", "3")
}

func TestChildRules(t *testing.T) {
	b, c := movingBank()
	ref := buySettled(t, b)
	money := send(t, b, refund(ref))[0]["transactionreference"].(string)
	check := send(t, b, auth("requesttypedescriptions", []string{"ACCOUNTCHECK"}, "baseamount", "0"))[0]["transactionreference"].(string)
	amex := buy(t, b, "pan", "340000000000611", "securitycode", "1234")
	for _, tc := range []struct {
		request    fields
		code, data string
	}{
		{childOf("23-9-99999"), "20004", ""},
		{childOf(ref, "sitereference", "test_other"), "20004", ""},
		{childOf(ref, "sitereference", nil), "30000", "sitereference"},
		{childOf(ref, "currencyiso3a", "EUR"), "20015", "currencyiso3a"},
		{childOf(ref, "currencyiso3a", "GBP"), "0", ""},
		{childOf(ref, "baseamount", "9999"), "0", ""},
		{childOf(money), "20033", ""},
		{childOf(check), "30000", "baseamount"},
		{childOf(check, "baseamount", "1050"), "0", ""},
		{childOf(ref, "paymenttypedescription", "AMEX"), "10103", "paymenttypedescription"},
		{childOf(ref, "paymenttypedescription", "VISA"), "0", ""},
		{childOf(ref, "authmethod", "PRE"), "0", ""},
		{childOf(amex, "authmethod", "PRE"), "30000", "authmethod"},
		{childOf(ref, "pan", "5100000000000511", "expirydate", "12/2030"), "0", ""},
		{childOf(ref, "accounttypedescription", "RECUR", "subscriptionnumber", "1"), "30000", "subscriptionnumber"},
		{childOf(ref, "accounttypedescription", "RECUR", "subscriptionnumber", "2", "subscriptiontype", "INSTALLMENT", "initiationreason", "C"), "0", ""},
		{childOf(ref, "requesttypedescriptions", []string{"ACCOUNTCHECK"}), "0", ""},
	} {
		a := send(t, b, tc.request)[0]
		if a["errorcode"] != tc.code || errordata(a) != tc.data {
			t.Errorf("%v: %v %q, want %s %q", tc.request, a["errorcode"], errordata(a), tc.code, tc.data)
		}
	}
	c.pass(5 * 365 * 24 * time.Hour)
	wantCode(t, send(t, b, childOf(ref))[0], "30000", "expirydate")
	want(t, send(t, b, childOf(ref, "expirydate", "05/2035"))[0], "errorcode", "0")
}

func TestAccountCheck(t *testing.T) {
	b := newBank()
	check := auth("requesttypedescriptions", []string{"ACCOUNTCHECK"}, "baseamount", "0", "billingpremise", "No 789", "credentialsonfile", "1")
	a := send(t, b, check)[0]
	want(t, a, "requesttypedescription", "ACCOUNTCHECK", "errorcode", "0", "baseamount", "0", "securityresponseaddress", "2",
		"securityresponsesecuritycode", "2", "transactionreference", "23-9-80001", "credentialsonfile", "1", "maskedpan", "411111######1111")
	wantRejected(t, send(t, b, check.set("baseamount", nil))[0], "30000", "baseamount")
	wantRejected(t, send(t, b, check.set("pan", nil))[0], "30000", "pan")
	wantRejected(t, send(t, b, auth("baseamount", "0"))[0], "30000", "baseamount")
	want(t, send(t, b, check.set("pan", "4242424242424242"))[0], "errorcode", "70000")
}

// The vendor's table of acquirer advice codes, for recurring payments only.
func TestAdviceCodes(t *testing.T) {
	const visa, master = "4000000000000671", "5100000000000271"
	for _, tc := range []struct{ pan, amount, advice string }{
		{canary, "1050", "0"},
		{visa, "1002", "2"},
		{visa, "1004", "4"},
		{visa, "1008", "8"},
		{"5100000000000511", "1050", "0"},
		{master, "1001", "1"},
		{master, "1002", "2"},
		{master, "1004", "4"},
		{master, "1008", "8"},

		{visa, "1001", "0"}, // 1 is Mastercard's
		{visa, "1050", "0"},
		{master, "1050", "0"},
		{canary, "1002", "0"},
	} {
		b := newBank()
		first := buy(t, b, "pan", tc.pan, "credentialsonfile", "1")
		repeat := send(t, b, childOf(first, "accounttypedescription", "RECUR", "baseamount", tc.amount, "credentialsonfile", "2",
			"subscriptiontype", "RECURRING", "subscriptionnumber", "2"))[0]
		alone := send(t, b, auth("pan", tc.pan, "accounttypedescription", "RECUR", "baseamount", tc.amount))[0]
		for _, a := range []map[string]any{repeat, alone, recordOf(t, b, alone["transactionreference"].(string))} {
			if a["acquireradvicecode"] != tc.advice || a["errorcode"] != "0" {
				t.Errorf("%s of %s: %v %v, want advice %s", tc.amount, tc.pan[:6], a["errorcode"], a["acquireradvicecode"], tc.advice)
			}
		}
		want(t, send(t, b, auth("pan", tc.pan, "baseamount", tc.amount))[0], "acquireradvicecode", nil)
	}
}

// Merchants of financial services name the recipient.
func TestRecipient(t *testing.T) {
	recipient := []any{
		"sitereference", "test_bank6012", "customeraccountnumber", canary, "customeraccountnumbertype", "CARD",
		"customerdob", "1980-01-31", "customerlastname", "Bloggs", "customerpostcode", "TE45 6ST", "customercountryiso2a", "GB",
		"debtrepayment", "1",
	}
	b := newBank()
	all := auth(recipient...)
	ref := send(t, b, all)[0]
	want(t, ref, "errorcode", "0", "customeraccountnumber", nil)
	for _, requestType := range []string{"AUTH", "ACCOUNTCHECK"} {
		e := all.set("requesttypedescriptions", []string{requestType})
		for _, name := range []string{
			"customeraccountnumber", "customeraccountnumbertype", "customerdob", "customerlastname", "customerpostcode",
		} {
			wantRejected(t, send(t, b, e.set(name, nil))[0], "60025", name)
		}
		wantRejected(t, send(t, b, e.set("customerpostcode", "75001", "customercountryiso2a", nil))[0], "60025", "customerpostcode")
	}
	wantRejected(t, send(t, b, auth("sitereference", "test_bank6012"))[0], "60025",
		"customeraccountnumber customeraccountnumbertype customerdob customerlastname customerpostcode")
	want(t, send(t, b, auth("sitereference", "test_bank6013"))[0], "errorcode", "0")
	// A child inherits the recipient. If the parent has none, the child must name one.
	want(t, send(t, b, childOf(ref["transactionreference"].(string), "sitereference", "test_bank6012"))[0], "errorcode", "0")
	for _, with := range []fields{
		secure("pan", "4000000000000721", "sitereference", "test_bank6012"),
		auth("requesttypedescriptions", []string{"STORE"}, "accounttypedescription", "CARDSTORE", "sitereference", "test_bank6012"),
	} {
		parent := send(t, b, with)[0]["transactionreference"].(string)
		child := childOf(parent, "sitereference", "test_bank6012", "accounttypedescription", "MOTO", "currencyiso3a", "GBP", "baseamount", "1050")
		for _, requestType := range []string{"AUTH", "ACCOUNTCHECK"} {
			wantRejected(t, send(t, b, child.set("requesttypedescriptions", []string{requestType}))[0], "60025",
				"customeraccountnumber customeraccountnumbertype customerdob customerlastname customerpostcode")
		}
		want(t, send(t, b, child.set(recipient...))[0], "errorcode", "0")
		parent = send(t, b, with.set(recipient...))[0]["transactionreference"].(string)
		want(t, send(t, b, child.set("parenttransactionreference", parent))[0], "errorcode", "0")
		wantRejected(t, send(t, b, child.set("parenttransactionreference", parent, "customerpostcode", "75001", "customercountryiso2a", "FR"))[0],
			"60025", "customerpostcode")
	}
	enrolled := send(t, b, secure("sitereference", "test_bank6012"))[0]
	wantRejected(t, send(t, b, back(enrolled["md"]))[0], "60025",
		"customeraccountnumber customeraccountnumbertype customerdob customerlastname customerpostcode")
	want(t, send(t, b, back(enrolled["md"], recipient...))[0], "errorcode", "0", "merchantcategorycode", "6012")
}

// All 148 test cards: the answer to a THREEDQUERY for each, and to the AUTH after it.
func TestThreeDQuery(t *testing.T) {
	f, err := os.Open("testdata/cards.tsv")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	rows := [][]string{ // in no 3-D Secure table: enrolled, as in the vendor's example
		{"1", "", "VISA", canary, "Y", "-", "0"},
		{"1", "", "MASTERCARD", "5100000000000511", "Y", "-", "0"},
		{"1", "", "VISA", "4000000000000671", "Y", "-", "0"},
		{"1", "", "MASTERCARD", "5100000000000271", "Y", "-", "0"},
	}
	for lines := bufio.NewScanner(f); lines.Scan(); {
		if row := strings.Split(lines.Text(), "\t"); len(row) == 7 {
			rows = append(rows, row)
		}
	}
	if len(rows) != 148 {
		t.Errorf("%d cards, want 148", len(rows))
	}
	b := newBank()
	for _, row := range rows {
		version, brand, pan, enrolled, status, code := row[0], row[2], row[3], row[4], row[5], row[6]
		security := "123"
		if brand == "AMEX" {
			security = "1234"
		}
		q := send(t, b, secure("pan", pan, "securitycode", security))[0]
		var shown any
		if status != "-" {
			shown = status
		}
		wantVersion := map[string]string{"1": "1.0.2", "2": "2.1.0"}[version]
		if strings.Contains(brand, "2.2.0") {
			wantVersion = "2.2.0"
		}
		want(t, q, "errorcode", "0", "requesttypedescription", "THREEDQUERY", "enrolled", enrolled, "status", shown,
			"threedversion", wantVersion, "settlestatus", "0", "baseamount", nil)
		redirects := enrolled == "Y" && (version == "1" || status == "C")
		if (q["md"] != nil) != redirects || (q["acsurl"] != nil) != redirects || (q["pareq"] != nil) != redirects {
			t.Errorf("redirect %v, want %v", q["acsurl"], redirects)
		}
		if code == "none" {
			code = "60022" // not performed; an AUTH with it is not authenticated
		}
		next := childOf(q["transactionreference"].(string))
		if redirects {
			wantCode(t, send(t, b, next)[0], "30000", "pares")
			next = fields{"requesttypedescription": "AUTH", "md": q["md"], "pares": "eJztWM"}
		}
		a := send(t, b, next)[0]
		want(t, a, "requesttypedescription", "AUTH", "errorcode", code, "enrolled", enrolled, "baseamount", "1050",
			"parenttransactionreference", q["transactionreference"])
		if code == "0" {
			want(t, a, "securityresponsesecuritycode", "2", "settlestatus", "0")
		} else {
			want(t, a, "settlestatus", "3", "authcode", nil, "acquirerresponsecode", nil, "securityresponsesecuritycode", nil)
		}
		if t.Failed() {
			t.Fatalf("case %s.%s %s %s: %v %v", version, row[1], brand, pan, q, a)
		}
	}
}

func TestThreeDSecureRules(t *testing.T) {
	b := newBank()
	query := secure("pan", "4111110000000211")
	for _, name := range []string{"accounttypedescription", "sitereference", "currencyiso3a", "baseamount", "pan", "expirydate", "termurl"} {
		wantRejected(t, send(t, b, query.set(name, nil))[0], "30000", name)
	}
	wantRejected(t, send(t, b, query.set("sitereference", "live"))[0], "30001", "")
	wantRejected(t, send(t, b, query.set("paymenttypedescription", "JCB"))[0], "10103", "paymenttypedescription")
	wantRejected(t, send(t, b, query.set("pan", "3089500000000000021", "securitycode", nil))[0], "60031", "")
	wantRejected(t, send(t, b, fields{"requesttypedescription": "AUTH", "md": "nonsense", "pares": "x"})[0], "30000", "md")

	q := send(t, b, query)[0]
	list := records(t, b, "requesttypedescription", values("THREEDQUERY"))
	if len(list) != 1 || list[0]["enrolled"] != "Y" || list[0]["md"] != nil {
		t.Errorf("the query's record: %v", list)
	}
	after := func(pares string) map[string]any {
		if pares != "eJz" {
			q = send(t, b, query)[0]
		}
		return send(t, b, fields{"requesttypedescription": "AUTH", "md": q["md"], "pares": pares})[0]
	}
	want(t, after("eJz"), "errorcode", "0", "status", "Y", "eci", "05", "xid", q["xid"], "cavv", "Q0FWVkNBVlZDQVZWQ0FWVkNBVlY=")
	want(t, after("A"), "errorcode", "0", "status", "A", "eci", "06")
	want(t, after("U"), "errorcode", "0", "status", "U", "eci", nil, "xid", nil)
	want(t, after("N"), "errorcode", "60022", "errormessage", "Unauthenticated", "status", "N", "eci", nil)
	notEnrolled := send(t, b, query.set("pan", "4000000000000721"))[0]["transactionreference"].(string)
	wantCode(t, send(t, b, childOf(notEnrolled, "baseamount", "1051"))[0], "20014", "baseamount")
	want(t, send(t, b, childOf(notEnrolled, "baseamount", "1050"))[0], "errorcode", "0")

	master := send(t, b, query.set("pan", "5200000000001005"))[0]["transactionreference"].(string)
	want(t, send(t, b, childOf(master))[0], "errorcode", "0", "status", "Y", "eci", "02")
	attempt := send(t, b, query.set("pan", "5200000000001021"))[0]["transactionreference"].(string)
	want(t, send(t, b, childOf(attempt))[0], "errorcode", "0", "status", "A", "eci", "01")
}
