package leakcheck

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"motoconsole/internal/screentest"
)

// bank is a test bank of its own process, over TLS.
type bank struct {
	url, username, password, certificate string

	mu   sync.Mutex
	said bytes.Buffer // everything it has printed
}

// Write implements io.Writer.
func (b *bank) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.said.Write(p)
}

func (b *bank) text() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.said.String()
}

// command is a build with a folder for all it may write.
func command(t *testing.T, binary, folder string, args ...string) *exec.Cmd {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), binary, args...)
	cmd.Dir = folder
	cmd.Env = []string{"HOME=" + folder, "TMPDIR=" + folder, "PATH=" + os.Getenv("PATH"), "TERM=xterm-256color", "USER=priya", "TZ=UTC"}
	return cmd
}

func startBank(t *testing.T) *bank {
	t.Helper()
	folder := t.TempDir()
	b := &bank{certificate: filepath.Join(folder, "certificate.pem")}
	cmd := command(t, careful, folder, "sandbox", "--listen", "127.0.0.1:0", "--tls-cert", b.certificate)
	cmd.Stderr = b
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	said := map[string]string{}
	lines := bufio.NewScanner(io.TeeReader(out, b))
	for len(said) < 5 && lines.Scan() {
		name, value, _ := strings.Cut(lines.Text(), " ")
		said[name] = strings.TrimSpace(value)
	}
	b.url, b.username, b.password = said["url"], said["username"], said["password"]
	if b.password == "" || !strings.HasPrefix(b.url, "https://") {
		t.Fatalf("the test bank said %v", said)
	}
	return b
}

// desk is an agent's place of work: a folder for everything, and the consoles that run
// there one after the other.
type desk struct {
	*screentest.PTY // the console that is open
	t               *testing.T
	binary, folder  string
	bank            *bank
	screens         []*screentest.PTY
	orders          int
	payer           card     // the card of an earlier payment, if a way needs one
	env             []string // besides the usual variables
}

// newDesk makes a desk with lines of [payment].
func newDesk(t *testing.T, b *bank, binary, settings string) *desk {
	t.Helper()
	d := &desk{t: t, binary: binary, folder: t.TempDir(), bank: b}
	for name, text := range map[string]string{
		"password": b.password + "\n",
		"config.toml": fmt.Sprintf(`
[gateway]
url = %q
username = %q
password_file = "password"
site = "test_floor"
timeout = "5s"
ca_file = %q

[payment]
currency = "GBP"
%s

[journal]
file = "state/journal.db"

[operator]
passphrase_hash = %q

[log]
file = "moto.log"
level = "debug"
`, b.url, b.username, b.certificate, settings, passphraseHash),
	} {
		if err := os.WriteFile(filepath.Join(d.folder, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return d
}

// open opens a console.
func (d *desk) open() {
	d.t.Helper()
	cmd := command(d.t, d.binary, d.folder)
	cmd.Env = append(cmd.Env, d.env...)
	d.PTY = screentest.StartPTY(d.t, cmd, 80, 24)
	d.screens = append(d.screens, d.PTY)
	d.WaitFor(d.t, "Passphrase")
	d.Type(passphrase + "\n")
	d.WaitFor(d.t, home)
}

// soon is longer than a console ignores keys.
const soon = 5 * time.Second

// quit ends the console, which asks while an outcome is unknown. It may have locked itself
// once more while the test searched its memory, and may find that out at the key: a key that
// it ignored is pressed again.
func (d *desk) quit() {
	d.t.Helper()
	for end := time.Now().Add(8 * time.Minute); d.runs() && time.Now().Before(end); {
		d.Press("ctrl+c")
		if d.Watch(d.Exited(), soon, func(shown string) bool { return strings.Contains(shown, asks) }) {
			d.Press("y")
			d.Watch(d.Exited(), soon, func(string) bool { return false })
		}
	}
	if code := d.Wait(d.t); code != 0 {
		d.t.Errorf("exit code %d", code)
	}
}

// runs reports that the console has not ended.
func (d *desk) runs() bool {
	select {
	case <-d.Exited():
		return false
	default:
		return true
	}
}

// inFiles counts the traces of cards in every file under the desk's folder,
// and the files.
func (d *desk) inFiles(cards []card) (traces, files int) {
	d.files(func(path, text string) {
		files++
		if slices.ContainsFunc(cards, func(c card) bool { return len(c.traces(text)) > 0 }) {
			traces += d.traces(path, timeless(text), cards)
		}
	})
	return traces, files
}

// files gives every file under the desk's folder.
func (d *desk) files(each func(path, text string)) {
	tree := os.DirFS(d.folder)
	_ = fs.WalkDir(tree, ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.Type().IsRegular() {
			return nil //nolint:nilerr // the log of a database may go in between
		}
		text, err := fs.ReadFile(tree, path)
		if err != nil {
			return nil //nolint:nilerr // the same
		}
		each(path, string(text))
		return nil
	})
}

// texts yields all that the desk's consoles have written anywhere, and the bank's
// output.
func (d *desk) texts(each func(where, text string)) {
	d.files(each)
	for _, screen := range d.screens {
		each("what was drawn", string(screen.Recorded()))
	}
	each("what the bank said", d.bank.text())
}

// timeless is a file without its times and durations, which are in nanoseconds: times as
// text or as a number since 1970, durations as a number by the name of took. There are so
// many that in one run of a hundred their digits equal a card's by chance.
func timeless(text string) string {
	thisYear := strconv.FormatInt(time.Now().UnixNano(), 10)[:3] // of 19 digits
	return regexp.MustCompile(`T\d\d:\d\d:\d\d\.\d+|"took":\d+|`+thisYear+`\d{16}`).ReplaceAllString(text, "time")
}

// inTerminals counts the traces of cards in all that was drawn, beyond the digits that
// may be drawn.
func (d *desk) inTerminals(cards []card, drawn int) (traces int) {
	for _, screen := range d.screens {
		traces += d.tracesBeyond(drawn, "what was drawn", string(screen.Recorded()), cards)
	}
	return traces
}

// inBank counts the traces of cards in the bank's output.
func (d *desk) inBank(cards []card) (traces int) {
	return d.traces("what the bank said", timeless(d.bank.text()), cards)
}

// traces counts the traces of cards in a text, and fails for each.
func (d *desk) traces(where, text string, cards []card) (traces int) {
	d.t.Helper()
	return d.tracesBeyond(0, where, text, cards)
}

func (d *desk) tracesBeyond(drawn int, where, text string, cards []card) (traces int) {
	d.t.Helper()
	for _, c := range cards {
		for _, trace := range c.tracesBeyond(drawn, text) {
			d.t.Errorf("%s holds %s", where, trace)
			traces++
		}
	}
	return traces
}
