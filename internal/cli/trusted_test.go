//go:build unix

package cli_test

import (
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"motoconsole/internal/cli"
	"motoconsole/internal/screentest"
)

func init() { syscall.Umask(0o022) } // otherwise a group may be able to write to the test's folders

// stranger is a user without rights here.
const stranger = 4712

func needRoot(t *testing.T) {
	t.Helper()
	if os.Geteuid() != 0 {
		t.Skip("only root can give files to another user")
	}
}

func give(t *testing.T, paths ...string) {
	t.Helper()
	for _, path := range paths {
		if err := os.Lchown(path, stranger, stranger); err != nil {
			t.Fatal(err)
		}
	}
}

// TestAnAmbush: root runs moto in a folder of another user, who has left a
// configuration there. moto does not read it, named or not, and does not run its
// command.
func TestAnAmbush(t *testing.T) {
	t.Parallel()
	needRoot(t)
	o := newOffice(t, startBank(t))
	ran := filepath.Join(o.folder, "ran")
	hers := filepath.Join(o.folder, "hers")
	if err := os.Mkdir(hers, 0o755); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(o.config(t, "priya"))
	if err != nil {
		t.Fatal(err)
	}
	trap := strings.Replace(string(text), `password_file = "password"`, fmt.Sprintf("password_command = [\"touch\", %q]", ran), 1)
	ambush := o.write(t, "hers/config.toml", trap)
	give(t, ambush, hers)
	run := func(home bool, args ...string) (said string, code int) {
		cmd := commandAt(t, filepath.Join(o.folder, "home"), args...)
		cmd.Dir = hers
		if home {
			own := filepath.Join(o.folder, "home", ".config", "moto")
			if err := os.MkdirAll(own, 0o700); err != nil {
				t.Fatal(err)
			}
			copied := strings.Replace(string(text), `"password"`, fmt.Sprintf("%q", filepath.Join(o.folder, "password")), 1)
			o.write(t, "home/.config/moto/config.toml", copied)
		}
		out, err := cmd.CombinedOutput()
		if err != nil && cmd.ProcessState == nil {
			t.Fatal(err)
		}
		return string(out), cmd.ProcessState.ExitCode()
	}
	const passed = "./config.toml is another user's and is not read: name it by --config if you want it"
	if said, code := run(false, "check"); code != cli.ExitUsage || !strings.Contains(said, "no configuration found") || !strings.Contains(said, "("+passed+")") {
		t.Errorf("nothing else there: exit code %d\n%s", code, said)
	}
	said, code := run(true, "check")
	if code != cli.ExitOK || !strings.Contains(said, ".config/moto/config.toml, site test_floor1") || !strings.Contains(said, "! ./config.toml  "+passed) {
		t.Errorf("their own is there: exit code %d\n%s", code, said)
	}
	if said, code := run(true, "lookup", "A17"); !strings.Contains(said, "moto: "+passed) {
		t.Errorf("another command: exit code %d\n%s", code, said)
	}
	said, code = run(true, "check", "--config", "config.toml")
	if want := "config.toml: the folder " + hers + " belongs to user 4712, not to root; run moto as that user (sudo -u '#4712' moto) or, if it is to be trusted, run chown root " + hers; code != cli.ExitUsage || !strings.Contains(said, want) {
		t.Errorf("named: exit code %d\n%s", code, said)
	}
	if err := os.Chown(hers, 0, 0); err != nil {
		t.Fatal(err)
	}
	said, code = run(true, "check", "--config", "config.toml")
	if want := "config.toml: belongs to user 4712, not to root; run moto as that user (sudo -u '#4712' moto) or, if it is to be trusted, run chown root " + ambush; code != cli.ExitUsage || !strings.Contains(said, want) {
		t.Errorf("named, in a folder of root's: exit code %d\n%s", code, said)
	}
	if _, err := os.Lstat(ran); err == nil {
		t.Error("the command of another user's configuration was run")
	}
}

// TestWhatCheckSaysOfEach: moto check names each file and folder that another user
// could change, and the command that corrects it.
func TestWhatCheckSaysOfEach(t *testing.T) {
	t.Parallel()
	b := startBank(t)
	for name, test := range map[string]struct {
		spoil func(t *testing.T, o *office)
		part  string
		want  string
	}{
		"configuration":  {mode("priya.toml", 0o666), "configuration", "priya.toml: can be changed by every user (mode 0666); run chmod go-w DIR/priya.toml"},
		"its group":      {mode("priya.toml", 0o660), "configuration", "(mode 0660); run chmod g-w DIR/priya.toml"},
		"its folder":     {mode(".", 0o777), "configuration", "the folder DIR can be changed by every user (mode 0777); run chmod go-w DIR"},
		"password file":  {mode("password", 0o644), "configuration", "gateway.password_file: the file DIR/password is open to other users (mode 0644); run chmod 600 DIR/password"},
		"journal folder": {mode("state", 0o770), "journal", "(mode 0770) → Run chmod g-w DIR/state."},
		"log link": {func(t *testing.T, o *office) {
			t.Helper()
			if err := os.Symlink("elsewhere", filepath.Join(o.folder, "moto.log")); err != nil {
				t.Fatal(err)
			}
		}, "log", "the link DIR/moto.log is a link → name the file itself"},
		"log pipe": {func(t *testing.T, o *office) {
			t.Helper()
			if err := syscall.Mkfifo(filepath.Join(o.folder, "moto.log"), 0o600); err != nil {
				t.Fatal(err)
			}
		}, "log", "is not a file → name a file in a folder you may write to, or leave the key out"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := newOffice(t, b)
			cmd := o.command(t, "priya", "check", "--json")
			test.spoil(t, o)
			out, err := cmd.Output()
			if err == nil || cmd.ProcessState == nil {
				t.Errorf("moto check finds nothing: %v", err)
			}
			folder, err := filepath.EvalSymlinks(o.folder)
			if err != nil {
				t.Fatal(err)
			}
			wantPart(t, partsOf(t, out), test.part, "problem", strings.ReplaceAll(test.want, "DIR", folder))
			if said, code := startFails(t, cmd); code == cli.ExitOK || !strings.Contains(flat(said), flat(strings.Split(strings.ReplaceAll(test.want, "DIR", folder), " →")[0])) {
				t.Errorf("the console: exit code %d\n%s", code, said)
			}
			if _, err := os.Stat(filepath.Join(o.folder, "elsewhere")); err == nil {
				t.Error("the log was written through a link")
			}
		})
	}
}

// mode gives something in the office a mode.
func mode(name string, m fs.FileMode) func(*testing.T, *office) {
	return func(t *testing.T, o *office) {
		t.Helper()
		if err := os.Chmod(filepath.Join(o.folder, name), m); err != nil {
			t.Fatal(err)
		}
	}
}

// startFails opens a console with a command's configuration, which must not
// open.
func startFails(t *testing.T, like *exec.Cmd) (said string, code int) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), binary, "--config", like.Args[len(like.Args)-1]) //nolint:gosec // ours
	cmd.Dir, cmd.Env = like.Dir, like.Env
	p := screentest.StartPTY(t, cmd, 200, 24)
	code = p.Wait(t)
	return string(p.Recorded()), code
}

// TestLogIsPrivate: an existing log gets mode 0600.
func TestLogIsPrivate(t *testing.T) {
	t.Parallel()
	o := newOffice(t, startBank(t))
	path := o.write(t, "moto.log", "")
	if err := os.Chmod(path, 0o644); err != nil {
		t.Fatal(err)
	}
	leave(t, o.console(t, "priya"))
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 || info.Size() == 0 {
		t.Errorf("%v %v", info.Mode(), err)
	}
}

// TestPasswordAsEditorsLeaveIt: the gateway accepts the sign-in, and moto check says
// what was left out.
func TestPasswordAsEditorsLeaveIt(t *testing.T) {
	t.Parallel()
	b := startBank(t)
	for given, says := range map[string]string{
		"\ufeffPASSWORD\r\n": "the file has a byte order mark around the password, left out when signing in",
		"PASSWORD \n":        "the file has blanks around the password, left out when signing in",
		"\u00a0PASSWORD\n\n": "the file has blanks around the password, left out when signing in",
	} {
		o := newOffice(t, b)
		o.write(t, "password", strings.Replace(given, "PASSWORD", b.password, 1))
		parts, code := checked(t, o)
		wantPart(t, parts, "gateway", "ok", "signed in as")
		wantPart(t, parts, "configuration", "warning", says+" → save it without")
		if code != cli.ExitOK {
			t.Errorf("%q: exit code %d", given, code)
		}
		text, err := os.ReadFile(o.config(t, "priya"))
		if err != nil {
			t.Fatal(err)
		}
		path := o.write(t, "variable.toml", strings.Replace(string(text), `password_file = "password"`, "", 1))
		cmd := commandAt(t, filepath.Join(o.folder, "home"), "check", "--json", "--config", path)
		cmd.Env = append(cmd.Env, "MOTO_GATEWAY_PASSWORD="+strings.Replace(given, "PASSWORD", b.password, 1))
		out, err := cmd.Output()
		if err != nil {
			t.Errorf("%q: %v", given, err)
		}
		wantPart(t, partsOf(t, out), "gateway", "ok", "signed in as")
	}
}

// TestKeysOfConnectionsAreNotWritten: SSLKEYLOGFILE and the other switches of libraries
// make no file.
func TestKeysOfConnectionsAreNotWritten(t *testing.T) {
	t.Parallel()
	certificate := filepath.Join(t.TempDir(), "certificate.pem")
	o := newOffice(t, startBank(t, "--tls-cert", certificate))
	o.bank.trusts = certificate
	var env []string
	for _, name := range []string{"SSLKEYLOGFILE", "TEA_TRACE", "UV_DEBUG", "BASH_COMP_DEBUG_FILE", "GOCOVERDIR"} {
		env = append(env, name+"="+filepath.Join(o.folder, "log-"+name))
	}
	parts, _ := checked(t, o, env...)
	wantPart(t, parts, "gateway", "ok", "signed in")
	wantPart(t, parts, "environment", "warning", "set and not used: TEA_TRACE, UV_DEBUG, BASH_COMP_DEBUG_FILE, SSLKEYLOGFILE")
	cmd := commandAt(t, o.folder, "__complete", "lookup", "")
	cmd.Env = append(cmd.Env, env...)
	_ = cmd.Run()
	if made, err := filepath.Glob(filepath.Join(o.folder, "log-*")); err != nil || len(made) > 0 {
		t.Errorf("made: %v %v", made, err)
	}
}

// TestAgentsShareAJournal: two users of one group, each with a configuration of
// their own, see each other's payments.
func TestAgentsShareAJournal(t *testing.T) {
	t.Parallel()
	needRoot(t)
	b := startBank(t)
	top, err := os.MkdirTemp("", "moto-office")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(top) })
	const team = 815
	shared := filepath.Join(top, "shared")
	for path, mode := range map[string]fs.FileMode{top: 0o755, shared: fs.ModeSetgid | 0o770} {
		if err := os.MkdirAll(path, 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.Chown(path, 0, team); err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(path, mode); err != nil {
			t.Fatal(err)
		}
	}
	agent := func(name string, uid uint32) *screentest.PTY {
		folder := filepath.Join(top, name)
		if err := os.Mkdir(folder, 0o700); err != nil {
			t.Fatal(err)
		}
		o := officeAt(t, b, folder)
		o.journal, o.group = filepath.Join(shared, "journal.db"), "815"
		cmd := o.command(t, name)
		for _, name := range []string{".", "home", "state", "password", name + ".toml"} {
			if err := os.Chown(filepath.Join(folder, name), int(uid), int(uid)); err != nil {
				t.Fatal(err)
			}
		}
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uid, Gid: uid, Groups: []uint32{team}}}
		p := screentest.StartPTY(t, cmd, 80, 24, screentest.Timeout(hangs))
		o.screens = append(o.screens, p)
		p.WaitFor(t, "Your payments today")
		return p
	}
	priya, sam := agent("priya", 5001), agent("sam", 5002)
	charge(t, priya, ordered("FAULT-close-A17"))
	firstOutcome(t, priya)
	sam.WaitFor(t, "1 unknown payment") // home reads the journal every 15 seconds
	take(t, sam, with(func(e *entry) { e.order, e.amount = "A18", "10.51" }), "APPROVED")
}
