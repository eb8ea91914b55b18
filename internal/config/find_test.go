package config

import (
	"os"
	"path/filepath"
	"testing"
)

func TestFind(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(dir)
	home := filepath.Join(dir, "home")
	users := filepath.Join(home, ".config", "moto", "config.toml")
	other := write(t, filepath.Join(dir, "other.toml"), good, 0o600)
	for _, d := range []string{filepath.Dir(users), filepath.Join(dir, "xdg", "moto")} {
		if err := os.MkdirAll(d, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	find := func(flag, want string, pairs ...string) {
		t.Helper()
		got, err := Find(flag, env(pairs...))
		if err != nil || got != want {
			t.Errorf("Find(%q) with %q = %q, %v, want %q", flag, pairs, got, err, want)
		}
	}

	if !exists("/etc/moto/config.toml") {
		_, err := Find("", env("HOME", home))
		want := "no configuration found: looked for config.toml, " + users + ", /etc/moto/config.toml; " +
			"copy config.toml.example to one of them, or try `moto --sandbox`, which needs no configuration"
		if err == nil || err.Error() != want {
			t.Errorf("\ngot  %v\nwant %s", err, want)
		}
	}
	write(t, users, good, 0o600)
	find("", users, "HOME", home)
	find("", users, "HOME", home, "XDG_CONFIG_HOME", "relative")
	xdg := write(t, filepath.Join(dir, "xdg", "moto", "config.toml"), good, 0o600)
	find("", xdg, "HOME", home, "XDG_CONFIG_HOME", filepath.Join(dir, "xdg"))
	write(t, filepath.Join(dir, "config.toml"), good, 0o600)
	find("", "config.toml", "HOME", home)
	find("", other, "HOME", home, pathVariable, other)
	find("config.toml", "config.toml", pathVariable, other)
}

// Find never replaces a named file by another.
func TestFindNamed(t *testing.T) {
	t.Chdir(t.TempDir())
	write(t, "config.toml", good, 0o600)
	for want, find := range map[string]func() (string, error){
		"x.toml: the file named by --config does not exist; " + copyThere: func() (string, error) {
			return Find("x.toml", env())
		},
		"x.toml: the file named by $MOTO_CONFIG does not exist; " + copyThere: func() (string, error) {
			return Find("", env(pathVariable, "x.toml"))
		},
	} {
		path, err := find()
		if got := message(t, err); got != want || path != "" {
			t.Errorf("\ngot  %q, %s\nwant %s", path, got, want)
		}
	}
}

func TestLoadWhatIsNoFile(t *testing.T) {
	dir := t.TempDir()
	for path, want := range map[string]string{
		filepath.Join(dir, "config.toml"): "config.toml: there is no such file; " + copyThere,
		dir:                               filepath.Base(dir) + ": is not a file; name a TOML file such as config.toml",
		"/dev/null":                       "null: is not a file; name a TOML file such as config.toml",
		write(t, filepath.Join(dir, "open.toml"), good, 0o646):                         "open.toml: can be changed by every user (mode 0646); run chmod o-w " + filepath.Join(dir, "open.toml"),
		write(t, filepath.Join(dir, "long.toml"), string(make([]byte, 1<<23)), 0o600):  "long.toml: is too long to be a configuration; name a TOML file such as config.toml",
		write(t, filepath.Join(dir, "bad\x1b[2J.toml"), "x", 0o600):                    "bad\ufffd[2J.toml:1: not valid TOML; write it as key = value",
		filepath.Join(write(t, filepath.Join(dir, "plain"), "", 0o600), "config.toml"): "config.toml: cannot be read; let the user who runs moto read it",
	} {
		_, err := Load(path, withPassword)
		if got := message(t, err); got != want {
			t.Errorf("\ngot  %s\nwant %s", got, want)
		}
	}
}

// TestFoldersOf: each system keeps configurations and data in its own folders.
func TestFoldersOf(t *testing.T) {
	t.Parallel()
	given := env("HOME", "/home/priya", "AppData", `C:\Users\priya\AppData\Roaming`, "LocalAppData", `C:\Users\priya\AppData\Local`, "ProgramData", `C:\ProgramData`)
	for _, row := range []struct {
		goos string
		env  func(string) string
		want folders
	}{
		{"linux", given, folders{"/home/priya/.config", "/etc", "/home/priya/.local/state"}},
		{"linux", env("HOME", "/home/priya", "XDG_CONFIG_HOME", "/x/config", "XDG_STATE_HOME", "relative"), folders{"/x/config", "/etc", "/home/priya/.local/state"}},
		{"linux", env(), folders{"", "/etc", ""}},
		{"freebsd", given, folders{"/home/priya/.config", "/etc", "/home/priya/.local/state"}},
		{"darwin", given, folders{"/home/priya/Library/Application Support", "/etc", "/home/priya/Library/Application Support"}},
		{"darwin", env(), folders{"", "/etc", ""}},
		{"windows", given, folders{`C:\Users\priya\AppData\Roaming`, `C:\ProgramData`, `C:\Users\priya\AppData\Local`}},
		{"windows", env(), folders{}},
	} {
		if got := foldersOf(row.goos, row.env); got != row.want {
			t.Errorf("%s: %+v, want %+v", row.goos, got, row.want)
		}
	}
}
