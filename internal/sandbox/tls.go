package sandbox

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"time"
)

// certificateLife is how long a certificate is valid: longer than any bank
// runs, short enough to forget about.
const certificateLife = 30 * 24 * time.Hour

// ListenTLS serves the bank over TLS, with a certificate made only for this server.
// The certificate is self-signed, so callers need a copy: it is written to file, or to
// a new folder of its own if file is "". The key never leaves memory.
func ListenTLS(addr string, bank *Bank, file string) (*Server, error) {
	l, err := openListener(addr)
	if err != nil {
		return nil, err
	}
	cert, err := newCertificate(l.Addr())
	if err != nil {
		_ = l.Close()
		return nil, fmt.Errorf("test bank has no certificate: %w", err)
	}
	path, tidy, err := writeCertificate(file, cert.Certificate[0])
	if err != nil {
		_ = l.Close()
		return nil, fmt.Errorf("test bank cannot write its certificate: %w", err)
	}
	s := newServer(l, bank, usualLimits())
	s.certFile, s.tidy = path, tidy
	s.http.TLSConfig = &tls.Config{Certificates: []tls.Certificate{cert}, MinVersion: tls.VersionTLS12}
	s.serve()
	return s, nil
}

// CertFile is where the server's certificate is, "" without TLS.
func (s *Server) CertFile() string { return s.certFile }

// newCertificate makes a key and its certificate for this machine's own names, and
// for the address if it is another.
func newCertificate(addr net.Addr) (tls.Certificate, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return tls.Certificate{}, err
	}
	serial, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 127))
	if err != nil {
		return tls.Certificate{}, err
	}
	now := time.Now()
	template := x509.Certificate{
		SerialNumber:          serial,
		Subject:               pkix.Name{CommonName: "moto test bank"},
		NotBefore:             now.Add(-time.Hour), // clocks differ
		NotAfter:              now.Add(certificateLife),
		KeyUsage:              x509.KeyUsageDigitalSignature,
		ExtKeyUsage:           []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
		BasicConstraintsValid: true, // so nothing else can be signed with it
		DNSNames:              []string{"localhost"},
		IPAddresses:           []net.IP{net.IPv4(127, 0, 0, 1), net.IPv6loopback},
	}
	if tcp, ok := addr.(*net.TCPAddr); ok && !tcp.IP.IsUnspecified() && !tcp.IP.IsLoopback() {
		template.IPAddresses = append(template.IPAddresses, tcp.IP)
	}
	der, err := x509.CreateCertificate(rand.Reader, &template, &template, key.Public(), key)
	if err != nil {
		return tls.Certificate{}, err
	}
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, nil
}

// writeCertificate writes a certificate for callers to trust, and returns its path
// and a function that removes it. It removes only a folder made here.
func writeCertificate(file string, der []byte) (path string, tidy func(), err error) {
	tidy = func() {}
	if file == "" {
		folder, err := os.MkdirTemp("", "moto-sandbox-") // mode 0700
		if err != nil {
			return "", nil, err
		}
		file, tidy = filepath.Join(folder, "cert.pem"), func() { _ = os.RemoveAll(folder) }
	} else if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		return "", nil, err
	}
	if err := replaceable(file); err != nil {
		return "", nil, err
	}
	text := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
	if err := os.WriteFile(file, text, 0o600); err != nil {
		tidy()
		return "", nil, err
	}
	return file, tidy, nil
}

// replaceable refuses to overwrite a file that is not an earlier certificate.
func replaceable(file string) error {
	if info, err := os.Stat(file); err == nil && !info.Mode().IsRegular() && !info.IsDir() { // reading a pipe would wait
		return errNoCertificate
	}
	old, err := os.ReadFile(file)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return err
	case !bytes.HasPrefix(old, []byte("-----BEGIN CERTIFICATE-----")):
		return errNoCertificate
	}
	return nil
}

var errNoCertificate = errors.New("the file exists and is no certificate: name another")
