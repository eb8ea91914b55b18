package sandbox

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"net"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"
)

func TestListen(t *testing.T) {
	b := newBank()
	s, err := Listen("127.0.0.1:0", b)
	if err != nil {
		t.Fatal(err)
	}
	if !regexp.MustCompile(`^http://127\.0\.0\.1:[1-9]\d+$`).MatchString(s.URL()) {
		t.Errorf("URL %q", s.URL())
	}
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.URL()+"/json/", bytes.NewReader(body(t, auth())))
	if err != nil {
		t.Fatal(err)
	}
	req.SetBasicAuth(user, secret)
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	resp, err := client.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	raw, _ := io.ReadAll(resp.Body)
	_ = resp.Body.Close()
	want(t, decodeReply(t, raw).Response[0], "errorcode", "0")

	if err := s.Close(); err != nil {
		t.Errorf("close: %v", err)
	}
	if err := s.Close(); err != nil {
		t.Errorf("second close: %v", err)
	}
	if _, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", strings.TrimPrefix(s.URL(), "http://")); err == nil {
		t.Error("still listening after Close")
	}
}

func TestListenOnEveryAddressTellsALocalURL(t *testing.T) {
	s, err := Listen(":0", newBank())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	if !strings.HasPrefix(s.URL(), "http://127.0.0.1:") {
		t.Errorf("URL %q", s.URL())
	}
}

func TestListenOnATakenAddress(t *testing.T) {
	s, err := Listen("127.0.0.1:0", newBank())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	if second, err := Listen(strings.TrimPrefix(s.URL(), "http://"), newBank()); err == nil {
		_ = second.Close()
		t.Error("two banks on one address")
	}
}

// slow opens a connection, sends the start of a request, and returns how long the
// server waited for the rest.
func slow(t *testing.T, s *Server, start string) time.Duration {
	t.Helper()
	conn, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", strings.TrimPrefix(s.URL(), "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	began := time.Now()
	if _, err := io.WriteString(conn, start); err != nil {
		t.Fatal(err)
	}
	if err := conn.SetReadDeadline(began.Add(ample)); err != nil {
		t.Fatal(err)
	}
	_, err = io.Copy(io.Discard, bufio.NewReader(conn))
	var timeout net.Error
	if errors.As(err, &timeout) && timeout.Timeout() {
		t.Fatal("the server waits for ever")
	}
	return time.Since(began)
}

func TestSlowClientsAreEnded(t *testing.T) {
	header, read := usualLimits(), usualLimits()
	header.header, read.read = 50*time.Millisecond, 100*time.Millisecond
	b := newBank()
	for start, lim := range map[string]limits{
		"POST /json/ HTTP/1.1\r\nHost: x\r\nAuth": header,
		"POST /json/ HTTP/1.1\r\nHost: x\r\nAuthorization: Basic " +
			"d2Vic2VydmljZXNAZXhhbXBsZS5jb206UGFzc3dvcmQxXg==\r\nContent-Length: 500\r\n\r\n{\"alias\":": read,
	} {
		s, err := listen("127.0.0.1:0", b, lim)
		if err != nil {
			t.Fatal(err)
		}
		if took := slow(t, s, start); took > ample/2 {
			t.Errorf("%q: ended after %v", start, took)
		}
		_ = s.Close()
	}
	if b.Requests() != 0 {
		t.Error("a request that never arrived was counted")
	}
	for _, d := range []time.Duration{usualLimits().header, usualLimits().read, usualLimits().write, usualLimits().idle} {
		if d <= 0 || d > time.Minute {
			t.Errorf("usual limit %v", d)
		}
	}
}

func TestRandomPassword(t *testing.T) {
	x, y := RandomPassword(), RandomPassword()
	if len(x) < 20 || x == y {
		t.Errorf("passwords of %d characters, alike: %v", len(x), x == y)
	}
}
