package gateway

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"mime"
	"net"
	"net/http"
	"net/http/httptrace"
	"sync/atomic"
	"time"
)

const (
	dialTimeout  = 10 * time.Second
	answerLimit  = 1 << 20
	headerLimit  = 64 << 10
	jsonMimeType = "application/json"
)

// httpClient makes the client of one exchange: one connection, and so one
// request. Connections are not kept (net/http resends on those), redirects not
// followed; HTTP/1.1 only. No Idempotency-Key header may ever be added: net/http
// takes it as leave to resend. net/http sees blanks in place of the body; the
// connection puts the body in.
func (c *Client) httpClient(b *body) *http.Client {
	d := dialer{cfg: c.cfg, body: b}
	protocols := new(http.Protocols)
	protocols.SetHTTP1(true)
	return &http.Client{
		Transport: &http.Transport{
			Proxy:                  d.plainProxy,
			DialContext:            d.dialPlain,
			DialTLSContext:         d.dialTLS,
			DisableKeepAlives:      true,
			DisableCompression:     true,
			MaxResponseHeaderBytes: headerLimit,
			Protocols:              protocols,
		},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// exchange does one HTTP exchange and reads the answer.
func (c *Client) exchange(ctx context.Context, k call) (answer, int, *Error) {
	// A fresh connection that is up, TLS included, is where request bytes may
	// begin to flow; before that none can have been written.
	var written atomic.Bool
	ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GotConn: func(httptrace.GotConnInfo) { written.Store(true) },
	})
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, c.cfg.URL, k.body.placeholder())
	if err != nil {
		return answer{}, 0, &Error{Kind: ErrNotReached, err: err}
	}
	req.ContentLength = int64(k.body.len())
	req.SetBasicAuth(c.cfg.Username, c.cfg.Password.reveal())
	req.Header.Set("Content-Type", jsonMimeType+";charset=utf-8")
	req.Header.Set("Accept", jsonMimeType)
	req.Header.Set("User-Agent", c.cfg.UserAgent)
	req.Header["REQUESTREFERENCE"] = []string{k.reference}

	resp, err := c.httpClient(k.body).Do(req)
	if err != nil {
		return answer{}, 0, transportError(ctx, err, written.Load())
	}
	defer func() { _ = resp.Body.Close() }()
	fail := func(kind ErrorKind, detail string, err error) (answer, int, *Error) {
		return answer{}, resp.StatusCode, &Error{Kind: kind, Written: true, Status: resp.StatusCode, Detail: detail, err: err}
	}
	switch resp.StatusCode {
	case http.StatusOK:
	case http.StatusUnauthorized:
		return fail(ErrSignIn, "", nil)
	case http.StatusBadRequest:
		return fail(ErrBadRequest, "", nil)
	default:
		return fail(ErrStatus, "", nil)
	}
	text, err := io.ReadAll(io.LimitReader(resp.Body, k.limit+1))
	switch {
	case err != nil && ctx.Err() != nil:
		return fail(ErrTimeout, "", err)
	case errors.Is(err, io.ErrUnexpectedEOF):
		return fail(ErrTruncated, "", err)
	case err != nil:
		return fail(ErrBroken, "", err)
	case int64(len(text)) > k.limit:
		return fail(ErrTooLarge, "", nil)
	}
	ans, wireErr := decodeAnswer(text, k.reference)
	if wireErr != nil {
		// What the vendor's answers are labelled is not documented, so the label
		// only helps to say what was wrong with one that cannot be read.
		media, _, err := mime.ParseMediaType(resp.Header.Get("Content-Type"))
		if wireErr.Kind == ErrGarbled && (err != nil || media != jsonMimeType) {
			wireErr.Kind = ErrNotJSON
		}
		wireErr.Status = resp.StatusCode
		return answer{}, resp.StatusCode, wireErr
	}
	return ans, resp.StatusCode, nil
}

// transportError types what net/http reports. Its text is kept as the cause
// only: it may quote addresses, never the body.
func transportError(ctx context.Context, err error, written bool) *Error {
	e := &Error{Kind: ErrNotReached, Written: written, err: err}
	var unknownCA *tls.CertificateVerificationError
	switch {
	case written && ctx.Err() != nil:
		e.Kind = ErrTimeout
	case written:
		e.Kind = ErrBroken
	case errors.As(err, &unknownCA):
		e.Detail = "its certificate is not trusted"
	case errors.Is(err, context.Canceled):
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
