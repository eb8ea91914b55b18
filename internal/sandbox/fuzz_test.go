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

// FuzzHandler sends any body at all. Whatever it is, the bank answers with one
// of its statuses, an envelope of strings inside the API and a page outside.
func FuzzHandler(f *testing.F) {
	f.Add(body(f, auth()))
	f.Add(body(f, auth("pan", 12, "expirydate", []string{"x"}), fields{}, auth("baseamount", "70000")))
	f.Add(body(f, auth("requesttypedescriptions", []string{"ACCOUNTCHECK", "AUTH", "REFUND"})))
	f.Add(body(f, slices.Repeat([]fields{{"requesttypedescription": "AUTH"}}, 65)...))
	for _, s := range []string{
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
	f.Fuzz(func(t *testing.T, payload []byte) {
		before := b.book.len()
		w := serveDirect(b, bytes.Clone(payload))
		switch w.Code {
		case http.StatusOK:
			r := decodeReply(t, w.Body.Bytes())
			if n := len(r.Response); n == 0 || n > maxAnswers || b.book.len()-before > n {
				t.Errorf("%d answers, %d payments", n, b.book.len()-before)
			}
			for _, a := range r.Response {
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

func BenchmarkAuth(b *testing.B) {
	bank := newBank()
	payload := body(b, auth("billingpremise", "No 789", "billingpostcode", "TE45 6ST", "billingfirstname", "Joe"))
	if got := serveDirect(bank, payload); !strings.Contains(got.Body.String(), `"errorcode":"0"`) {
		b.Fatal(got.Body.String())
	}
	b.ReportAllocs()
	for b.Loop() {
		serveDirect(bank, payload)
	}
}

// BenchmarkHandlerFloor is the same request refused at the door: what the test
// tools themselves cost.
func BenchmarkHandlerFloor(b *testing.B) {
	bank := newBank(func(c *Config) { c.Username = "other" })
	payload := body(b, auth())
	b.ReportAllocs()
	for b.Loop() {
		serveDirect(bank, payload)
	}
}
