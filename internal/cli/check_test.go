//go:build unix

package cli_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"motoconsole/internal/cli"
	"motoconsole/internal/screentest"
)

// part is one finding of moto check.
type part struct{ Part, Verdict, Says, Do string }

// checked runs moto check --json and returns its findings by part.
func checked(t *testing.T, o *office, env ...string) (map[string]part, int) {
	t.Helper()
	cmd := o.command(t, "priya", "check", "--json")
	cmd.Env = append(cmd.Env, env...)
	out, err := cmd.Output()
	if cmd.ProcessState == nil {
		t.Fatal(err)
	}
	return partsOf(t, out), cmd.ProcessState.ExitCode()
}

// partsOf are the findings in the output of moto check --json, by part.
func partsOf(t *testing.T, out []byte) map[string]part {
	t.Helper()
	var list []part
	if err := json.Unmarshal(out, &list); err != nil {
		t.Fatalf("%v in %s", err, out)
	}
	parts := map[string]part{}
	for _, f := range list {
		if f.Says == "" || f.Verdict != "ok" && f.Do == "" {
			t.Errorf("says nothing, or no way out: %+v", f)
		}
		parts[f.Part] = f
	}
	return parts
}

// wantPart fails unless moto check says this about a part.
func wantPart(t *testing.T, parts map[string]part, name, verdict, says string) {
	t.Helper()
	if f := parts[name]; f.Verdict != verdict || !strings.Contains(f.Says+" → "+f.Do, says) {
		t.Errorf("%s: %+v, want %s and %q", name, f, verdict, says)
	}
}

// TestCheck: moto check finds nothing wrong, and then one fault after another.
func TestCheck(t *testing.T) {
	t.Parallel()
	b := startBank(t)
	o := newOffice(t, b)
	parts, code := checked(t, o)
	if code != cli.ExitOK {
		t.Errorf("exit code %d: %v", code, parts)
	}
	wantPart(t, parts, "configuration", "ok", "site test_floor1")
	wantPart(t, parts, "configuration", "ok", "only root and you can change it")
	wantPart(t, parts, "environment", "ok", "nothing in it changes what moto trusts")
	wantPart(t, parts, "journal", "ok", "does not exist yet")
	wantPart(t, parts, "gateway", "ok", "signed in as")
	wantPart(t, parts, "clock", "ok", "agrees")
	wantPart(t, parts, "encryption", "warning", "http://, which is only for this machine")
	wantPart(t, parts, "terminal", "warning", "not run in a terminal")
	if f := parts["protection"]; strings.Contains(f.Says, "not overwritten") {
		t.Errorf("built as `make build` builds it: %+v", f)
	}
	if _, err := os.Stat(o.journal); err == nil {
		t.Error("the check has made a journal")
	}
	b.wantAuths(t, 0)

	p := o.console(t, "priya")
	take(t, p, caller(), "APPROVED")
	parts, code = checked(t, o) // while a console runs
	wantPart(t, parts, "journal", "ok", "can be read and written")
	if code != cli.ExitOK {
		t.Errorf("exit code %d: %v", code, parts)
	}
	p.Press("enter")
	p.WaitFor(t, "Your payments today")
	leave(t, p)

	change := func(path string, mode os.FileMode) {
		if err := os.Chmod(path, mode); err != nil {
			t.Fatal(err)
		}
	}
	change(o.journal, 0o644)
	parts, code = checked(t, o)
	wantPart(t, parts, "journal", "problem", "mode 0600")
	if code != cli.ExitFailed {
		t.Errorf("exit code %d", code)
	}
	change(o.journal, 0o600)
	alter(t, o.journal, "PRAGMA writable_schema = ON; DELETE FROM sqlite_schema WHERE name = 'chain'")
	parts, _ = checked(t, o)
	if f := parts["journal"]; f.Verdict != "problem" {
		t.Errorf("a damaged journal: %+v", f)
	}

	o.write(t, "password", "wrong\n")
	parts, _ = checked(t, o)
	wantPart(t, parts, "gateway", "problem", "check gateway.username and the password")
	wantPart(t, parts, "clock", "warning", "not compared")
	b.stop()
	parts, code = checked(t, o)
	wantPart(t, parts, "gateway", "problem", "check gateway.url, the network")
	if code != cli.ExitFailed {
		t.Errorf("exit code %d", code)
	}
}

// TestCheckProtection: moto check says so when the environment turns off what the build
// turns on.
func TestCheckProtection(t *testing.T) {
	t.Parallel()
	cmd := command(t, "check", "--json", "--config", "/nowhere/moto.toml")
	cmd.Env = append(cmd.Env, "GODEBUG=clobberfree=0")
	out, err := cmd.Output()
	if cmd.ProcessState == nil {
		t.Fatal(err)
	}
	wantPart(t, partsOf(t, out), "protection", "warning", "not overwritten")
}

// TestCheckConfiguration: the exit code is 2, and moto check still looks at
// what does not need the configuration.
func TestCheckConfiguration(t *testing.T) {
	t.Parallel()
	cmd := command(t, "check", "--config", "/nowhere/moto.toml")
	out, err := cmd.CombinedOutput()
	if err == nil || cmd.ProcessState.ExitCode() != cli.ExitUsage {
		t.Errorf("%v", err)
	}
	for _, words := range []string{"✖ configuration", "does not exist", "! terminal", "protection", "moto: the configuration must be corrected"} {
		if !strings.Contains(string(out), words) {
			t.Errorf("%q is missing:\n%s", words, out)
		}
	}
}

// TestCheckCertificate: moto check refuses an untrusted certificate and shows a trusted
// one.
func TestCheckCertificate(t *testing.T) {
	t.Parallel()
	certificate := filepath.Join(t.TempDir(), "certificate.pem")
	o := newOffice(t, startBank(t, "--tls-cert", certificate))
	// The environment cannot name authorities to trust.
	for _, env := range [][]string{nil, {"SSL_CERT_FILE=" + certificate}, {"SSL_CERT_DIR=" + filepath.Dir(certificate)}} {
		parts, code := checked(t, o, env...)
		wantPart(t, parts, "encryption", "problem", "not trusted")
		wantPart(t, parts, "gateway", "problem", "certificate")
		if code != cli.ExitFailed {
			t.Errorf("exit code %d", code)
		}
		if len(env) > 0 {
			name, _, _ := strings.Cut(env[0], "=")
			wantPart(t, parts, "environment", "warning", "set and not used: "+name+" → unset "+name+", unless other programs need it; name the authorities that moto is to trust by gateway.ca_file")
		}
	}
	o.bank.trusts = certificate
	parts, code := checked(t, o)
	wantPart(t, parts, "encryption", "ok", "TLS 1.3, a certificate of")
	wantPart(t, parts, "encryption", "ok", "; only the authorities in "+certificate+" count")
	wantPart(t, parts, "gateway", "ok", "signed in")
	if code != cli.ExitOK {
		t.Errorf("exit code %d: %v", code, parts)
	}
}

// TestCheckTerminal: moto check looks at the terminal that it runs in.
func TestCheckTerminal(t *testing.T) {
	t.Parallel()
	o := newOffice(t, startBank(t))
	for _, test := range []struct {
		width, height int
		want          string
	}{{80, 24, "✔ terminal       80×24, 256 colours"}, {50, 10, "the console needs 60×20"}} {
		p := screentest.StartPTY(t, o.command(t, "priya", "check"), test.width, test.height)
		if code := p.Wait(t); code != cli.ExitOK {
			t.Errorf("exit code %d\n%s", code, p.Text())
		}
		if !strings.Contains(flat(string(p.Recorded())), flat(test.want)) {
			t.Errorf("%q is missing:\n%s", test.want, p.Text())
		}
	}
}
