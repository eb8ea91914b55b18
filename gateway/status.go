package gateway

import (
	"context"
	"errors"
	"io"
	"mime"
	"net/http"
	"strings"
	"time"
)

// This file says which answers are the gateway's own words. An outcome comes
// only from an envelope that carries our request reference. The HTTP status
// alone decides nothing: anything between us and the gateway can make one up,
// before the payment was made or after.

// refusalTimeout is how long the text of an answer with another status than 200
// is waited for. It decides little, so it is not worth the whole deadline.
const refusalTimeout = 5 * time.Second

// readAnswer reads an answer with status 200.
func readAnswer(ctx context.Context, resp *http.Response, k call) (answer, *Error) {
	text, err := io.ReadAll(io.LimitReader(resp.Body, k.limit+1))
	fail := func(kind ErrorKind) (answer, *Error) {
		e := &Error{Kind: kind, Written: true, err: err}
		return answer{}, e.keep(named(text))
	}
	switch {
	case err != nil && ctx.Err() != nil:
		return fail(ErrTimeout)
	case errors.Is(err, io.ErrUnexpectedEOF):
		return fail(ErrTruncated)
	case err != nil:
		return fail(ErrBroken)
	case int64(len(text)) > k.limit:
		return fail(ErrTooLarge)
	}
	ans, e := decodeAnswer(text, k.reference)
	if e != nil && e.Kind == ErrGarbled {
		// What the vendor's answers are labelled is not documented, so the label
		// only helps to say what was wrong with one that cannot be read.
		media, _, err := mime.ParseMediaType(resp.Header.Get("Content-Type"))
		if err != nil || media != jsonMimeType {
			e.Kind = ErrNotJSON
		}
	}
	return ans, e
}

// readRefusal reads an answer with another status. With 400 and 401 it may be an
// envelope that says in the gateway's own words that the request was refused.
// Everything else is an error that keeps what the text names. giveUp ends the
// reading.
func readRefusal(giveUp func(), resp *http.Response, k call) (answer, *Error) {
	e := &Error{Kind: ErrStatus, Written: true, Status: resp.StatusCode}
	switch {
	case resp.StatusCode == http.StatusBadRequest:
		e.Kind = ErrBadRequest
	case resp.StatusCode == http.StatusUnauthorized && challengesBasic(resp.Header):
		e.Kind = ErrSignIn
	}
	defer time.AfterFunc(refusalTimeout, giveUp).Stop()
	text, err := io.ReadAll(io.LimitReader(resp.Body, k.limit+1))
	if resp.StatusCode == http.StatusBadRequest || resp.StatusCode == http.StatusUnauthorized {
		if ans, fail := decodeAnswer(text, k.reference); fail == nil && err == nil && int64(len(text)) <= k.limit {
			ans.refused = e
			return ans, nil
		}
	}
	return answer{}, e.keep(named(text))
}

// challengesBasic reports the challenge that the gateway's documented page
// carries.
func challengesBasic(header http.Header) bool {
	for _, value := range header.Values("WWW-Authenticate") {
		for challenge := range strings.SplitSeq(value, ",") {
			if scheme, _, _ := strings.Cut(strings.TrimSpace(challenge), " "); strings.EqualFold(scheme, "Basic") {
				return true
			}
		}
	}
	return false
}

// onlyRefusal replaces what was made of an element by the error of the status,
// unless the element says that the request was refused. Under status 200, and
// so without such an error, all stays as it is.
func (a answer) onlyRefusal(resp *response, base AuthResult, fail *Error) (AuthResult, *Error) {
	if a.refused == nil || fail == nil && (base.Outcome == Rejected || base.Outcome == Declined) {
		return base, fail
	}
	e := *a.refused
	return AuthResult{}, e.keepAnswer(*resp)
}
