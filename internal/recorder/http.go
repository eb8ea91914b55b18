package recorder

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// maxAnswer is far more than any recorder's answer. A longer one is cut, and its JSON then
// says nothing.
const maxAnswer = 64 << 10

// newClient makes a client that follows no redirect and uses each connection once, so that
// nothing is ever sent twice or to another host.
func newClient() *http.Client {
	return &http.Client{
		Transport: &http.Transport{
			Proxy:             http.ProxyFromEnvironment,
			TLSClientConfig:   &tls.Config{MinVersion: tls.VersionTLS12},
			DisableKeepAlives: true,
		},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// response is an answer over HTTP.
type response struct {
	status int
	body   []byte
}

// words are the status for people.
func (r response) words() string { return "status " + strconv.Itoa(r.status) }

// noAnswer is that of a recorder that cannot be asked any more.
var noAnswer = Answer{Status: "no answer", Says: "The recorder was not asked to the end."}

// send sends one request. The errors of the library name the address, which may hold a key,
// so none is passed on.
func (r *Recorder) send(ctx context.Context, c Call, method, address, body string) (response, *Answer) {
	s := r.settings
	ctx, cancel := context.WithTimeout(ctx, s.Timeout)
	defer cancel()
	var content io.Reader
	if body != "" {
		content = strings.NewReader(c.Body(body, s.ContentType))
	}
	request, err := http.NewRequestWithContext(ctx, method, c.Address(address), content)
	if err != nil {
		return response{}, &Answer{Says: "The recorder’s address is wrong: tell a supervisor."}
	}
	s.Header.set(request.Header)
	request.Header.Set("Accept", JSONBody)
	if body != "" {
		request.Header.Set("Content-Type", s.ContentType)
	}
	got, err := r.client.Do(request)
	if err != nil {
		return response{}, failure(ctx, s.Timeout)
	}
	defer func() { _ = got.Body.Close() }() // it was read, or is not wanted
	text, err := io.ReadAll(io.LimitReader(got.Body, maxAnswer))
	if err != nil {
		return response{}, failure(ctx, s.Timeout)
	}
	return response{got.StatusCode, text}, nil
}

// failure is why there is no answer.
func failure(ctx context.Context, timeout time.Duration) *Answer {
	switch {
	case errors.Is(ctx.Err(), context.DeadlineExceeded):
		return &Answer{Status: "no answer", Says: "The recorder did not answer within " + timeout.String() + "."}
	case ctx.Err() != nil:
		answer := noAnswer
		return &answer
	}
	return &Answer{Status: "no answer", Says: "The recorder cannot be reached."}
}
