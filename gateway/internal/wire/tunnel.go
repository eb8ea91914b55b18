package wire

import (
	"bufio"
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"time"
)

// proxyAddress is where a proxy listens.
func proxyAddress(proxy *url.URL) (string, error) {
	port := proxy.Port()
	switch {
	case proxy.Scheme != "http" && proxy.Scheme != "https":
		return "", fmt.Errorf("the proxy must be an http:// or https:// one, not %s://", proxy.Scheme)
	case port == "":
		port = map[string]string{"http": "80", "https": "443"}[proxy.Scheme]
	}
	return net.JoinHostPort(proxy.Hostname(), port), nil
}

// tunnel asks a proxy for a connection to the address.
func tunnel(ctx context.Context, conn net.Conn, proxy *url.URL, address string) error {
	r := &http.Request{Method: http.MethodConnect, URL: &url.URL{Opaque: address}, Host: address, Header: http.Header{}}
	if u := proxy.User; u != nil {
		password, _ := u.Password()
		r.Header.Set("Proxy-Authorization", "Basic "+base64.StdEncoding.EncodeToString([]byte(u.Username()+":"+password)))
	}
	ctx, cancel := context.WithTimeout(ctx, dialTimeout)
	defer cancel()
	stop := context.AfterFunc(ctx, func() { _ = conn.SetDeadline(time.Unix(1, 0)) })
	defer stop()
	if err := r.Write(conn); err != nil {
		return errors.Join(ctx.Err(), err)
	}
	// The reader may be dropped: a TLS server sends nothing until the client has.
	// There is no body to close: the tunnel follows.
	answer, err := http.ReadResponse(bufio.NewReader(io.LimitReader(conn, headerLimit)), r) //nolint:bodyclose // see above
	if err != nil {
		return errors.Join(ctx.Err(), err)
	}
	if answer.StatusCode != http.StatusOK {
		return fmt.Errorf("the proxy answered with HTTP status %d", answer.StatusCode)
	}
	if !stop() {
		return ctx.Err()
	}
	return nil
}
