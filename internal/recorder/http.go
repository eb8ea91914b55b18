package recorder

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net/http"
	"net/url"
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

// Reach tries the way to the recorder without a call, and pauses nothing: it looks where the
// settings say, or else asks for the first page of the recorder's host. It says what came
// back, and whether the recorder can be asked.
func (r *Recorder) Reach(ctx context.Context, c Call) (says string, ok bool) {
	s := r.settings
	address := s.Verify.URL
	if address == "" || c.unfit(address) != "" || s.Verify.Method != http.MethodGet {
		at, err := url.Parse(c.Address(s.Pause.URL))
		if err != nil {
			return "its address is wrong", false
		}
		address = (&url.URL{Scheme: at.Scheme, Host: at.Host, Path: "/"}).String()
	}
	got, failed := r.send(ctx, c, http.MethodGet, address, "")
	switch {
	case failed != nil:
		return strings.TrimSuffix(failed.Says, "."), false
	case got.status == http.StatusUnauthorized || got.status == http.StatusForbidden:
		return "The recorder answered with " + got.words() + ", so it refuses the header", false
	}
	return "The recorder answered with " + got.words(), true
}
