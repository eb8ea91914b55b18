package sshd

import (
	"bytes"
	"errors"
	"io"
	"net"
	"net/netip"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/crypto/ssh"

	"motoconsole/internal/effort"
)

// hole is a listener in memory, whose clients say where they are: thousands of them need
// no descriptors.
type hole struct {
	conns  chan net.Conn
	closed chan struct{}
	close  func()
}

func newHole() *hole {
	h := &hole{conns: make(chan net.Conn), closed: make(chan struct{})}
	h.close = sync.OnceFunc(func() { close(h.closed) })
	return h
}

func (h *hole) Accept() (net.Conn, error) {
	select {
	case c := <-h.conns:
		return c, nil
	case <-h.closed:
		return nil, net.ErrClosed
	}
}

func (h *hole) Close() error { h.close(); return nil }

func (h *hole) Addr() net.Addr { return &net.TCPAddr{} }

// located is a connection from an address.
type located struct {
	net.Conn

	from netip.Addr
}

func (l located) RemoteAddr() net.Addr {
	return net.TCPAddrFromAddrPort(netip.AddrPortFrom(l.from, 1024))
}

// hasty is a client's end whose writes do not wait for the server to read.
type hasty struct {
	net.Conn

	out chan []byte
}

func (h hasty) Write(p []byte) (int, error) {
	h.out <- bytes.Clone(p)
	return len(p), nil
}

// write sends what was written, until there is no more.
func (h hasty) write() {
	for p := range h.out {
		if _, err := h.Conn.Write(p); err != nil {
			return
		}
	}
}

// dial connects from an address.
func (h *hole) dial(t *testing.T, from netip.Addr) net.Conn {
	t.Helper()
	mine, theirs := net.Pipe()
	t.Cleanup(func() { _ = mine.Close() })
	select {
	case h.conns <- located{theirs, from}:
	case <-time.After(patient):
		t.Fatal("the server takes no connection")
	}
	return mine
}

// beside serves a server in memory too, until the test ends.
func (s *served) beside(t *testing.T) *hole {
	t.Helper()
	h, ended := newHole(), make(chan error, 1)
	go func() { ended <- s.Serve(h) }()
	t.Cleanup(func() {
		_ = h.Close()
		if err := <-ended; err != nil {
			t.Errorf("serving ended with %v", err)
		}
	})
	return h
}

// TestTenThousandHalfOpenConnections: 10,000 connections of 1,000 addresses never sign in.
// The server keeps 256 of them. A session that is open goes on, and an agent signs in.
func TestTenThousandHalfOpenConnections(t *testing.T) {
	many := effort.Of(10_000, 2_000)
	access, key := onlyPriya(t)
	s := serve(t, options(access)) // no client's time to sign in runs out
	_, typed, shown := shell(t, s.must(t, key))
	shown.await(t, "hello priya")
	h := s.beside(t)
	from, closed := netip.MustParseAddr("192.0.2.0"), atomic.Int64{}
	for i := range many {
		if i%10 == 0 {
			from = from.Next()
		}
		c := h.dial(t, from)
		go func() {
			_, _ = io.Copy(io.Discard, c)
			closed.Add(1)
		}()
		if i%1000 == 500 {
			if said, _, _ := run(t, s.must(t, key), "x"); said != "priya asks for x" {
				t.Fatalf("an agent after %d: %q", i, said)
			}
			_, _ = typed.Write([]byte{byte('a' + i/1000)})
			shown.await(t, "abcdefghij"[:i/1000+1])
		}
	}
	within(t, "the end of most", func() {
		for closed.Load() < int64(many-mostSigningIn) {
			time.Sleep(time.Millisecond)
		}
	})
	s.Server.mu.Lock()
	signing := len(s.signing)
	s.Server.mu.Unlock()
	if signing != mostSigningIn || closed.Load() != int64(many-mostSigningIn) {
		t.Errorf("%d sign in, and %d were closed", signing, closed.Load())
	}
	told := 0
	for _, e := range s.heard() {
		if e.Kind == Refused {
			told++
		}
	}
	if told != 1 {
		t.Errorf("%d events tell of them", told)
	}
	if said, _, _ := run(t, s.must(t, key), "x"); said != "priya asks for x" {
		t.Errorf("an agent afterwards: %q", said)
	}
}

// TestAThousandBadSignaturesASecond: of one address for ten seconds. The signatures that
// are looked at are those of its burst and its pace, whatever the machine could check, and
// an agent elsewhere signs in.
func TestAThousandBadSignaturesASecond(t *testing.T) {
	priya := newKey(t)
	o := options(accessTo(t, []Agent{{Name: "priya", Keys: []ssh.PublicKey{priya.PublicKey()}}}, nil, ""))
	var passed atomic.Int64
	start := time.Now()
	o.Now = func() time.Time { return start.Add(time.Duration(passed.Load())) }
	s := serve(t, o)
	h, from := s.beside(t), netip.MustParseAddr("192.0.2.1")
	bad := wrong{says: priya, signs: newKey(t)}
	for range 10_000 {
		passed.Add(int64(time.Millisecond))
		c := h.dial(t, from)
		client := hasty{c, make(chan []byte, 100)}
		go client.write()
		_, _, _, err := ssh.NewClientConn(client, "x", s.client("priya", bad))
		if err == nil {
			t.Fatal("a bad signature signs in")
		}
		_ = c.Close()
	}
	refused := 0
	for _, e := range s.heard() {
		if e.Kind == Refused && e.Result == errUnsigned.Error() {
			refused++
		}
	}
	// Those that are admitted before a failure is counted are at most as many as may be
	// signing in.
	if most := failuresBurst + int(10*time.Second/failuresEvery) + mostSigningInAddress; refused < failuresBurst || refused > most {
		t.Errorf("%d of 10,000 signatures were looked at, want at most %d", refused, most)
	}
	if said, _, _ := run(t, s.must(t, priya), "x"); said != "priya asks for x" {
		t.Errorf("an agent elsewhere: %q", said)
	}
}

// silent offers a key and never signs.
type silent struct{ ssh.Signer }

var errSilent = errors.New("no signature")

func (silent) Sign(io.Reader, []byte) (*ssh.Signature, error) { return nil, errSilent }

// TestAnOfferedKeyAlone: a client that offers an agent's key and does not sign is not that agent.
func TestAnOfferedKeyAlone(t *testing.T) {
	access, key := onlyPriya(t)
	s := serve(t, options(access))
	if c, err := s.signIn("priya", silent{key}); err == nil {
		_ = c.Close()
		t.Fatal("an offered key signs in")
	}
	if e := s.await(t, Refused); e.Agent != "" || e.Result != errUnsigned.Error() || e.Key != ssh.FingerprintSHA256(key.PublicKey()) {
		t.Errorf("%+v", e)
	}
	for _, e := range s.heard() {
		if e.Kind == SignedIn {
			t.Errorf("%+v", e)
		}
	}
}
