package wire

import (
	"context"
	"crypto/tls"
	"net"
	"net/http"
	"net/url"
)

// dialer makes the connection of one exchange. It does TLS itself, and a proxy's
// CONNECT too, because the blanks that net/http writes must be replaced before they
// reach TLS.
type dialer struct {
	line    Line
	body    *Body
	passage *passage
}

// plainProxy is the proxy for http://, which net/http talks to itself. For https://
// dialTLS talks to the proxy.
func (d dialer) plainProxy(r *http.Request) (*url.URL, error) {
	if r.URL.Scheme == "https" {
		return nil, nil //nolint:nilnil // net/http's way to say none
	}
	return d.line.Proxy(r)
}

// dialPlain connects to a loopback gateway, or to its proxy.
func (d dialer) dialPlain(ctx context.Context, network, address string) (net.Conn, error) {
	conn, err := d.dial(ctx, network, address, false)
	if err != nil {
		return nil, err
	}
	return &injector{Conn: conn, gated: conn, body: d.body}, nil
}

// dial makes the lowest connection. sealed says that TLS runs over it.
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

// proxy is the proxy for the gateway's address, or nil.
func (d dialer) proxy(ctx context.Context) (*url.URL, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, d.line.URL, nil)
	if err != nil {
		return nil, err
	}
	return d.line.Proxy(r)
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
		MinVersion: tls.VersionTLS12, RootCAs: d.line.RootCAs, ServerName: host, NextProtos: []string{"http/1.1"},
		DynamicRecordSizingDisabled: d.body.fullRecords,
	})
	if err := secured.HandshakeContext(ctx); err != nil {
		_ = conn.Close()
		return nil, err
	}
	return secured, nil
}
