package gateway

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// TestBrokenConnections breaks connections at every point of making and using
// them. A request whose connection breaks before TLS is up was not sent. One
// whose connection breaks after a byte has left may have arrived, and is never
// tried again. In between it is a race: either outcome may come, as long as it is true
// of that request.
func TestBrokenConnections(t *testing.T) {
	there := httptest.NewTLSServer(nil) // for its certificate
	there.Close()
	roots := x509.NewCertPool()
	roots.AddCert(there.Certificate())
	secured := func(conn net.Conn) *tls.Conn {
		secured := tls.Server(conn, &tls.Config{Certificates: there.TLS.Certificates})
		_ = secured.Handshake()
		return secured
	}
	reset := func(conn net.Conn) {
		_ = conn.(*net.TCPConn).SetLinger(0)
		_ = conn.Close()
	}
	one := func(r io.Reader) { _, _ = r.Read(make([]byte, 1)) } // byte
	long := Query{OrderReferences: slices.Repeat([]string{strings.Repeat("x", 255)}, 20_000)}
	tests := []struct {
		name  string
		proxy bool
		long  bool // 5 MB, more than the system buffers; the receiver takes little of it
		late  bool // only its deadline ends it
		serve func(conn net.Conn)
		kind  ErrorKind
		sent  bool
		race  bool // it may break before the first byte leaves
	}{
		{name: "reset at once", serve: reset},
		{name: "closed in the handshake", serve: func(conn net.Conn) { one(conn); _ = conn.Close() }},
		{name: "reset in the handshake", serve: func(conn net.Conn) { one(conn); reset(conn) }},
		{name: "no TLS", serve: func(conn net.Conn) { _, _ = io.WriteString(conn, "HTTP/1.1 400 Bad Request\r\n\r\n"); _ = conn.Close() }},
		{name: "silent in the handshake", late: true, serve: func(conn net.Conn) { _, _ = io.Copy(io.Discard, conn); _ = conn.Close() }},
		{name: "proxy says nothing", proxy: true, late: true, serve: func(conn net.Conn) { _, _ = io.Copy(io.Discard, conn); _ = conn.Close() }},
		{name: "proxy hangs up", proxy: true, serve: reset},
		{name: "proxy hangs up on the tunnel", proxy: true, serve: func(conn net.Conn) {
			_, _ = io.WriteString(conn, "HTTP/1.1 200 OK\r\n\r\n")
			one(conn)
			_ = conn.Close()
		}},
		{name: "proxy answers for the gateway", proxy: true, serve: func(conn net.Conn) {
			_, _ = io.WriteString(conn, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}HTTP/1.1 200 OK\r\n\r\n")
			one(conn)
			_ = conn.Close()
		}},
		{name: "reset before the first byte", serve: func(conn net.Conn) { secured(conn); reset(conn) }, kind: KindBroken, sent: true, race: true},
		{name: "closed before the first byte", serve: func(conn net.Conn) { _ = secured(conn).Close() }, kind: KindBroken, sent: true, race: true},
		{name: "reset at the first byte", serve: func(conn net.Conn) { one(secured(conn)); reset(conn) }, kind: KindBroken, sent: true},
		{name: "reset in the middle of the write", long: true, serve: func(conn net.Conn) {
			_, _ = io.CopyN(io.Discard, secured(conn), 1<<20)
			reset(conn)
		}, kind: KindBroken, sent: true},
		{name: "deadline in the middle of the write", long: true, late: true, serve: func(conn net.Conn) {
			one(secured(conn))
			<-t.Context().Done()
			_ = conn.Close()
		}, kind: KindTimeout, sent: true},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			listener, err := net.Listen("tcp", "127.0.0.1:0")
			if err != nil {
				t.Fatal(err)
			}
			defer listener.Close() //nolint:errcheck // a listener
			var connections atomic.Int32
			go func() {
				for {
					conn, err := listener.Accept()
					if err != nil {
						return
					}
					connections.Add(1)
					if test.long {
						_ = conn.(*net.TCPConn).SetReadBuffer(64 << 10)
					}
					go test.serve(conn)
				}
			}()
			send := func(timeout time.Duration) (gate *Gate, r AuthResult, err error) {
				connections.Store(0)
				c := testClient(t, "https://"+listener.Addr().String()+"/json/", timeout)
				c.cfg.RootCAs = roots
				if test.proxy {
					c.cfg.URL, c.cfg.Proxy = "https://gateway.example/json/", http.ProxyURL(&url.URL{Scheme: "http", Host: listener.Addr().String()})
				}
				gate = NewGate(nil)
				ctx := WithGate(t.Context(), gate)
				if test.long {
					_, err = c.Query(ctx, long)
				} else {
					r, err = c.Auth(ctx, testRequest())
				}
				return gate, r, err
			}
			timeout := ample
			if test.late {
				timeout = brief
			}
			gate, r, err := send(timeout)
			for test.late && test.sent && !gate.Left() && timeout < ample { // a busy machine
				timeout *= 4
				gate, r, err = send(timeout)
			}
			sent, kind := test.sent, test.kind
			if test.race && !gate.Left() {
				sent, kind = false, KindNotReached
			}
			if want := map[bool]Outcome{true: OutcomeUnknown, false: OutcomeNotSent}[sent]; !test.long && r.Outcome != want {
				t.Errorf("outcome %v, want %v", r.Outcome, want)
			}
			checkError(t, err, true, kind, sent)
			if n := connections.Load(); sent && n != 1 && !test.race {
				t.Errorf("%d connections: it was sent again", n)
			}
		})
	}
}

// TestGivenUpIsNotSentOn: when a request is given up, the system throws away the bytes
// that it has not sent yet. It resets the connection instead of closing it after the
// last byte.
func TestGivenUpIsNotSentOn(t *testing.T) {
	w := newCountingServer(t, true) // for its certificate
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close() //nolint:errcheck // a listener
	ctx, cancel := context.WithCancel(t.Context())
	returned, read := make(chan struct{}), make(chan error, 1)
	go func() {
		conn, err := listener.Accept()
		if err != nil {
			read <- nil
			return
		}
		defer conn.Close() //nolint:errcheck // a connection
		_ = conn.(*net.TCPConn).SetReadBuffer(64 << 10)
		_, _ = tls.Server(conn, w.config).Read(make([]byte, 1))
		cancel() // in the middle of the request
		<-returned
		_, err = io.Copy(io.Discard, conn)
		read <- err
	}()
	c := w.client(t)
	c.cfg.URL = "https://" + listener.Addr().String() + "/json/"
	// More than the system buffers.
	_, err = c.Query(ctx, Query{OrderReferences: slices.Repeat([]string{strings.Repeat("x", 255)}, 20_000)})
	close(returned)
	checkError(t, err, true, KindTimeout, true)
	if err := <-read; err == nil {
		t.Error("the connection ended in order")
	}
}
