package sshd

import (
	"crypto/rsa"
	"errors"
	"slices"
	"time"

	"golang.org/x/crypto/ssh"
)

// Agent is what signs one agent in.
type Agent struct {
	Name string
	Keys []ssh.PublicKey
	// Principals are the names in certificates that stand for the agent.
	Principals []string
	// Disabled agents are refused, and told so.
	Disabled bool
}

// Access says which agent a key or a certificate signs in. It does not change.
type Access struct {
	keys        map[string]string // agents, by the key as it is sent
	principals  map[string]string // agents
	authorities map[string]bool   // by the key as it is sent
	revoked     *Revoked
	disabled    map[string]bool // agents
}

// The mistakes in a list of agents.
var (
	ErrKeyTwice       = errors.New("two agents have the same key")
	ErrPrincipalTwice = errors.New("two agents have the same principal")
)

// NewAccess is the access of agents. Authorities may sign certificates for them. Revoked
// may be nil.
func NewAccess(agents []Agent, authorities []ssh.PublicKey, revoked *Revoked) (*Access, error) {
	a := &Access{keys: map[string]string{}, principals: map[string]string{}, authorities: map[string]bool{}, revoked: revoked, disabled: map[string]bool{}}
	for _, agent := range agents {
		a.disabled[agent.Name] = agent.Disabled
		for _, key := range agent.Keys {
			if other, has := a.keys[string(key.Marshal())]; has && other != agent.Name {
				return nil, ErrKeyTwice
			}
			a.keys[string(key.Marshal())] = agent.Name
		}
		for _, principal := range agent.Principals {
			if other, has := a.principals[principal]; has && other != agent.Name {
				return nil, ErrPrincipalTwice
			}
			a.principals[principal] = agent.Name
		}
	}
	for _, key := range authorities {
		a.authorities[string(key.Marshal())] = true
	}
	return a, nil
}

// identity is who signed in, and how.
type identity struct {
	agent       string
	fingerprint string // of the key that signed
	serial      uint64 // of the certificate
	terminal    bool   // may have one
	key         ssh.PublicKey
}

// The reasons for refusing a key. Nothing that the client sent is part of them. A client
// with the key of an agent who is disabled is shown that reason.
var (
	errDisabled   = errors.New("you are disabled in the table of agents: ask the person who keeps it")
	errUnknownKey = errors.New("the key belongs to no agent")
	errWeakKey    = errors.New("the key is too weak: use ed25519, ECDSA, or RSA of at least 2048 bits")
	errRevokedKey = errors.New("the key was revoked")
)

// identify finds the agent of a key. The client may only have offered it: the result
// counts once the key has signed.
func (a *Access) identify(key ssh.PublicKey, now func() time.Time) (identity, map[string]string, error) {
	if cert, is := key.(*ssh.Certificate); is {
		return a.certified(cert, now)
	}
	agent, known := a.keys[string(key.Marshal())]
	switch {
	case !known:
		return identity{}, nil, errUnknownKey
	case Weak(key):
		return identity{}, nil, errWeakKey
	case a.revoked.key(key):
		return identity{}, nil, errRevokedKey
	case a.disabled[agent]:
		return identity{}, nil, told{errDisabled}
	}
	return identity{agent: agent, fingerprint: fingerprint(key), terminal: true, key: key}, nil, nil
}

// fingerprint is that of a key, and for a certificate that of the key in it.
func fingerprint(key ssh.PublicKey) string {
	if cert, is := key.(*ssh.Certificate); is {
		key = cert.Key
	}
	return ssh.FingerprintSHA256(key)
}

// Signer is who signed in, after the connection is gone.
type Signer struct{ who identity }

// Keeps says why the session of an agent who has signed in ends; nil while it may go on. A
// certificate may have run out meanwhile.
func (a *Access) Keeps(s Signer) error {
	key := s.who.key
	if key == nil {
		return nil // not signed in yet
	}
	if a.revokes(key) {
		return ErrRevoked
	}
	if a.disabled[s.who.agent] {
		return ErrDisabled
	}
	if cert, is := key.(*ssh.Certificate); is {
		if !a.authorities[string(cert.SignatureKey.Marshal())] { // it was taken out, with all that it signed
			return ErrRevoked
		}
		for _, name := range cert.ValidPrincipals {
			if a.principals[name] == s.who.agent {
				return nil
			}
		}
		return ErrRemoved
	}
	if a.keys[string(key.Marshal())] != s.who.agent {
		return ErrRemoved
	}
	return nil
}

// revokes reports that a key, or a certificate, was revoked.
func (a *Access) revokes(key ssh.PublicKey) bool {
	if cert, is := key.(*ssh.Certificate); is {
		return a.revoked.certificate(cert)
	}
	return a.revoked.key(key)
}

// minRSA is the least size of an RSA key.
const minRSA = 2048

// keyAlgorithms are the algorithms with which a client may sign.
var keyAlgorithms = []string{
	ssh.KeyAlgoED25519, ssh.KeyAlgoSKED25519, ssh.KeyAlgoECDSA256, ssh.KeyAlgoECDSA384, ssh.KeyAlgoECDSA521, ssh.KeyAlgoSKECDSA256,
	ssh.KeyAlgoRSASHA256, ssh.KeyAlgoRSASHA512,
}

// Weak reports a key that no agent and no authority should have.
func Weak(key ssh.PublicKey) bool {
	if key.Type() != ssh.KeyAlgoRSA {
		return !slices.Contains(keyAlgorithms, key.Type())
	}
	holder, ok := key.(ssh.CryptoPublicKey)
	if !ok {
		return true
	}
	public, ok := holder.CryptoPublicKey().(*rsa.PublicKey)
	return !ok || public.N.BitLen() < minRSA
}
