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

// request is the head of what is sent.
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

// headSize is about how long the head of a request is.
func (cfg Config) headSize() int {
	const rest = 200 // what is always the same
	return rest + len(cfg.URL) + len(cfg.UserAgent) + (len(cfg.Username)+len(cfg.Password.reveal()))*4/3
}

// exchange does one HTTP exchange and reads the answer. When it returns,
// nothing of the request leaves any more.
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

// errEarly is an answer to a request that has not been sent.
var errEarly = errors.New("it answered before the request was sent")

// transportError is an Error for what net/http reports, which stays its cause: the
// text of that may quote addresses, never the body.
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

// Gate is what a request passes just before its first byte leaves. It decides
// whether the request may still leave, and knows for certain whether it has left;
// nothing else can tell. Use one gate for each request. If several requests share
// one, it speaks of all of them, and Shut holds them all.
//
// Nothing waits between the decision and the write. Only the system can stop the
// process there, for as long as it likes: that request leaves late all the same.
type Gate struct{ gate *wire.Gate }

// NewGate makes a gate. It calls late each time just before bytes go out, and
// holds them back when late reports true; nil means never late. late must be quick
// and must not use the gate, which is locked meanwhile.
func NewGate(late func() bool) *Gate { return &Gate{wire.NewGate(late)} }

// Shut lets nothing leave from now on, and reports whether nothing has left yet.
// When it reports false, bytes have left or are leaving now, and only the gateway
// can say what became of them. The rest of a request that has begun is held back.
func (g *Gate) Shut() (nothingLeft bool) { return g.gate.Shut() }

// Left reports whether bytes have left or are leaving.
func (g *Gate) Left() bool { return g.gate.Left() }

type gateKey struct{}

// WithGate makes every request sent with the context pass the gate.
func WithGate(ctx context.Context, g *Gate) context.Context {
	return context.WithValue(ctx, gateKey{}, g)
}

// gateOf is the context's gate, or else a new one that is always open.
func gateOf(ctx context.Context) *Gate {
	if g, _ := ctx.Value(gateKey{}).(*Gate); g != nil {
		return g
	}
	return NewGate(nil)
}

// PassGate passes the context's gate as a request does just before its first
// byte leaves, and reports whether it may leave. It is for stand-ins of a
// Client, which must keep the same promises.
func PassGate(ctx context.Context) bool { return gateOf(ctx).gate.Pass() }
