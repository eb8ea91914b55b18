package sandbox

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
)

// rawPost sends a body as it is and returns what came over the wire, packed as
// it was. The error is that of reading it.
func rawPost(t testing.TB, b *Bank, payload []byte, encodings ...string) (*http.Response, []byte, error) {
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
	return resp, raw, err
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
		resp, raw, err := rawPost(t, b, body(t, auth()), tc.asks...)
		if err != nil {
			t.Fatal(err)
		}
		if got := resp.Header.Get("Content-Encoding") == "gzip"; got != tc.packed {
			t.Errorf("%q: packed %v, want %v", tc.asks, got, tc.packed)
		}
		if resp.Header.Get("Content-Type") != "application/json" {
			t.Errorf("%q: content type %q", tc.asks, resp.Header.Get("Content-Type"))
		}
		if tc.packed {
			raw = unzipped(raw)
		}
		want(t, decodeReply(t, raw).Response[0], "errorcode", "0")
	}
}

// A fault does to a packed answer what it does to a plain one.
func TestFaultsOfPackedAnswers(t *testing.T) {
	for name, holds := range map[string]func(*http.Response, []byte, error) bool{
		"drip.1ms": func(r *http.Response, raw []byte, err error) bool {
			return err == nil && r.Header.Get("Content-Encoding") == "gzip" && json.Valid(unzipped(raw))
		},
		"truncate": func(_ *http.Response, raw []byte, err error) bool { return err != nil && len(raw) > 0 },
		"garble": func(_ *http.Response, raw []byte, err error) bool {
			return err == nil && bytes.Contains(unzipped(raw), []byte("\x00}{<")) && bytes.HasPrefix(unzipped(raw), []byte("{"))
		},
		"502paid": func(r *http.Response, raw []byte, err error) bool {
			return err == nil && r.StatusCode == 502 && r.Header.Get("Content-Encoding") == "" && bytes.Contains(raw, []byte("<h1>"))
		},
	} {
		b := newBank()
		setFault(t, b, name)
		resp, raw, err := rawPost(t, b, body(t, auth()), "gzip")
		if !holds(resp, raw, err) || b.book.len() != 1 {
			t.Errorf("%s: status %d, %v, %q, %d booked", name, resp.StatusCode, err, raw, b.book.len())
		}
	}
}
