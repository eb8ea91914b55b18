package crash

import (
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// way is how a host reaches the server, or the gateway: by connections that are carried there.
type way struct {
	dial    func() (net.Conn, error)
	greet   func(net.Conn) (net.Conn, error) // the host's connections, first; nil for none
	network *network                         // of the host; nil for none of its own

	mu      sync.Mutex
	open    sync.Cond // joined again
	parted  bool      // nothing passes
	refuses bool      // and new connections are refused
	conns   map[net.Conn]bool
}

func newWay(t *testing.T, listener net.Listener, dial func() (net.Conn, error), greet func(net.Conn) (net.Conn, error)) *way {
	t.Helper()
	w := &way{dial: dial, greet: greet, conns: map[net.Conn]bool{}}
	w.open.L = &w.mu
	t.Cleanup(func() {
		_ = listener.Close()
		w.part(true)
		w.join()
	})
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go w.carry(conn)
		}
	}()
	return w
}

// connect connects the host of an office with the journal's server, over a network of its own,
// and with the gateway. Where none can be made, that is said, and the host has a socket.
func (o *office) connect(t *testing.T, server string) *way {
	t.Helper()
	dial := func() (net.Conn, error) { return net.Dial("unix", filepath.Join(server, socket)) }
	network, err := newNetwork(t)
	var listener net.Listener
	var greet func(net.Conn) (net.Conn, error)
	if err == nil {
		listener, err = network.far.listen(t.Context(), farEnd+":5432")
	}
	if err == nil {
		err = network.toGateway(t, strings.TrimSuffix(strings.TrimPrefix(o.bank.url, "http://"), "/json/"))
	}
	if err != nil {
		fmt.Fprintf(t.Output(), "a host has no network of its own: none can be made here (%v)\n", err)
		folder, err := os.MkdirTemp("/tmp", "moto-way-") // a socket's path is short
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = os.RemoveAll(folder) })
		if listener, err = new(net.ListenConfig).Listen(t.Context(), "unix", filepath.Join(folder, socket)); err != nil {
			t.Fatal(err)
		}
		o.reaches = "/" + o.server.Database + "?host=" + folder
		o.configure(t)
		return newWay(t, listener, dial, nil)
	}
	o.network, o.reaches = network, farEnd+"/"+o.server.Database
	if o.certificate, greet, err = authority(t, o.folder); err != nil {
		t.Fatal(err)
	}
	o.configure(t)
	w := newWay(t, listener, dial, greet)
	w.network = network
	return w
}

// socket is the name of a server's socket.
const socket = ".s.PGSQL.5432"

// carry carries a connection to the server.
func (w *way) carry(from net.Conn) {
	var to net.Conn
	var err error
	if w.greet != nil {
		var greeted net.Conn
		if greeted, err = w.greet(from); err == nil {
			from = greeted
		}
	}
	if err == nil {
		to, err = w.dial()
	}
	if err != nil || !w.add(from, to) {
		_ = from.Close()
		if to != nil {
			_ = to.Close()
		}
		return
	}
	var both sync.WaitGroup
	both.Go(func() { w.copy(to, from) })
	both.Go(func() { w.copy(from, to) })
	both.Wait()
	w.mu.Lock()
	defer w.mu.Unlock()
	delete(w.conns, from)
	delete(w.conns, to)
}

func (w *way) add(conns ...net.Conn) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, c := range conns {
		w.conns[c] = true
	}
	return !w.refuses
}

// copy carries one direction, and holds it while the host is parted.
func (w *way) copy(to io.WriteCloser, from io.ReadCloser) {
	defer to.Close()   //nolint:errcheck // the other end hears of it
	defer from.Close() //nolint:errcheck // as above
	some := make([]byte, 16<<10)
	for {
		n, err := from.Read(some)
		w.mu.Lock()
		for w.parted && !w.refuses {
			w.open.Wait()
		}
		w.mu.Unlock()
		if n > 0 {
			if _, err := to.Write(some[:n]); err != nil {
				return
			}
		}
		if err != nil {
			return
		}
	}
}

// part parts the host from the server: silently, or with its connections broken.
func (w *way) part(breaks bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.parted, w.refuses = true, breaks
	if breaks {
		for c := range w.conns {
			_ = c.Close()
		}
	}
}

func (w *way) join() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.parted, w.refuses = false, false
	w.open.Broadcast()
}
