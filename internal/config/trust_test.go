//go:build unix

package config

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

func init() { syscall.Umask(0o022) } // otherwise a group may be able to write to the test's folders

// stranger is a user without rights here.
const stranger = 4712

// needRoot skips a test that gives files away.
func needRoot(t *testing.T) {
	t.Helper()
	if os.Geteuid() != 0 {
		t.Skip("only root can give files to another user")
	}
}

func chown(t *testing.T, paths ...string) {
	t.Helper()
	for _, path := range paths {
		if err := os.Lchown(path, stranger, stranger); err != nil {
			t.Fatal(err)
		}
	}
}

func mkdir(t *testing.T, path string, mode os.FileMode) string {
	t.Helper()
	if err := os.Mkdir(path, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(path, mode); err != nil {
		t.Fatal(err)
	}
	return path
}

// realDir is a folder of the test, with no link in its path.
func realDir(t *testing.T) string {
	t.Helper()
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

// TestEveryFileIsTrusted: Load refuses the configuration, and each file that it names,
// if another user could change it, and says what to do. The faults are modes, which
// every user can set.
func TestEveryFileIsTrusted(t *testing.T) {
	for name, key := range map[string]string{"secret": "password_file", "ask": "password_command", "authorities.pem": "ca_file"} {
		for _, c := range []struct {
			mode, folder os.FileMode
			want         string
		}{
			{0o720, 0o755, "DIR/place/NAME"},
			{0o702, 0o755, "DIR/place/NAME"},
			{0o700, 0o775, "the folder DIR/place can be changed by the group"},
			{0o700, 0o757, "the folder DIR/place can be changed by every user (mode 0757); run chmod o-w DIR/place"},
		} {
			dir := realDir(t)
			file := filepath.Join(mkdir(t, filepath.Join(dir, "place"), c.folder), name)
			ran := filepath.Join(dir, "ran")
			write(t, file, "#!/bin/sh\ntouch "+ran+"\necho "+canary+"\n", c.mode)
			value := `"place/` + name + `"`
			getenv := noPassword
			switch key {
			case "password_command":
				value = `["./place/` + name + `"]`
			case "ca_file":
				getenv = withPassword
			}
			_, err := Load(write(t, filepath.Join(dir, "config.toml"), from(key, value), 0o644), getenv)
			got, want := message(t, err), strings.NewReplacer("DIR", dir, "NAME", name).Replace(c.want)
			if !strings.HasPrefix(got, "config.toml:4: gateway."+key+": the ") || !strings.Contains(got, want) || !strings.Contains(got, "; run chmod ") {
				t.Errorf("%s %o in %o:\n%s", key, c.mode, c.folder, got)
			}
			if exists(ran) {
				t.Errorf("%s %o in %o: the command was run", key, c.mode, c.folder)
			}
		}
	}
}

// TestProgramOnThePath: Load finds a bare name on the PATH and holds that program to
// the same rule.
func TestProgramOnThePath(t *testing.T) {
	dir := realDir(t)
	bin := mkdir(t, filepath.Join(dir, "bin"), 0o777)
	write(t, filepath.Join(bin, "moto-ask"), "#!/bin/sh\necho "+canary+"\n", 0o755)
	t.Setenv("PATH", bin+":"+os.Getenv("PATH"))
	path := write(t, filepath.Join(dir, "config.toml"), from("password_command", `["moto-ask"]`), 0o644)
	_, err := Load(path, noPassword)
	if got := message(t, err); !strings.Contains(got, "the folder "+bin+" can be changed by every user") {
		t.Error(got)
	}
	if err := os.Chmod(bin, 0o755); err != nil {
		t.Fatal(err)
	}
	if s, err := Load(path, noPassword); err != nil || !s.Gateway.Password.Equal(canary) {
		t.Error(err)
	}
}

// TestInterpreterOfTheProgram: the rule holds for a script's interpreter as for the
// script. A script that is refused does not run.
func TestInterpreterOfTheProgram(t *testing.T) {
	dir := realDir(t)
	bin, ran := mkdir(t, filepath.Join(dir, "bin"), 0o755), filepath.Join(dir, "ran")
	write(t, filepath.Join(bin, "moto-sh"), "#!/bin/sh\ntouch "+ran+"\necho "+canary+"\n", 0o757)
	t.Setenv("PATH", bin+":"+os.Getenv("PATH"))
	for _, first := range []string{"#!" + bin + "/moto-sh", "#! " + bin + "/moto-sh -e", "#!/usr/bin/env moto-sh", "#!/usr/bin/env -S moto-sh -e"} {
		write(t, filepath.Join(dir, "ask"), first+"\necho "+canary+"\n", 0o755)
		path := write(t, filepath.Join(dir, "config.toml"), from("password_command", `["./ask"]`), 0o644)
		_, err := Load(path, noPassword)
		if got := message(t, err); !strings.Contains(got, "gateway.password_command: the file "+bin+"/moto-sh can be changed by every user (mode 0757); run chmod o-w ") {
			t.Errorf("%s: %s", first, got)
		}
		if exists(ran) {
			t.Fatalf("%s: it was run", first)
		}
	}
}

// TestFilesOfAnother: Load refuses the files of another user, found or named.
func TestFilesOfAnother(t *testing.T) {
	needRoot(t)
	dir := realDir(t)
	path := write(t, filepath.Join(dir, "config.toml"), good, 0o644)
	chown(t, path)
	_, err := Load(path, withPassword)
	if got, want := message(t, err), "config.toml: belongs to user 4712, not to root; run moto as that user (sudo -u '#4712' moto) or, if it is to be trusted, run chown root "+path; got != want {
		t.Errorf("\ngot  %s\nwant %s", got, want)
	}
	hers := mkdir(t, filepath.Join(dir, "hers"), 0o755)
	path = write(t, filepath.Join(hers, "config.toml"), good, 0o644)
	chown(t, hers)
	_, err = Load(path, withPassword)
	if got, want := message(t, err), "config.toml: the folder "+hers+" belongs to user 4712, not to root; run moto as that user (sudo -u '#4712' moto) or, if it is to be trusted, run chown root "+hers; got != want {
		t.Errorf("\ngot  %s\nwant %s", got, want)
	}
	path = write(t, filepath.Join(dir, "ours.toml"), from("password_file", `"hers/secret"`), 0o644)
	write(t, filepath.Join(hers, "secret"), canary, 0o600)
	_, err = Load(path, noPassword)
	if got := message(t, err); !strings.Contains(got, "gateway.password_file: the folder "+hers+" belongs to user 4712") {
		t.Error(got)
	}
}

// TestFindPassesOverTheFileOfAnother: a file in the folder that moto starts in counts
// only if it is the user's own.
func TestFindPassesOverTheFileOfAnother(t *testing.T) {
	needRoot(t)
	dir := realDir(t)
	t.Chdir(dir)
	own := filepath.Join(mkdir(t, filepath.Join(mkdir(t, filepath.Join(dir, "home"), 0o700), "moto"), 0o700), "config.toml")
	write(t, own, good, 0o600)
	getenv := env("XDG_CONFIG_HOME", filepath.Join(dir, "home"))
	for name, set := range map[string]func(){
		"a file":         func() { write(t, "config.toml", good, 0o600); chown(t, "config.toml") },
		"a link to ours": func() { _ = os.Remove("config.toml"); link(t, own, "config.toml"); chown(t, "config.toml") },
		"our link to a file of another": func() {
			_ = os.Remove("config.toml")
			chown(t, write(t, filepath.Join(dir, "other.toml"), good, 0o600))
			link(t, "other.toml", "config.toml")
		},
	} {
		set()
		if path, err := Find("", getenv); err != nil || path != own {
			t.Errorf("%s: %s, %v", name, path, err)
		}
		if said := PassedOver("", getenv); said != "./config.toml is another user's and is not read: name it by --config if you want it" {
			t.Errorf("%s: %q", name, said)
		}
		if path, err := Find("config.toml", getenv); err != nil || path != "config.toml" || PassedOver("config.toml", getenv) != "" {
			t.Errorf("%s, named: %s, %v", name, path, err)
		}
		if exists("/etc/moto/config.toml") {
			continue
		}
		if _, err := Find("", env()); err == nil || !strings.Contains(err.Error(), "(./config.toml is another user's and is not read") {
			t.Errorf("%s, the only one: %v", name, err)
		}
	}
	_ = os.Remove("config.toml")
	write(t, "config.toml", good, 0o600)
	if path, err := Find("", getenv); err != nil || path != "config.toml" || PassedOver("", getenv) != "" {
		t.Errorf("our own: %s, %v", path, err)
	}
}

func link(t *testing.T, to, name string) {
	t.Helper()
	if err := os.Symlink(to, name); err != nil {
		t.Fatal(err)
	}
}

func TestJournalGroup(t *testing.T) {
	group := func(name string) (Settings, error) {
		return load(t, good+"[journal]\ngroup = \""+name+"\"\n", withPassword)
	}
	if s, err := group(""); err != nil || s.Journal.Group.Name != "" {
		t.Errorf("none: %+v, %v", s.Journal.Group, err)
	}
	_, err := group("no-such-group")
	if got, want := message(t, err), "config.toml:8: journal.group: there is no such group; run sudo groupadd GROUP, or write the group's number"; got != want {
		t.Errorf("\ngot  %s\nwant %s", got, want)
	}
	needRoot(t)
	_, err = load(t, good+"[journal]\ngroup = \"4713\"\n[rights]\nagents = \"journal\"\n", withPassword)
	if got, want := message(t, err), "config.toml:10: rights.agents: has no place beside journal.group: each member of the group could change the table; keep the table in the configuration, or the journal on a PostgreSQL server"; got != want {
		t.Errorf("\ngot  %s\nwant %s", got, want)
	}
	if s, err := group("4713"); err != nil || s.Journal.Group.ID != 4713 {
		t.Errorf("a number: %+v, %v", s.Journal.Group, err)
	}
}
