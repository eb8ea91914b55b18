package gateway

import (
	"bufio"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"sync"
	"sync/atomic"
	"testing"
)

// countingServer is a gateway that counts every byte of a request that reaches it, below
// HTTP and above TLS.
type countingServer struct {
	address     string
	roots       *x509.CertPool
	config      *tls.Config
	hold        sync.RWMutex  // handshakes wait for it
	accepted    chan struct{} // gets one for each connection
	serving     sync.WaitGroup
	connections atomic.Int32
	requests    atomic.Int32 // whole ones
	bytes       atomic.Int64
}

func newCountingServer(t testing.TB, secured bool) *countingServer {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	w := &countingServer{address: listener.Addr().String(), roots: x509.NewCertPool(), accepted: make(chan struct{}, 16)}
	if secured {
		there := httptest.NewTLSServer(nil) // for its certificate
		there.Close()
		w.roots.AddCert(there.Certificate())
		w.config = &tls.Config{Certificates: there.TLS.Certificates}
	}
	t.Cleanup(func() { _ = listener.Close() })
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			w.serving.Add(1)
			w.connections.Add(1)
			go w.serve(conn)
			w.accepted <- struct{}{}
		}
	}()
	return w
}

// countingReader counts what is read.
type countingReader struct {
	io.Reader
	n *atomic.Int64
}

// Read implements io.Reader.
func (c countingReader) Read(p []byte) (int, error) {
	n, err := c.Reader.Read(p)
	c.n.Add(int64(n))
	return n, err
}

func (w *countingServer) serve(conn net.Conn) {
	defer w.serving.Done()
	defer func() { _ = conn.Close() }()
	w.hold.RLock()
	w.hold.RUnlock() //nolint:staticcheck // only to wait
	if w.config != nil {
		secured := tls.Server(conn, w.config)
		if secured.Handshake() != nil {
			return
		}
		conn = secured
	}
	r, err := http.ReadRequest(bufio.NewReader(countingReader{conn, &w.bytes}))
	if err != nil {
		return
	}
	body, err := io.ReadAll(r.Body)
	if err != nil || int64(len(body)) != r.ContentLength {
		return
	}
	w.requests.Add(1)
	_, _ = fmt.Fprintf(conn, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s", len(goodAnswer), goodAnswer)
}

// holdHandshakes lets handshakes wait until they are released.
func (w *countingServer) holdHandshakes() (release func()) {
	w.hold.Lock()
	return w.hold.Unlock
}

// reached waits until all connections have ended and returns what came.
func (w *countingServer) reached() (requests int32, bytes int64) {
	w.serving.Wait()
	return w.requests.Load(), w.bytes.Load()
}

func (w *countingServer) client(t testing.TB) *Client {
	t.Helper()
	scheme := "https"
	if w.config == nil {
		scheme = "http"
	}
	c := testClient(t, scheme+"://"+w.address+"/json/", ample)
	c.cfg.RootCAs = w.roots
	return c
}

// roads are all the routes to a gateway.
func roads() map[string]func(t *testing.T) (*countingServer, *Client) {
	through := func(proxy func(http.Handler) *httptest.Server) func(t *testing.T) (*countingServer, *Client) {
		return func(t *testing.T) (*countingServer, *Client) {
			w := newCountingServer(t, true)
			server := proxy(&connectProxy{})
			t.Cleanup(server.Close)
			c := w.client(t)
			if server.TLS != nil {
				c.cfg.RootCAs.AddCert(server.Certificate())
			}
			u, err := url.Parse(server.URL)
			if err != nil {
				t.Fatal(err)
			}
			u.User = url.UserPassword("agent", "secret")
			c.cfg.Proxy = http.ProxyURL(u)
			return w, c
		}
	}
	return map[string]func(t *testing.T) (*countingServer, *Client){
		"http":  func(t *testing.T) (*countingServer, *Client) { w := newCountingServer(t, false); return w, w.client(t) },
		"https": func(t *testing.T) (*countingServer, *Client) { w := newCountingServer(t, true); return w, w.client(t) },
		"http through a proxy": func(t *testing.T) (*countingServer, *Client) {
			w := newCountingServer(t, false)
			c := testClient(t, "http://127.0.0.1:1/json/", ample)
			c.cfg.Proxy = http.ProxyURL(&url.URL{Scheme: "http", Host: w.address})
			return w, c
		},
		"https through a proxy":     through(httptest.NewServer),
		"https through a TLS proxy": through(httptest.NewTLSServer),
	}
}
