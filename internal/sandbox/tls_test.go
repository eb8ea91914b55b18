package sandbox

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"motoconsole/gateway"
)

func servedTLS(t *testing.T, b *Bank, file string) (*Server, *x509.CertPool) {
	t.Helper()
	s, err := ListenTLS("127.0.0.1:0", b, file)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	text, err := os.ReadFile(s.CertFile())
	if err != nil {
		t.Fatal(err)
	}
	roots := x509.NewCertPool()
	if !roots.AppendCertsFromPEM(text) {
		t.Fatal("the file holds no certificate")
	}
	return s, roots
}

func TestTLS(t *testing.T) {
	b := newBank()
	s, roots := servedTLS(t, b, "")
	if !strings.HasPrefix(s.URL(), "https://127.0.0.1:") {
		t.Errorf("URL %s", s.URL())
	}
	if result, fail := pay(t, s, roots, ample, "A17-abcdef"); result.Outcome != gateway.OutcomeApproved {
		t.Errorf("with the certificate: %v %v", result.Outcome, fail)
	}
	for name, pool := range map[string]*x509.CertPool{"the system's authorities": nil, "another certificate": x509.NewCertPool()} {
		result, fail := pay(t, s, pool, ample, "A17-abcdef")
		if fail == nil || fail.Kind != gateway.KindNotReached || fail.Written || result.Outcome != gateway.OutcomeNotSent {
			t.Errorf("with %s: %v %v", name, result.Outcome, fail)
		}
	}
	if b.Arrived("AUTH") != 1 {
		t.Errorf("%d AUTHs arrived, want 1", b.Arrived("AUTH"))
	}
}

func TestTLSVersionAndNames(t *testing.T) {
	s, roots := servedTLS(t, newBank(), "")
	address := s.port.Addr().String()
	connect := func(c *tls.Config) (tls.ConnectionState, error) {
		c.RootCAs = roots
		conn, err := (&tls.Dialer{Config: c}).DialContext(context.Background(), "tcp", address)
		if err != nil {
			return tls.ConnectionState{}, err
		}
		defer func() { _ = conn.Close() }()
		return conn.(*tls.Conn).ConnectionState(), nil
	}
	for _, name := range []string{"localhost", "127.0.0.1", "::1"} {
		if _, err := connect(&tls.Config{ServerName: name}); err != nil {
			t.Errorf("as %s: %v", name, err)
		}
	}
	if _, err := connect(&tls.Config{ServerName: "webservices.securetrading.net"}); err == nil {
		t.Error("the certificate is good for the real gateway's name")
	}
	if _, err := connect(&tls.Config{ServerName: "localhost", MinVersion: tls.VersionTLS10, MaxVersion: tls.VersionTLS11}); err == nil { //nolint:gosec // it has to be refused
		t.Error("TLS 1.1 is accepted")
	}
	if state, err := connect(&tls.Config{ServerName: "localhost", MaxVersion: tls.VersionTLS12}); err != nil || state.Version != tls.VersionTLS12 { //nolint:gosec // as old clients are
		t.Errorf("TLS 1.2: %v", err)
	}
	if state, err := connect(&tls.Config{ServerName: "localhost", NextProtos: []string{"h2", "http/1.1"}}); err != nil || state.NegotiatedProtocol == "h2" {
		t.Errorf("HTTP/2 is offered: %v", err)
	}
}

func TestTLSCertificateFile(t *testing.T) {
	s, _ := servedTLS(t, newBank(), "")
	file, folder := s.CertFile(), filepath.Dir(s.CertFile())
	for path, mode := range map[string]os.FileMode{file: 0o600, folder: 0o700} {
		if info, err := os.Stat(path); err != nil || info.Mode().Perm() != mode {
			t.Errorf("%s: %v, want mode %o", path, err, mode)
		}
	}
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	block, rest := pem.Decode(text)
	if block == nil || block.Type != "CERTIFICATE" || len(rest) > 0 || strings.Contains(string(text), "PRIVATE") {
		t.Fatal("the file is not one certificate and nothing else")
	}
	cert, err := x509.ParseCertificate(block.Bytes)
	if err != nil {
		t.Fatal(err)
	}
	if days := time.Until(cert.NotAfter).Hours() / 24; days < 29.9 || days > 30 {
		t.Errorf("valid for another %.1f days, want 30", days)
	}
	if cert.IsCA || time.Now().Before(cert.NotBefore) {
		t.Error("the certificate can sign others, or is not valid yet")
	}
	if entries, _ := os.ReadDir(folder); len(entries) != 1 {
		t.Errorf("%d files in its folder, want 1", len(entries))
	}
	_ = s.Close()
	if _, err := os.Stat(folder); !os.IsNotExist(err) {
		t.Errorf("the folder is still there after Close: %v", err)
	}
}

func TestTLSCertificateFileThatIsGiven(t *testing.T) {
	file := filepath.Join(t.TempDir(), "new", "bank.pem")
	s, first := servedTLS(t, newBank(), file)
	if info, err := os.Stat(filepath.Dir(file)); err != nil || info.Mode().Perm() != 0o700 || s.CertFile() != file {
		t.Errorf("%s: %v", s.CertFile(), err)
	}
	_ = s.Close()
	b := newBank()
	s, second := servedTLS(t, b, file) // over the certificate of the last run
	if result, fail := pay(t, s, second, ample, "A17-abcdef"); result.Outcome != gateway.OutcomeApproved {
		t.Errorf("%v %v", result.Outcome, fail)
	}
	if result, _ := pay(t, s, first, ample, "A17-abcdef"); result.Outcome != gateway.OutcomeNotSent {
		t.Errorf("with the last run's certificate: %v", result.Outcome)
	}
	mine := filepath.Join(t.TempDir(), "notes.txt")
	if err := os.WriteFile(mine, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{mine, t.TempDir(), filepath.Join(mine, "x")} {
		if s, err := ListenTLS("127.0.0.1:0", newBank(), path); err == nil {
			_ = s.Close()
			t.Errorf("%s is taken for a place to write to", path)
		}
	}
	if text, _ := os.ReadFile(mine); string(text) != "mine" {
		t.Error("another program's file was overwritten")
	}
}

// Before the handshake has ended no byte of the request has left. After it the outcome
// is as unknown as without TLS.
func TestTLSFaults(t *testing.T) {
	for _, tc := range []struct {
		fault   string
		outcome gateway.Outcome
		arrived int
	}{
		{"drop", gateway.OutcomeNotSent, 0},
		{"hang.40ms", gateway.OutcomeNotSent, 0},
		{"slow.40ms", gateway.OutcomeApproved, 1},
		{"close", gateway.OutcomeUnknown, 1},
		{"lost", gateway.OutcomeUnknown, 1},
		{"truncate", gateway.OutcomeUnknown, 1},
		{"late.40ms", gateway.OutcomeApproved, 1},
		{"drip.1ns", gateway.OutcomeApproved, 1},
	} {
		b := newBank()
		s, roots := servedTLS(t, b, "")
		setFault(t, b, tc.fault)
		result, fail := pay(t, s, roots, ample, "A17-abcdef")
		if result.Outcome != tc.outcome || b.Arrived("AUTH") != tc.arrived {
			t.Errorf("%s: %v (%v) and %d arrived, want %v and %d", tc.fault, result.Outcome, fail, b.Arrived("AUTH"), tc.outcome, tc.arrived)
		}
		if fail != nil && fail.Written != (tc.arrived > 0) {
			t.Errorf("%s: written %v", tc.fault, fail.Written)
		}
		_ = s.Close()
	}
}
