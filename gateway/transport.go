package gateway

import (
	"context"
	"crypto/tls"
	"errors"
	"net"
	"net/http"
	"time"
)

const (
	dialTimeout  = 10 * time.Second
	answerLimit  = 1 << 20
	headerLimit  = 64 << 10
	jsonMimeType = "application/json"
)

// transport makes the transport of one exchange: one connection, and so one
// request. Connections are not kept (net/http resends on those); HTTP/1.1 only.
// An http.Client would add only redirects and cookies, which are not wanted. No
// Idempotency-Key header may ever be added: net/http takes it as leave to
// resend. net/http sees blanks in place of the body; the connection puts the
// body in.
func (c *Client) transport(b *body, p *passage) *http.Transport {
	d := dialer{cfg: c.cfg, body: b, passage: p}
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

// request is what net/http is given to send.
func (c *Client) request(ctx context.Context, k call) (*http.Request, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, c.cfg.URL, k.body.placeholder())
	if err != nil {
		return nil, err
	}
	req.ContentLength = int64(k.body.len())
	req.SetBasicAuth(c.cfg.Username, c.cfg.Password.reveal())
	req.Header.Set("Content-Type", jsonMimeType+";charset=utf-8")
	req.Header.Set("Accept", jsonMimeType)
	req.Header.Set("User-Agent", c.cfg.UserAgent)
	req.Header["REQUESTREFERENCE"] = []string{k.reference}
	return req, nil
}

// exchange does one HTTP exchange and reads the answer. When it returns,
// nothing of the request leaves any more.
func (c *Client) exchange(ctx context.Context, gate *Gate, k call) (answer, int, *Error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	p := &passage{gate: gate, ctx: ctx}
	defer p.end()
	req, err := c.request(ctx, k)
	if err != nil {
		return answer{}, 0, &Error{Kind: ErrNotReached, err: err}
	}
	resp, err := c.transport(k.body, p).RoundTrip(req)
	if err != nil {
		left, refused := p.abort()
		return answer{}, 0, transportError(ctx, err, left, refused)
	}
	defer func() { _ = resp.Body.Close() }()
	if left, refused := p.answer(); !left {
		p.abort()
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
		p.abort()
		fail.Status = resp.StatusCode
		return answer{}, resp.StatusCode, fail
	}
	return ans, resp.StatusCode, nil
}

// errEarly is an answer to a request that has not been sent.
var errEarly = errors.New("it answered before the request was sent")

// transportError types what net/http reports. Its text is kept as the cause
// only: it may quote addresses, never the body.
func transportError(ctx context.Context, err error, left, refused bool) *Error {
	e := &Error{Kind: ErrNotReached, Written: left, err: err}
	var unknownCA *tls.CertificateVerificationError
	switch {
	case refused && !left:
		e.Kind = ErrLate
	case refused:
		e.Kind, e.Detail = ErrBroken, "it was too late to send the rest of it"
	case left && ctx.Err() != nil:
		e.Kind = ErrTimeout
	case left:
		e.Kind = ErrBroken
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
