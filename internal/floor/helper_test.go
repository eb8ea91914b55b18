//go:build unix

package floor

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/crypto/ssh"

	"motoconsole/gateway"
	"motoconsole/internal/app"
	"motoconsole/internal/config"
)

// patient is how long a test waits for an event on the busiest machine.
const patient = 8 * time.Minute

// clock fires when a test says so.
type clock struct {
	mu    sync.Mutex
	waits map[time.Duration][]chan time.Time
}

func (c *clock) after(d time.Duration) <-chan time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	fires := make(chan time.Time, 1)
	c.waits[d] = append(c.waits[d], fires)
	return fires
}

// later does something when after fires.
func (c *clock) later(d time.Duration, do func()) (stop func()) {
	fires, stopped := c.after(d), make(chan struct{})
	go func() {
		select {
		case <-fires:
			do()
		case <-stopped:
		}
	}()
	return func() { close(stopped) }
}

// pass fires all that wait for a time of that length.
func (c *clock) pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, fires := range c.waits[d] {
		fires <- time.Time{}
	}
	c.waits[d] = nil
}

// hall is a floor of Priya and Ann, whose bank is not there.
type hall struct {
	*Floor

	t    *testing.T
	path string
	bank string // its address
	keys map[string]ssh.Signer
	at   string
	stop context.CancelFunc
	done chan error
	time *clock
}

// newHall serves a floor. The agents' tables are made from their public keys.
func newHall(t *testing.T, serve string, tables func(keys map[string]string) string) *hall {
	t.Helper()
	return newHallAt(t, "http://127.0.0.1:1/json/", serve, tables)
}

// newHallAt is newHall with a bank.
func newHallAt(t *testing.T, bank, serve string, tables func(keys map[string]string) string) *hall {
	t.Helper()
	return newHallOf(t, bank, serve, tables, func(*hall) {})
}

// newHallOf is newHallAt with files beside the configuration.
func newHallOf(t *testing.T, bank, serve string, tables func(keys map[string]string) string, files func(*hall)) *hall {
	t.Helper()
	h := emptyHall(t, bank, serve, tables, files)
	h.after, h.later = h.time.after, h.time.later
	ctx, stop := context.WithCancel(context.Background())
	h.stop = stop
	l, err := h.open(ctx)
	if err != nil {
		t.Fatal(err)
	}
	h.at = l.Addr().String()
	go func() { h.done <- h.serve(ctx, l) }()
	t.Cleanup(func() {
		stop()
		if err := <-h.done; err != nil {
			t.Error(err)
		}
		h.close()
	})
	return h
}

// emptyHall is a floor that is not served yet.
func emptyHall(t *testing.T, bank, serve string, tables func(keys map[string]string) string, files func(*hall)) *hall {
	t.Helper()
	folder := t.TempDir()
	h := &hall{t: t, bank: bank, path: filepath.Join(folder, "config.toml"), keys: map[string]ssh.Signer{}, done: make(chan error, 1), time: &clock{waits: map[time.Duration][]chan time.Time{}}}
	for _, name := range []string{"priya", "ann", "tom"} {
		_, private, err := ed25519.GenerateKey(rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		if h.keys[name], err = ssh.NewSignerFromKey(private); err != nil {
			t.Fatal(err)
		}
	}
	h.write("password", "secret\n")
	files(h)
	h.configure(serve, tables)
	s := h.load()
	if err := MakeHostKey(&bytes.Buffer{}, s); err != nil {
		t.Fatal(err)
	}
	h.Floor = newFloor(Options{
		Settings: s,
		Getenv:   func(string) string { return "" },
		Open: func(ctx context.Context, s config.Settings, m app.Measures) (*app.Process, error) {
			return app.Open(ctx, app.Options{Settings: s, Measures: m, Mode: gateway.ModeOf(s.Gateway.Site), Version: "test"})
		},
	})
	return h
}

func (h *hall) write(name, text string) {
	h.t.Helper()
	path := filepath.Join(filepath.Dir(h.path), name)
	if err := os.WriteFile(path+".new", []byte(text), 0o600); err != nil {
		h.t.Fatal(err)
	}
	if err := os.Rename(path+".new", path); err != nil {
		h.t.Fatal(err)
	}
}

// everyone may work.
func everyone(keys map[string]string) string {
	return fmt.Sprintf("[roles.agent]\n[agents.priya]\nrole = \"agent\"\nkeys = [%q]\n[agents.ann]\nrole = \"agent\"\nkeys = [%q]\n", keys["priya"], keys["ann"])
}

func (h *hall) configure(serve string, tables func(keys map[string]string) string) {
	h.t.Helper()
	lines := map[string]string{}
	for name, key := range h.keys {
		lines[name] = strings.TrimSpace(string(ssh.MarshalAuthorizedKey(key.PublicKey())))
	}
	h.write("config.toml", fmt.Sprintf(`
[gateway]
url = %q
username = "u"
password_file = "password"
site = "test_floor"
sites = ["test_floor", "test_floor2"]
[payment]
currency = "GBP"
[journal]
file = "state/journal.db"
[log]
file = "moto.log"
[serve]
listen = "127.0.0.1:0"
host_key = "host_key"
revoked = "revoked"
%s
%s`, h.bank, serve, tables(lines)))
	if _, err := os.Stat(filepath.Join(filepath.Dir(h.path), "revoked")); err != nil {
		h.write("revoked", "# none\n")
	}
}

func (h *hall) load() config.Settings {
	h.t.Helper()
	s, err := config.Load(h.path, func(string) string { return "" })
	if err != nil {
		h.t.Fatal(err)
	}
	return s
}

func (h *hall) log() string {
	text, err := os.ReadFile(filepath.Join(filepath.Dir(h.path), "moto.log"))
	if err != nil {
		h.t.Fatal(err)
	}
	return string(text)
}

// eventually waits for something that nothing tells of.
func (h *hall) eventually(what string, is func() bool) {
	h.t.Helper()
	for end := time.Now().Add(patient); !is(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) {
			h.t.Fatalf("not yet: %s; %+v", what, h.Sessions())
		}
	}
}

// client is a terminal of an agent.
type client struct {
	h     *hall
	conn  *ssh.Client
	shell *ssh.Session
	in    interface{ Write([]byte) (int, error) }
	ended chan error

	mu    sync.Mutex
	shown strings.Builder
}

func (c *client) Write(p []byte) (int, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.shown.Write(p)
}

// text is all that the client has got. More may come while the session ends.
func (c *client) text() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.shown.String()
}

// connect signs an agent in, without a session.
func (h *hall) connect(agent string) (*ssh.Client, error) {
	return ssh.Dial("tcp", h.at, &ssh.ClientConfig{
		User: "x", Auth: []ssh.AuthMethod{ssh.PublicKeys(h.keys[agent])}, HostKeyCallback: ssh.InsecureIgnoreHostKey(), Timeout: patient, //nolint:gosec // the test's own server
	})
}

// at opens a console on a connection.
func (h *hall) on(conn *ssh.Client) *client {
	h.t.Helper()
	c := &client{h: h, conn: conn, ended: make(chan error, 1)}
	var err error
	if c.shell, err = conn.NewSession(); err != nil {
		h.t.Fatal(err)
	}
	c.shell.Stdout, c.shell.Stderr = c, c
	if c.in, err = c.shell.StdinPipe(); err != nil {
		h.t.Fatal(err)
	}
	if err := c.shell.RequestPty("xterm", 24, 80, ssh.TerminalModes{}); err != nil {
		h.t.Fatal(err)
	}
	if err := c.shell.Shell(); err != nil {
		h.t.Fatal(err)
	}
	go func() { c.ended <- c.shell.Wait() }()
	return c
}

// signIn opens an agent's console on a connection of its own.
func (h *hall) signIn(agent string) *client {
	h.t.Helper()
	conn, err := h.connect(agent)
	if err != nil {
		h.t.Fatal(err)
	}
	h.t.Cleanup(func() { _ = conn.Close() })
	return h.on(conn)
}

func (c *client) types(text string) { _, _ = c.in.Write([]byte(text)) }

// shows waits until the client has got a text, in one piece.
func (c *client) shows(text string) {
	c.h.t.Helper()
	c.h.eventually("the client shows "+text, func() bool { return strings.Contains(c.text(), text) })
}

// drops cuts the connection, and waits until the floor knows.
func (c *client) drops() {
	c.h.t.Helper()
	_ = c.conn.Close()
	c.h.eventually("the line is gone", func() bool {
		for _, i := range c.h.Sessions() {
			if i.Lost.IsZero() {
				return false
			}
		}
		return true
	})
}

// status waits for the session's end and returns the exit status.
func (c *client) status() int {
	c.h.t.Helper()
	select {
	case err := <-c.ended:
		c.ended <- err
		if exit, is := err.(*ssh.ExitError); is { //nolint:errorlint // it is not wrapped
			return exit.ExitStatus()
		}
		if err != nil {
			return -1
		}
		return 0
	case <-time.After(patient):
		c.h.t.Fatal("the session does not end")
		return -1
	}
}

func fingerprint(h *hall, agent string) string {
	return ssh.FingerprintSHA256(h.keys[agent].PublicKey())
}
