package sshd

import (
	"context"
	"errors"
	"io"
	"net"
	"os"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"golang.org/x/crypto/ssh"
)

// short is a listener for which the system has no descriptors, a number of times.
type short struct {
	net.Listener

	times atomic.Int32
}

func (l *short) Accept() (net.Conn, error) {
	if n := l.times.Add(-1); n >= 0 {
		return nil, &net.OpError{Op: "accept", Err: os.NewSyscallError("accept4", []error{syscall.EMFILE, syscall.ENFILE, syscall.ECONNABORTED}[n%3])}
	}
	return l.Listener.Accept()
}

// TestScarceDescriptorsEndNoServer: however long the system is short of them, the server
// waits, and not for long at once.
func TestScarceDescriptorsEndNoServer(t *testing.T) {
	access, key := onlyPriya(t)
	s := prepare(t, options(access))
	s.after = func(d time.Duration) <-chan time.Time {
		if d == startsWithin {
			return nil
		}
		if d > longestPause {
			t.Errorf("it waits %v", d)
		}
		past := make(chan time.Time, 1)
		past <- time.Time{}
		return past
	}
	s.listen(t, func(l net.Listener) net.Listener {
		sparse := &short{Listener: l}
		sparse.times.Store(1000)
		return sparse
	})
	if said, _, _ := run(t, s.must(t, key), "x"); said != "priya asks for x" {
		t.Errorf("%q", said)
	}
}

// TestMostConnections: an agent, and all, may have so many that have signed in. A
// connection that was left makes room.
func TestMostConnections(t *testing.T) {
	priya, ann := newKey(t), newKey(t)
	o := options(accessTo(t, []Agent{{Name: "priya", Keys: []ssh.PublicKey{priya.PublicKey()}}, {Name: "ann", Keys: []ssh.PublicKey{ann.PublicKey()}}}, nil, ""))
	o.Limits.PerAgent = 1
	gone := make(chan struct{}, 100)
	o.Gone = func() { gone <- struct{}{} }
	s := serve(t, o)
	var all []*ssh.Client
	for range o.Limits.PerAgent + spareOfAgent {
		all = append(all, s.must(t, priya))
		s.await(t, SignedIn) // a client knows before the server has counted it
	}
	within(t, "the end of one too many", func() {
		if c, err := s.signIn("x", priya); err == nil {
			_ = c.Wait()
		}
	})
	if e := s.await(t, Refused); e.Agent != "priya" || e.Result != "the agent has too many connections" {
		t.Errorf("%+v", e)
	}
	<-gone
	if said, _, _ := run(t, s.must(t, ann), "x"); said != "ann asks for x" {
		t.Errorf("another agent: %q", said)
	}
	<-gone // her session
	_ = all[0].Close()
	<-gone
	if said, _, _ := run(t, s.must(t, priya), "x"); said != "priya asks for x" {
		t.Errorf("with room again: %q", said)
	}
	now := time.Now()
	full := newGate(Limits{Sessions: 1, PerAgent: 1000}, func() time.Time { now = now.Add(signInsEvery); return now })
	for range 1 + spareInAll {
		if refusal := full.admit("priya"); refusal != "" {
			t.Fatal(refusal)
		}
	}
	if full.admit("ann") == "" {
		t.Error("there are more than in all")
	}
	full.part("priya")
	if refusal := full.admit("ann"); refusal != "" {
		t.Errorf("with room again: %s", refusal)
	}
}

// TestCommandsHaveAPace: of one agent twenty at once and then one a second, and another
// agent's are not held up.
func TestCommandsHaveAPace(t *testing.T) {
	now := time.Now()
	g := newGate(Limits{Sessions: 10, PerAgent: 10}, func() time.Time { return now })
	run := func(agent string) bool {
		refusal := g.command(agent)
		if refusal == "" {
			g.end(agent)
		}
		return refusal == ""
	}
	for n := range commandsBurst {
		if !run("priya") {
			t.Fatalf("number %d is refused", n+1)
		}
	}
	if run("priya") {
		t.Error("they come as fast as they like")
	}
	if !run("ann") {
		t.Error("another agent is held up")
	}
	now = now.Add(commandsEvery)
	if !run("priya") || run("priya") {
		t.Error("not one a second")
	}
}

// TestTerminalsAndSignInsHaveAPace: who opens terminals, or signs in, in a loop is refused
// after a burst, and other agents are not.
func TestTerminalsAndSignInsHaveAPace(t *testing.T) {
	now := time.Now()
	g := newGate(Limits{Sessions: 1000, PerAgent: 1000}, func() time.Time { return now })
	for name, c := range map[string]struct {
		do    func(agent string) string
		burst int
		every time.Duration
	}{"terminals": {g.terminal, terminalsBurst, terminalsEvery}, "sign-ins": {g.admit, signInsBurst, signInsEvery}} {
		for n := range c.burst {
			if refusal := c.do("priya"); refusal != "" {
				t.Fatalf("%s: number %d: %s", name, n+1, refusal)
			}
		}
		if c.do("priya") == "" {
			t.Errorf("%s come as fast as they like", name)
		}
		if refusal := c.do("ann"); refusal != "" {
			t.Errorf("%s of another agent: %s", name, refusal)
		}
		now = now.Add(c.every)
		if c.do("priya") != "" || c.do("priya") == "" {
			t.Errorf("%s: not one in %v", name, c.every)
		}
	}
}

// TestATerminalInALoop is refused with a sentence, in place of events without end.
func TestATerminalInALoop(t *testing.T) {
	access, key := onlyPriya(t)
	o := options(access)
	now := time.Now()
	o.Now = func() time.Time { return now }
	o.Handle = func(context.Context, *Session) int { return 0 }
	s := serve(t, o)
	c := s.must(t, key)
	for n := range terminalsBurst + 2 {
		session, _, shown := shell(t, c)
		status, err := exitOf(session.Wait())
		if late := n >= terminalsBurst; late != (status == exitUsage) || err != nil {
			t.Fatalf("number %d: %d, %v, %s", n+1, status, err, shown)
		}
	}
	if e := s.await(t, Refused); !strings.Contains(e.Result, "open terminals too quickly") {
		t.Errorf("%+v", e)
	}
}

// TestSlowHandshakesAreFailures: an address whose clients never sign in is refused after
// some.
func TestSlowHandshakesAreFailures(t *testing.T) {
	access, _ := onlyPriya(t)
	o := options(access)
	o.Limits.Handshake = time.Millisecond
	now := time.Now()
	o.Now = func() time.Time { return now }
	s := serve(t, o)
	for range 2 * failuresBurst { // one that ends may not be counted yet when the next comes
		c, err := new(net.Dialer).DialContext(t.Context(), "tcp", s.at)
		if err != nil {
			t.Fatal(err)
		}
		within(t, "the end of a handshake", func() { _, _ = io.Copy(io.Discard, c) })
		_ = c.Close()
	}
	if e := s.await(t, Refused); e.Result != "its sign-ins failed too often" {
		t.Errorf("%+v", e)
	}
}

// TestNothingUnreadIsKept: what a client sends to a command, and as errors, does not fill
// the channel, where the server would keep it all.
func TestNothingUnreadIsKept(t *testing.T) {
	access, key := onlyPriya(t)
	o := options(access)
	finish := make(chan struct{})
	o.Handle = func(_ context.Context, s *Session) int {
		if n, err := s.Read(make([]byte, 1)); n != 0 || !errors.Is(err, io.EOF) {
			t.Errorf("a command reads %d bytes, %v", n, err)
		}
		<-finish
		return 0
	}
	s := serve(t, o)
	channel := bare(t, s.must(t, key))
	if ok, err := channel.SendRequest("exec", true, ssh.Marshal(struct{ Line string }{"x"})); !ok || err != nil {
		t.Fatal(ok, err)
	}
	much := make([]byte, 3<<20) // the window is of 2 MiB
	within(t, "sending", func() {
		for _, to := range []io.Writer{channel, channel.Stderr()} {
			if _, err := to.Write(much); err != nil {
				t.Error(err)
			}
		}
	})
	close(finish)
}
