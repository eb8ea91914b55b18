package sandbox

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"

	"motoconsole/internal/sandbox/message"
)

// wired is an answer as received, still packed.
type wired struct {
	status int
	header http.Header
	body   []byte
	err    error // of reading the body
}

// rawPost sends a body as it is.
func rawPost(t testing.TB, b *Bank, payload []byte, encodings ...string) wired {
	t.Helper()
	srv := httptest.NewServer(b)
	defer srv.Close()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, srv.URL+"/json/", bytes.NewReader(payload))
	if err != nil {
		t.Fatal(err)
	}
	req.SetBasicAuth(user, secret)
	req.Header["Accept-Encoding"] = encodings
	client := &http.Client{Transport: &http.Transport{DisableCompression: true, DisableKeepAlives: true}}
	resp, err := client.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	raw, err := io.ReadAll(resp.Body)
	return wired{resp.StatusCode, resp.Header, raw, err}
}

func TestGzipWhenAsked(t *testing.T) {
	for _, tc := range []struct {
		asks   []string
		packed bool
	}{
		{nil, false},
		{[]string{""}, false},
		{[]string{"identity"}, false},
		{[]string{"deflate, br"}, false},
		{[]string{"gzip"}, true}, // the vendor's clients
		{[]string{"GZip"}, true},
		{[]string{"x-gzip"}, true},
		{[]string{"deflate,gzip;q=0.5"}, true},
		{[]string{"deflate", "gzip ; q=1"}, true},
		{[]string{"gzip;q=0"}, false},
		{[]string{"gzip; q=0.000"}, false},
		{[]string{"gzip;q=no"}, false},
		{[]string{"*"}, true},
		{[]string{"*;q=0"}, false},
		{[]string{"gzip;q=0, *"}, false},
		{[]string{"*, gzip;q=0"}, false},
		{[]string{"gzip, *;q=0"}, true},
		{[]string{"notgzip"}, false},
	} {
		b := newBank()
		got := rawPost(t, b, body(t, auth()), tc.asks...)
		if got.err != nil {
			t.Fatal(got.err)
		}
		if packed := got.header.Get("Content-Encoding") == "gzip"; packed != tc.packed {
			t.Errorf("%q: packed %v, want %v", tc.asks, packed, tc.packed)
		}
		if kind := got.header.Get("Content-Type"); kind != "application/json" {
			t.Errorf("%q: content type %q", tc.asks, kind)
		}
		if tc.packed {
			got.body = message.Unzipped(got.body)
		}
		want(t, decodeReply(t, got.body).Response[0], "errorcode", "0")
	}
}

// A fault affects a packed answer like a plain one.
func TestFaultsOfPackedAnswers(t *testing.T) {
	for name, holds := range map[string]func(wired) bool{
		"drip.1ms": func(w wired) bool {
			return w.err == nil && w.header.Get("Content-Encoding") == "gzip" && json.Valid(message.Unzipped(w.body))
		},
		"truncate": func(w wired) bool { return w.err != nil && len(w.body) > 0 },
		"garble": func(w wired) bool {
			plain := message.Unzipped(w.body)
			return w.err == nil && bytes.Contains(plain, []byte("\x00}{<")) && bytes.HasPrefix(plain, []byte("{"))
		},
		"502paid": func(w wired) bool {
			return w.err == nil && w.status == 502 && w.header.Get("Content-Encoding") == "" && bytes.Contains(w.body, []byte("<h1>"))
		},
	} {
		b := newBank()
		setFault(t, b, name)
		got := rawPost(t, b, body(t, auth()), "gzip")
		if !holds(got) || b.book.Len() != 1 {
			t.Errorf("%s: status %d, %v, %q, %d booked", name, got.status, got.err, got.body, b.book.Len())
		}
	}
}
