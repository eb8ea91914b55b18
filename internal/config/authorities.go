package config

import (
	"bytes"
	"crypto/x509"
	"encoding/pem"
	"io"
	"strconv"

	"motoconsole/internal/trust"
)

const (
	caKey = "gateway.ca_file"
	// maxAuthorities is larger than the file of all of a system's authorities.
	maxAuthorities = 4 << 20
)

// authorities reads gateway.ca_file. It is the only way to make moto trust other
// authorities than the system's, because any program that starts moto can set its
// environment.
func (l *loader) authorities() error {
	if !l.doc.has(caKey) {
		return nil
	}
	const format = "name a file of certificates in PEM, which begin with -----BEGIN CERTIFICATE-----"
	if l.raw.Gateway.CAFile == "" {
		return l.fail(caKey, "is empty", "name a file, or leave the key out")
	}
	path, problem := l.resolve(l.raw.Gateway.CAFile)
	if problem != "" {
		return l.fail(caKey, problem, "write the whole path")
	}
	f, err := l.open(caKey, path, trust.Rule{}, format)
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }() // the file was only read
	text, err := io.ReadAll(io.LimitReader(f, maxAuthorities+1))
	switch {
	case err != nil:
		return l.fail(caKey, "the file cannot be read", "check the disk it is on")
	case len(text) > maxAuthorities:
		return l.fail(caKey, "the file is too long", format)
	}
	pool, problem := authoritiesIn(text)
	if problem != "" {
		return l.fail(caKey, "the file "+problem, format)
	}
	l.out.Gateway.CAFile, l.out.Gateway.CAs = path, pool
	return nil
}

// authoritiesIn are the certificates of a PEM text. It refuses a text with an
// unreadable certificate: if left out, it would be missing when the gateway's
// certificate changes.
func authoritiesIn(text []byte) (pool *x509.CertPool, problem string) {
	text = bytes.TrimPrefix(text, []byte("\ufeff"))
	pool = x509.NewCertPool()
	for n := 1; ; n++ {
		var block *pem.Block
		block, text = pem.Decode(text)
		switch {
		case block == nil && n == 1:
			return nil, "holds no certificate"
		case block == nil && bytes.Contains(text, []byte("-----BEGIN")):
			return nil, "ends in a certificate that is not whole"
		case block == nil:
			return pool, ""
		case block.Type != "CERTIFICATE":
			return nil, "holds something other than certificates"
		}
		certificate, err := x509.ParseCertificate(block.Bytes)
		if err != nil {
			return nil, "holds a certificate that cannot be read, number " + strconv.Itoa(n)
		}
		pool.AddCert(certificate)
	}
}
