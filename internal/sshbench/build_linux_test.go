package sshbench

import (
	"bufio"
	"bytes"
	"context"
	"flag"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/crypto/ssh"

	"motoconsole/internal/built"
	"motoconsole/internal/sshd"
)

var (
	sessions = flag.Int("sessions", 2, "how many sessions type at once")
	seconds  = flag.Int("seconds", 1, "for how long they type")
)

var binary string

// mocks makes this program a server to compare with, for agents whose public keys are its
// value, a line each: one that only echoes, or one with a plain form.
const mocks, plainly = "MOTO_BENCH_MOCK", "MOTO_BENCH_PLAIN"

func TestMain(m *testing.M) {
	if keys := os.Getenv(mocks); keys != "" {
		mock(keys, os.Getenv(plainly) != "")
		return
	}
	flag.Parse()
	os.Exit(buildAndRun(m))
}

func buildAndRun(m *testing.M) int {
	folder, err := os.MkdirTemp("", "moto-sshbench")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer func() { _ = os.RemoveAll(folder) }()
	if binary, err = built.Moto(folder); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return m.Run()
}

// mock serves sessions that send back what is typed, or that show a plain form.
func mock(keys string, plain bool) {
	must := func(err error) {
		if err != nil {
			panic(err)
		}
	}
	var agents []sshd.Agent
	for key := range strings.Lines(keys) {
		public, _, _, _, err := ssh.ParseAuthorizedKey([]byte(key))
		must(err)
		agents = append(agents, sshd.Agent{Name: fmt.Sprintf("agent%d", len(agents)), Keys: []ssh.PublicKey{public}})
	}
	access, err := sshd.NewAccess(agents, nil, nil)
	must(err)
	file, _, err := sshd.NewHostKey()
	must(err)
	host, err := sshd.ParseHostKey(file)
	must(err)
	l, err := new(net.ListenConfig).Listen(context.Background(), "tcp", "127.0.0.1:0")
	must(err)
	handle := func(_ context.Context, s *sshd.Session) int { _, _ = io.Copy(s, s); return 0 }
	if plain {
		handle = showPlain
	}
	fmt.Printf("moto serves consoles on %s, a mock\n", l.Addr())
	_ = sshd.New(sshd.Options{
		HostKey: host, Access: func() *sshd.Access { return access }, Handle: handle,
		Limits: sshd.Limits{Sessions: 5000, PerAgent: 5000, PerAddress: 5000, Handshake: time.Minute, Idle: time.Hour, Longest: time.Hour},
	}).Serve(l)
}

// server is a process that serves sessions.
type server struct {
	t    *testing.T
	at   string
	pid  int
	keys []ssh.Signer // of agents, twenty sessions each
}

// run starts a server and waits for its address.
func (s *server) run(cmd *exec.Cmd) *server {
	s.t.Helper()
	var said bytes.Buffer
	cmd.Stderr = &said
	out, err := cmd.StdoutPipe()
	if err != nil {
		s.t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	line, _ := bufio.NewReader(out).ReadString('\n')
	at, _, found := strings.Cut(strings.TrimPrefix(line, "moto serves consoles on "), ",")
	if !found {
		_ = cmd.Wait()
		s.t.Fatalf("the server said %q %q", line, said.String())
	}
	s.at, s.pid = at, cmd.Process.Pid
	return s
}

func newKey(t *testing.T) ssh.Signer {
	t.Helper()
	key, err := NewKey()
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// certified is a key with a certificate for an agent.
func certified(t *testing.T, authority, key ssh.Signer, agent string) ssh.Signer {
	t.Helper()
	signer, err := Certified(authority, key, agent)
	if err != nil {
		t.Fatal(err)
	}
	return signer
}

// mockServer starts a server to compare with. Each session has an agent of its own, because
// an agent signs in and opens terminals at a pace.
func mockServer(t *testing.T, plain string) *server {
	t.Helper()
	s := &server{t: t}
	var keys strings.Builder
	for range *sessions + 2 {
		key := newKey(t)
		s.keys = append(s.keys, key)
		keys.Write(ssh.MarshalAuthorizedKey(key.PublicKey()))
	}
	cmd := exec.CommandContext(t.Context(), os.Args[0]) //nolint:gosec // this program
	cmd.Env = append(os.Environ(), mocks+"="+keys.String(), plainly+"="+plain)
	return s.run(cmd)
}

// consoles starts a bank and moto, for so many agents.
func consoles(t *testing.T, agents int) *server {
	t.Helper()
	s, o := &server{t: t}, newOffice(t)
	var tables strings.Builder
	// An agent has one console. With a key each, thousands of agents would not fit into a
	// configuration.
	authority, own := newKey(t), newKey(t)
	for i := range agents {
		name := "a" + strconv.Itoa(i)
		s.keys = append(s.keys, certified(t, authority, own, name))
		fmt.Fprintf(&tables, "[agents.%s]\nrole = \"agent\"\n", name)
	}
	o.write("user_ca.pub", string(ssh.MarshalAuthorizedKey(authority.PublicKey())))
	o.configure(fmt.Sprintf(`[roles.agent]
%s
[serve]
listen = "127.0.0.1:0"
host_key = "host_key"
user_ca = "user_ca.pub"
max_sessions = %d
`, tables.String(), agents))
	if out, err := o.command(binary, "serve", "--init").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return s.run(o.command(binary, "serve"))
}

// office is a folder with what a console needs, and a test bank.
type office struct {
	t              *testing.T
	folder         string
	bank, username string
}

// newOffice starts a bank.
func newOffice(t *testing.T) *office {
	t.Helper()
	o := &office{t: t, folder: t.TempDir()}
	bank := o.command(binary, "sandbox", "--listen", "127.0.0.1:0")
	out, err := bank.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := bank.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = bank.Process.Kill(); _ = bank.Wait() })
	said := map[string]string{}
	for lines := bufio.NewScanner(out); len(said) < 4 && lines.Scan(); {
		name, value, _ := strings.Cut(lines.Text(), " ")
		said[name] = strings.TrimSpace(value)
	}
	o.bank, o.username = said["url"], said["username"]
	o.write("password", said["password"]+"\n")
	return o
}

// command is a program of the office.
func (o *office) command(program string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(o.t.Context(), program, args...) //nolint:gosec // moto
	cmd.Dir, cmd.Env = o.folder, []string{"HOME=" + o.folder, "TMPDIR=" + o.folder, "TZ=UTC", "LANG=C.UTF-8"}
	return cmd
}

func (o *office) write(name, text string) {
	o.t.Helper()
	if err := os.WriteFile(filepath.Join(o.folder, name), []byte(text), 0o600); err != nil {
		o.t.Fatal(err)
	}
}

// configure writes the configuration, which these tables end.
func (o *office) configure(tables string) {
	o.t.Helper()
	o.write("config.toml", fmt.Sprintf(`[gateway]
url = %q
username = %q
password_file = "password"
site = "test_floor"
[payment]
currency = "GBP"
[journal]
file = "state/journal.db"
[log]
file = "moto.log"
%s`, o.bank, o.username, tables))
}
