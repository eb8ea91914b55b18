package gateway

import (
	"context"
	"crypto/tls"
	"errors"
	"net"
	"net/http"

	"motoconsole/gateway/internal/wire"
)

const (
	answerLimit  = 1 << 20
	jsonMimeType = "application/json"
)

// request makes the HTTP request without its body.
func (c *Client) request(ctx context.Context, k call) (*http.Request, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, c.cfg.URL, nil)
	if err != nil {
		return nil, err
	}
	req.SetBasicAuth(c.cfg.Username, c.cfg.Password.reveal())
	req.Header.Set("Content-Type", jsonMimeType+";charset=utf-8")
	req.Header.Set("Accept", jsonMimeType)
	req.Header.Set("User-Agent", c.cfg.UserAgent)
	req.Header["REQUESTREFERENCE"] = []string{k.reference}
	return req, nil
}

// headSize is the approximate length of a request's head.
func (cfg Config) headSize() int {
	const rest = 200 // the parts that never change
	return rest + len(cfg.URL) + len(cfg.UserAgent) + (len(cfg.Username)+len(cfg.Password.reveal()))*4/3
}

// exchange does one HTTP exchange and reads the answer. Once it has returned, no
// more of the request leaves.
func (c *Client) exchange(ctx context.Context, gate *wire.Gate, k call) (answer, int, *Error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	req, err := c.request(ctx, k)
	if err != nil {
		return answer{}, 0, &Error{Kind: KindNotReached, err: err}
	}
	line := wire.Line{URL: c.cfg.URL, RootCAs: c.cfg.RootCAs, Proxy: c.cfg.Proxy}
	x := line.Begin(ctx, gate, k.body)
	defer x.End()
	resp, err := x.Send(req)
	if err != nil {
		left, refused := x.Abort()
		return answer{}, 0, transportError(ctx, err, left, refused)
	}
	defer func() { _ = resp.Body.Close() }()
	if left, refused := x.Answered(); !left {
		x.Abort()
		fail := transportError(ctx, errEarly, false, refused)
		fail.Status = resp.StatusCode
		return answer{}, resp.StatusCode, fail
	}
	var ans answer
	var fail *Error
	if resp.StatusCode == http.StatusOK {
		ans, fail = readAnswer(ctx, resp, k)
	} else {
		ans, fail = readRefusal(cancel, resp, k)
	}
	if fail != nil {
		x.Abort()
		fail.Status = resp.StatusCode
		return answer{}, resp.StatusCode, fail
	}
	return ans, resp.StatusCode, nil
}

// errEarly reports an answer to a request that has not been sent.
var errEarly = errors.New("it answered before the request was sent")

// transportError turns an error of net/http into an Error. It keeps the error as
// its cause only: that text may quote addresses, though never the body.
func transportError(ctx context.Context, err error, left, refused bool) *Error {
	e := &Error{Kind: KindNotReached, Written: left, err: err}
	var unknownCA *tls.CertificateVerificationError
	switch {
	case refused && !left:
		e.Kind = KindLate
	case refused:
		e.Kind, e.Detail = KindBroken, "it was too late to send the rest of it"
	case left && ctx.Err() != nil:
		e.Kind = KindTimeout
	case left:
		e.Kind = KindBroken
	case errors.Is(err, errEarly):
		e.Detail = errEarly.Error()
	case errors.As(err, &unknownCA):
		e.Detail = "its certificate is not trusted"
	case errors.Is(err, context.Canceled) || errors.Is(ctx.Err(), context.Canceled):
		e.Detail = "given up before it was sent"
	case isTimeout(ctx, err):
		e.Detail = "connecting took too long"
	case isNameError(err):
		e.Detail = "its name was not found"
	}
	return e
}

func isTimeout(ctx context.Context, err error) bool {
	var timeout net.Error
	return ctx.Err() != nil || errors.As(err, &timeout) && timeout.Timeout()
}

func isNameError(err error) bool {
	var dns *net.DNSError
	return errors.As(err, &dns)
}

// A Gate is what a request passes just before its first byte leaves. It decides
// whether the request may still leave, and is the only certain source on whether it
// has left. Use one gate for each request. A gate that several requests share
// speaks of all of them, and Shut stops them all.
//
// The gate adds no wait between the decision and the write. If the operating system
// pauses the process at that point, the request leaves late, however long the
// pause.
type Gate struct{ gate *wire.Gate }

// NewGate makes a gate. The gate calls late each time just before bytes go out, and
// holds them back if late reports true; nil means never late. late must be quick.
// The gate is locked while it runs, so late must not use the gate.
func NewGate(late func() bool) *Gate { return &Gate{wire.NewGate(late)} }

// Shut stops all further bytes, and reports whether none has left yet. If it
// reports false, bytes have left or are leaving now, and only the gateway knows the
// outcome. The rest of a request that has begun is held back.
func (g *Gate) Shut() (nothingLeft bool) { return g.gate.Shut() }

// Left reports whether bytes have left or are leaving.
func (g *Gate) Left() bool { return g.gate.Left() }

type gateKey struct{}

// WithGate returns a context whose requests pass the gate.
func WithGate(ctx context.Context, g *Gate) context.Context {
	return context.WithValue(ctx, gateKey{}, g)
}

// gateOf is the context's gate, or a new one that is always open.
func gateOf(ctx context.Context) *Gate {
	if g, _ := ctx.Value(gateKey{}).(*Gate); g != nil {
		return g
	}
	return NewGate(nil)
}

// PassGate passes the context's gate, as a request does just before its first byte
// leaves, and reports whether the request may leave. It is for test doubles of a
// Client, which must keep the same promises.
func PassGate(ctx context.Context) bool { return gateOf(ctx).gate.Pass() }
