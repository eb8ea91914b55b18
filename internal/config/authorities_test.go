package config

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// anAuthority is a certificate of its own, in PEM.
func anAuthority(t *testing.T, name string) string {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: name}, IsCA: true, BasicConstraintsValid: true,
		NotBefore: time.Unix(0, 0), NotAfter: time.Unix(1<<33, 0),
	}
	der, err := x509.CreateCertificate(rand.Reader, &template, &template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}))
}

func TestAuthorities(t *testing.T) {
	one, two := anAuthority(t, "one"), anAuthority(t, "two")
	for _, text := range []string{one, "words before\n" + one + "and after\n", "\ufeff" + one + two, strings.ReplaceAll(one+two, "\n", "\r\n")} {
		dir := t.TempDir()
		path := write(t, filepath.Join(dir, "config.toml"), from("ca_file", `"own.pem"`), 0o644)
		file := write(t, filepath.Join(dir, "own.pem"), text, 0o644)
		s, err := Load(path, withPassword)
		if err != nil || s.Gateway.CAFile != file {
			t.Errorf("%.20q: %q, %v", text, s.Gateway.CAFile, err)
			continue
		}
		want := x509.NewCertPool()
		want.AppendCertsFromPEM([]byte(strings.TrimPrefix(text, "\ufeff")))
		if !s.Gateway.CAs.Equal(want) {
			t.Errorf("%.20q: other certificates", text)
		}
	}
	const format = "; name a file of certificates in PEM, which begin with -----BEGIN CERTIFICATE-----"
	for text, want := range map[string]string{
		"":               "the file holds no certificate" + format,
		"no certificate": "the file holds no certificate" + format,
		one + two[:200]:  "the file ends in a certificate that is not whole" + format,
		string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: []byte("x")})):             "the file holds a certificate that cannot be read, number 1" + format,
		one + string(pem.EncodeToMemory(&pem.Block{Type: "EC PRIVATE KEY", Bytes: []byte(canary)})): "the file holds something other than certificates" + format,
	} {
		dir := t.TempDir()
		write(t, filepath.Join(dir, "own.pem"), text, 0o644)
		_, err := Load(write(t, filepath.Join(dir, "config.toml"), from("ca_file", `"own.pem"`), 0o644), withPassword)
		if got := message(t, err); got != "config.toml:4: gateway.ca_file: "+want {
			t.Errorf("\ngot  %s\nwant %s", got, want)
		}
	}
	for value, want := range map[string]string{
		`""`:     "is empty; name a file, or leave the key out",
		`"none"`: "the file does not exist" + format,
		`"."`:    "is not a file" + format,
	} {
		_, err := load(t, from("ca_file", value), withPassword)
		if got := message(t, err); got != "config.toml:4: gateway.ca_file: "+want {
			t.Errorf("\ngot  %s\nwant %s", got, want)
		}
	}
}
