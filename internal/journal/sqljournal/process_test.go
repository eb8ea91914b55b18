package sqljournal

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"motoconsole/internal/effort"
	"motoconsole/internal/journal"
	"motoconsole/internal/journal/journaltest"
)

// console is a running copy of this program.
type console struct {
	cmd   *exec.Cmd
	stdin io.WriteCloser
	lines []string
	done  chan struct{}

	intents, claims atomic.Int64 // lines so far
}

func copyOfUs(role, path, name string) *exec.Cmd {
	cmd := exec.Command(os.Args[0]) //nolint:gosec // ourselves
	cmd.Env = append(os.Environ(), "MOTO_JOURNAL_ROLE="+role, "MOTO_JOURNAL_PATH="+path, "MOTO_JOURNAL_NAME="+name)
	return cmd
}

func startConsole(t *testing.T, path, name string) *console {
	t.Helper()
	c := &console{cmd: copyOfUs("console", path, name), done: make(chan struct{})}
	out, err := c.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if c.stdin, err = c.cmd.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	if err := c.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.cmd.Process.Kill() })
	go func() {
		defer close(c.done)
		lines := bufio.NewScanner(out)
		for lines.Scan() {
			c.lines = append(c.lines, lines.Text())
			switch verb, _, _ := strings.Cut(lines.Text(), " "); verb {
			case "intent":
				c.intents.Add(1)
			case "claim":
				c.claims.Add(1)
			}
		}
	}()
	return c
}

// Many consoles share a journal, and half of them are killed at random moments. Every
// attempt that a console was told is durable is there, the history verifies, and no two
// consoles ever worked on one attempt.
func TestProcessesKilled(t *testing.T) {
	t.Parallel()
	copies := effort.Of(12, 6)
	path := filepath.Join(t.TempDir(), "state", "journal.db")
	var consoles []*console
	for i := range copies { // one of them makes the file
		consoles = append(consoles, startConsole(t, path, fmt.Sprintf("console%02d", i)))
	}
	s := openAt(t, path, nil)
	for i := range sharedAttempts {
		journaltest.Intend(t, s, journaltest.AnAuth(t, fmt.Sprint("shared-", i), time.Now()))
	}
	// A console that looks for a shared attempt too early ends, so start another.
	for i := range copies {
		consoles = append(consoles, startConsole(t, path, fmt.Sprintf("console%02d", copies+i)))
	}
	// Wait until enough has happened, however slow the machine is.
	for deadline := time.Now().Add(10 * time.Minute); time.Now().Before(deadline); time.Sleep(10 * time.Millisecond) {
		var intents, claims int64
		for _, c := range consoles {
			intents, claims = intents+c.intents.Load(), claims+c.claims.Load()
		}
		if least := int64(copies); intents >= least && claims >= least {
			break
		}
	}
	var group sync.WaitGroup
	for i, c := range consoles {
		group.Go(func() {
			time.Sleep(time.Duration(rand.IntN(effort.Of(1500, 400))) * time.Millisecond)
			if i%2 == 0 {
				_ = c.cmd.Process.Kill()
			} else {
				_ = c.stdin.Close()
			}
			<-c.done
			_ = c.cmd.Wait()
		})
	}
	group.Wait()

	after := openAt(t, path, nil)
	kept := checkPromises(t, after, consoles)
	r := verified(t, after)
	var holds int
	for i := range sharedAttempts {
		holds += checkLeases(t, consoles, fmt.Sprint("shared-", i))
	}
	t.Logf("%d consoles, half of them killed: %d intents, %d events, %d leases", len(consoles), kept, r.Events, holds)
	if kept < copies || holds < copies {
		t.Errorf("too little happened to prove anything")
	}
}

// checkPromises compares the consoles' output with the journal.
func checkPromises(t *testing.T, s *Store, consoles []*console) (kept int) {
	t.Helper()
	for _, c := range consoles {
		for _, line := range c.lines {
			words := strings.Fields(line)
			switch words[0] {
			case "intent", "doubt":
				e, err := s.Get(context.Background(), words[1])
				if err != nil {
					t.Errorf("%s was promised: %v", line, err)
				} else if words[0] == "doubt" && e.State != journal.InDoubt {
					t.Errorf("%s was promised and is %s", line, e.State)
				}
				kept++
			case "error":
				if !strings.Contains(line, journal.ErrNotFound.Error()) {
					t.Error(line)
				}
			}
		}
	}
	return kept
}

// checkLeases fails if two consoles held one lease at the same time. A lease ends when
// it is given back or when it runs out.
func checkLeases(t *testing.T, consoles []*console, id string) int {
	t.Helper()
	type hold struct {
		owner      string
		begin, end int64
	}
	var holds []hold
	for _, c := range consoles {
		for _, line := range c.lines {
			var verb, what string
			var h hold
			if n, _ := fmt.Sscan(line, &verb, &what, &h.owner, &h.begin, &h.end); n >= 4 && what == id {
				if verb == "claim" {
					holds = append(holds, h)
				} else if last := &holds[len(holds)-1]; verb == "release" {
					last.end = min(last.end, h.begin)
				}
			}
		}
	}
	slices.SortFunc(holds, func(a, b hold) int { return int(a.begin - b.begin) })
	for i := 1; i < len(holds); i++ {
		if before, h := holds[i-1], holds[i]; h.begin < before.end {
			t.Errorf("%s: %s had it for another %v when %s got it", id, before.owner, time.Duration(before.end-h.begin), h.owner)
		}
	}
	return len(holds)
}
