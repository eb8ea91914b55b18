package sandbox

import (
	"bytes"
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"motoconsole/gateway"
)

const (
	user   = "webservices@example.com"
	secret = "Password1^"
	canary = "4111111111111111"
)

// noon is the time at every test bank.
func noon() time.Time { return time.Date(2026, 11, 21, 12, 0, 5, 0, time.UTC) }

func newBank(change ...func(*Config)) *Bank {
	c := Config{Username: user, Password: gateway.NewPassword(secret), Now: noon}
	for _, f := range change {
		f(&c)
	}
	return New(c)
}

// fields is an element of a request; set returns a changed copy, and a nil
// value removes the field.
type fields map[string]any

func (f fields) set(pairs ...any) fields {
	out := maps.Clone(f)
	for pair := range slices.Chunk(pairs, 2) {
		name, v := pair[0].(string), pair[1]
		if v == nil {
			delete(out, name)
		} else {
			out[name] = v
		}
	}
	return out
}

// auth is the vendor's own example, for a telephone payment.
func auth(pairs ...any) fields {
	return fields{
		"requesttypedescriptions": []string{"AUTH"},
		"accounttypedescription":  "MOTO",
		"sitereference":           "test_site12345",
		"currencyiso3a":           "GBP",
		"baseamount":              "1050",
		"orderreference":          "My_Order_123",
		"pan":                     canary,
		"expirydate":              "12/2030",
		"securitycode":            "123",
	}.set(pairs...)
}

// secure is a THREEDQUERY for the same payment in a shop.
func secure(pairs ...any) fields {
	return auth("requesttypedescriptions", []string{"THREEDQUERY"}, "accounttypedescription", "ECOM",
		"termurl", "https://www.example.com/back", "accept", "text/html,*/*").set(pairs...)
}

func body(t testing.TB, elements ...fields) []byte {
	t.Helper()
	b, err := json.Marshal(map[string]any{"alias": user, "version": "1.00", "request": elements})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// post sends a body with good credentials to the bank over HTTP, and returns the
// answer's status, header and body.
func post(t testing.TB, b *Bank, payload []byte, change ...func(*http.Request)) (int, http.Header, []byte) {
	t.Helper()
	srv := httptest.NewServer(b)
	defer srv.Close()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, srv.URL+"/json/", bytes.NewReader(payload))
	if err != nil {
		t.Fatal(err)
	}
	req.SetBasicAuth(user, secret)
	for _, f := range change {
		f(req)
	}
	resp, err := srv.Client().Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	got, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, resp.Header, got
}

// reply is an envelope as a client reads it. Decoding fails if a scalar is not a
// string.
type reply struct {
	RequestReference string           `json:"requestreference"`
	Version          string           `json:"version"`
	Response         []map[string]any `json:"response"`
	SecRand          string           `json:"secrand"`
}

func decodeReply(t testing.TB, raw []byte) reply {
	t.Helper()
	var r reply
	if err := json.Unmarshal(raw, &r); err != nil {
		t.Fatalf("answer is not an envelope: %v\n%s", err, raw)
	}
	for _, a := range r.Response {
		wantStrings(t, a)
	}
	return r
}

// wantStrings checks that every scalar of an answer is a string, those of its
// records too.
func wantStrings(t testing.TB, a map[string]any) {
	t.Helper()
	for name, v := range a {
		switch name {
		case "errordata":
			for _, d := range v.([]any) {
				if _, ok := d.(string); !ok {
					t.Fatalf("errordata holds %T, want strings", d)
				}
			}
		case "records":
			for _, record := range v.([]any) {
				wantStrings(t, record.(map[string]any))
			}
		default:
			if _, ok := v.(string); !ok {
				t.Fatalf("%s is %T, every scalar must be a string", name, v)
			}
		}
	}
}

// send posts elements and returns the answers.
func send(t testing.TB, b *Bank, elements ...fields) []map[string]any {
	t.Helper()
	return sendRaw(t, b, body(t, elements...))
}

// sendRaw posts a body and returns the answers, without a network, which would take
// longer than the bank.
func sendRaw(t testing.TB, b *Bank, payload []byte) []map[string]any {
	t.Helper()
	req := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/json/", bytes.NewReader(payload))
	req.SetBasicAuth(user, secret)
	got := httptest.NewRecorder()
	b.ServeHTTP(got, req)
	if got.Code != http.StatusOK {
		t.Fatalf("status %d, want 200\n%s", got.Code, got.Body)
	}
	r := decodeReply(t, got.Body.Bytes())
	if len(r.Response) == 0 {
		t.Fatalf("no answers in %s", got.Body)
	}
	return r.Response
}

// want compares fields of an answer; nil means that the field must be absent.
func want(t testing.TB, a map[string]any, pairs ...any) {
	t.Helper()
	for pair := range slices.Chunk(pairs, 2) {
		if got := a[pair[0].(string)]; got != pair[1] {
			t.Errorf("%s = %v, want %v", pair[0], got, pair[1])
		}
	}
}

func errordata(a map[string]any) string {
	list, _ := a["errordata"].([]any)
	var names []string
	for _, v := range list {
		names = append(names, v.(string))
	}
	return strings.Join(names, " ")
}

// wantRejected checks that the bank refused an element.
func wantRejected(t testing.TB, a map[string]any, code, data string) {
	t.Helper()
	wantRefused(t, a, "ERROR", code, data)
}

// wantRefused checks a refusal and the type that it is answered with.
func wantRefused(t testing.TB, a map[string]any, requestType, code, data string) {
	t.Helper()
	want(t, a, "requesttypedescription", requestType, "errorcode", code,
		"transactionstartedtimestamp", "2026-11-21 12:00:05", "transactionreference", nil)
	if info, ok := gateway.LookupCode(code); !ok || a["errormessage"] != info.Message {
		t.Errorf("errormessage = %v, want %q", a["errormessage"], info.Message)
	}
	if got := errordata(a); got != data {
		t.Errorf("errordata = %q, want %q", got, data)
	}
}
