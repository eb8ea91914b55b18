package sshd

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"net"
	"sync"
	"testing"
	"time"

	"golang.org/x/crypto/ssh"
)

// patient is how long a test waits for an event on the busiest machine.
const patient = 8 * time.Minute

// a served server, with what it was told.
type served struct {
	*Server

	at   string
	host ssh.PublicKey
	mu   sync.Mutex
	log  []Event
	news chan Event
}

func (s *served) heard() []Event {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Event(nil), s.log...)
}

// await waits for an event.
func (s *served) await(t *testing.T, kind Kind) Event {
	t.Helper()
	for late := time.After(patient); ; {
		select {
		case e := <-s.news:
			if e.Kind == kind {
				return e
			}
		case <-late:
			t.Fatalf("there is no %s: %+v", kind, s.heard())
		}
	}
}

// roomy are limits that no test meets by chance.
var roomy = Limits{Sessions: 100, PerAgent: 100, PerAddress: 1000, Handshake: patient, Idle: patient, Longest: 10 * patient}

// options are those of a server whose sessions echo what is typed.
func options(access *Access) Options {
	return Options{
		Access: func() *Access { return access }, Limits: roomy,
		Handle: func(_ context.Context, s *Session) int {
			if line, is := s.Command(); is {
				_, _ = fmt.Fprintf(s, "%s asks for %s", s.Agent(), line)
				return 3
			}
			_, _ = fmt.Fprintf(s, "hello %s\n", s.Agent())
			_, _ = io.Copy(s, s)
			return 0
		},
	}
}

func prepare(t *testing.T, o Options) *served {
	t.Helper()
	file, host, err := NewHostKey()
	if err != nil {
		t.Fatal(err)
	}
	if o.HostKey, err = ParseHostKey(file); err != nil {
		t.Fatal(err)
	}
	s := &served{host: host, news: make(chan Event, 10_000)}
	told := o.Event
	o.Event = func(e Event) {
		s.mu.Lock()
		s.log = append(s.log, e)
		s.mu.Unlock()
		s.news <- e
		if told != nil {
			told(e)
		}
	}
	s.Server = New(o)
	return s
}

func serve(t *testing.T, o Options) *served {
	t.Helper()
	s := prepare(t, o)
	s.listen(t, func(l net.Listener) net.Listener { return l })
	return s
}

// listen serves a prepared server on a listener that a test may wrap.
func (s *served) listen(t *testing.T, wrapped func(net.Listener) net.Listener) {
	t.Helper()
	l, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s.at = l.Addr().String()
	s.serve(t, wrapped(l))
}

// serve serves a prepared server until the test ends.
func (s *served) serve(t *testing.T, l net.Listener) {
	t.Helper()
	ended := make(chan error, 1)
	go func() { ended <- s.Serve(l) }()
	t.Cleanup(func() {
		s.Close()
		if err := <-ended; err != nil {
			t.Errorf("serving ended with %v", err)
		}
	})
}

// signIn connects with keys.
func (s *served) signIn(user string, signers ...ssh.Signer) (*ssh.Client, error) {
	return ssh.Dial("tcp", s.at, s.client(user, signers...))
}

func (s *served) client(user string, signers ...ssh.Signer) *ssh.ClientConfig {
	return &ssh.ClientConfig{
		User: user, HostKeyCallback: ssh.FixedHostKey(s.host), Timeout: patient,
		Auth: []ssh.AuthMethod{ssh.PublicKeys(signers...)},
	}
}

// must connects with a key that is good.
func (s *served) must(t *testing.T, signers ...ssh.Signer) *ssh.Client {
	t.Helper()
	c, err := s.signIn("anyone", signers...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	return c
}

// run runs a command, and returns what it said and its exit status.
func run(t *testing.T, c *ssh.Client, command string) (said, notes string, status int) {
	t.Helper()
	session, err := c.NewSession()
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = session.Close() }()
	var out, problems bytes.Buffer
	session.Stdout, session.Stderr = &out, &problems
	status, err = exitOf(session.Run(command))
	if err != nil {
		t.Fatalf("no exit status: %v", err)
	}
	return out.String(), problems.String(), status
}

// exitOf is the exit status that a session's error holds.
func exitOf(err error) (int, error) {
	if exit, is := errors.AsType[*ssh.ExitError](err); is {
		return exit.ExitStatus(), nil
	}
	return 0, err
}

func newKey(t *testing.T) ssh.Signer {
	t.Helper()
	_, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	signer, err := ssh.NewSignerFromKey(private)
	if err != nil {
		t.Fatal(err)
	}
	return signer
}

// certificate is a user certificate of an authority, changed by a test before it is
// signed.
func certificate(t *testing.T, authority, of ssh.Signer, change func(*ssh.Certificate)) ssh.Signer {
	t.Helper()
	c := &ssh.Certificate{
		Key: of.PublicKey(), CertType: ssh.UserCert, KeyId: "an id", Serial: 7, ValidPrincipals: []string{"priya"},
		ValidBefore: ssh.CertTimeInfinity, SignatureKey: authority.PublicKey(), Nonce: make([]byte, 32),
		Permissions: ssh.Permissions{Extensions: map[string]string{permitPTY: ""}},
	}
	if change != nil {
		change(c)
	}
	// SignCert refuses what a careless authority would sign.
	blank := *c
	blank.Signature = nil
	bytes := blank.Marshal()
	signature, err := authority.Sign(rand.Reader, bytes[:len(bytes)-4])
	if err != nil {
		t.Fatal(err)
	}
	c.Signature = signature
	signer, err := ssh.NewCertSigner(c, of)
	if err != nil {
		t.Fatal(err)
	}
	return signer
}

func accessTo(t *testing.T, agents []Agent, authorities []ssh.PublicKey, revoked string) *Access {
	t.Helper()
	list, err := ParseRevoked([]byte(revoked))
	if err != nil {
		t.Fatal(err)
	}
	a, err := NewAccess(agents, authorities, list)
	if err != nil {
		t.Fatal(err)
	}
	return a
}
