package crash

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os/exec"
	"strings"
	"testing"
	"time"

	"motoconsole/internal/sandbox"
)

// faults strike while consoles are killed: about half of the payments and a third of
// the queries.
func faults() []string {
	return []string{
		// The answer is lost, late or broken, and the payment is booked.
		"lost:AUTH@8%", "lost.6s:AUTH@5%", "late.4s:AUTH@4%", "late.8s:AUTH@3%", "defer.3s:AUTH@4%", "defer.8s:AUTH@2%",
		"truncate:AUTH@4%", "garble:AUTH@2%", "502paid:AUTH@3%", "400paid:AUTH@2%", "401paid:AUTH@2%", "401barepaid:AUTH@2%",
		"wrongref:AUTH@2%", "wrongorder:AUTH@2%", "wrongpan:AUTH@2%",
		// Nothing is booked.
		"close:AUTH@6%", "stall.8s:AUTH@3%", "502:AUTH@3%", "400:AUTH@2%", "401:AUTH@1%",
		// The record differs.
		"hide.8s:AUTH@15%", "hide.20s:AUTH@5%", "suspend:AUTH@4%",
		// About half of the refunds and updates too.
		"lost:REFUND@8%", "lost.6s:REFUND@4%", "late.4s:REFUND@5%", "late.8s:REFUND@3%", "defer.3s:REFUND@5%", "truncate:REFUND@4%",
		"502paid:REFUND@3%", "400paid:REFUND@2%", "wrongref:REFUND@2%", "wrongorder:REFUND@2%",
		"close:REFUND@5%", "stall.8s:REFUND@3%", "502:REFUND@3%", "400:REFUND@2%", "hide.8s:REFUND@15%", "hide.20s:REFUND@5%", "suspend:REFUND@3%",
		"lost:TRANSACTIONUPDATE@10%", "late.4s:TRANSACTIONUPDATE@6%", "late.8s:TRANSACTIONUPDATE@4%", "defer.3s:TRANSACTIONUPDATE@6%",
		"truncate:TRANSACTIONUPDATE@5%", "502paid:TRANSACTIONUPDATE@4%", "400paid:TRANSACTIONUPDATE@2%",
		"close:TRANSACTIONUPDATE@6%", "stall.8s:TRANSACTIONUPDATE@3%", "502:TRANSACTIONUPDATE@3%", "400:TRANSACTIONUPDATE@2%",
		// Queries lie, or are lost themselves.
		"lost:TRANSACTIONQUERY@5%", "late.3s:TRANSACTIONQUERY@3%", "502:TRANSACTIONQUERY@4%", "401:TRANSACTIONQUERY@2%",
		"fold@3%", "cut@3%", "escape@2%", "otherorder@2%", "othersite@2%", "norecords@2%", "nofilter@2%",
		"hosts.200s@20%", "ahead.10m@3%", "behind.10m@3%",
		// Connections fail.
		"drop@2%", "slow.500ms@3%", "refuse.400ms@1%",
	}
}

// bank is a test bank in a process of its own.
type bank struct {
	url, username, password string
	client                  http.Client
}

func startBank(t *testing.T, seed uint64) *bank {
	t.Helper()
	args := []string{"sandbox", "--listen", "127.0.0.1:0", "--latency", "30ms±30ms", "--seed", fmt.Sprint(seed)}
	for _, f := range faults() {
		args = append(args, "--fault", f)
	}
	cmd := command(t, t.TempDir(), args...)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { end(cmd) })
	said := map[string]string{}
	for lines := bufio.NewScanner(out); len(said) < 4 && lines.Scan(); {
		name, value, _ := strings.Cut(lines.Text(), " ")
		said[name] = strings.TrimSpace(value)
	}
	if said["url"] == "" || said["password"] == "" {
		t.Fatalf("the test bank said %v", said)
	}
	return &bank{
		url: said["url"], username: said["username"], password: said["password"],
		client: http.Client{Timeout: patience, Transport: &http.Transport{DisableKeepAlives: true}},
	}
}

func end(cmd *exec.Cmd) {
	_ = cmd.Process.Kill()
	_ = cmd.Wait()
}

// control talks to the bank's control endpoint. Its faults strike this connection too,
// so control tries again.
func (b *bank) control(t *testing.T, method, path, body string) []byte {
	t.Helper()
	var text []byte
	eventually(t, method+" "+path, func() bool {
		var status int
		var err error
		text, status, err = b.order(t.Context(), method, path, body)
		return err == nil && status < 300
	})
	return text
}

// order gives the bank one order.
func (b *bank) order(ctx context.Context, method, path, body string) ([]byte, int, error) {
	req, err := http.NewRequestWithContext(ctx, method, strings.TrimSuffix(b.url, "json/")+"_sandbox/"+path, strings.NewReader(body))
	if err != nil {
		return nil, 0, err
	}
	req.SetBasicAuth(b.username, b.password)
	resp, err := b.client.Do(req)
	if err != nil {
		return nil, 0, err
	}
	defer resp.Body.Close() //nolint:errcheck // it was only read
	text, err := io.ReadAll(resp.Body)
	return text, resp.StatusCode, err
}

// truth is every request about money that has arrived, with what it did.
func (b *bank) truth(t *testing.T) []sandbox.Entry {
	t.Helper()
	var told struct {
		Ledger  []sandbox.Entry
		Dropped int
	}
	if err := json.Unmarshal(b.control(t, http.MethodGet, "ledger", ""), &told); err != nil || told.Dropped > 0 {
		t.Fatalf("the bank's ledger: %v, %d entries dropped", err, told.Dropped)
	}
	return told.Ledger
}

// calm stops the faults, and waits until the bank has carried out everything that
// arrived and shows it.
func (b *bank) calm(t *testing.T) {
	t.Helper()
	b.control(t, http.MethodDelete, "faults", "")
	eventually(t, "the bank is through with all that arrived", func() bool {
		for _, e := range b.truth(t) {
			if !e.Done || e.Visible.After(time.Now()) {
				return false
			}
		}
		return true
	})
}
