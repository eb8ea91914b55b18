//go:build unix

package floor

import (
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
)

// TestFiguresBesideAnotherProcess: while the process before this one has the address of the
// figures, consoles are served; once it has gone, so are the figures of everything since.
func TestFiguresBesideAnotherProcess(t *testing.T) {
	t.Parallel()
	before, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer before.Close() //nolint:errcheck // it may be closed
	at := before.Addr().String()
	h := newHall(t, "metrics = \""+at+"\"", everyone)
	h.signIn("priya").shows(home)
	h.eventually("the log says so", func() bool { return strings.Contains(h.log(), "serve.metrics is taken") })
	h.time.pass(looksForAddress) // it is still taken
	if err := before.Close(); err != nil {
		t.Fatal(err)
	}
	h.eventually("the figures are served", func() bool {
		h.time.pass(looksForAddress)
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://"+at+"/metrics", nil)
		if err != nil {
			t.Fatal(err)
		}
		answer, err := http.DefaultClient.Do(r)
		if err != nil {
			return false
		}
		defer answer.Body.Close() //nolint:errcheck // it was only read
		text, err := io.ReadAll(answer.Body)
		return err == nil && strings.Contains(string(text), "\nmoto_sign_ins_total 1\n")
	})
}
