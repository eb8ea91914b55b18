package sshd

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"strings"
	"testing"

	"golang.org/x/crypto/ssh"
)

// onlyPriya is a server's access for one agent, and her key.
func onlyPriya(t *testing.T) (*Access, ssh.Signer) {
	t.Helper()
	key := newKey(t)
	return accessTo(t, []Agent{{Name: "priya", Keys: []ssh.PublicKey{key.PublicKey()}}}, nil, ""), key
}

// TestNothingButSessions: whatever else a client asks for, it does not get.
func TestNothingButSessions(t *testing.T) {
	access, key := onlyPriya(t)
	o := options(access)
	handled := make(chan struct{}, 100)
	o.Handle = func(context.Context, *Session) int { handled <- struct{}{}; return 0 }
	s := serve(t, o)
	c := s.must(t, key)
	for _, kind := range []string{"direct-tcpip", "forwarded-tcpip", "direct-streamlocal@openssh.com", "x11", "auth-agent@openssh.com", "tun@openssh.com", "\x1b]0;x\x07"} {
		if channel, _, err := c.OpenChannel(kind, ssh.Marshal(struct {
			Host   string
			Port   uint32
			Origin string
			From   uint32
		}{"127.0.0.1", 22, "127.0.0.1", 1})); err == nil {
			_ = channel.Close()
			t.Errorf("channel %q is opened", kind)
		}
	}
	for _, kind := range []string{"tcpip-forward", "streamlocal-forward@openssh.com", "cancel-tcpip-forward", "x"} {
		if ok, _, err := c.SendRequest(kind, true, ssh.Marshal(struct {
			Host string
			Port uint32
		}{"127.0.0.1", 0})); ok || err != nil {
			t.Errorf("%s: %v, %v", kind, ok, err)
		}
	}
	channel, requests, err := c.OpenChannel("session", nil)
	if err != nil {
		t.Fatal(err)
	}
	go ssh.DiscardRequests(requests)
	for kind, payload := range map[string]any{
		"subsystem":                  struct{ Name string }{"sftp"},
		"auth-agent-req@openssh.com": struct{}{},
		"x11-req": struct {
			Single           bool
			Protocol, Cookie string
			Screen           uint32
		}{},
		"signal": struct{ Name string }{"KILL"},
		"break":  struct{ Length uint32 }{},
		"x":      struct{}{},
	} {
		if ok, err := channel.SendRequest(kind, true, marshal(payload)); ok || err != nil {
			t.Errorf("%s: %v, %v", kind, ok, err)
		}
	}
	if len(handled) > 0 {
		t.Error("a session began")
	}
}

// marshal is a request's payload. The library cannot marshal an empty one.
func marshal(payload any) []byte {
	if payload == struct{}{} {
		return nil
	}
	return ssh.Marshal(payload)
}

// TestEnvironment: a client sets the language and the colours, and nothing else.
func TestEnvironment(t *testing.T) {
	access, key := onlyPriya(t)
	o := options(access)
	asked := []string{
		"TERM", "COLORTERM", "NO_COLOR", "LANG", "LC_ALL", "LC_CTYPE", "PATH", "HOME", "LD_PRELOAD", "GODEBUG", "TEA_TRACE", "MOTO_CONFIG", "MOTO_GATEWAY_PASSWORD",
		"SSL_CERT_FILE", "HTTPS_PROXY", "TZ", "USER",
	}
	o.Handle = func(_ context.Context, s *Session) int {
		for _, name := range asked {
			if value := s.Getenv(name); value != "" {
				_, _ = fmt.Fprintf(s, "%s=%s\n", name, value)
			}
		}
		return 0
	}
	c := serve(t, o).must(t, key)
	for name, x := range map[string]struct{ set, want string }{
		"all":                   {"1", "COLORTERM=1\nNO_COLOR=1\nLANG=1\n"},
		"of the usual form":     {"en_GB.UTF-8", "COLORTERM=en_GB.UTF-8\nNO_COLOR=en_GB.UTF-8\nLANG=en_GB.UTF-8\n"},
		"of control characters": {"\x1b]52;c;x\x07", ""},
		"of lines":              {"x\ny", ""},
		"long":                  {strings.Repeat("x", 65), ""},
	} {
		session, err := c.NewSession()
		if err != nil {
			t.Fatal(err)
		}
		for _, variable := range asked {
			_ = session.Setenv(variable, x.set)
		}
		out, err := session.Output("x")
		if string(out) != x.want || err != nil {
			t.Errorf("%s: %q, %v", name, out, err)
		}
	}
}

// TestTerminal: whatever a client says of its terminal, the session gets a name and a
// size that it can work with.
func TestTerminal(t *testing.T) {
	access, key := onlyPriya(t)
	o := options(access)
	o.Handle = func(ctx context.Context, s *Session) int {
		name, size, _ := s.Terminal()
		_, _ = fmt.Fprintln(s, name, size.Width, size.Height)
		select {
		case size = <-s.Resized():
			_, _ = fmt.Fprintln(s, size.Width, size.Height)
		case <-ctx.Done():
		}
		return 0
	}
	s := serve(t, o)
	c := s.must(t, key)
	for _, x := range []struct {
		name                string
		width, height, want string
	}{
		{name: "xterm-256color", width: "80", height: "24", want: "xterm-256color 80 24\n500 200\n"},
		{name: "xterm", width: "0", height: "0", want: "xterm 80 24\n500 200\n"},
		{name: "xterm", width: "1", height: "1", want: "xterm 1 1\n500 200\n"},
		{name: "xterm", width: "huge", height: "huge", want: "xterm 500 200\n500 200\n"},
		{name: "\x1b]0;owned\x07", width: "80", height: "24", want: "dumb 80 24\n500 200\n"},
		{name: "../../../etc/passwd", width: "80", height: "24", want: "dumb 80 24\n500 200\n"},
		{name: "", width: "80", height: "24", want: "dumb 80 24\n500 200\n"},
		{name: strings.Repeat("x", 100_000), width: "80", height: "24", want: "dumb 80 24\n500 200\n"},
	} {
		number := func(s string) (n int) {
			if s == "huge" {
				return math.MaxUint32
			}
			_, _ = fmt.Sscan(s, &n)
			return n
		}
		session, err := c.NewSession()
		if err != nil {
			t.Fatal(err)
		}
		if err := session.RequestPty(x.name, number(x.height), number(x.width), nil); err != nil {
			t.Fatal(err)
		}
		out, _ := session.StdoutPipe()
		if err := session.Shell(); err != nil {
			t.Fatal(err)
		}
		if err := session.WindowChange(math.MaxUint32, math.MaxUint32); err != nil {
			t.Fatal(err)
		}
		if said, err := io.ReadAll(out); string(said) != x.want || err != nil {
			t.Errorf("%.20q: %q, want %q, %v", x.name, said, x.want, err)
		}
	}
}

// TestConsoleWithoutATerminal: one sentence, and the status of wrong usage.
func TestConsoleWithoutATerminal(t *testing.T) {
	priya, authority := newKey(t), newKey(t)
	s := serve(t, options(accessTo(t, []Agent{{Name: "priya", Keys: []ssh.PublicKey{priya.PublicKey()}, Principals: []string{"priya"}}}, []ssh.PublicKey{authority.PublicKey()}, "")))
	bare := certificate(t, authority, priya, func(c *ssh.Certificate) { c.Extensions = nil })
	for says, key := range map[string]ssh.Signer{"The console needs a terminal": priya, "Your certificate allows no terminal": bare} {
		session, err := s.must(t, key).NewSession()
		if err != nil {
			t.Fatal(err)
		}
		if err := session.RequestPty("xterm", 24, 80, nil); (err == nil) != (key == priya) {
			t.Errorf("%s: %v", says, err)
		} else if err == nil { // once more, without
			if session, err = s.must(t, key).NewSession(); err != nil {
				t.Fatal(err)
			}
		}
		problems, _ := session.StderrPipe()
		if err := session.Shell(); err != nil {
			t.Fatal(err)
		}
		said, _ := io.ReadAll(problems)
		status, err := exitOf(session.Wait())
		if !strings.HasPrefix(string(said), says) || strings.Count(string(said), "\n") != 1 || status != exitUsage || err != nil {
			t.Errorf("%q, %d, %v", said, status, err)
		}
	}
}

// TestAPanicEndsOneSession: another session of the same connection goes on.
func TestAPanicEndsOneSession(t *testing.T) {
	access, key := onlyPriya(t)
	o := options(access)
	echo := o.Handle
	o.Handle = func(ctx context.Context, s *Session) int {
		if line, _ := s.Command(); line == "panic" {
			panic("4111111111111111")
		}
		return echo(ctx, s)
	}
	c := serve(t, o).must(t, key)
	other, typed, shown := shell(t, c)
	if said, problems, status := run(t, c, "panic"); said != "" || !strings.HasPrefix(problems, "A defect of moto") || strings.Contains(problems, "4111") || status != exitFailed {
		t.Errorf("%q %q %d", said, problems, status)
	}
	_, _ = io.WriteString(typed, "still here\n")
	shown.await(t, "still here\n")
	_ = typed.Close()
	if err := other.Wait(); err != nil {
		t.Error(err)
	}
}

// shell opens a session at a terminal.
func shell(t *testing.T, c *ssh.Client) (session *ssh.Session, typed io.WriteCloser, shown *pageOf) {
	t.Helper()
	session, err := c.NewSession()
	if err != nil {
		t.Fatal(err)
	}
	if err := session.RequestPty("xterm", 24, 80, nil); err != nil {
		t.Fatal(err)
	}
	typed, _ = session.StdinPipe()
	shown = newPage()
	session.Stdout, session.Stderr = shown, shown
	if err := session.Shell(); err != nil {
		t.Fatal(err)
	}
	return session, typed, shown
}

// TestCaps: of one agent, in all, of one connection and of one address.
func TestCaps(t *testing.T) {
	priya, ann, joe := newKey(t), newKey(t), newKey(t)
	o := options(accessTo(t, []Agent{
		{Name: "priya", Keys: []ssh.PublicKey{priya.PublicKey()}}, {Name: "ann", Keys: []ssh.PublicKey{ann.PublicKey()}}, {Name: "joe", Keys: []ssh.PublicKey{joe.PublicKey()}},
	}, nil, ""))
	o.Limits.Sessions, o.Limits.PerAgent, o.Limits.PerAddress = 3, 2, 5
	s := serve(t, o)
	hello := func(who string, key ssh.Signer) io.WriteCloser {
		_, typed, shown := shell(t, s.must(t, key))
		shown.await(t, "hello "+who)
		return typed
	}
	first := hello("priya", priya)
	hello("priya", priya)
	third := s.must(t, priya)
	if _, problems, status := run(t, third, "x"); !strings.Contains(problems, "too many sessions") || status != exitUsage {
		t.Errorf("a third of hers: %q, %d", problems, status)
	}
	hello("ann", ann)
	fourth := s.must(t, joe)
	if _, problems, status := run(t, fourth, "x"); !strings.Contains(problems, "no room") || status != exitUsage {
		t.Errorf("a fourth in all: %q, %d", problems, status)
	}
	if c, err := s.signIn("x", joe); err == nil {
		_ = c.Close()
		t.Error("a sixth connection of the address")
	}
	_ = first.Close() // she leaves
	s.await(t, Ended)
	if said, problems, _ := run(t, fourth, "x"); said != "joe asks for x" {
		t.Errorf("with room again: %q %q", said, problems)
	}
}

// TestSessionsOfOneConnection: a connection has only so many.
func TestSessionsOfOneConnection(t *testing.T) {
	access, key := onlyPriya(t)
	c := serve(t, options(access)).must(t, key)
	for range mostChannels {
		_, _, shown := shell(t, c)
		shown.await(t, "hello priya")
	}
	_, err := c.NewSession()
	if open, is := errors.AsType[*ssh.OpenChannelError](err); !is || open.Reason != ssh.ResourceShortage {
		t.Errorf("one more: %v", err)
	}
}

// TestRequestsComeInAnyOrder: a session runs once, and what comes after its start
// changes nothing but the size.
func TestRequestsComeInAnyOrder(t *testing.T) {
	access, key := onlyPriya(t)
	o := options(access)
	s := serve(t, o)
	channel, requests, err := s.must(t, key).OpenChannel("session", nil)
	if err != nil {
		t.Fatal(err)
	}
	go ssh.DiscardRequests(requests)
	ask := func(kind string, payload any, want bool) {
		t.Helper()
		if ok, err := channel.SendRequest(kind, true, marshal(payload)); ok != want || err != nil {
			t.Errorf("%s: %v, %v", kind, ok, err)
		}
	}
	type terminal struct {
		Name                string
		Columns, Rows, X, Y uint32
		Modes               string
	}
	type size struct{ Columns, Rows, X, Y uint32 }
	ask("pty-req", struct{ Cut string }{"xterm"}, false)
	ask("window-change", struct{}{}, false)
	ask("env", struct{ Cut string }{"LANG"}, false)
	ask("exec", struct{}{}, false)
	ask("exec", struct{ Line string }{strings.Repeat("x", mostCommand+1)}, false)
	ask("pty-req", terminal{Name: "xterm", Columns: 80, Rows: 24}, true)
	ask("pty-req", terminal{Name: "vt100", Columns: 80, Rows: 24}, false)
	ask("shell", struct{}{}, true)
	ask("shell", struct{}{}, false)
	ask("exec", struct{ Line string }{"x"}, false)
	ask("env", struct{ Name, Value string }{"LANG", "C"}, false)
	ask("window-change", size{1, 1, 0, 0}, true)
	for range 1000 {
		_, _ = channel.SendRequest("window-change", false, ssh.Marshal(size{2, 2, 0, 0}))
	}
	ask("window-change", size{}, true)
	_ = channel.CloseWrite()
	if said, err := io.ReadAll(channel); string(said) != "hello priya\n" || err != nil {
		t.Errorf("%q, %v", said, err)
	}
}
