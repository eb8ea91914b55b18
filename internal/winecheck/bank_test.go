//go:build linux && wine

package winecheck

import (
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// bank is a `moto sandbox` on the workstation.
type bank struct{ url, username, password string }

// startBank starts it, and waits until it has told its address.
func (w *workstation) startBank(t *testing.T) *bank {
	t.Helper()
	path := filepath.Join(w.folder, "bank")
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	cmd := w.command(t.Context(), w.wine, *exe, "sandbox", "--listen", "127.0.0.1:0")
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Stdout = file
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL)
		_ = cmd.Wait()
	})
	said := map[string]string{}
	eventually(t, "the bank tells its address and password", func() bool {
		text, err := os.ReadFile(path)
		for line := range strings.Lines(string(text)) {
			name, value, _ := strings.Cut(line, " ")
			said[name] = strings.TrimSpace(value)
		}
		return err == nil && said["url"] != "" && said["password"] != ""
	})
	return &bank{said["url"], said["username"], said["password"]}
}

// arrived is how many requests of a type have arrived at the bank.
func (b *bank) arrived(t *testing.T, requestType string) (total int) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, strings.TrimSuffix(b.url, "json/")+"_sandbox/requests", http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	req.SetBasicAuth(b.username, b.password)
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close() //nolint:errcheck // it was only read
	var list struct {
		Requests []struct {
			Type  string
			Count int
		}
	}
	if err := json.NewDecoder(resp.Body).Decode(&list); err != nil {
		t.Fatal(err)
	}
	for _, r := range list.Requests {
		if r.Type == requestType {
			total += r.Count
		}
	}
	return total
}
