package crash

import (
	"bufio"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"math/big"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// network is the network of a host: a namespace of its own, and a cable to another namespace,
// in which the way to the journal's server begins. Nothing else is reached from there but the
// gateway, by a way of its own.
type network struct{ host, far namespace }

// namespace is a network namespace, by a process in it that ends with the test.
type namespace struct{ pid int }

// The two ends of the cable.
const (
	nearEnd = "10.79.0.2"
	farEnd  = "10.79.0.1"
)

// newNetwork makes the network of a host, or says why none can be made here.
func newNetwork(t *testing.T) (*network, error) {
	t.Helper()
	var n network
	for _, at := range []*namespace{&n.host, &n.far} {
		if err := at.make(t); err != nil {
			return nil, err
		}
	}
	for _, step := range []struct {
		in   namespace
		does string
	}{
		{n.far, "link add far0 type veth peer name near0 netns " + strconv.Itoa(n.host.pid)},
		{n.host, "link set lo up"},
		{n.host, "addr add " + nearEnd + "/24 dev near0"},
		{n.host, "link set near0 up"},
		{n.far, "addr add " + farEnd + "/24 dev far0"},
		{n.far, "link set far0 up"},
	} {
		if err := step.in.ip(step.does); err != nil {
			return nil, err
		}
	}
	return &n, nil
}

// make makes a namespace, until the test ends.
func (n *namespace) make(t *testing.T) error {
	t.Helper()
	holder := exec.CommandContext(t.Context(), "unshare", "-n", "sh", "-c", "echo in; read -r _") // until its input ends
	input, err := holder.StdinPipe()
	if err != nil {
		return err
	}
	output, err := holder.StdoutPipe()
	if err != nil {
		return err
	}
	var says strings.Builder
	holder.Stderr = &says
	if err := holder.Start(); err != nil {
		return err
	}
	t.Cleanup(func() { _ = input.Close(); end(holder) })
	if _, err := bufio.NewReader(output).ReadString('\n'); err != nil {
		return errors.New(strings.TrimSpace(says.String()))
	}
	n.pid = holder.Process.Pid
	return nil
}

func (n namespace) path() string { return "--net=/proc/" + strconv.Itoa(n.pid) + "/ns/net" }

// ip runs a command of iproute2 in the namespace.
func (n namespace) ip(command string) error {
	out, err := exec.CommandContext(context.Background(), "nsenter", append([]string{n.path(), "ip"}, strings.Fields(command)...)...).CombinedOutput()
	if err != nil {
		return fmt.Errorf("ip %s: %w: %s", command, err, strings.TrimSpace(string(out)))
	}
	return nil
}

// within calls a function in the namespace. The thread that entered it is never used again.
func (n namespace) within(do func() error) (err error) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		runtime.LockOSThread()
		var there *os.File
		if there, err = os.Open(strings.TrimPrefix(n.path(), "--net=")); err != nil {
			return
		}
		defer there.Close() //nolint:errcheck // it was only entered
		if err = unix.Setns(int(there.Fd()), unix.CLONE_NEWNET); err == nil {
			err = do()
		}
	}()
	<-done
	return err
}

// listen listens in the namespace.
func (n namespace) listen(ctx context.Context, address string) (listener net.Listener, err error) {
	err = n.within(func() (err error) {
		listener, err = new(net.ListenConfig).Listen(ctx, "tcp", address)
		return err
	})
	return listener, err
}

// on makes a command one of the network's host.
func (n *network) on(cmd *exec.Cmd) *exec.Cmd {
	if n == nil {
		return cmd
	}
	cmd.Args = append([]string{"nsenter", n.host.path(), cmd.Path}, cmd.Args[1:]...)
	cmd.Path = "/usr/bin/nsenter"
	if at, err := exec.LookPath("nsenter"); err == nil {
		cmd.Path = at
	}
	return cmd
}

// cut has the network drop what the two ends send each other, or the far one alone: then what
// is sent arrives, and no answer. No connection hears of it.
func (n *network) cut(answersAlone bool) error {
	if answersAlone {
		return n.far.ip("route add blackhole " + nearEnd + "/32")
	}
	return n.far.ip("link set far0 down")
}

// mend ends cut.
func (n *network) mend(answersAlone bool) error {
	if answersAlone {
		return n.far.ip("route del blackhole " + nearEnd + "/32")
	}
	return n.far.ip("link set far0 up")
}

// toGateway has the host reach the gateway by the address that it has for all.
func (n *network) toGateway(t *testing.T, address string) error {
	t.Helper()
	listener, err := n.host.listen(t.Context(), address)
	if err != nil {
		return err
	}
	newWay(t, listener, func() (net.Conn, error) { return net.Dial("tcp", address) }, nil)
	return nil
}

// authority writes the certificate of the far end into a folder, and gives what greets a
// connection there as PostgreSQL does that asks for encryption.
func authority(t *testing.T, folder string) (certificate string, greet func(net.Conn) (net.Conn, error), err error) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return "", nil, err
	}
	model := &x509.Certificate{
		SerialNumber: big.NewInt(1), NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(48 * time.Hour), IPAddresses: []net.IP{net.ParseIP(farEnd)},
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign | x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}
	made, err := x509.CreateCertificate(rand.Reader, model, model, key.Public(), key)
	if err != nil {
		return "", nil, err
	}
	certificate = filepath.Join(folder, "server.pem")
	err = os.WriteFile(certificate, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: made}), 0o600)
	config := &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{made}, PrivateKey: key}}, MinVersion: tls.VersionTLS12}
	return certificate, func(conn net.Conn) (net.Conn, error) {
		var asked [8]byte // for encryption
		if _, err := io.ReadFull(conn, asked[:]); err != nil {
			return nil, err
		}
		if _, err := conn.Write([]byte("S")); err != nil {
			return nil, err
		}
		return tls.Server(conn, config), nil
	}, err
}

// TestNetworkThatDrops: what is cut is dropped, and neither end hears of it. Where the answers
// alone are dropped, what is sent arrives.
func TestNetworkThatDrops(t *testing.T) {
	t.Parallel()
	n, err := newNetwork(t)
	if err != nil {
		t.Skipf("no network of its own can be made here: %v", err)
	}
	listener, err := n.far.listen(t.Context(), farEnd+":5432")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	arrived := make(chan string, 10)
	go func() {
		conn, err := listener.Accept()
		if err != nil {
			return
		}
		defer conn.Close() //nolint:errcheck // the test is over
		for lines := bufio.NewScanner(conn); lines.Scan(); {
			arrived <- lines.Text()
			_, _ = fmt.Fprintln(conn, lines.Text())
		}
	}()
	var conn net.Conn
	if err := n.host.within(func() (err error) {
		conn, err = new(net.Dialer).DialContext(t.Context(), "tcp", farEnd+":5432")
		return err
	}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	answers := bufio.NewReader(conn)
	say := func(word string) {
		t.Helper()
		if _, err := fmt.Fprintln(conn, word); err != nil {
			t.Fatal(err)
		}
	}
	hear := func(word string) {
		t.Helper()
		_ = conn.SetReadDeadline(time.Now().Add(patience))
		if got, err := answers.ReadString('\n'); err != nil || got != word+"\n" {
			t.Fatalf("%q, %v", got, err)
		}
	}
	say("whole")
	hear("whole")
	if got := <-arrived; got != "whole" {
		t.Fatal(got)
	}
	for _, answersAlone := range []bool{false, true} {
		word := fmt.Sprint("answers alone: ", answersAlone)
		if err := n.cut(answersAlone); err != nil {
			t.Fatal(err)
		}
		say(word)
		if answersAlone {
			if got := <-arrived; got != word {
				t.Errorf("%q arrived", got)
			}
		}
		_ = conn.SetReadDeadline(time.Now().Add(300 * time.Millisecond))
		if got, err := answers.ReadString('\n'); !errors.Is(err, os.ErrDeadlineExceeded) {
			t.Errorf("%s: %q, %v", word, got, err)
		}
		if !answersAlone && len(arrived) > 0 {
			t.Errorf("%s: it arrived", word)
		}
		if err := n.mend(answersAlone); err != nil {
			t.Fatal(err)
		}
		hear(word)
		if !answersAlone {
			<-arrived
		}
	}
}
