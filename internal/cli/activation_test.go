//go:build unix

package cli_test

import (
	"net"
	"os"
	"os/exec"
	"syscall"
	"testing"

	"motoconsole/gateway"
	"motoconsole/internal/cli"
)

// onSocket is the server on a socket that is there already, which it gets as systemd hands
// it over.
func (o *office) onSocket(t *testing.T, sockets ...*os.File) *exec.Cmd {
	t.Helper()
	like := o.command(t, "supervisor", "serve")
	script := `LISTEN_PID=$$ LISTEN_FDS=1 exec "$0" "$@"`
	if len(sockets) == 2 {
		script = `LISTEN_PID=$$ LISTEN_FDS=2 exec "$0" "$@"`
	}
	cmd := exec.CommandContext(t.Context(), "sh", append([]string{"-c", script}, like.Args...)...) //nolint:gosec // the test's own
	cmd.Dir, cmd.Env, cmd.ExtraFiles = like.Dir, like.Env, sockets
	return cmd
}

// TestRollingRestart: the socket is not the server's. While the old server waits for its
// last payment, the new one takes in agents at the same address; no agent is turned away,
// and what the old one's payment became is in the journal of both.
func TestRollingRestart(t *testing.T) {
	t.Parallel()
	b := startBank(t)
	o := floorOf(t, b, "")
	if said, code := o.run(t, "serve", "--init"); code != cli.ExitOK {
		t.Fatalf("exit code %d, %s", code, said)
	}
	door, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	socket, err := door.(*net.TCPListener).File()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _, _ = socket.Close(), door.Close() })
	before := o.started(t, o.onSocket(t, socket))
	if where := net.JoinHostPort(before.host, before.port); where != door.Addr().String() {
		t.Errorf("serves on %s, not on the socket %s", where, door.Addr())
	}
	priya := before.at(t, "priya")
	charge(t, priya, ordered("FAULT-late.5m-A17"))
	b.arrives(t)
	if err := before.server.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	says(t, priya, "A payment or refund may be on its way")
	after := o.started(t, o.onSocket(t, socket))
	joe := after.at(t, "joe")
	take(t, joe, with(func(e *entry) { e.order, e.amount, e.card = "B18", "20.00", "5100000000000511" }), "APPROVED")
	b.release(t)
	if err := <-before.ended; err != nil {
		t.Error(err)
	}
	says(t, priya, "APPROVED")
	for _, e := range after.entries(t) {
		if e.Outcome != gateway.OutcomeApproved {
			t.Errorf("%s: %v", e.OwnReference, e.Outcome)
		}
	}
	joe.Press("enter")
	leave(t, joe)
	after.stop(t)

	two := o.onSocket(t, socket, socket)
	if out, err := two.CombinedOutput(); err == nil || string(out) != "moto: moto serves on one socket of streams: name one ListenStream= in the unit of the socket\n" {
		t.Errorf("two sockets: %v %q", err, out)
	}
}

// TestSocketActivation: systemd's own tool holds the socket, and starts the server when
// the first agent comes.
func TestSocketActivation(t *testing.T) {
	t.Parallel()
	o := floorOf(t, startBank(t), "")
	needs(t, "systemd-socket-activate")
	if said, code := o.run(t, "serve", "--init"); code != cli.ExitOK {
		t.Fatalf("exit code %d, %s", code, said)
	}
	door, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	free := door.Addr().String()
	_ = door.Close()
	like := o.command(t, "supervisor", "serve")
	cmd := exec.CommandContext(t.Context(), "systemd-socket-activate", append([]string{"-l", free}, like.Args...)...) //nolint:gosec // the test's own
	cmd.Dir = like.Dir
	for _, variable := range like.Env {
		cmd.Args = append([]string{cmd.Args[0], "-E", variable}, cmd.Args[1:]...)
	}
	said, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _, _ = cmd.Process.Kill(), cmd.Wait() })
	if _, err := said.Read(make([]byte, 1)); err != nil { // it says where it listens
		t.Fatal(err)
	}
	host, port, _ := net.SplitHostPort(free)
	s := &served{office: o, host: host, port: port}
	priya := s.at(t, "priya")
	take(t, priya, ordered("A17"), "APPROVED")
	priya.Press("enter")
	leave(t, priya)
	if e := s.only(t); e.Outcome != gateway.OutcomeApproved || e.Agent != "priya" {
		t.Errorf("%+v", e)
	}
}
