package sshd

import (
	"bytes"
	"context"
	"io"
	"net"
	"net/netip"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/crypto/ssh"
)

// forFuzzing is a server that lets in what its clients make of themselves, and fails the
// test if one signs in.
func forFuzzing(f *testing.F, agents ...Agent) *Server {
	f.Helper()
	access, err := NewAccess(agents, nil, nil)
	if err != nil {
		f.Fatal(err)
	}
	file, _, err := NewHostKey()
	if err != nil {
		f.Fatal(err)
	}
	o := options(access)
	if o.HostKey, err = ParseHostKey(file); err != nil {
		f.Fatal(err)
	}
	var asked atomic.Int64
	o.Now = func() time.Time { return time.Unix(asked.Add(1), 0) } // no pace holds it up
	o.Event = func(e Event) {
		if e.Kind == SignedIn && len(agents) == 0 {
			panic("a client that signed nothing is signed in")
		}
	}
	return New(o)
}

// meet serves one connection in memory. Done is closed when nothing of it is left.
func (s *Server) meet() (client net.Conn, done <-chan struct{}) {
	mine, theirs := net.Pipe()
	from := netip.MustParseAddr("192.0.2.1")
	c := &conn{server: s, net: located{theirs, from}, from: from}
	c.ctx, c.end = context.WithCancelCause(s.ctx)
	ended := make(chan struct{})
	s.gate.mu.Lock()
	a := s.gate.of(network(from)) // as accept does, without its pace
	a.open++
	a.signingIn++
	s.gate.mu.Unlock()
	_, _, _ = s.add(c)
	go func() {
		defer close(ended)
		c.serve()
	}()
	return mine, ended
}

// recorded is what an honest client sends until its packets are encrypted.
func recorded(f *testing.F, s *Server) []byte {
	f.Helper()
	mine, done := s.meet()
	var mu sync.Mutex
	var sent bytes.Buffer
	c := hasty{mine, make(chan []byte, 1000)}
	go func() {
		for p := range c.out {
			mu.Lock()
			sent.Write(p)
			mu.Unlock()
			if _, err := mine.Write(p); err != nil {
				return
			}
		}
	}()
	_, _, _, _ = ssh.NewClientConn(c, "x", &ssh.ClientConfig{HostKeyCallback: ssh.InsecureIgnoreHostKey()}) //nolint:gosec,dogsled // it cannot sign in
	_ = mine.Close()
	<-done
	mu.Lock()
	defer mu.Unlock()
	return bytes.Clone(sent.Bytes())
}

// FuzzHandshake: whatever a client sends in place of a handshake, the server ends the
// connection, does not panic and signs no agent in.
func FuzzHandshake(f *testing.F) {
	s := forFuzzing(f)
	honest := recorded(f, s)
	f.Add(honest)
	for _, n := range []int{1, 5, len("SSH-2.0-Go\r\n"), 20, 40, len(honest) / 2, len(honest) - 1} {
		f.Add(honest[:min(n, len(honest))])
	}
	for at := 12; at < len(honest); at += 37 { // one byte of the key exchange is another
		changed := bytes.Clone(honest)
		changed[at] ^= 0xff
		f.Add(changed)
	}
	f.Add([]byte("SSH-2.0-x\r\n\x00\x00\x00\x0c\x0a\x14\xff\xff\xff\xff"))
	f.Fuzz(func(t *testing.T, sent []byte) {
		client, done := s.meet()
		go func() { _, _ = io.Copy(io.Discard, client) }()
		_, _ = client.Write(sent)
		_ = client.Close()
		within(t, "the end of the connection", func() { <-done })
		if s.mu.Lock(); len(s.conns)+len(s.signing) != 0 {
			t.Errorf("%d connections are left, and %d sign in", len(s.conns), len(s.signing))
		}
		s.mu.Unlock()
	})
}

// The names of requests that mean something somewhere, among those of a fuzzed client.
var requestNames = []string{
	"pty-req", "window-change", "env", "shell", "exec", "subsystem", "auth-agent-req@openssh.com", "x11-req", "signal", "exit-status",
	"tcpip-forward", "keepalive@openssh.com", "hostkeys-prove-00@openssh.com", "break", "", "\x1b]52;c;x\x07",
}

// FuzzRequestsInOrder: whatever an agent's client asks for, in any order, the server
// neither panics nor hangs, a command gets no more than its line, and afterwards the
// agent signs in.
func FuzzRequestsInOrder(f *testing.F) {
	f.Add([]byte("\x01\x02\x00payload\x02\x03\x00"))
	f.Add([]byte("\x01\x02\x00\x00\x00\x00\x05xterm\x00\x00\x00\x50\x00\x00\x00\x18"))
	f.Add([]byte("\x00\x0ax\x01\x02\x04\xff\xff\xff\xff\x03typed\x04"))
	f.Add(bytes.Repeat([]byte("\x01\x02\x03"), 30))
	for op := range byte(6) {
		for name := range byte(len(requestNames)) {
			f.Add([]byte{1, op, name, 0, 0, 0, 4, 'a', 'b', 'c', 'd', op, name, 0xff, 0xff, 0xff, 0xff})
		}
	}
	key := fuzzKey(f)
	s := forFuzzing(f, Agent{Name: "priya", Keys: []ssh.PublicKey{key.PublicKey()}})
	signIn := func(t *testing.T) (*ssh.Client, <-chan struct{}) {
		mine, done := s.meet()
		c := hasty{mine, make(chan []byte, 10_000)}
		go c.write()
		conn, channels, requests, err := ssh.NewClientConn(c, "x", &ssh.ClientConfig{
			Auth: []ssh.AuthMethod{ssh.PublicKeys(key)}, HostKeyCallback: ssh.InsecureIgnoreHostKey(), //nolint:gosec // the test's own server
		})
		if err != nil {
			t.Fatal(err)
		}
		return ssh.NewClient(conn, channels, requests), done
	}
	f.Fuzz(func(t *testing.T, script []byte) {
		client, done := signIn(t)
		within(t, "the script", func() { perform(client, script) })
		_ = client.Close()
		within(t, "the end of the connection", func() { <-done })
		client, done = signIn(t)
		if said, _, _ := run(t, client, "x"); said != "priya asks for x" {
			t.Errorf("afterwards: %q", said)
		}
		_ = client.Close()
		<-done
	})
}

func fuzzKey(f *testing.F) ssh.Signer {
	f.Helper()
	file, _, err := NewHostKey()
	if err != nil {
		f.Fatal(err)
	}
	key, err := ParseHostKey(file)
	if err != nil {
		f.Fatal(err)
	}
	return key
}

// perform does what a script says: what to do, a name, and up to 12 bytes to send.
func perform(client *ssh.Client, script []byte) {
	var channel ssh.Channel
	for len(script) >= 2 {
		op, name := script[0]%6, requestNames[int(script[1])%len(requestNames)]
		n := min(12, len(script)-2)
		payload := script[2 : 2+n]
		script = script[2+n:]
		switch {
		case op == 0:
			_, _, _ = client.SendRequest(name, false, payload)
		case op == 1 || channel == nil:
			kind := "session"
			if name == "signal" {
				kind = "direct-tcpip"
			}
			opened, requests, err := client.OpenChannel(kind, payload)
			if err != nil {
				continue
			}
			channel = opened
			go ssh.DiscardRequests(requests)
			go func() { _, _ = io.Copy(io.Discard, opened) }()
			go func() { _, _ = io.Copy(io.Discard, opened.Stderr()) }()
		case op == 2:
			_, _ = channel.SendRequest(name, false, payload)
		case op == 3:
			_, _ = channel.Write(payload)
		case op == 4:
			_ = channel.CloseWrite()
		default:
			_ = channel.Close()
			channel = nil
		}
	}
}
