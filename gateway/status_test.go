package gateway

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
)

// rejection is an element in which the gateway refuses a request.
const rejection = `{"requesttypedescription":"ERROR","errorcode":"30000","errormessage":"Invalid field","errordata":["billingpostcode"]}`

// withStatus answers with a status, a content type and a text.
func withStatus(status int, contentType, text string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", contentType)
		w.WriteHeader(status)
		_, _ = io.WriteString(w, text)
	}
}

func withHeader(name, value string, h http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set(name, value)
		h(w, r)
	}
}

// withHead writes an answer byte for byte.
func withHead(text string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		if conn, _, err := w.(http.Hijacker).Hijack(); err == nil {
			_, _ = io.WriteString(conn, text)
			_ = conn.Close()
		}
	}
}

// TestOnlyTheGatewaysOwnWords: with any HTTP status, only an envelope with our
// request reference makes a payment approved, declined or rejected. With 400
// and 401 such an envelope may only refuse.
func TestOnlyTheGatewaysOwnWords(t *testing.T) {
	const html, js = "text/html", jsonMimeType
	declined := envelope(edit(t, goodElement(), "errorcode", "70000", "settlestatus", "3"))
	rejected := envelope(rejection)
	basic := func(h http.HandlerFunc) http.HandlerFunc { return withHeader("WWW-Authenticate", `Basic realm="x"`, h) }
	var zipped bytes.Buffer
	zip := gzip.NewWriter(&zipped)
	_, _ = io.WriteString(zip, goodAnswer)
	_ = zip.Close()
	const none = ErrorKind(-1)
	tests := []struct {
		name    string
		handler http.HandlerFunc
		want    Outcome
		kind    ErrorKind
	}{
		{"400 html", withStatus(400, html, "<html>Bad Request</html>"), OutcomeUnknown, KindBadRequest},
		{"400 empty", withStatus(400, js, ""), OutcomeUnknown, KindBadRequest},
		{"400 rejected", withStatus(400, js, rejected), OutcomeRejected, none},
		{"400 rejected, called html", withStatus(400, html, rejected), OutcomeRejected, none},
		{"400 declined", withStatus(400, js, declined), OutcomeDeclined, none},
		{"400 approved", withStatus(400, js, goodAnswer), OutcomeUnknown, KindBadRequest},
		{"400 held", withStatus(400, js, strings.Replace(goodAnswer, `"settlestatus":"0"`, `"settlestatus":"2"`, 1)), OutcomeUnknown, KindBadRequest},
		{"400 cancelled", withStatus(400, js, strings.Replace(goodAnswer, `"settlestatus":"0"`, `"settlestatus":"3"`, 1)), OutcomeUnknown, KindBadRequest},
		{"400 code unknown", withStatus(400, js, envelope(edit(t, goodElement(), "errorcode", "60010"))), OutcomeUnknown, KindBadRequest},
		{"400 locked", withStatus(400, js, envelope(edit(t, goodElement(), "errorcode", "79001"))), OutcomeUnknown, KindBadRequest},
		{"400 refused and settling", withStatus(400, js, envelope(edit(t, goodElement(), "errorcode", "30000"))), OutcomeUnknown, KindBadRequest},
		{"400 rejected, not ours", withStatus(400, js, strings.Replace(rejected, "Atest0001", "Atest0002", 1)), OutcomeUnknown, KindBadRequest},
		{"400 rejected, no reference", withStatus(400, js, strings.Replace(rejected, `"requestreference":"Atest0001",`, "", 1)), OutcomeUnknown, KindBadRequest},
		{"400 rejected, another order", withStatus(400, js, envelope(edit(t, rejection, "orderreference", "theirs"))), OutcomeUnknown, KindBadRequest},
		{"400 rejected twice", withStatus(400, js, envelope(rejection, rejection)), OutcomeUnknown, KindBadRequest},
		{"400 rejected, cut short", withHead("HTTP/1.1 400 Bad Request\r\nContent-Length: 9999\r\n\r\n" + rejected), OutcomeUnknown, KindBadRequest},
		{"400 rejected, too long", withStatus(400, js, rejected+strings.Repeat(" ", answerLimit)), OutcomeUnknown, KindBadRequest},
		{"400 an errorcode and no envelope", withStatus(400, js, rejection), OutcomeUnknown, KindBadRequest},
		{"401 html", withStatus(401, html, "<html>401 Authorization Required</html>"), OutcomeUnknown, KindStatus},
		{"401 the documented page", func(w http.ResponseWriter, _ *http.Request) { signInPage(w) }, OutcomeUnknown, KindSignIn},
		{"401 other case", withHeader("WWW-Authenticate", "basic", withStatus(401, html, "")), OutcomeUnknown, KindSignIn},
		{"401 two challenges", withHeader("WWW-Authenticate", `Digest realm="x", Basic realm="y"`, withStatus(401, html, "")), OutcomeUnknown, KindSignIn},
		{"401 another challenge", withHeader("WWW-Authenticate", `Bearer realm="Basic"`, withStatus(401, html, "")), OutcomeUnknown, KindStatus},
		{"401 a challenge that begins so", withHeader("WWW-Authenticate", `Basics realm="x"`, withStatus(401, html, "")), OutcomeUnknown, KindStatus},
		{"401 rejected", withStatus(401, js, rejected), OutcomeRejected, none},
		{"401 approved", withStatus(401, js, goodAnswer), OutcomeUnknown, KindStatus},
		{"401 approved with a challenge", basic(withStatus(401, js, goodAnswer)), OutcomeUnknown, KindSignIn},
		{"402 rejected", withStatus(402, js, rejected), OutcomeUnknown, KindStatus},
		{"403 rejected", withStatus(403, js, rejected), OutcomeUnknown, KindStatus},
		{"404 rejected", withStatus(404, js, rejected), OutcomeUnknown, KindStatus},
		{"405 html", withStatus(405, html, "no"), OutcomeUnknown, KindStatus},
		{"407 with a challenge", basic(withStatus(407, html, "no")), OutcomeUnknown, KindStatus},
		{"408 html", withStatus(408, html, "no"), OutcomeUnknown, KindStatus},
		{"413 html", withStatus(413, html, "no"), OutcomeUnknown, KindStatus},
		{"422 rejected", withStatus(422, js, rejected), OutcomeUnknown, KindStatus},
		{"429 html", withStatus(429, html, "no"), OutcomeUnknown, KindStatus},
		{"500 rejected", withStatus(500, js, rejected), OutcomeUnknown, KindStatus},
		{"502 approved", withStatus(502, js, goodAnswer), OutcomeUnknown, KindStatus},
		{"503 html", withHeader("Retry-After", "1", withStatus(503, html, "no")), OutcomeUnknown, KindStatus},
		{"504 html", withStatus(504, html, "no"), OutcomeUnknown, KindStatus},
		{"599", withStatus(599, html, "no"), OutcomeUnknown, KindStatus},
		{"201 approved", withStatus(201, js, goodAnswer), OutcomeUnknown, KindStatus},
		{"202 approved", withStatus(202, js, goodAnswer), OutcomeUnknown, KindStatus},
		{"203 approved", withStatus(203, js, goodAnswer), OutcomeUnknown, KindStatus},
		{"204", withStatus(204, js, ""), OutcomeUnknown, KindStatus},
		{"205", withStatus(205, js, ""), OutcomeUnknown, KindStatus},
		{"206 approved", withHeader("Content-Range", "bytes 0-9/10", withStatus(206, js, goodAnswer)), OutcomeUnknown, KindStatus},
		{"300", withStatus(300, html, ""), OutcomeUnknown, KindStatus},
		{"301", withHeader("Location", "/json/again", withStatus(301, html, "")), OutcomeUnknown, KindStatus},
		{"302", withHeader("Location", "/json/again", withStatus(302, html, "")), OutcomeUnknown, KindStatus},
		{"303", withHeader("Location", "/json/again", withStatus(303, html, "")), OutcomeUnknown, KindStatus},
		{"304", withStatus(304, js, ""), OutcomeUnknown, KindStatus},
		{"307", withHeader("Location", "/json/again", withStatus(307, html, "")), OutcomeUnknown, KindStatus},
		{"308", withHeader("Location", "/json/again", withStatus(308, html, "")), OutcomeUnknown, KindStatus},
		{"302 to nowhere", withStatus(302, html, ""), OutcomeUnknown, KindStatus},
		{"302 to no address", withHeader("Location", "://", withStatus(302, js, rejected)), OutcomeUnknown, KindStatus},
		{"100 and nothing else", withHead("HTTP/1.1 100 Continue\r\n\r\n"), OutcomeUnknown, KindBroken},
		{"100 and an approval", withHead("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n\r\n" + goodAnswer), OutcomeApproved, none},
		{"103 and a rejection", withHead("HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 200 OK\r\n\r\n" + rejected), OutcomeRejected, none},
		{"100 without end", withHead(strings.Repeat("HTTP/1.1 100 Continue\r\n\r\n", 10_000)), OutcomeUnknown, KindBroken},
		{"101", withHead("HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n" + rejected), OutcomeUnknown, KindStatus},
		{"199", withHead("HTTP/1.1 199 Odd\r\n\r\n"), OutcomeUnknown, KindBroken},
		{"a status of two digits", withHead("HTTP/1.1 20 OK\r\n\r\n" + rejected), OutcomeUnknown, KindBroken},
		{"999", withHead("HTTP/1.1 999 No\r\n\r\n" + rejected), OutcomeUnknown, KindStatus},
		{"no HTTP at all", withHead(rejected), OutcomeUnknown, KindBroken},
		{"200 empty", withStatus(200, js, ""), OutcomeUnknown, KindGarbled},
		{"200 html", withStatus(200, html, "<html>"), OutcomeUnknown, KindNotJSON},
		{"200 approved, called html", withStatus(200, html, goodAnswer), OutcomeApproved, none},
		{"200 rejected, called text", withStatus(200, "text/plain", rejected), OutcomeRejected, none},
		{"200 rejected, called nothing", withHead("HTTP/1.1 200 OK\r\n\r\n" + rejected), OutcomeRejected, none},
		{"200 zipped", withHeader("Content-Encoding", "gzip", withStatus(200, js, zipped.String())), OutcomeUnknown, KindGarbled},
		{"200 called zipped", withHeader("Content-Encoding", "gzip", withStatus(200, js, goodAnswer)), OutcomeApproved, none},
		{"200 an errorcode and no envelope", withStatus(200, js, rejection), OutcomeUnknown, KindShape},
		{"200 rejected, not ours", withStatus(200, js, strings.Replace(rejected, "Atest0001", "Atest0002", 1)), OutcomeUnknown, KindMismatch},
		{"200 rejected, cut short", withHead("HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n" + rejected), OutcomeUnknown, KindTruncated},
		{"two answers, the first counts", withHead(fmt.Sprintf("HTTP/1.1 502 No\r\nContent-Length: 0\r\n\r\nHTTP/1.1 200 OK\r\n\r\n%s", rejected)), OutcomeUnknown, KindStatus},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			url, count := serve(t, test.handler)
			r, err := testClient(t, url, ample).Auth(t.Context(), testRequest())
			if r.Outcome != test.want {
				t.Errorf("outcome %v, want %v (%v)", r.Outcome, test.want, err)
			}
			checkError(t, err, test.kind != none, test.kind, true)
			if n := count.Load(); n != 1 {
				t.Errorf("%d requests", n)
			}
			var status int
			if n, _ := fmt.Sscanf(test.name, "%d", &status); n == 1 && test.kind == KindStatus {
				var e *Error
				if !errors.As(err, &e) || e.Status != status {
					t.Errorf("%+v", err)
				}
			}
		})
	}
}

// TestNoStatusIsAnEmptyQuery: only a whole answer with status 200 says that nothing was
// found.
func TestNoStatusIsAnEmptyQuery(t *testing.T) {
	nothing := envelope(`{"requesttypedescription":"TRANSACTIONQUERY","errorcode":"0","found":"0","records":[]}`)
	for status := 200; status < 600; status++ {
		if status != 200 && !slices.Contains([]int{201, 204, 206, 301, 304, 400, 401, 403, 404, 429, 500, 502}, status) {
			continue
		}
		text := nothing
		if status == 204 || status == 304 {
			text = ""
		}
		url, _ := serve(t, withHeader("WWW-Authenticate", "Basic", withStatus(status, jsonMimeType, text)))
		r, err := testClient(t, url, ample).Query(t.Context(), Query{Sites: []string{"test_site12345"}})
		if (err == nil) != (status == 200) || (r.Outcome == OutcomeApproved) != (status == 200) {
			t.Errorf("%d: %v %v", status, r.Outcome, err)
		}
	}
}
