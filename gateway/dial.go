package gateway

import (
	"bytes"
	"context"
	"crypto/tls"
	"net"
	"net/http"
	"net/url"
)

// dialer makes the connection of one exchange. It does TLS itself, and with a
// proxy CONNECT too, because what net/http writes must not reach TLS as it is.
type dialer struct {
	cfg     Config
	body    *body
	passage *passage
}

// plainProxy is the proxy for http://, where net/http talks to it. For https://
// dialTLS does.
func (d dialer) plainProxy(r *http.Request) (*url.URL, error) {
	if r.URL.Scheme == "https" {
		return nil, nil //nolint:nilnil // net/http's way to say none
	}
	return d.cfg.Proxy(r)
}

// dialPlain connects to a loopback gateway, or to its proxy.
func (d dialer) dialPlain(ctx context.Context, network, address string) (net.Conn, error) {
	conn, err := d.dial(ctx, network, address, false)
	if err != nil {
		return nil, err
	}
	return &injector{Conn: conn, gated: conn, body: d.body}, nil
}

// dial makes the connection at the bottom, over which the request goes sealed by
// TLS or not.
func (d dialer) dial(ctx context.Context, network, address string, sealed bool) (*gatedConn, error) {
	conn, err := (&net.Dialer{Timeout: dialTimeout}).DialContext(ctx, network, address)
	if err != nil {
		return nil, err
	}
	return d.passage.connect(conn, sealed)
}

// dialTLS connects to the gateway, through the proxy if there is one.
func (d dialer) dialTLS(ctx context.Context, network, address string) (net.Conn, error) {
	proxy, err := d.proxy(ctx)
	if err != nil {
		return nil, err
	}
	reach := address
	if proxy != nil {
		if reach, err = proxyAddress(proxy); err != nil {
			return nil, err
		}
	}
	gated, err := d.dial(ctx, network, reach, true)
	if err != nil {
		return nil, err
	}
	conn := net.Conn(gated)
	if proxy != nil && proxy.Scheme == "https" {
		if conn, err = d.secure(ctx, conn, reach); err != nil {
			return nil, err
		}
	}
	if proxy != nil {
		if err := tunnel(ctx, conn, proxy, address); err != nil {
			_ = conn.Close()
			return nil, err
		}
	}
	if conn, err = d.secure(ctx, conn, address); err != nil {
		return nil, err
	}
	return &injector{Conn: conn, gated: gated, body: d.body}, nil
}

// proxy is the proxy for the gateway's address, nil for none.
func (d dialer) proxy(ctx context.Context) (*url.URL, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, d.cfg.URL, nil)
	if err != nil {
		return nil, err
	}
	return d.cfg.Proxy(r)
}

// secure does the TLS handshake, or closes the connection.
func (d dialer) secure(ctx context.Context, conn net.Conn, address string) (net.Conn, error) {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		_ = conn.Close()
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, dialTimeout)
	defer cancel()
	secured := tls.Client(conn, &tls.Config{
		MinVersion: tls.VersionTLS12, RootCAs: d.cfg.RootCAs, ServerName: host, NextProtos: []string{"http/1.1"},
		DynamicRecordSizingDisabled: d.body.fullRecords,
	})
	if err := secured.HandshakeContext(ctx); err != nil {
		_ = conn.Close()
		return nil, err
	}
	return secured, nil
}

// headSize is about how long the head of a request is.
func (cfg Config) headSize() int {
	const rest = 200 // what is always the same
	return rest + len(cfg.URL) + len(cfg.UserAgent) + (len(cfg.Username)+len(cfg.Password.reveal()))*4/3
}

// injector is a connection on which net/http sends one request with blanks for
// a body. It keeps the head back and swallows the blanks, and when all have come
// writes head and body in one go, through the gate.
type injector struct {
	net.Conn
	gated  *gatedConn // the connection below TLS
	body   *body
	head   []byte
	whole  bool // the head is
	blanks int  // swallowed
}

// Write implements net.Conn.
func (i *injector) Write(p []byte) (int, error) {
	blanks := len(p)
	if !i.whole {
		i.head = append(i.head, p...)
		end := bytes.Index(i.head, []byte("\r\n\r\n"))
		if end < 0 {
			return len(p), nil
		}
		end += len("\r\n\r\n")
		blanks = len(i.head) - end
		i.head, i.whole = i.head[:end], true
	}
	if i.blanks += blanks; blanks > 0 && i.blanks == i.body.len() {
		if i.gated.passage.hasEnded() {
			return 0, errRefused // the body may be needed for another try
		}
		i.gated.arm()
		if err := i.body.writeTo(i.Conn, i.head); err != nil {
			return 0, err
		}
		if err := i.gated.finish(); err != nil {
			return 0, err
		}
	}
	return len(p), nil
}
