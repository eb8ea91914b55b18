package sandbox

import (
	"encoding/base64"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// back is the AUTH of a cardholder who has been at the card issuer's page.
func back(md any, pairs ...any) fields {
	return fields{"requesttypedescriptions": []string{"AUTH"}, "md": md, "pares": "eJzVWFmzo"}.set(pairs...)
}

// The bank checks the page's fields of a THREEDQUERY like any other.
func TestPageFields(t *testing.T) {
	long := strings.Repeat("x", 2048)
	for _, tc := range []struct {
		field     string
		good, bad []any
	}{
		{
			"termurl",
			[]any{"https://termurl.com", "https://www.example.com/a?b=c", "http://example.com", "https://a.uk/" + long[:2035]},
			[]any{nil, "", "termurl.com", "/back", "javascript:alert(1)", "ftp://example.com", "https://", "https://a.uk/" + long, []string{"https://a.uk"}, "https://a b"},
		},
		{
			"accept",
			[]any{nil, "", "text/html,*/*", strings.Repeat("x", 255)},
			[]any{strings.Repeat("x", 256), "text/html\r\nX: y", "é", []string{"text/html"}},
		},
	} {
		for _, v := range tc.good {
			want(t, send(t, newBank(), secure(tc.field, v))[0], "errorcode", "0", "requesttypedescription", "THREEDQUERY")
		}
		for _, v := range tc.bad {
			b := newBank()
			wantRejected(t, send(t, b, secure(tc.field, v))[0], "30000", tc.field)
			if b.book.Len() != 0 {
				t.Errorf("%s %v: booked", tc.field, v)
			}
		}
	}
}

// An enrolled card is charged only with the result that the cardholder brings back from
// the page.
func TestWhatTheCardholderBringsBack(t *testing.T) {
	b := newBank()
	q, other := send(t, b, secure())[0], send(t, b, secure())[0]
	ref, md := q["transactionreference"].(string), q["md"].(string)
	raw, err := base64.StdEncoding.DecodeString(md)
	if err != nil {
		t.Fatal(err)
	}
	forged := func(s string) string { return base64.StdEncoding.EncodeToString([]byte(s)) }
	plain := buy(t, b)
	frictionless := send(t, b, secure("pan", "4000000000001000"))[0]["transactionreference"].(string)
	booked := b.book.Len()
	for name, tc := range map[string]struct {
		request fields
		data    string
	}{
		"parent, no pares":           {childOf(ref), "pares"},
		"parent, empty pares":        {childOf(ref, "pares", ""), "pares"},
		"check of it, no pares":      {childOf(ref, "requesttypedescriptions", []string{"ACCOUNTCHECK"}), "pares"},
		"md, no pares":               {back(md, "pares", nil), "pares"},
		"md, empty pares":            {back(md, "pares", ""), "pares"},
		"md, pares a list":           {back(md, "pares", []string{"x"}), "pares"},
		"pares too long":             {back(md, "pares", strings.Repeat("x", 1025)), "pares"},
		"md too long":                {back(strings.Repeat("A", 65537)), "md"},
		"md a list":                  {back([]string{md}), "md"},
		"md made up":                 {back("UEZOVVBqeE5SRDVS1FLVG9aenQrRGhaNk1NPQ=="), "md"},
		"md no base64":               {back("!"), "md"},
		"md of the reference":        {back(forged(ref)), "md"},
		"md with no key":             {back(forged(ref + ":")), "md"},
		"md with another key":        {back(forged(ref + ":" + strings.Repeat("a", 24))), "md"},
		"md cut short":               {back(forged(string(raw[:len(raw)-1]))), "md"},
		"md with something behind":   {back(forged(string(raw) + "a")), "md"},
		"md of another query":        {back(forged(other["transactionreference"].(string) + string(raw[len(ref):]))), "md"},
		"md of a payment":            {back(forged(plain + ":")), "md"},
		"md of a frictionless query": {back(forged(frictionless + ":")), "md"},
		"md and another parent":      {back(md, "parenttransactionreference", other["transactionreference"]), "md"},
		"md and no parent at all":    {back(md, "parenttransactionreference", "23-9-99999"), "md"},
		"forged, and no pares":       {back("!", "pares", nil), "md pares"},
	} {
		a := send(t, b, tc.request)[0]
		if a["errorcode"] != "30000" || errordata(a) != tc.data {
			t.Errorf("%s: %v %q, want 30000 %q", name, a["errorcode"], errordata(a), tc.data)
		}
	}
	if b.book.Len() != booked {
		t.Error("something of it was booked")
	}
	// None of these requests has used it up.
	want(t, send(t, b, back(md, "pares", strings.Repeat("x", 1024), "parenttransactionreference", ref))[0],
		"errorcode", "0", "status", "Y", "parenttransactionreference", ref)
	// A card that is not enrolled needs nothing, and may be charged again.
	for range 2 {
		want(t, send(t, b, childOf(frictionless))[0], "errorcode", "0", "status", "Y")
	}
}

// A result from the page is good for one payment, successful or not, however it is
// sent, even after a restart.
func TestNothingIsBroughtBackTwice(t *testing.T) {
	for name, tc := range map[string]struct {
		first fields
		code  string
	}{
		"paid":              {fields{}, "0"},
		"declined":          {fields{"baseamount": "70000"}, "70000"},
		"not authenticated": {fields{"pares": "N"}, "60022"},
		"checked":           {fields{"requesttypedescriptions": []string{"ACCOUNTCHECK"}}, "0"},
	} {
		path := filepath.Join(t.TempDir(), "bank.db")
		b := openBank(t, path)
		q := send(t, b, secure("baseamount", map[bool]string{true: "70000", false: "1050"}[name == "declined"]))[0]
		first := back(q["md"])
		for field, v := range tc.first {
			first = first.set(field, v)
		}
		want(t, send(t, b, first)[0], "errorcode", tc.code)
		wantRejected(t, send(t, b, back(q["md"]))[0], "30000", "md")
		wantRejected(t, send(t, b, childOf(q["transactionreference"].(string), "pares", "Y"))[0], "30000", "pares")
		if err := b.Close(); err != nil {
			t.Fatal(err)
		}
		b = openBank(t, path)
		wantRejected(t, send(t, b, back(q["md"]))[0], "30000", "md")
	}
}

// A card check in between passes the result on.
func TestAuthenticatedCheckThenPayment(t *testing.T) {
	b := newBank()
	q := send(t, b, secure("pan", "5000000000000611"))[0]
	answers := send(t, b, back(q["md"], "requesttypedescriptions", []string{"ACCOUNTCHECK", "AUTH"}))
	if len(answers) != 2 {
		t.Fatalf("%v", answers)
	}
	for _, a := range answers {
		want(t, a, "errorcode", "0", "status", "Y", "enrolled", "Y", "eci", "02", "baseamount", "1050")
	}
}

// Of many payments at once one is charged.
func TestBroughtBackAtOnce(t *testing.T) {
	b := newBank()
	q := send(t, b, secure())[0]
	paid := make(chan bool)
	var wg sync.WaitGroup
	for range 16 {
		wg.Go(func() {
			a, _ := b.perform("AUTH", decodeElement(t, back(q["md"])), noon())
			paid <- a.ErrorCode == "0"
		})
	}
	go func() { wg.Wait(); close(paid) }()
	n := 0
	for ok := range paid {
		if ok {
			n++
		}
	}
	if n != 1 || b.book.Len() != 2 {
		t.Errorf("%d paid, %d booked", n, b.book.Len())
	}
}

// The md that was kept on disk is good after a restart.
func TestMDSurvivesARestart(t *testing.T) {
	path := filepath.Join(t.TempDir(), "bank.db")
	b := openBank(t, path)
	q := send(t, b, secure())[0]
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	b = openBank(t, path)
	want(t, send(t, b, back(q["md"]))[0], "errorcode", "0", "status", "Y")
}

// Maestro in an internet shop needs 3-D Secure, however the card is sent.
func TestMaestroWantsSecureCode(t *testing.T) {
	const maestro, another = "5000000000000611", "5000000000000612"
	for _, pan := range []string{maestro, another} {
		b := newBank()
		shop := auth("pan", pan, "accounttypedescription", "ECOM")
		wantRejected(t, send(t, b, shop)[0], "30004", "")
		wantRejected(t, send(t, b, shop.set("paymenttypedescription", "MAESTRO"))[0], "30004", "")
		token := send(t, b, fields{"requesttypedescription": "CACHETOKENISE", "sitereference": "test_site12345", "pan": pan, "expirydate": "12/2030"})[0]
		wantRejected(t, send(t, b, shop.set("pan", nil, "expirydate", nil, "securitycode", nil, "cachetoken", token["cachetoken"]))[0], "30004", "")
		answers := send(t, b, shop.set("requesttypedescriptions", []string{"ACCOUNTCHECK", "AUTH"}))
		want(t, answers[0], "errorcode", "0")
		wantRejected(t, answers[1], "30004", "")
		wantRejected(t, send(t, b, childOf(answers[0]["transactionreference"].(string)))[0], "30004", "")

		q := send(t, b, secure("pan", pan))[0]
		a := send(t, b, back(q["md"]))[0]
		want(t, a, "errorcode", "0", "paymenttypedescription", "MAESTRO", "status", "Y", "eci", "02")
		// The authentication was for that payment, not for the next.
		wantRejected(t, send(t, b, childOf(a["transactionreference"].(string)))[0], "30004", "")
		want(t, send(t, b, childOf(a["transactionreference"].(string), "accounttypedescription", "RECUR"))[0], "errorcode", "0")
		for _, account := range []string{"MOTO", "RECUR"} {
			want(t, send(t, b, shop.set("accounttypedescription", account))[0], "errorcode", "0")
		}
	}
	want(t, send(t, newBank(), auth("accounttypedescription", "ECOM"))[0], "errorcode", "0")
}
