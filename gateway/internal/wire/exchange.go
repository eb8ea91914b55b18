package wire

import (
	"context"
	"crypto/x509"
	"net/http"
	"net/url"
	"time"
)

const (
	dialTimeout = 10 * time.Second
	headerLimit = 64 << 10
)

// Line is the way to a gateway.
type Line struct {
	URL     string         // the gateway's
	RootCAs *x509.CertPool // nil for the system's
	// Proxy chooses the proxy for a request.
	Proxy func(*http.Request) (*url.URL, error)
}

// Exchange is one request and its answer, over a connection of its own.
type Exchange struct {
	line    Line
	body    *Body
	passage *passage
}

// Begin begins an exchange that sends the body through the gate. The caller must
// call End.
func (l Line) Begin(ctx context.Context, gate *Gate, body *Body) *Exchange {
	return &Exchange{line: l, body: body, passage: &passage{gate: gate, ctx: ctx}}
}

// Send sends the head of r with the body, and returns when an answer begins. It
// ignores r's own body. After an error, Abort says whether anything has left.
//
// net/http sees blanks in place of the body; the connection puts the body in. An
// http.Client would only add redirects and cookies, which are not wanted. Never add
// an Idempotency-Key header: net/http takes it as leave to resend.
func (x *Exchange) Send(r *http.Request) (*http.Response, error) {
	r.Body, r.ContentLength = x.body.placeholder(), int64(x.body.Len())
	return x.transport().RoundTrip(r)
}

// transport makes the transport of one exchange: one connection, and so one
// request. Connections are not kept (net/http resends on those); HTTP/1.1 only.
func (x *Exchange) transport() *http.Transport {
	d := dialer{line: x.line, body: x.body, passage: x.passage}
	protocols := new(http.Protocols)
	protocols.SetHTTP1(true)
	return &http.Transport{
		Proxy:                  d.plainProxy,
		DialContext:            d.dialPlain,
		DialTLSContext:         d.dialTLS,
		DisableKeepAlives:      true,
		DisableCompression:     true,
		MaxResponseHeaderBytes: headerLimit,
		Protocols:              protocols,
	}
}

// Answered notes that an answer has begun. If nothing has left by then, nothing
// leaves afterwards. It reports whether anything has left, and whether the gate
// held something back.
func (x *Exchange) Answered() (left, refused bool) { return x.passage.answer() }

// Abort gives the exchange up and drops the connection, with any part of the
// request that the system has not sent. It reports the same as Answered.
func (x *Exchange) Abort() (left, refused bool) { return x.passage.abort() }

// End stops all further bytes.
func (x *Exchange) End() { x.passage.end() }
