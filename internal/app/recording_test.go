package app

import (
	"context"
	"encoding/json"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/config"
	recorders "motoconsole/internal/recorder"
	"motoconsole/internal/recorder/recordertest"
	"motoconsole/internal/sandbox"
)

// TestLeftoversOfLostConsoles: the file of a recording is resumed and forgotten, whatever its
// owner was: a process of an earlier start of the host, one of another container, one whose
// number another process has now, or a session of this very process that never released it.
func TestLeftoversOfLostConsoles(t *testing.T) {
	t.Parallel()
	host := hostName()
	for name, owner := range map[string]string{
		"an earlier start":     host + "@11111111-2222-3333-4444-555555555555@4026531836/1/AAAAAA",
		"another container":    placeOf(host) + "0/1/AAAAAA",
		"the number is in use": placeOf(host) + "/1/AAAAAA",
		"this process":         newOwner(host),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			at := recordertest.New()
			t.Cleanup(at.Close)
			s := config.Sandbox(func(string) string { return "" })
			s.Gateway.URL, s.Gateway.Username, s.Gateway.Password = "http://127.0.0.1:1/json/", "agent@sandbox.example", gateway.NewPassword(sandbox.RandomPassword())
			s.Journal.File, s.Recorder = filepath.Join(t.TempDir(), "journal.db"), at.Settings()
			p, err := Open(t.Context(), Options{Settings: s, Mode: gateway.ModeSandbox, Version: "test"})
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(p.Close)
			left, err := json.Marshal(map[string]any{"call": recorders.Call{Extension: "4021", Agent: "priya"}, "at": time.Now().Add(-3 * time.Minute), "process": "LOST"})
			if err != nil {
				t.Fatal(err)
			}
			folder := s.Journal.File + ".recording"
			file := filepath.Join(folder, url.PathEscape(owner)+".paused")
			if err := os.Mkdir(folder, 0o700); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(file, left, 0o600); err != nil {
				t.Fatal(err)
			}
			once, end := context.WithCancel(t.Context())
			end()
			p.recordings(once)
			if got := at.Requests(); !slices.Equal(got, []string{"POST /calls/4021/resume"}) {
				t.Errorf("the recorder was asked %q", got)
			}
			if files, err := filepath.Glob(filepath.Join(folder, "*.paused")); err != nil || len(files) > 0 {
				t.Errorf("%v %q", err, files)
			}
		})
	}
}
