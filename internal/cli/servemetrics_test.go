//go:build unix

package cli_test

import (
	"io"
	"net"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"
)

// TestMetrics: after payments, a sign-in that was refused and one that was not, the figures
// say how many there were, on this machine only, and nothing of whom.
func TestMetrics(t *testing.T) {
	t.Parallel()
	free, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	at := free.Addr().String()
	_ = free.Close()
	s := floorOf(t, startBank(t), "metrics = \""+at+"\"").serve(t)
	figures := func() string {
		t.Helper()
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://"+at+"/metrics", nil)
		if err != nil {
			t.Fatal(err)
		}
		answer, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		defer answer.Body.Close() //nolint:errcheck // it was only read
		text, err := io.ReadAll(answer.Body)
		if err != nil || answer.StatusCode != http.StatusOK {
			t.Fatal(answer.Status, err)
		}
		return string(text)
	}
	has := func(text string, lines ...string) {
		t.Helper()
		for _, line := range lines {
			if !strings.Contains(text, "\n"+line+"\n") {
				t.Errorf("the figures lack %q", line)
			}
		}
	}
	has(figures(), "moto_sessions 0", "moto_unknown_open 0", "moto_sign_ins_total 0") // a server may have asked the gateway for its time by now
	s.keyOf(t, "stranger")
	if said, code := s.asks(t, "stranger", "lookup today"); code != 255 {
		t.Errorf("%d %q", code, said)
	}
	joe := s.at(t, "joe")
	take(t, joe, with(func(e *entry) { e.order, e.amount = "B18", "20.43" }), "APPROVED")
	joe.Press("enter")
	joe.WaitFor(t, "Your payments today")
	charge(t, joe, with(func(e *entry) { e.order = "FAULT-close-C19" }))
	firstOutcome(t, joe)
	text := figures()
	has(text, "moto_sessions 1", "moto_unknown_open 1", "moto_alarms_open 0", "moto_sign_ins_total 1", `moto_refusals_total{reason="key"} 1`, `moto_attempts_total{operation="charge",outcome="approved"} 1`, "moto_errors_total 1", "moto_journal_failures_total 0")
	for _, count := range []string{"gateway_answer", "gateway_no_answer", "journal_commit"} {
		if !regexp.MustCompile(`\nmoto_` + count + `_seconds_count [1-9]`).MatchString(text) {
			t.Errorf("the figures count no %s", count)
		}
	}
	for _, secret := range []string{"joe", "priya", "B18", "C19", "20.43", "1486", "453957", "Smith", "127.0.0.1", "test_floor", "SHA256"} {
		if strings.Contains(text, secret) {
			t.Errorf("the figures have %q", secret)
		}
	}
	for _, path := range []string{"/", "/debug/pprof/"} {
		r, _ := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://"+at+path, nil)
		if answer, err := http.DefaultClient.Do(r); err != nil || answer.StatusCode != http.StatusNotFound {
			t.Errorf("%s: %v %v", path, answer, err)
		} else {
			_ = answer.Body.Close()
		}
	}
	joe.Press("ctrl+c")
	joe.WaitFor(t, "Quit moto?")
	joe.Press("y")
	joe.Wait(t)
	s.stop(t)
	if c, err := net.DialTimeout("tcp", at, time.Minute); err == nil {
		_ = c.Close()
		t.Error("the figures are served after the end")
	}
}
