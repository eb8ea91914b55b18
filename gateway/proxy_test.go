package gateway

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"sync/atomic"
	"testing"
)

// connectProxy is a proxy that tunnels for clients that sign in.
type connectProxy struct{ tunnels, refused atomic.Int32 }

func (p *connectProxy) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodConnect || r.Header.Get("Proxy-Authorization") != "Basic YWdlbnQ6c2VjcmV0" {
		p.refused.Add(1)
		http.Error(w, "no", http.StatusProxyAuthRequired)
		return
	}
	there, err := net.Dial("tcp", r.Host)
	if err != nil {
		http.Error(w, "no", http.StatusBadGateway)
		return
	}
	p.tunnels.Add(1)
	here, _, err := w.(http.Hijacker).Hijack()
	if err != nil {
		return
	}
	_, _ = io.WriteString(here, "HTTP/1.1 200 Connection established\r\n\r\n")
	go func() { _, _ = io.Copy(there, here); _ = there.Close() }()
	_, _ = io.Copy(here, there)
	_ = here.Close()
}

// TestProxy reaches a gateway with a certificate of our own CA through a proxy, with
// and without TLS to the proxy.
func TestProxy(t *testing.T) {
	var requests atomic.Int32
	gateway := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		if r.TLS == nil || r.Proto != "HTTP/1.1" {
			t.Error("not as it should be sent")
		}
		requests.Add(1)
		jsonAnswer(goodAnswer)(w, r)
	}))
	defer gateway.Close()
	roots := x509.NewCertPool()
	roots.AddCert(gateway.Certificate()) // httptest has one certificate for all
	plain, secured := &connectProxy{}, &connectProxy{}
	plainServer, securedServer := httptest.NewServer(plain), httptest.NewTLSServer(secured)
	defer plainServer.Close()
	defer securedServer.Close()
	through := func(address string, user *url.Userinfo) *Client {
		u, err := url.Parse(address)
		if err != nil {
			t.Fatal(err)
		}
		u.User = user
		c := testClient(t, gateway.URL+"/json/", ample)
		c.cfg.RootCAs, c.cfg.Proxy, c.cfg.ConnectOnce = roots, http.ProxyURL(u), true
		return c
	}
	agent := url.UserPassword("agent", "secret")
	for _, address := range []string{plainServer.URL, securedServer.URL} {
		if r, err := through(address, agent).Auth(t.Context(), testRequest()); err != nil || r.Outcome != OutcomeApproved {
			t.Errorf("%s: %v %v", address, r.Outcome, err)
		}
	}
	if plain.tunnels.Load() != 1 || secured.tunnels.Load() != 1 || requests.Load() != 2 {
		t.Errorf("%d and %d tunnels, %d requests", plain.tunnels.Load(), secured.tunnels.Load(), requests.Load())
	}
	for name, c := range map[string]*Client{
		"no sign-in":      through(plainServer.URL, nil),
		"nobody there":    through("http://127.0.0.1:1", agent),
		"another kind":    through("socks5://127.0.0.1:1", agent),
		"TLS to no TLS":   through("https://"+plainServer.Listener.Addr().String(), agent),
		"unknown CA":      untrusting(through(plainServer.URL, agent)),
		"proxy unchosen":  choosing(through(plainServer.URL, agent), errors.New("no proxy today")),
		"plain to secure": through("http://"+securedServer.Listener.Addr().String(), agent),
	} {
		request := testRequest()
		r, err := c.Auth(t.Context(), request)
		var e *Error
		if !errors.As(err, &e) || e.Kind != KindNotReached || e.Written || r.Outcome != OutcomeNotSent || request.Card.Number.Len() != 0 {
			t.Errorf("%s: %v %v", name, r.Outcome, err)
		}
		if untrusted := new(tls.CertificateVerificationError); name == "unknown CA" && !errors.As(err, &untrusted) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if requests.Load() != 2 {
		t.Errorf("%d requests", requests.Load())
	}
}

func untrusting(c *Client) *Client {
	c.cfg.RootCAs = x509.NewCertPool()
	return c
}

func choosing(c *Client, err error) *Client {
	c.cfg.Proxy = func(*http.Request) (*url.URL, error) { return nil, err }
	return c
}

// TestAnAnswerToTheHead: the client reads the answer of a gateway that has not read the
// body, because head and body leave together.
func TestAnAnswerToTheHead(t *testing.T) {
	gateway := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		signInPage(w)
	}))
	defer gateway.Close()
	c := testClient(t, gateway.URL+"/json/", ample)
	c.cfg.RootCAs = x509.NewCertPool()
	c.cfg.RootCAs.AddCert(gateway.Certificate())
	for range 20 {
		var e *Error
		if r, err := c.Auth(t.Context(), testRequest()); !errors.As(err, &e) || e.Kind != KindSignIn || !e.Written || r.Outcome != OutcomeUnknown {
			t.Fatalf("%v %v", r.Outcome, err)
		}
	}
}
