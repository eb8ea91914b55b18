package config

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestLogHasAFileOfItsOwn: log lines at the end of another file would spoil it.
func TestLogHasAFileOfItsOwn(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "secret"), canary, 0o600)
	write(t, filepath.Join(dir, "own.pem"), anAuthority(t, "one"), 0o600)
	if err := os.Link(filepath.Join(dir, "secret"), filepath.Join(dir, "second")); err != nil {
		t.Skip("no links here: ", err)
	}
	text := strings.Replace(good, "site =", "password_file = \"secret\"\nca_file = \"own.pem\"\nsite =", 1) + "[journal]\nfile = \"j.db\"\n[log]\nfile = \""
	for name, want := range map[string]string{
		"moto.log": "", "config.toml": "the configuration itself", "secret": "gateway.password_file", "second": "gateway.password_file",
		"own.pem": "gateway.ca_file", "j.db": "a file of the journal (j.db)", "./x/../j.db-wal": "a file of the journal (j.db-wal)",
		"j.db.mark": "a file of the journal (j.db.mark)", "j.db.log": "", "j.db.spooled": "",
		"j.db.spool": "a file of the journal (j.db.spool)", "j.db.spool-1000/A.outcome": "a file of the journal (A.outcome)",
		"j.db-more-01": "a file of the journal (j.db-more-01)", "j.db-abcdefghijkl.mark": "a file of the journal (j.db-abcdefghijkl.mark)",
	} {
		s, err := Load(write(t, filepath.Join(dir, "config.toml"), text+name+"\"\n", 0o600), noPassword)
		if want == "" {
			if err != nil || s.Log.File != filepath.Join(dir, name) {
				t.Errorf("%s: %v", name, err)
			}
			continue
		}
		if got := message(t, err); got != "config.toml:12: log.file: is "+want+"; name a file of its own" {
			t.Errorf("%s: %s", name, got)
		}
	}
}
