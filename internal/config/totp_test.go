package config

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"motoconsole/internal/totp"
)

// TestTOTPSecret: the secret of a second factor comes from a file or from a command, and
// what is wrong there is told without it.
func TestTOTPSecret(t *testing.T) {
	text := totp.New()
	want, err := totp.Parse([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	const table = "[roles.agent]\n[agents.priya]\nrole = \"agent\"\n"
	for name, c := range map[string]struct {
		key, in string
		mode    os.FileMode
		says    string
	}{
		"a file":                 {key: `totp_file = "secret"`, in: text + "\n", mode: 0o600},
		"a command":              {key: `totp_command = ["printf", "` + text + `"]`},
		"a file for others":      {key: `totp_file = "secret"`, in: text, mode: 0o644, says: "agents.priya.totp_file: "},
		"no file":                {key: `totp_file = "nowhere"`, says: "agents.priya.totp_file: the file does not exist"},
		"no secret":              {key: `totp_file = "secret"`, in: canary, mode: 0o600, says: "agents.priya.totp_file: the file is not a secret that moto agents totp has printed"},
		"a command that fails":   {key: `totp_command = ["false"]`, says: "agents.priya.totp_command: the command failed with exit status 1"},
		"a command of no secret": {key: `totp_command = ["echo", "x"]`, says: "agents.priya.totp_command: what the command prints first is not a secret"},
	} {
		folder := t.TempDir()
		path := write(t, filepath.Join(folder, "config.toml"), good+table+c.key+"\n", 0o644)
		if c.in != "" {
			write(t, filepath.Join(folder, "secret"), c.in, c.mode)
		}
		s, err := Load(path, withPassword)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		agent := s.Agents.Grant("priya").Agent()
		if !agent.SecondFactor() {
			t.Errorf("%s: no second factor", name)
		}
		secret, err := s.TOTPSecret(agent)
		switch {
		case c.says == "" && (err != nil || string(secret) != string(want)):
			t.Errorf("%s: %v", name, err)
		case c.says != "" && (err == nil || !strings.Contains(err.Error(), c.says) || strings.Contains(err.Error(), canary) || strings.Contains(err.Error(), text)):
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestATOTPCommandAtHome: ~/ is the folder of the user who started moto, as in
// password_command; a command that has been taken out meanwhile is refused.
func TestATOTPCommandAtHome(t *testing.T) {
	text, home := totp.New(), t.TempDir()
	program := write(t, filepath.Join(home, "print"), "#!/bin/sh\necho "+text+"\n", 0o700)
	getenv := func(name string) string {
		if name == "HOME" {
			return home
		}
		return withPassword(name)
	}
	path := write(t, filepath.Join(t.TempDir(), "config.toml"), good+"[roles.agent]\n[agents.priya]\nrole = \"agent\"\ntotp_command = [\"~/print\"]\n", 0o644)
	s, err := Load(path, getenv)
	if err != nil {
		t.Fatal(err)
	}
	agent := s.Agents.Grant("priya").Agent()
	if got := agent.TOTPCommand[0]; got != program {
		t.Errorf("%q, want %q", got, program)
	}
	if _, err := s.TOTPSecret(agent); err != nil {
		t.Error(err)
	}
	for _, command := range [][]string{nil, {""}} {
		if agent.TOTPCommand = command; command == nil {
			agent.TOTPFile = ""
		}
		if _, err := s.TOTPSecret(agent); err == nil || !strings.Contains(err.Error(), "is empty") {
			t.Errorf("%q: %v", command, err)
		}
	}
	if _, err := Load(path, withPassword); err == nil || !strings.Contains(err.Error(), "agents.priya.totp_command: ~ has no meaning here") {
		t.Errorf("without a home: %v", err)
	}
}
