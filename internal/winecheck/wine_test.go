//go:build linux && wine

package winecheck

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/journal/sqljournal"
	"motoconsole/internal/memscan"
)

// The rest of the card. Its number is a new one each time, see newPAN.
const (
	expiry = "1230"
	code   = "123"
)

// newPAN makes up the number of a Visa card that stands nowhere else in the memory.
func newPAN() string {
	digits, sum := "4", 0
	for len(digits) < 15 {
		digits += strconv.Itoa(rand.IntN(10)) //nolint:gosec // a test's card
	}
	for i, d := range digits {
		n := int(d-'0') * (2 - i%2)
		sum += n/10 + n%10
	}
	return digits + strconv.Itoa((10-sum%10)%10)
}

func contains(t *testing.T, said string, words ...string) {
	t.Helper()
	for _, word := range words {
		if !strings.Contains(said, word) {
			t.Errorf("no %q in\n%s", word, said)
		}
	}
}

// TestWorkstation goes through an agent's first day. The steps build on each other.
func TestWorkstation(t *testing.T) {
	w := newWorkstation(t)
	said, exit := w.moto(t, "--version")
	if contains(t, said, "moto version "); exit != 0 {
		t.Errorf("--version: exit code %d", exit)
	}
	b := w.startBank(t)
	text := fmt.Sprintf("\xef\xbb\xbf[gateway]\nurl = %q\nusername = %q\nsite = \"test_floor1\"\npassword_file = \"the password\"\n[payment]\ncurrency = \"GBP\"\n", b.url, b.username)
	file := w.write(t, "AppData/Roaming/moto/config.toml", strings.ReplaceAll(text, "\n", "\r\n"))
	password := w.write(t, "AppData/Roaming/moto/the password", b.password+"\r\n")

	t.Run("refusals", func(t *testing.T) { w.refusals(t, file, password, b.password) })
	t.Run("check", w.check)
	t.Run("names", func(t *testing.T) { w.names(t, file, b.password) })
	t.Run("password", func(t *testing.T) { w.password(t, b, file) })
	t.Run("payment", func(t *testing.T) { w.payment(t, b) })
	t.Run("lookup", w.lookup)
	t.Run("killed", func(t *testing.T) { w.killed(t, b) })
}

// refusals: what an installer may have set up wrongly is refused in one sentence, with
// the command or the change that corrects it, and nothing else is said.
func (w *workstation) refusals(t *testing.T, file, password, secret string) {
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	mode := func(path string, mode os.FileMode) func() error { return func() error { return os.Chmod(path, mode) } }
	with := func(line string) func() error {
		return func() error { return os.WriteFile(file, append(bytes.Clone(text), line...), 0o600) }
	}
	for _, row := range []struct {
		name  string
		wrong func() error
		exit  int
		says  []string
	}{
		{"a configuration that anybody may write", mode(file, 0o666), 2, []string{"config.toml", "can be changed by Everyone", "icacls", "/inheritance:r /grant:r"}},
		{"a password file that anybody may write", mode(password, 0o666), 2, []string{"the password", "can be changed by Everyone", "icacls", "/inheritance:r /grant:r"}},
		{"a password file that anybody may read", mode(password, 0o644), 2, []string{"the password", "can be read by Everyone", "icacls", "/inheritance:r /grant:r"}},
		{"a journal on a share", with("[journal]\r\nfile = '\\\\floor\\moto\\journal.db'\r\n"), 1, []string{`\\floor\moto`, "lies on a network drive", "Name a file on a disk of this machine"}},
	} {
		t.Run(row.name, func(t *testing.T) {
			if err := row.wrong(); err != nil {
				t.Fatal(err)
			}
			said, exit := w.moto(t, "check")
			contains(t, said, row.says...)
			if exit != row.exit || strings.Contains(said, secret) {
				t.Errorf("exit code %d\n%s", exit, said)
			}
			if err := errors.Join(os.WriteFile(file, text, 0o600), os.Chmod(file, 0o600), os.Chmod(password, 0o600)); err != nil {
				t.Fatal(err)
			}
		})
	}
}

func (w *workstation) check(t *testing.T) {
	said, exit := w.moto(t, "check")
	contains(t, said, `AppData\Roaming\moto\config.toml`, "only the administrators and you can change it", `AppData\Local\moto\journal.db`, "signed in as", "agrees with the gateway's")
	if exit != 0 {
		t.Errorf("exit code %d\n%s", exit, said)
	}
}

// names: a path may have blanks and any letters, and be long.
func (w *workstation) names(t *testing.T, file, secret string) {
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	folder := filepath.Join("Zoë Łoś", strings.Repeat("long ", 20)+"x", strings.Repeat("longer ", 20)+"x")
	w.write(t, filepath.Join(folder, "the password"), secret)
	w.write(t, filepath.Join(folder, "config.toml"), string(text))
	path := `C:\users\` + filepath.Base(w.user) + `\` + strings.ReplaceAll(filepath.Join(folder, "config.toml"), "/", `\`)
	said, exit := w.moto(t, "check", "--config", path)
	if contains(t, said, "Zoë Łoś", "signed in as"); exit != 0 {
		t.Errorf("exit code %d\n%s", exit, said)
	}
}

// password keeps the password in the Credential Manager, where moto reads it from now
// on. It is not shown.
func (w *workstation) password(t *testing.T, b *bank, file string) {
	c := w.console(t, "password", "set")
	c.drew(t, 0, "Password of")
	c.press(t, b.password+"\r", "The password is kept in the Windows Credential Manager")
	if c.mu.Lock(); strings.Contains(string(c.drawn), b.password) {
		t.Error("the password was shown")
	}
	c.mu.Unlock()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	w.write(t, "AppData/Roaming/moto/config.toml", strings.Replace(string(text), "password_file = \"the password\"", "password_store = \"system\"", 1))
	w.check(t)
}

// charge types a payment, and confirms it until one more AUTH is at the bank.
func (w *workstation) charge(t *testing.T, b *bank, c *console, order, pan string) {
	t.Helper()
	before := b.arrived(t, gateway.TypeAuth)
	c.drew(t, 0, "New payment")
	for _, step := range []struct{ keys, drawn string }{
		{"n", "Order"}, {order + "\r", "Amount"}, {"10.50\r", "Card number"}, {pan + "\r", "Visa"}, {expiry, "Security code"}, {code, ""}, {"\x12", ""},
	} {
		c.press(t, step.keys, step.drawn)
		if step.keys == expiry && w.copies(t, c, pan).Count() == 0 {
			t.Error("the scan does not find the card that has just been typed")
		}
	}
	eventually(t, "the payment is at the bank", func() bool {
		c.press(t, "y", "") // the confirm page takes it once no key has come for a while
		time.Sleep(time.Second)
		return b.arrived(t, gateway.TypeAuth) > before
	})
}

// payment takes a payment by typed keys at the console, and kills the console when
// the outcome is in the journal.
func (w *workstation) payment(t *testing.T, b *bank) {
	pan := newPAN()
	c := w.console(t)
	w.charge(t, b, c, "A17", pan)
	path := filepath.Join(w.user, "AppData", "Local", "moto", "journal.db")
	eventually(t, "the payment is in the journal", func() bool {
		store, err := sqljournal.Open(t.Context(), sqljournal.Options{Path: path, ReadOnly: true})
		if err != nil {
			return false
		}
		defer func() { _ = store.Close() }()
		all, err := store.Recent(t.Context(), "", 10)
		return err == nil && len(all) == 1 && all[0].Outcome == gateway.OutcomeApproved && all[0].OwnReference == "A17"
	})
	// The collections come a moment after the outcome.
	eventually(t, "no copy of the card number is left", func() bool { return w.copies(t, c, pan).Count() == 0 })
	c.kill()
	w.whole(t)
}

// killed: a console that is killed while the bank has not answered leaves a journal
// that is whole. The payment in it is unknown until moto finds it at the bank.
func (w *workstation) killed(t *testing.T, b *bank) {
	c := w.console(t)
	w.charge(t, b, c, "FAULT-late.5m-A18", newPAN())
	c.kill()
	w.found(t, "FAULT-late.5m-A18")
	if got := b.arrived(t, gateway.TypeAuth); got != 2 {
		t.Errorf("%d AUTHs arrived at the bank for two payments", got)
	}
}

// found: moto finds a payment at the bank whose console has ended, and the journal is
// whole.
func (w *workstation) found(t *testing.T, order string) {
	t.Helper()
	w.whole(t)
	said, exit := w.moto(t, "resolve", "--wait", "30s")
	if contains(t, said, order, ": approved"); exit != 0 {
		t.Errorf("resolve: exit code %d\n%s", exit, said)
	}
}

// whole: no row of the journal was removed or changed.
func (w *workstation) whole(t *testing.T) {
	t.Helper()
	if said, exit := w.moto(t, "journal", "verify"); exit != 0 {
		t.Errorf("journal verify: exit code %d\n%s", exit, said)
	}
}

// copies looks for the card number in the memory of a console.
func (w *workstation) copies(t *testing.T, c *console, pan string) memscan.Report {
	t.Helper()
	pid := c.cmd.Process.Pid
	maps, err := os.ReadFile(fmt.Sprintf("/proc/%d/maps", pid))
	if err != nil || !strings.Contains(string(maps), filepath.Base(*exe)) {
		t.Fatalf("process %d is not moto: %v", pid, err)
	}
	report, err := memscan.Process(pid, pan)
	if err != nil {
		t.Fatal(err)
	}
	t.Log(report)
	return report
}

// lookup: nothing is unknown, and the payment is found at the gateway.
func (w *workstation) lookup(t *testing.T) {
	said, exit := w.moto(t, "resolve")
	if contains(t, said, "Every outcome is known"); exit != 0 {
		t.Errorf("resolve: exit code %d\n%s", exit, said)
	}
	said, exit = w.moto(t, "lookup", "--json", "A17")
	found := map[string]any{}
	for line := range strings.Lines(said) {
		if strings.HasPrefix(line, "{") {
			if err := json.Unmarshal([]byte(line), &found); err != nil {
				t.Errorf("%v\n%s", err, line)
			}
		}
	}
	if exit != 0 || found["baseamount"] != "1050" {
		t.Errorf("lookup: exit code %d\n%s", exit, said)
	}
}
