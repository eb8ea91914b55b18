//go:build unix

package cli_test

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"motoconsole/internal/cli"
	"motoconsole/internal/screentest"
)

// TestPassphrase makes a hash and opens a console with the printed line.
func TestPassphrase(t *testing.T) {
	t.Parallel()
	ask := func(first, second string) (said string, code int) {
		p := screentest.StartPTY(t, command(t, "passphrase"), 200, 24)
		p.WaitFor(t, "Passphrase:")
		p.Type(first + "\n")
		if second != "" {
			p.WaitFor(t, "Once more:")
			p.Type(second + "\n")
		}
		code = p.Wait(t)
		return string(p.Recorded()), code
	}
	const phrase = "correct horse 4 battery"
	said, code := ask(phrase, phrase)
	line := regexp.MustCompile(`passphrase_hash = "[^"]+"`).FindString(said)
	if code != cli.ExitOK || line == "" || strings.Contains(said, "horse") {
		t.Fatalf("exit code %d: %q", code, said)
	}
	for _, c := range [][2]string{{"short", ""}, {canary, ""}, {phrase, phrase + "x"}} {
		if said, code := ask(c[0], c[1]); code != cli.ExitFailed || strings.Contains(said, "passphrase_hash") || strings.Contains(said, c[0]) {
			t.Errorf("exit code %d: %q", code, said)
		}
	}
	out, err := command(t, "passphrase").CombinedOutput()
	if err == nil || !strings.Contains(string(out), "on a terminal") {
		t.Errorf("%v %s", err, out)
	}
	// The console accepts the line, and wipes and locks as configured.
	o := newOffice(t, startBank(t))
	cmd := o.command(t, "priya")
	text, err := os.ReadFile(filepath.Join(o.folder, "priya.toml"))
	if err != nil {
		t.Fatal(err)
	}
	text = bytes.Replace(text, []byte("[operator]\n"), []byte("[ui]\ncard_idle = \"20s\"\n[operator]\n"+line+"\n"), 1)
	o.write(t, "priya.toml", string(text))
	p := screentest.StartPTY(t, cmd, 80, 24, screentest.Timeout(hangs))
	p.WaitFor(t, "Type your passphrase to open it")
	p.Type(phrase + "\n")
	p.WaitFor(t, "Your payments today")
	p.Press("n")
	p.WaitFor(t, "Still to ask")
	p.Type("A17\n10.50\n" + canary + "\n")
	p.WaitFor(t, "1486")
	says(t, p, "No key for 20 seconds, so the card data was removed")
	p.WaitGone(t, "1486")
	p.WaitFor(t, "A17")
}
