package config

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

const (
	priyasKey = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJq6JzBPZHU0nGP1XJkFxyCmkZVZyoAVnIb9N4oJd0Pl"
	signedIn  = good + "\n[roles.agent]\n[agents.priya]\nrole = \"agent\"\n"
)

func TestServe(t *testing.T) {
	folder := t.TempDir()
	ca := filepath.Join(folder, "ca.pub")
	if err := os.WriteFile(ca, []byte("# ours\n\n"+priyasKey+" ca\n"), 0o644); err != nil { //nolint:gosec // it is public
		t.Fatal(err)
	}
	s, err := loadAs(t, signedIn+`keys = ["`+priyasKey+` priya@desk"]
[agents.ann]
role = "agent"
principals = ["ann@floor"]
[serve]
listen = "10.0.0.5:22"
host_key = "key"
revoked = "/etc/moto/revoked"
user_ca = '`+ca+`'
max_sessions = 10
per_agent = 2
per_address = 5
linger = "2m"
handshake_timeout = "5s"
idle_timeout = "2h"
longest = "8h"
`, "moto")
	if err != nil {
		t.Fatal(err)
	}
	v := s.Serve
	if v.Listen != "10.0.0.5:22" || !strings.HasSuffix(v.HostKey, "/key") || v.Revoked != "/etc/moto/revoked" || len(v.Authorities) != 1 ||
		v.MaxSessions != 10 || v.PerAgent != 2 || v.PerAddress != 5 || v.HandshakeTimeout != 5*time.Second || v.IdleTimeout != 2*time.Hour || v.Longest != 8*time.Hour {
		t.Errorf("%+v", v)
	}
	agents := s.Served()
	if len(agents) != 2 || agents[0].Principals[0] != "ann@floor" || agents[1].Principals[0] != "priya" || len(agents[1].Keys) != 1 {
		t.Errorf("%+v", agents)
	}
	of := s.Of("priya")
	if of.Operator != "priya" || !of.Grant.Known() || s.Grant.Known() {
		t.Errorf("%q %+v", of.Operator, of.Grant)
	}
	s.Serve.Authorities = nil
	if agents := s.Served(); len(agents) != 1 || agents[0].Name != "priya" {
		t.Errorf("without an authority: %+v", agents)
	}
}

// TestServeRefuses: each mistake is one sentence that names the key, and repeats nothing.
func TestServeRefuses(t *testing.T) {
	private := filepath.Join(t.TempDir(), "id_ed25519")
	if err := os.WriteFile(private, []byte("-----BEGIN OPENSSH PRIVATE KEY-----\n"+canary+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for text, key := range map[string]string{
		`keys = ["` + canary + `"]`:                      "agents.priya.keys",
		`keys = ["from=\"10.0.0.1\" ` + priyasKey + `"]`: "agents.priya.keys",
		`keys = ["x\n` + priyasKey + `"]`:                "agents.priya.keys",
		`keys = [""]`:                                    "agents.priya.keys",
		`principals = ["` + canary + ` x"]`:              "agents.priya.principals",
		`principals = [""]`:                              "agents.priya.principals",
		"[serve]\nlisten = \"" + canary + "\"":           "serve.listen",
		"[serve]\nlisten = \"host:70000\"":               "serve.listen",
		"[serve]\nhost_key = \"\"":                       "serve.host_key",
		"[serve]\nrevoked = \"\"":                        "serve.revoked",
		"[serve]\nuser_ca = \"\"":                        "serve.user_ca",
		"[serve]\nuser_ca = \"/nowhere/at/all\"":         "serve.user_ca",
		"[serve]\nuser_ca = '" + private + "'":           "serve.user_ca",
		"[serve]\nmax_sessions = 0":                      "serve.max_sessions",
		"[serve]\nper_agent = 21":                        "serve.per_agent",
		"[serve]\nper_address = -1":                      "serve.per_address",
		"[serve]\nhandshake_timeout = \"1s\"":            "serve.handshake_timeout",
		"[serve]\nlinger = \"25h\"":                      "serve.linger",
		"[serve]\nlinger = \"-1s\"":                      "serve.linger",
		"[serve]\nidle_timeout = \"x\"":                  "serve.idle_timeout",
		"[serve]\nlongest = \"1m\"":                      "serve.longest",
	} {
		_, err := loadAs(t, signedIn+text+"\n", "moto")
		fault, is := err.(*Error) //nolint:errorlint // Load promises this type
		if !is || fault.Key != key || fault.Line == 0 || fault.Fix == "" || strings.Contains(err.Error(), canary) {
			t.Errorf("%s: %v", text, err)
		}
	}
}
