package sshd

import (
	"bytes"
	"context"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"golang.org/x/crypto/ssh"
)

// TestTimeouts: a session whose client sends nothing for too long ends, and one that
// lasts too long, and so does a connection kept open without a session.
func TestTimeouts(t *testing.T) {
	for name, c := range map[string]struct {
		limit func(*Limits)
		want  error
	}{
		"idle":     {func(l *Limits) { l.Idle = 10 * time.Minute }, ErrIdle},
		"too long": {func(l *Limits) { l.Longest = 10 * time.Minute }, ErrTooLong},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				access, key := onlyPriya(t)
				o := options(access)
				o.Limits.Idle, o.Limits.Longest = 24*time.Hour, 24*time.Hour
				c.limit(&o.Limits)
				o.Handle = func(ctx context.Context, s *Session) int {
					<-ctx.Done()
					s.Say(context.Cause(ctx).Error())
					return 1
				}
				s, pipes := piped(t, o)
				session, _, shown := shell(t, s.over(t, pipes, key))
				_ = session.Wait()
				if e := s.await(t, Ended); e.Result != c.want.Error() || e.Agent != "priya" {
					t.Errorf("%+v", e)
				}
				shown.await(t, c.want.Error())
				bare, began := s.over(t, pipes, key), time.Now()
				if err := bare.Wait(); err == nil || time.Since(began) != 10*time.Minute {
					t.Errorf("a connection without a session ends with %v after %s", err, time.Since(began))
				}
			})
		})
	}
}

// TestHalfOpenConnections: connections that never sign in are closed after a while, and
// until then take only so many places. Agents elsewhere still sign in.
func TestHalfOpenConnections(t *testing.T) {
	access, key := onlyPriya(t)
	o := options(access)
	o.Limits.Handshake = time.Second
	s := serve(t, o)
	var all []net.Conn
	for range 200 {
		c, err := new(net.Dialer).DialContext(t.Context(), "tcp", s.at)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, c)
	}
	for i, c := range all { // each is closed by the server, at once or in the end
		_ = c.SetReadDeadline(time.Now().Add(patient))
		if _, err := io.Copy(io.Discard, c); os.IsTimeout(err) {
			t.Fatalf("connection %d is left open", i)
		}
		_ = c.Close()
	}
	if e := s.await(t, Refused); !strings.Contains(e.Result, "signing in") {
		t.Errorf("%+v", e)
	}
	s.gate.mu.Lock()
	s.gate.addresses[network(addressOf(all[0]))] = nil // as if from elsewhere
	s.gate.mu.Unlock()
	s.must(t, key)
}

// TestAClientThatNeverReads holds up neither another client nor the end of the server.
func TestAClientThatNeverReads(t *testing.T) {
	access, key := onlyPriya(t)
	o := options(access)
	echo := o.Handle
	o.Handle = func(ctx context.Context, s *Session) int {
		if line, _ := s.Command(); line != "flood" {
			return echo(ctx, s)
		}
		for page := bytes.Repeat([]byte("page "), 1000); ; {
			if _, err := s.Write(page); err != nil {
				return 1
			}
		}
	}
	s := prepare(t, o)
	l, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s.at = l.Addr().String()
	served := make(chan error, 1)
	go func() { served <- s.Serve(l) }()
	channel, requests, err := s.must(t, key).OpenChannel("session", nil)
	if err != nil {
		t.Fatal(err)
	}
	go ssh.DiscardRequests(requests)
	if ok, err := channel.SendRequest("exec", true, ssh.Marshal(struct{ Line string }{"flood"})); !ok || err != nil {
		t.Fatal(ok, err)
	}
	s.await(t, Began)
	if said, _, _ := run(t, s.must(t, key), "x"); said != "priya asks for x" {
		t.Errorf("another client: %q", said)
	}
	s.Close()
	if err := <-served; err != nil {
		t.Error(err)
	}
}

// TestClose: sessions are told why they end and take the time they need. No others
// begin meanwhile.
func TestClose(t *testing.T) {
	access, key := onlyPriya(t)
	o := options(access)
	told, finish := make(chan struct{}), make(chan struct{})
	o.Handle = func(ctx context.Context, s *Session) int {
		_, _ = io.WriteString(s, "ready\n")
		<-ctx.Done()
		close(told)
		<-finish // a payment on its way
		s.Say("it was approved")
		return 0
	}
	s := prepare(t, o)
	l, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s.at = l.Addr().String()
	served, closed := make(chan error, 1), make(chan struct{})
	go func() { served <- s.Serve(l) }()
	c := s.must(t, key)
	session, _, shown := shell(t, c)
	shown.await(t, "ready")
	go func() { s.Close(); close(closed) }()
	<-told
	if _, err := s.signIn("x", key); err == nil {
		t.Error("another signs in")
	}
	if _, err := c.NewSession(); err == nil {
		t.Error("another session begins")
	}
	select {
	case <-closed:
		t.Error("the server has not waited")
	default:
	}
	close(finish)
	<-closed
	if err := session.Wait(); err != nil {
		t.Error(err)
	}
	shown.await(t, "it was approved\r\n")
	if e := s.await(t, Ended); e.Result != ErrClosing.Error() {
		t.Errorf("%+v", e)
	}
	if err := <-served; err != nil {
		t.Error(err)
	}
}

// TestRevokedSessionsEnd: the sessions of a key, and of a certificate, end when the key
// is revoked, and those of others go on.
func TestRevokedSessionsEnd(t *testing.T) {
	priya, ann, authority := newKey(t), newKey(t), newKey(t)
	agents := []Agent{{Name: "priya", Keys: []ssh.PublicKey{priya.PublicKey()}, Principals: []string{"priya"}}, {Name: "ann", Keys: []ssh.PublicKey{ann.PublicKey()}}}
	access := func(revoked string) *Access {
		return accessTo(t, agents, []ssh.PublicKey{authority.PublicKey()}, revoked)
	}
	o := options(nil)
	var now atomic.Pointer[Access]
	now.Store(access(""))
	o.Access = now.Load
	echo := o.Handle
	o.Handle = func(ctx context.Context, s *Session) int {
		go echo(ctx, s)
		<-ctx.Done()
		return 1
	}
	s := serve(t, o)
	_, typed, shown := shell(t, s.must(t, ann))
	shown.await(t, "hello ann")
	key, _, shownToKey := shell(t, s.must(t, priya))
	shownToKey.await(t, "hello priya")
	certified, _, shownToCert := shell(t, s.must(t, certificate(t, authority, newKey(t), nil)))
	shownToCert.await(t, "hello priya")
	s.Recheck(s.opts.Access()) // nothing has changed
	now.Store(access("serial: 7\n" + string(ssh.MarshalAuthorizedKey(priya.PublicKey()))))
	s.Recheck(s.opts.Access())
	for _, session := range []*ssh.Session{key, certified} {
		_ = session.Wait()
		if e := s.await(t, Ended); e.Agent != "priya" || e.Result != ErrRevoked.Error() {
			t.Errorf("%+v", e)
		}
	}
	_, _ = io.WriteString(typed, "still here")
	shown.await(t, "still here")
}

// TestOpenSSH: Debian's client signs in, with a key and with a certificate of ssh-keygen,
// and may not do more than Go's.
func TestOpenSSH(t *testing.T) {
	for _, tool := range []string{"ssh", "ssh-keygen"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skip(err)
		}
	}
	folder := t.TempDir()
	in := func(name string) string { return filepath.Join(folder, name) }
	tool := func(name string, args ...string) string {
		t.Helper()
		out, err := exec.CommandContext(t.Context(), name, args...).CombinedOutput() //nolint:gosec // the test's own
		if err != nil {
			t.Fatalf("%s: %v: %s", name, err, out)
		}
		return string(out)
	}
	public := func(name string) ssh.PublicKey {
		t.Helper()
		text, err := os.ReadFile(in(name + ".pub"))
		if err != nil {
			t.Fatal(err)
		}
		key, _, _, _, err := ssh.ParseAuthorizedKey(text)
		if err != nil {
			t.Fatal(err)
		}
		return key
	}
	for _, name := range []string{"priya", "ca", "ann"} {
		tool("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", in(name))
	}
	tool("ssh-keygen", "-q", "-s", in("ca"), "-I", "ann's laptop", "-n", "ann", "-V", "+1h", "-z", "12", in("ann"))
	s := serve(t, options(accessTo(t, []Agent{
		{Name: "priya", Keys: []ssh.PublicKey{public("priya")}}, {Name: "ann", Principals: []string{"ann"}},
	}, []ssh.PublicKey{public("ca")}, "")))
	host, port, _ := strings.Cut(s.at, ":")
	known := "[" + host + "]:" + port + " " + string(ssh.MarshalAuthorizedKey(s.host))
	if err := os.WriteFile(in("known_hosts"), []byte(known), 0o600); err != nil {
		t.Fatal(err)
	}
	client := func(key string, args ...string) (said string, status int) {
		t.Helper()
		c := exec.CommandContext(t.Context(), "ssh", append([]string{ //nolint:gosec // the test's own
			"-F", "none", "-p", port, "-i", in(key), "-o", "UserKnownHostsFile=" + in("known_hosts"), "-o", "IdentitiesOnly=yes", "-o", "BatchMode=yes", "-o", "LogLevel=ERROR",
		}, args...)...)
		c.Stdin = strings.NewReader("typed\n")
		out, err := c.CombinedOutput()
		if err != nil && c.ProcessState == nil {
			t.Fatal(err)
		}
		return string(out), c.ProcessState.ExitCode()
	}
	for name, x := range map[string]struct {
		key    string
		args   []string
		says   string
		status int
	}{
		"a command":                  {"priya", []string{host, "lookup", "A17"}, "priya asks for lookup A17", 3},
		"a certificate":              {"ann", []string{"root@" + host, "x"}, "ann asks for x", 3},
		"a terminal":                 {"priya", []string{"-tt", host}, "hello priya\ntyped\n", 0},
		"no terminal":                {"priya", []string{"-T", host}, "The console needs a terminal", exitUsage},
		"sftp":                       {"priya", []string{"-s", host, "sftp"}, "subsystem request failed", 255},
		"an agent that signed in no": {"ca", []string{host, "x"}, "Permission denied (publickey)", 255},
		"forwarding a port":          {"priya", []string{"-o", "ExitOnForwardFailure=yes", "-R", "0:127.0.0.1:22", host, "x"}, "remote port forwarding failed", 255},
	} {
		said, status := client(x.key, x.args...)
		if !strings.Contains(said, x.says) || status != x.status {
			t.Errorf("%s: %q, %s", name, said, strconv.Itoa(status))
		}
	}
}
