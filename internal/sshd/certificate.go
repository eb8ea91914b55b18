package sshd

import (
	"errors"
	"slices"
	"time"

	"golang.org/x/crypto/ssh"
)

// The reasons for refusing a certificate. A client whose certificate comes from one of
// the authorities is shown the reason.
var (
	errNotForUsers = errors.New("the certificate is not for a user")
	errForeign     = errors.New("the certificate is of another authority")
	errWeakCert    = errors.New("the certificate has a weak key or a weak signature: ask for a new one with ed25519")
	errNoAgent     = errors.New("the certificate names no agent of this server: ask the person who keeps the configuration")
	errManyAgents  = errors.New("the certificate names several agents: ask for one with your own name only")
	errRevokedCert = errors.New("the certificate was revoked: ask the person who keeps the configuration")
	errOption      = errors.New("the certificate has a critical option that moto does not know: ask for one without it")
	errNotNow      = errors.New("the certificate is not valid now: ask for a new one")
	errBadCert     = errors.New("the certificate is damaged: ask for a new one")
)

// sourceAddress is the one critical option that the server keeps to: x/crypto/ssh
// compares it with the client's address.
const sourceAddress = "source-address"

// permitPTY is the extension without which a certificate's owner gets no terminal.
const permitPTY = "permit-pty"

// certified finds the agent of a certificate. Only user certificates of the configured
// authorities count, only with principals, and only of one agent.
func (a *Access) certified(cert *ssh.Certificate, now func() time.Time) (identity, map[string]string, error) {
	none := func(err error) (identity, map[string]string, error) { return identity{}, nil, err }
	switch {
	case cert.CertType != ssh.UserCert:
		return none(errNotForUsers)
	case !a.authorities[string(cert.SignatureKey.Marshal())]:
		return none(errForeign)
	case Weak(cert.Key) || Weak(cert.SignatureKey) || cert.Signature == nil || !slices.Contains(keyAlgorithms, cert.Signature.Format):
		return none(told{errWeakCert})
	case a.revoked.certificate(cert):
		return none(told{errRevokedCert})
	}
	for option := range cert.CriticalOptions {
		if option != sourceAddress {
			return none(told{errOption})
		}
	}
	if at := now().Unix(); at < 0 || uint64(at) < cert.ValidAfter || cert.ValidBefore != ssh.CertTimeInfinity && uint64(at) >= cert.ValidBefore {
		return none(told{errNotNow})
	}
	agent, principal := "", ""
	for _, name := range cert.ValidPrincipals {
		switch named, known := a.principals[name]; {
		case !known:
		case agent != "" && agent != named:
			return none(told{errManyAgents})
		default:
			agent, principal = named, name
		}
	}
	if agent == "" {
		return none(told{errNoAgent})
	}
	checker := ssh.CertChecker{SupportedCriticalOptions: []string{sourceAddress}, Clock: now}
	if checker.CheckCert(principal, cert) != nil {
		return none(errBadCert)
	}
	if a.disabled[agent] {
		return none(told{errDisabled})
	}
	_, terminal := cert.Extensions[permitPTY]
	return identity{
		agent: agent, fingerprint: fingerprint(cert), serial: cert.Serial, terminal: terminal, key: cert,
	}, cert.CriticalOptions, nil
}

// told marks a reason that the client is shown.
type told struct{ error }

// Unwrap is the reason itself.
func (t told) Unwrap() error { return t.error }
