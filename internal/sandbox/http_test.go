package sandbox

import (
	"bytes"
	"net/http"
	"strings"
	"testing"

	"motoconsole/gateway"
	"motoconsole/internal/sandbox/message"
)

func wantPage(t *testing.T, status int, h http.Header, raw []byte, wantStatus int, text string) {
	t.Helper()
	if status != wantStatus {
		t.Errorf("status %d, want %d", status, wantStatus)
	}
	if ct := h.Get("Content-Type"); !strings.HasPrefix(ct, "text/html") {
		t.Errorf("content type %q, want a page", ct)
	}
	if !bytes.Contains(raw, []byte("<title>"+text+"</title>")) || bytes.Contains(raw, []byte("errorcode")) {
		t.Errorf("page is %q, want title %q", raw, text)
	}
}

func TestSignIn(t *testing.T) {
	login := func(u, p string) func(*http.Request) {
		return func(r *http.Request) { r.SetBasicAuth(u, p) }
	}
	foreign := bytes.Replace(body(t, auth()), []byte(user), []byte("other@example.com"), 1)
	noAlias := bytes.Replace(body(t, auth()), []byte(`"alias"`), []byte(`"elias"`), 1)
	for name, tc := range map[string]struct {
		body   []byte
		change func(*http.Request)
	}{
		"no credentials":          {body(t, auth()), func(r *http.Request) { r.Header.Del("Authorization") }},
		"wrong user":              {body(t, auth()), login("other@example.com", secret)},
		"wrong password":          {body(t, auth()), login(user, "Password1")},
		"empty password":          {body(t, auth()), login(user, "")},
		"not basic":               {body(t, auth()), func(r *http.Request) { r.Header.Set("Authorization", "Bearer x") }},
		"another account's alias": {foreign, login(user, secret)},
		"no alias":                {noAlias, login(user, secret)},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBank()
			status, h, raw := post(t, b, tc.body, tc.change)
			wantPage(t, status, h, raw, 401, "401 Authorization Required")
			if !strings.HasPrefix(h.Get("WWW-Authenticate"), "Basic") {
				t.Error("401 without a Basic challenge")
			}
			if b.book.Len() != 0 {
				t.Error("booked a payment without a sign-in")
			}
		})
	}
}

func TestNoClientSignsInToABankWithoutPassword(t *testing.T) {
	for name, c := range map[string]Config{
		"zero config":    {},
		"no password":    {Username: user},
		"empty password": {Username: user, Password: gateway.NewPassword("")},
		"no user":        {Password: gateway.NewPassword(secret)},
	} {
		status, _, _ := post(t, New(c), body(t, auth()), func(r *http.Request) {
			p := secret
			if c.Password.IsZero() {
				p = ""
			}
			r.SetBasicAuth(c.Username, p)
		})
		if status != 401 {
			t.Errorf("%s: status %d, want 401", name, status)
		}
	}
}

func TestOnlyPostJSONIsTheAPI(t *testing.T) {
	at := func(method, path string) func(*http.Request) {
		return func(r *http.Request) { r.Method, r.URL.Path = method, path }
	}
	for _, tc := range []struct {
		method, path string
		status       int
		text         string
	}{
		{"GET", "/json/", 405, "405 Method Not Allowed"},
		{"PUT", "/json", 405, "405 Method Not Allowed"},
		{"POST", "/", 404, "404 Not Found"},
		{"POST", "/xml/", 404, "404 Not Found"},
		{"POST", "/json/x", 404, "404 Not Found"},
		{"POST", "//json/", 404, "404 Not Found"},
	} {
		b := newBank()
		status, h, raw := post(t, b, body(t, auth()), at(tc.method, tc.path))
		wantPage(t, status, h, raw, tc.status, tc.text)
		if b.Requests() != 0 {
			t.Errorf("%s %s counted as an API request", tc.method, tc.path)
		}
	}
	for _, path := range []string{"/json/", "/json"} {
		b := newBank()
		if status, _, _ := post(t, b, body(t, auth()), at("POST", path)); status != 200 || b.Requests() != 1 {
			t.Errorf("POST %s: status %d and %d requests, want 200 and 1", path, status, b.Requests())
		}
	}
}

func TestBodyThatIsNotUTF8(t *testing.T) {
	b := newBank()
	payload := bytes.Replace(body(t, auth()), []byte("My_Order"), []byte("My\xff\xfe"), 1)
	status, h, raw := post(t, b, payload)
	wantPage(t, status, h, raw, 400, "400 Bad Request")
	if b.book.Len() != 0 {
		t.Error("booked a payment out of broken text")
	}
}

func TestBodySize(t *testing.T) {
	filled := func(size int) []byte {
		payload := body(t, auth())
		return append(payload, bytes.Repeat([]byte(" "), size-len(payload))...)
	}
	chunked := func(r *http.Request) { r.ContentLength = -1 }
	asIs := func(*http.Request) {}
	for name, change := range map[string]func(*http.Request){"length told": asIs, "chunked": chunked} {
		b := newBank()
		if status, _, _ := post(t, b, filled(message.MaxBody), change); status != 200 {
			t.Errorf("%s: 1 MiB answered %d, want 200", name, status)
		}
		status, h, raw := post(t, b, filled(message.MaxBody+1), change)
		wantPage(t, status, h, raw, 413, "413 Request Entity Too Large")
		if b.Requests() != 1 || b.book.Len() != 1 {
			t.Errorf("%s: %d requests and %d payments, want 1 and 1", name, b.Requests(), b.book.Len())
		}
	}
}
