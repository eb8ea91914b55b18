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
