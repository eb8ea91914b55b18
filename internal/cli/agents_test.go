//go:build unix

package cli_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"motoconsole/internal/cli"
	"motoconsole/internal/totp"
)

// TestAgentsTOTP: the secret of an agent's second factor is made once, kept where the table
// says, and printed as an address for the agent's app.
func TestAgentsTOTP(t *testing.T) {
	t.Parallel()
	o := newOffice(t, startBank(t))
	o.people = "[roles.clerk]\n[agents.priya]\nrole = \"clerk\"\ntotp_file = \"priya.totp\"\n[agents.ann]\nrole = \"clerk\"\n[serve]\nhost_key = \"host_key\"\n"
	o.write(t, "host_key", "its text does not matter here")
	said, code := o.run(t, "agents", "totp", "priya")
	kept, err := os.ReadFile(filepath.Join(o.folder, "priya.totp"))
	if err != nil || code != cli.ExitOK {
		t.Fatal(err, code, said)
	}
	secret := strings.TrimSpace(string(kept))
	if _, err := totp.Parse(kept); err != nil || strings.Count(said, secret) != 1 || !strings.Contains(said, "otpauth://totp/moto%20") || !strings.Contains(said, "secret="+secret) {
		t.Errorf("%v %s", err, said)
	}
	if info, err := os.Stat(filepath.Join(o.folder, "priya.totp")); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v %v", info, err)
	}
	if said, code := o.run(t, "agents", "totp", "priya"); code != cli.ExitUsage || !strings.Contains(said, "agents.priya.totp_file: the file exists already") || strings.Contains(said, "otpauth") || o.keyText(t, "priya.totp") != string(kept) {
		t.Errorf("once more: %d %s", code, said)
	}
	if said, code := o.run(t, "agents", "totp", "ann"); code != cli.ExitOK || !strings.Contains(said, "totp_file in [agents.ann]") || !strings.Contains(said, "otpauth://") {
		t.Errorf("without a file: %d %s", code, said)
	}
	for _, args := range [][]string{{"agents"}, {"agents", "totp"}, {"agents", "totp", "nobody"}, {"agents", "totp", "priya", "ann"}} {
		if said, code := o.run(t, args...); code != cli.ExitUsage || strings.Contains(said, "otpauth") {
			t.Errorf("%v: %d %s", args, code, said)
		}
	}
}
