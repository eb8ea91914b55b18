package gateway

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

func TestCheckURL(t *testing.T) {
	for url, ok := range map[string]bool{
		"https://webservices.securetrading.net/json/": true,
		"http://127.0.0.1:8443/json/":                 true,
		"http://[::1]:8443/json/":                     true,
		"http://localhost/json/":                      true,
		"http://webservices.securetrading.net/json/":  false,
		"http://127.0.0.1.evil.example/json/":         false,
		"ftp://127.0.0.1/":                            false,
		"https://user:pw@host/json/":                  false,
		"https://host/json/?a=b":                      false,
		"":                                            false,
		"::":                                          false,
	} {
		if err := CheckURL(url); (err == nil) != ok {
			t.Errorf("%q: %v", url, err)
		}
	}
}

func TestNew(t *testing.T) {
	good := Config{URL: "https://webservices.securetrading.net/json/", Username: "u", Password: NewPassword("p")}
	for name, change := range map[string]func(*Config){
		"address":  func(c *Config) { c.URL = "http://example.com/" },
		"user":     func(c *Config) { c.Username = "" },
		"password": func(c *Config) { c.Password = Password{} },
	} {
		c := good
		change(&c)
		if _, err := New(c); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	client, err := New(good)
	if err != nil {
		t.Fatal(err)
	}
	if client.cfg.Timeout != DefaultTimeout || client.cfg.UserAgent != "moto" || client.cfg.Now().IsZero() {
		t.Errorf("defaults: %+v", client.cfg)
	}
	seen := map[string]bool{}
	for range 1000 {
		reference := client.cfg.NewReference()
		if len(reference) != 9 || reference[0] != 'A' || strings.Trim(reference[1:], referenceAlphabet) != "" || seen[reference] {
			t.Fatalf("reference %q", reference)
		}
		seen[reference] = true
	}
}

// TestErrorWords: every kind of failure has words of its own and an outcome.
func TestErrorWords(t *testing.T) {
	seen := map[string]bool{}
	for kind := KindNotReached; kind <= KindLate+1; kind++ { // one more, unknown
		e := &Error{Kind: kind, Written: kind != KindNotReached && kind != KindLate, Status: 502, err: io.EOF}
		words := e.Error()
		if words == "" || seen[words] || strings.HasSuffix(words, ".") || !errors.Is(e, io.EOF) {
			t.Errorf("%d: %q", kind, words)
		}
		seen[words] = true
		e.Detail = "more of it"
		if e.Error() != words+": more of it" {
			t.Errorf("%q", e.Error())
		}
		want := OutcomeUnknown
		if kind == KindNotReached || kind == KindLate {
			want = OutcomeNotSent
		}
		if got := e.Outcome(); got != want {
			t.Errorf("%q: %v, want %v", words, got, want)
		}
	}
}

// TestNotReachedSaysWhy: the error says what kept the first byte from being sent.
func TestNotReachedSaysWhy(t *testing.T) {
	silent, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = silent.Close() }()
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	tests := []struct {
		name, url, detail string
		ctx               context.Context
		proxy             func(*http.Request) (*url.URL, error)
	}{
		{"no answer to TLS", "https://" + silent.Addr().String() + "/", "connecting took too long", t.Context(), nil},
		{"given up", "https://" + silent.Addr().String() + "/", "given up before it was sent", cancelled, nil},
		{"no such name", "https://gateway.invalid/", "its name was not found", t.Context(), nil},
		{"proxy", "https://gateway.invalid/", "", t.Context(), func(*http.Request) (*url.URL, error) { return nil, errors.New("no proxy") }},
	}
	for _, test := range tests {
		client, err := New(Config{
			URL: test.url, Username: "u", Password: NewPassword("p"), Timeout: brief, Proxy: test.proxy,
			Now: func() time.Time { return time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC) },
		})
		if err != nil {
			t.Fatal(err)
		}
		result, err := client.Auth(test.ctx, testRequest())
		var e *Error
		if !errors.As(err, &e) || e.Kind != KindNotReached || e.Written || result.Outcome != OutcomeNotSent {
			t.Errorf("%s: %v %+v", test.name, result.Outcome, err)
			continue
		}
		// A machine without a resolver may time out on the name instead.
		if test.detail != "" && e.Detail != test.detail && test.name != "no such name" {
			t.Errorf("%s: %q, want %q", test.name, e.Detail, test.detail)
		}
	}
}

// TestConnectingIsTriedAgain: the port is closed at the first attempt and open
// at the second, and exactly one request arrives.
func TestConnectingIsTriedAgain(t *testing.T) {
	closed, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := closed.Addr().String()
	_ = closed.Close()
	var count atomic.Int32
	server := &http.Server{ReadHeaderTimeout: time.Minute, Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		count.Add(1)
		_, _ = io.ReadAll(r.Body)
		jsonAnswer(goodAnswer)(w, r)
	})}
	t.Cleanup(func() { _ = server.Close() })
	client := testClient(t, "http://"+address+"/json/", ample)
	attempts := 0
	client.cfg.Proxy = func(*http.Request) (*url.URL, error) { // asked before each attempt
		if attempts++; attempts == 2 {
			listener, err := net.Listen("tcp", address)
			if err != nil {
				return nil, err
			}
			go func() { _ = server.Serve(listener) }()
		}
		return nil, nil //nolint:nilnil // net/http's way to say none
	}
	result, err := client.Auth(t.Context(), testRequest())
	if err != nil || result.Outcome != OutcomeApproved || count.Load() != 1 || attempts != 2 {
		t.Errorf("%v, %v, %d requests, %d attempts", result.Outcome, err, count.Load(), attempts)
	}
}
