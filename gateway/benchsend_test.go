package gateway

import (
	"crypto/x509"
	"net/http/httptest"
	"testing"
	"time"
)

// BenchmarkAuthOverTLS is one AUTH with its connection, on this machine.
func BenchmarkAuthOverTLS(b *testing.B) {
	server := httptest.NewTLSServer(jsonAnswer(goodAnswer))
	defer server.Close()
	roots := x509.NewCertPool()
	roots.AddCert(server.Certificate())
	c := testClient(b, server.URL+"/json/", time.Minute)
	c, err := New(Config{
		URL: server.URL + "/json/", Username: "user@example.com", Password: NewPassword("x"), RootCAs: roots,
		NewReference: c.cfg.NewReference, Now: c.cfg.Now,
	})
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if r, err := c.Auth(b.Context(), testRequest()); err != nil || r.Outcome != Approved {
			b.Fatal(r.Outcome, err)
		}
	}
}
