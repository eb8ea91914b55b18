package sandbox

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
)

// serveDirect puts a body through the handler without a network.
func serveDirect(b *Bank, payload []byte) *httptest.ResponseRecorder {
	r := httptest.NewRequestWithContext(context.Background(), http.MethodPost, "/json/", bytes.NewReader(payload))
	r.SetBasicAuth(user, secret)
	w := httptest.NewRecorder()
	b.ServeHTTP(w, r)
	return w
}

// FuzzHandler sends random bodies. The bank answers each with one of its statuses, and
// with an envelope of strings inside the API and a page outside.
func FuzzHandler(f *testing.F) {
	f.Add(body(f, auth()))
	f.Add(body(f, auth("pan", 12, "expirydate", []string{"x"}), fields{}, auth("baseamount", "70000")))
	f.Add(body(f, auth("requesttypedescriptions", []string{"ACCOUNTCHECK", "AUTH", "REFUND"})))
	f.Add(body(f, slices.Repeat([]fields{{"requesttypedescription": "AUTH"}}, 65)...))
	sale := "23-9-80001" // booked below
	f.Add(body(f, refund(sale, "baseamount", "1"), refund(sale, "accounttypedescription", "CFT"), refund("23-9--1")))
	f.Add(body(f, auth("requesttypedescriptions", []string{"REFUND"}, "accounttypedescription", "CFT")))
	f.Add(body(f, updateOf(sale, "settlestatus", "2", "orderreference", "x", "settlebaseamount", "5", "expirydate", "01/2031"), refund(sale)))
	f.Add(body(f, queryFor("orderreference", values("My_Order_123", ""), "pan", values(canary), "starttimestamp", values("2026-11-21 12:00:00"))))
	f.Add(body(f, queryFor("parenttransactionreference", value{"value": sale}, "endtimestamp", values("x", 1, nil))))
	f.Add(body(f, childOf(sale, "accounttypedescription", "RECUR", "subscriptiontype", "RECURRING", "subscriptionnumber", "2")))
	f.Add(body(f, auth("requesttypedescriptions", []string{"ACCOUNTCHECK", "AUTH"}, "sitereference", "test_6012", "baseamount", "0")))
	f.Add(body(f, auth("requesttypedescriptions", []string{"THREEDQUERY"}), fields{"requesttypedescription": "AUTH", "md": "MjMtOS04MDAwMjp4", "pares": "N"}))
	f.Add(body(f, transfer(), transfer("baseamount", "60010")))
	for _, s := range []string{
		`{"alias":"` + user + `","request":[{"requesttypedescription":"TRANSACTIONQUERY","filter":{"pan":[{"value":"\u0034"},{"value":[]}],"x":[[]]}}]}`,
		`{"alias":"` + user + `","request":[{"requesttypedescription":"TRANSACTIONUPDATE","filter":{"transactionreference":[null,1,{}]},"updates":[]}]}`,
		"", "{", "null", "[]", `"x"`, "\xff", "\ufeff{}", `{"alias":"` + user + `"}`,
		`{"alias":"` + user + `","request":[null,1,"x",[],{}]}`,
		`{"alias":"` + user + `","request":[{"requesttypedescription":"AUTH","pan":"\u0034\ud800","securitycode":"\"","expirydate":null}]}`,
		`{"alias":"` + user + `","request":[{"requesttypedescription":"AUTH","requesttypedescriptions":1}]}`,
		`{"alias":"` + user + `","request":[{"requesttypedescriptions":["AUTH",null]}],"request":{}}`,
		strings.Repeat(`{"request":[`, 3000),
	} {
		f.Add([]byte(s))
	}
	b := newBank()
	buySettled(f, b)
	f.Fuzz(func(t *testing.T, payload []byte) {
		before := b.book.Len()
		w := serveDirect(b, bytes.Clone(payload))
		switch w.Code {
		case http.StatusOK:
			r := decodeReply(t, w.Body.Bytes())
			if n := len(r.Response); n == 0 || n > maxAnswers || b.book.Len()-before > n {
				t.Errorf("%d answers, %d payments", n, b.book.Len()-before)
			}
			for _, a := range r.Response {
				if list, ok := a["records"].([]any); ok && len(list) > maxFound {
					t.Errorf("%d records", len(list))
				}
				if a["errorcode"] == "" || a["errorcode"] == nil || a["errormessage"] == "" {
					t.Errorf("answer without a code or a message: %v", a)
				}
			}
		case http.StatusBadRequest, http.StatusUnauthorized, http.StatusRequestEntityTooLarge:
			if json.Valid(w.Body.Bytes()) {
				t.Errorf("status %d with JSON", w.Code)
			}
		default:
			t.Errorf("status %d", w.Code)
		}
	})
}
