package gateway

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// TestAuthTransport breaks the exchange below the JSON.
func TestAuthTransport(t *testing.T) {
	hijack := func(w http.ResponseWriter, send string) {
		conn, _, err := w.(http.Hijacker).Hijack()
		if err != nil {
			t.Error(err)
			return
		}
		_, _ = io.WriteString(conn, send)
		_ = conn.Close()
	}
	status := func(code int) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html")
			w.WriteHeader(code)
			_, _ = io.WriteString(w, "<html>"+http.StatusText(code)+"</html>")
		}
	}
	tests := []struct {
		name    string
		handler http.HandlerFunc
		want    Outcome
		kind    ErrorKind
	}{
		{"401", status(401), OutcomeUnknown, KindStatus},
		{"400", status(400), OutcomeUnknown, KindBadRequest},
		{"403", status(403), OutcomeUnknown, KindStatus},
		{"500", status(500), OutcomeUnknown, KindStatus},
		{"502", status(502), OutcomeUnknown, KindStatus},
		{"200 html", status(200), OutcomeUnknown, KindNotJSON},
		{"redirect", func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "/json/again", http.StatusTemporaryRedirect)
		}, OutcomeUnknown, KindStatus},
		{"closed without an answer", func(w http.ResponseWriter, r *http.Request) {
			_, _ = io.ReadAll(r.Body)
			hijack(w, "")
		}, OutcomeUnknown, KindBroken},
		{"body shorter than said", func(w http.ResponseWriter, r *http.Request) {
			_, _ = io.ReadAll(r.Body)
			hijack(w, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 9999\r\n\r\n"+goodAnswer)
		}, OutcomeUnknown, KindTruncated},
		{"no HTTP", func(w http.ResponseWriter, _ *http.Request) { hijack(w, "rubbish\r\n\r\n") }, OutcomeUnknown, KindBroken},
		{"endless header", func(w http.ResponseWriter, _ *http.Request) {
			hijack(w, "HTTP/1.1 200 OK\r\nX: "+strings.Repeat("x", 2<<16))
		}, OutcomeUnknown, KindBroken},
		{"late", func(w http.ResponseWriter, r *http.Request) {
			_, _ = io.ReadAll(r.Body)
			<-r.Context().Done()
		}, OutcomeUnknown, KindTimeout},
		{"dripping", func(w http.ResponseWriter, r *http.Request) {
			_, _ = io.ReadAll(r.Body)
			w.Header().Set("Content-Type", "application/json")
			_, _ = io.WriteString(w, goodAnswer[:20])
			w.(http.Flusher).Flush()
			<-r.Context().Done()
		}, OutcomeUnknown, KindTimeout},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			url, count := serve(t, test.handler)
			request := testRequest()
			result, err := testClient(t, url, timeoutFor(test.kind)).Auth(t.Context(), request)
			if result.Outcome != test.want {
				t.Errorf("outcome %v, want %v", result.Outcome, test.want)
			}
			checkError(t, err, true, test.kind, true)
			if n := count.Load(); n != 1 {
				t.Errorf("%d requests on the wire, want 1", n)
			}
			if request.Card.Number.Len() != 0 {
				t.Error("the card was not wiped")
			}
		})
	}
}

func TestAuthNotSent(t *testing.T) {
	closed, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	refused := "http://" + closed.Addr().String() + "/json/"
	_ = closed.Close()
	tls := httptest.NewTLSServer(jsonAnswer(goodAnswer))
	t.Cleanup(tls.Close)
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	tests := []struct {
		name, url string
		ctx       context.Context
	}{
		{"refused", refused, t.Context()},
		{"certificate not trusted", tls.URL + "/json/", t.Context()},
		{"given up before", refused, cancelled},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			result, err := testClient(t, test.url, ample).Auth(test.ctx, testRequest())
			if result.Outcome != OutcomeNotSent {
				t.Errorf("outcome %v", result.Outcome)
			}
			checkError(t, err, true, KindNotReached, false)
		})
	}
}

func TestAuthRefusedHere(t *testing.T) {
	url, count := serve(t, jsonAnswer(goodAnswer))
	tests := []struct {
		field  string
		change func(*AuthRequest)
	}{
		{"sitereference", func(r *AuthRequest) { r.Site = "" }},
		{"orderreference", func(r *AuthRequest) { r.OrderReference = strings.Repeat("x", 26) }},
		{"baseamount", func(r *AuthRequest) { r.Amount.Minor = 0 }},
		{"baseamount", func(r *AuthRequest) { r.Amount.Minor = -1 }},
		{"baseamount", func(r *AuthRequest) { r.Amount.Minor = 1e13 }},
		{"currencyiso3a", func(r *AuthRequest) { r.Amount.Currency = Currency{} }},
		{"pan", func(r *AuthRequest) { r.Card.Number.Pop() }},
		{"expirydate", func(r *AuthRequest) { r.Card.Expiry.Year = 2020 }},
		{"securitycode", func(r *AuthRequest) { r.Card.Code.Push('4') }},
		{"billingpostcode", func(r *AuthRequest) { r.Billing.Postcode = strings.Repeat("x", 26) }},
	}
	for _, test := range tests {
		request := testRequest()
		test.change(&request)
		result, err := testClient(t, url, ample).Auth(t.Context(), request)
		var field *FieldError
		if !errors.As(err, &field) || field.Field != test.field || result.Outcome != OutcomeNotSent {
			t.Errorf("%s: %v, %v", test.field, result.Outcome, err)
		}
	}
	if count.Load() != 0 {
		t.Errorf("%d requests were sent", count.Load())
	}
}
