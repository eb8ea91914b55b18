//go:build unix

package cli_test

import (
	"bufio"
	"io"
	"net"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"motoconsole/internal/effort"

	"motoconsole/gateway"
	"motoconsole/internal/cli"
	"motoconsole/internal/journal"
)

// line is the way to a bank that serves TLS. While a test holds it, new connections get
// no byte through, so the handshake stalls.
type line struct {
	net.Listener
	to    string
	held  atomic.Bool
	made  atomic.Int32 // connections made while it is held
	mu    sync.Mutex
	going chan struct{} // closed when the test lets it go
}

// tlsOffice is an office whose consoles reach their bank over a line.
func tlsOffice(t *testing.T) (*office, *line) {
	t.Helper()
	cmd := command(t, "sandbox", "--listen", "127.0.0.1:0", "--tls")
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Signal(syscall.SIGINT); _ = cmd.Wait() }) // it removes its certificate
	said := map[string]string{}
	lines := bufio.NewScanner(out)
	for len(said) < 5 && lines.Scan() {
		name, value, _ := strings.Cut(lines.Text(), " ")
		said[name] = strings.TrimSpace(value)
	}
	l := newLine(t, strings.TrimSuffix(strings.TrimPrefix(said["url"], "https://"), "/json/"))
	o := newOffice(t, &bank{url: "https://" + l.Addr().String() + "/json/", username: said["username"], password: said["password"], process: cmd})
	o.bank.trusts, o.timeout = said["certificate"], impatient
	return o, l
}

func newLine(t *testing.T, to string) *line {
	t.Helper()
	var lc net.ListenConfig
	inner, err := lc.Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	l := &line{Listener: inner, to: to, going: make(chan struct{})}
	t.Cleanup(func() { _ = inner.Close() })
	go func() {
		for {
			conn, err := inner.Accept()
			if err != nil {
				return
			}
			go l.carry(conn)
		}
	}()
	return l
}

func (l *line) carry(conn net.Conn) {
	defer conn.Close() //nolint:errcheck // it is over
	if l.held.Load() {
		l.made.Add(1)
		l.mu.Lock()
		going := l.going
		l.mu.Unlock()
		<-going
	}
	var d net.Dialer
	there, err := d.Dial("tcp", l.to)
	if err != nil {
		return
	}
	defer there.Close() //nolint:errcheck // it is over
	go func() { _, _ = io.Copy(there, conn); _ = there.Close() }()
	_, _ = io.Copy(conn, there)
}

func (l *line) hold() { l.held.Store(true) }

func (l *line) release() {
	l.held.Store(false)
	l.mu.Lock()
	defer l.mu.Unlock()
	close(l.going)
	l.going = make(chan struct{})
}

// TestAStalledHandshake: the handshake stalls for longer than the agent waits. The
// outcome is NOT SENT, and nothing leaves when the line works again.
func TestAStalledHandshake(t *testing.T) {
	t.Parallel()
	o, l := tlsOffice(t)
	p := o.console(t, "priya")
	fill(t, p, caller())
	l.hold()
	agree(t, p)
	p.WaitUntil(t, "an outcome", outcomeShown)
	if !strings.Contains(p.Text(), "✖ NOT SENT") {
		t.Fatalf("nothing can have left:\n%s", p.Text())
	}
	if l.made.Load() == 0 {
		t.Fatal("no connection was held: this has tested nothing")
	}
	if e := o.only(t); e.State != journal.Known || e.Outcome != gateway.OutcomeNotSent || e.Resolution != "" {
		t.Errorf("the journal has %v %v by %q", e.State, e.Outcome, e.Resolution)
	}
	l.release()
	grace()
	p.Press("enter")
	p.WaitFor(t, "Your payments today")
	take(t, p, ordered("B18"), "✔ APPROVED") // the card is not barred, and the stalled request had time to leave
	o.bank.wantAuths(t, 1)
	o.verify(t)
}

// TestAPausedConsole: a console is stopped between its intent and the first byte of its
// AUTH, and goes on after its deadline. Nothing leaves. Until then no supervisor can
// call the payment not taken.
func TestAPausedConsole(t *testing.T) {
	effort.Whole(t)
	t.Parallel()
	o, l := tlsOffice(t)
	p := o.console(t, "priya")
	fill(t, p, caller())
	l.hold()
	agree(t, p)
	// If the guard opened the first connection, the AUTH has none yet. It is not sent
	// either.
	eventually(t, "the AUTH's connection", func() bool { return l.made.Load() > 0 && len(o.entries(t)) == 1 })
	p.Signal(syscall.SIGSTOP)
	l.release() // from now on the handshake could finish

	e := o.only(t)
	if e.State != journal.Open || e.SendBy.IsZero() {
		t.Fatalf("the journal has %v, to be sent by %v", e.State, e.SendBy)
	}
	settle := func() (string, int) {
		return o.run(t, "resolve", "--settle", e.SentReference, "--as", "not-taken", "--reason", "the bank shows nothing", "--by", "J. Doe")
	}
	if said, code := settle(); code != cli.ExitFailed || !strings.Contains(said, "it cannot be called not taken yet") {
		t.Errorf("while it may leave: exit code %d: %s", code, said)
	}
	if said, code := o.run(t, "resolve"); code != cli.ExitFailed || !strings.Contains(said, e.SentReference) {
		t.Errorf("moto resolve: exit code %d: %s", code, said)
	}
	if now := o.only(t); now.State != journal.Open {
		t.Fatalf("settled while it may leave: %v %v", now.State, now.Outcome)
	}
	eventually(t, "its deadline has passed", func() bool { return time.Now().After(e.SendBy.Add(2 * time.Second)) })
	if said, code := settle(); code != cli.ExitFailed || !strings.Contains(said, "Wait two minutes") {
		t.Errorf("while its console lives and may wait for the answer: exit code %d: %s", code, said)
	}
	p.Signal(syscall.SIGCONT)
	p.WaitUntil(t, "an outcome", outcomeShown)
	if !strings.Contains(p.Text(), "✖ NOT SENT") {
		t.Errorf("after the pause:\n%s", p.Text())
	}
	if e := o.only(t); e.Outcome != gateway.OutcomeNotSent || e.Resolution != "" {
		t.Errorf("the journal has %v by %q", e.Outcome, e.Resolution)
	}
	grace()
	p.Press("enter")
	p.WaitFor(t, "Your payments today")
	take(t, p, ordered("B18"), "✔ APPROVED")
	o.bank.wantAuths(t, 1)
	o.verify(t)
}
