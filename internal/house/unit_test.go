package house

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// mostExposure is ten times the exposure that systemd may say of our unit, of ten.
const mostExposure = "20"

// TestUnit: systemd finds no fault in the unit of consoles over SSH, and little that it
// leaves open.
func TestUnit(t *testing.T) {
	const program = "systemd-analyze"
	if _, err := exec.LookPath(program); err != nil {
		t.Skip(err)
	}
	text, err := os.ReadFile(filepath.Join("..", "..", "packaging", "moto.service"))
	if err != nil {
		t.Fatal(err)
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	// The program that the unit names has to be there; here this test is.
	unit := filepath.Join(t.TempDir(), "moto.service")
	if err := os.WriteFile(unit, []byte(strings.Replace(string(text), "/usr/local/bin/moto", self, 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	socket := filepath.Join("..", "..", "packaging", "moto.socket")
	text, err = os.ReadFile(socket)
	if err != nil {
		t.Fatal(err)
	}
	socket = filepath.Join(filepath.Dir(unit), "moto.socket")
	if err := os.WriteFile(socket, text, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{"verify", unit, socket}, {"security", "--offline=true", "--threshold=" + mostExposure, unit}} {
		out, err := exec.CommandContext(t.Context(), program, args...).CombinedOutput() //nolint:gosec // ours
		if strings.Contains(string(out), "unrecognized option") {
			t.Skipf("this systemd is older than the check: %s", out)
		}
		if err != nil || args[0] == "verify" && strings.Contains(string(out), "moto.") {
			t.Errorf("%s: %v\n%s", args[0], err, out)
		}
	}
}
