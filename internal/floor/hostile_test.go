//go:build unix

package floor

import (
	"strings"
	"testing"
	"time"

	"golang.org/x/crypto/ssh"
)

// TestAHostileNameLeavesNoTrace: what a client writes before the @ reaches neither the log
// nor the journal, nor another agent's name.
func TestAHostileNameLeavesNoTrace(t *testing.T) {
	t.Parallel()
	h := newHall(t, "", everyone)
	for _, name := range []string{"\x1b]0;owned\x07", "owned\n{\"level\":\"ERROR\",\"event\":\"owned\"}", "ann", strings.Repeat("owned", 10_000), "\u202eowned\x00"} {
		for agent, may := range map[string]bool{"priya": true, "tom": false} { // Tom is no agent
			c, err := ssh.Dial("tcp", h.at, &ssh.ClientConfig{
				User: name, Auth: []ssh.AuthMethod{ssh.PublicKeys(h.keys[agent])}, HostKeyCallback: ssh.InsecureIgnoreHostKey(), Timeout: patient, //nolint:gosec // the test's own server
			})
			if (err == nil) != may {
				t.Fatalf("%.20q with the key of %s: %v", name, agent, err)
			}
			if err == nil {
				_ = c.Close()
			}
		}
	}
	h.eventually("the events are in the journal", func() bool {
		events, err := h.own.Audits(t.Context(), time.Time{}, "")
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range events {
			if strings.Contains(e.Agent+e.Address+e.Result, "owned") || e.Agent == "ann" {
				t.Fatalf("%+v", e)
			}
		}
		return len(events) >= 10
	})
	if log := h.log(); strings.Contains(log, "owned") || strings.Contains(log, `"ann"`) || strings.Count(log, `"event":"sign-in"`) != 5 {
		t.Error(log)
	}
}
