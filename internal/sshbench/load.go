package sshbench

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"fmt"
	"io"
	"net"
	"strings"
	"sync"
	"time"

	"golang.org/x/crypto/ssh"
)

// Patient is how long a client waits for what must come.
const Patient = 5 * time.Minute

// Client is one agent at a terminal.
type Client struct {
	conn    net.Conn
	session *ssh.Session
	typed   io.Writer
	shown   chan []byte // what came at once
	over    chan struct{}
	close   func()
	bytes   int
}

// NewKey makes a key.
func NewKey() (ssh.Signer, error) {
	_, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return nil, err
	}
	return ssh.NewSignerFromKey(private)
}

// Certified is a key with a certificate for an agent.
func Certified(authority, key ssh.Signer, agent string) (ssh.Signer, error) {
	cert := &ssh.Certificate{
		Key: key.PublicKey(), CertType: ssh.UserCert, ValidPrincipals: []string{agent}, ValidBefore: ssh.CertTimeInfinity,
		Permissions: ssh.Permissions{Extensions: map[string]string{"permit-pty": ""}},
	}
	if err := cert.SignCert(rand.Reader, authority); err != nil {
		return nil, err
	}
	return ssh.NewCertSigner(cert, key)
}

// SignIn connects to a server, the i-th client from an address of its own, and opens a
// console of 80×24 on a terminal with these variables ("NAME=value"); without TERM it is
// xterm-256color. The caller closes the client.
func SignIn(ctx context.Context, server string, i int, key ssh.Signer, variables ...string) (*Client, error) {
	dialer := net.Dialer{Timeout: Patient, LocalAddr: &net.TCPAddr{IP: net.IPv4(127, 1, byte(i/250), byte(1+i%250))}} //nolint:gosec // small numbers
	conn, err := dialer.DialContext(ctx, "tcp", server)
	if err != nil {
		return nil, err
	}
	c := &Client{conn: conn, shown: make(chan []byte, 1000), over: make(chan struct{})}
	c.close = sync.OnceFunc(func() {
		close(c.over)
		_ = conn.Close()
	})
	out, err := c.open(server, key, variables)
	if err != nil {
		c.close()
		return nil, err
	}
	go c.read(out)
	return c, nil
}

func (c *Client) open(server string, key ssh.Signer, variables []string) (out io.Reader, err error) {
	config := &ssh.ClientConfig{
		User: "agent", HostKeyCallback: ssh.InsecureIgnoreHostKey(), //nolint:gosec // the server is the test's own
		Auth: []ssh.AuthMethod{ssh.PublicKeys(key)},
	}
	line, channels, requests, err := ssh.NewClientConn(c.conn, server, config)
	if err != nil {
		return nil, err
	}
	if c.session, err = ssh.NewClient(line, channels, requests).NewSession(); err != nil {
		return nil, err
	}
	terminal := "xterm-256color"
	for _, variable := range variables {
		name, value, _ := strings.Cut(variable, "=")
		if name == "TERM" {
			terminal = value
		} else if err = c.session.Setenv(name, value); err != nil {
			return nil, err
		}
	}
	if err = c.session.RequestPty(terminal, 24, 80, nil); err != nil {
		return nil, err
	}
	if out, err = c.session.StdoutPipe(); err != nil {
		return nil, err
	}
	if c.typed, err = c.session.StdinPipe(); err != nil {
		return nil, err
	}
	return out, c.session.Shell()
}

func (c *Client) read(out io.Reader) {
	defer close(c.shown)
	buf := make([]byte, 64<<10)
	for {
		n, err := out.Read(buf)
		if n > 0 {
			select {
			case c.shown <- bytes.Clone(buf[:n]):
			case <-c.over:
				return
			}
		}
		if err != nil {
			return
		}
	}
}

// Close drops the line, as a client that was killed does.
func (c *Client) Close() { c.close() }

// Type types keys. Those of a session that has ended go nowhere.
func (c *Client) Type(keys string) { _, _ = io.WriteString(c.typed, keys) }

// Resize changes the size of the terminal.
func (c *Client) Resize(width, height int) { _ = c.session.WindowChange(height, width) }

// Until reads until one of the texts is shown, and returns it.
func (c *Client) Until(texts ...string) (string, error) {
	var all []byte
	for late := time.After(Patient); ; {
		select {
		case more, ok := <-c.shown:
			all = append(all, more...)
			for _, text := range texts {
				if bytes.Contains(all, []byte(text)) {
					return text, nil
				}
			}
			if !ok {
				return "", fmt.Errorf("the session ended before %q: %q", texts, all)
			}
		case <-late:
			return "", fmt.Errorf("%q is not shown: %q", texts, all)
		}
	}
}

// Quiet reads until nothing has come for a while, and reports whether the session goes on.
func (c *Client) Quiet() bool { return c.drain(nil, 100*time.Millisecond) }

// Wait reads for some time, and reports whether the session goes on.
func (c *Client) Wait(d time.Duration) bool { return c.drain(time.After(d), d+time.Second) }

func (c *Client) drain(until <-chan time.Time, quiet time.Duration) bool {
	for {
		select {
		case _, ok := <-c.shown:
			if !ok {
				return false
			}
		case <-until:
			return true
		case <-time.After(quiet):
			return true
		}
	}
}
