package config

import (
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"motoconsole/internal/passwordstore"
)

var noPassword = env("USER", "priya")

// from is the good file with another source of the password.
func from(key, value string) string {
	return strings.Replace(good, "site =", key+" = "+value+"\nsite =", 1)
}

func TestPasswordFile(t *testing.T) {
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "config.toml")
	secret := filepath.Join(dir, "secret")
	// Load judges the bits of the mode and does not try to read, so these cases hold for
	// root too, who may read everything.
	for _, c := range []struct {
		text string
		mode os.FileMode
		want string
	}{
		{canary, 0o600, ""},
		{canary + "\n", 0o400, ""},
		{canary + "\r\n", 0o700, ""},
		{canary, 0o604, "the file DIR/secret is open to other users (mode 0604); run chmod 600 DIR/secret"},
		{canary, 0o640, "the file DIR/secret is open to other users (mode 0640); run chmod 600 DIR/secret"},
		{canary, 0o620, "the file DIR/secret is open to other users (mode 0620); run chmod 600 DIR/secret"},
		{canary, 0o644, "the file DIR/secret is open to other users (mode 0644); run chmod 600 DIR/secret"},
		{canary, 0o777, "the file DIR/secret is open to other users (mode 0777); run chmod 600 DIR/secret"},
		{"", 0o600, "the file is empty; put the password there, alone on one line"},
		{"\n", 0o600, "the file is empty; put the password there, alone on one line"},
		{canary + "\n" + canary, 0o600, "the file is more than one line of text; put the password there, alone on one line"},
		{canary + "\x00", 0o600, "the file is more than one line of text; put the password there, alone on one line"},
		{strings.Repeat(canary, 1000), 0o600, "the file is too long to be a password; put the password there, alone on one line"},
	} {
		write(t, path, from("password_file", `"secret"`), 0o644)
		write(t, secret, c.text, c.mode)
		s, err := Load(path, noPassword)
		if c.want == "" {
			if err != nil || !s.Gateway.Password.Equal(canary) {
				t.Errorf("%q %04o: error %v, or another password", c.text, c.mode, err)
			}
			continue
		}
		if got, want := message(t, err), "config.toml:4: gateway.password_file: "+strings.ReplaceAll(c.want, "DIR", dir); got != want {
			t.Errorf("\ngot  %s\nwant %s", got, want)
		}
	}
}

func TestPasswordFileIsNoFile(t *testing.T) {
	pipe := filepath.Join(t.TempDir(), "pipe")
	if err := makePipe(pipe); err != nil {
		t.Skip("no pipes here: ", err)
	}
	for value, want := range map[string]string{
		`"` + canary + `"`:   "the file does not exist; write the path of the file, not the password",
		`""`:                 "is empty; write the path of the file, not the password",
		`"."`:                "is not a file; write the path of the file, not the password",
		`"/dev/null"`:        "is not a file; write the path of the file, not the password",
		strconv.Quote(pipe):  "is not a file; write the path of the file, not the password",
		`"config.toml/file"`: "the file cannot be read; let the user who runs moto read it",
		`"~/secret"`:         "~ has no meaning here, because $HOME is not set; write the whole path",
	} {
		_, err := load(t, from("password_file", value), noPassword)
		if got := message(t, err); got != "config.toml:4: gateway.password_file: "+want {
			t.Errorf("%s:\ngot  %s\nwant %s", value, got, want)
		}
	}
}

func TestPasswordSources(t *testing.T) {
	both := strings.Replace(from("password_file", `"x"`), "site =", "password_command = [\"false\"]\nsite =", 1)
	for _, c := range []struct {
		text   string
		getenv func(string) string
		want   string
	}{
		{good, noPassword, "config.toml:1: gateway: there is no password; set one of password_store, password_file, password_command and $MOTO_GATEWAY_PASSWORD"},
		{from("password_file", `"x"`), withPassword, "config.toml:4: gateway.password_file: the password is set more than once, by password_file and $MOTO_GATEWAY_PASSWORD; keep one of them"},
		{from("password_command", `["false"]`), withPassword, "config.toml:4: gateway.password_command: the password is set more than once, by password_command and $MOTO_GATEWAY_PASSWORD; keep one of them"},
		{both, noPassword, "config.toml:4: gateway.password_file: the password is set more than once, by password_file and password_command; keep one of them"},
		{good, env("USER", "p", passwordVariable, canary+"\nx"), "config.toml:1: gateway: the password in $MOTO_GATEWAY_PASSWORD is more than one line of text; put the password there, alone on one line"},
	} {
		_, err := load(t, c.text, c.getenv)
		if got := message(t, err); got != c.want {
			t.Errorf("\ngot  %s\nwant %s", got, c.want)
		}
	}
}

func TestPasswordCommand(t *testing.T) {
	const key = "config.toml:4: gateway.password_command: "
	for _, c := range []struct{ name, command, want string }{
		{"first line", `["printf", '` + canary + `\nsecond\n']`, ""},
		{"no line end", `["printf", "` + canary + `"]`, ""},
		{"in pieces", `["sh", "-c", 'printf Canary-; sleep 0.1; printf "7f3q9z\n\n"; yes | head -n 100000']`, ""},
		{"no shell", `["printf", "%s", "$HOME; ` + canary + `"]`, "other"},
		{"agent stays behind", `["sh", "-c", "echo ` + canary + `; sleep 20 &"]`, ""},
		{"none", `[]`, key + `is empty; write the program and its arguments, such as ["pass", "show", "moto"]`},
		{"empty", `[""]`, key + `is empty; write the program and its arguments, such as ["pass", "show", "moto"]`},
		{"no such program", `["` + canary + `"]`, key + "the command cannot be run; write the program and its arguments as a list, the program first"},
		{"program beside the file", `["./` + canary + `"]`, key + "the command cannot be run; write the program and its arguments as a list, the program first"},
		{"fails", `["sh", "-c", "echo ` + canary + ` >&2; echo ` + canary + `; exit 3"]`, key + "the command failed with exit status 3; run the command by hand to see why"},
		{"killed", `["sh", "-c", "kill -9 $$"]`, key + "the command was killed; run the command by hand to see why"},
		{"prints nothing", `["true"]`, key + "what the command prints first is empty; put the password there, alone on one line"},
		{"prints an empty line", `["printf", '\n` + canary + `']`, key + "what the command prints first is empty; put the password there, alone on one line"},
		{"prints a lot", `["sh", "-c", "yes ` + canary + ` | head -n 9999 | tr -d '\n'"]`, key + "what the command prints first is too long to be a password; put the password there, alone on one line"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s, err := load(t, from("password_command", c.command), noPassword)
			switch c.want {
			case "other":
				if err != nil || !s.Gateway.Password.Equal("$HOME; "+canary) {
					t.Errorf("error %v, or another password", err)
				}
			case "":
				if err != nil || !s.Gateway.Password.Equal(canary) {
					t.Errorf("error %v, or another password", err)
				}
			default:
				if got := message(t, err); got != c.want {
					t.Errorf("\ngot  %s\nwant %s", got, c.want)
				}
			}
		})
	}
}

func TestPasswordCommandTakesTooLong(t *testing.T) {
	path := write(t, filepath.Join(t.TempDir(), "config.toml"), from("password_command", `["sleep", "3600"]`), 0o644)
	l := &loader{path: path, getenv: noPassword, commandLimit: 50 * time.Millisecond}
	began := time.Now()
	_, err := l.load(append(l.sections(), l.password))
	if got, want := message(t, err), "config.toml:4: gateway.password_command: the command took longer than 50ms; run the command by hand to see why"; got != want {
		t.Errorf("\ngot  %s\nwant %s", got, want)
	}
	if took := time.Since(began); took > 10*time.Minute {
		t.Errorf("took %s", took)
	}
}

// Load finds a command beside the file, whatever folder moto starts in.
func TestPasswordCommandBesideTheFile(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "ask"), "#!/bin/sh\necho "+canary+"\n", 0o700)
	path := write(t, filepath.Join(dir, "config.toml"), from("password_command", `["./ask"]`), 0o644)
	if s, err := Load(path, noPassword); err != nil || !s.Gateway.Password.Equal(canary) {
		t.Errorf("error %v, or another password", err)
	}
}

// Load does not run the command of a file that is wrong elsewhere.
func TestPasswordComesLast(t *testing.T) {
	ran := filepath.Join(t.TempDir(), "ran")
	_, err := load(t, from("password_command", `["touch", `+strconv.Quote(ran)+`]`)+"[ui]\ncolour = \"pink\"\n", noPassword)
	if err == nil {
		t.Error("a wrong file loads")
	}
	if exists(ran) {
		t.Error("the command was run")
	}
}

// TestPasswordStore: the system's store has the password, or a sentence says what to do.
func TestPasswordStore(t *testing.T) {
	path := filepath.Join(t.TempDir(), "config.toml")
	for _, c := range []struct {
		value  string
		stored string
		err    error
		want   string
	}{
		{`"system"`, canary, nil, ""},
		{`"system"`, canary + "\n", nil, ""},
		{`"file"`, canary, nil, `must be "system"; write password_store = "system", and keep the password with moto password set`},
		{`""`, canary, nil, `must be "system"; write password_store = "system", and keep the password with moto password set`},
		{`"system"`, "", passwordstore.ErrNone, passwordstore.Name() + " has no password of this user at this gateway; run moto password set"},
		{`"system"`, "", errors.New("the store is locked"), "the store is locked; unlock it, or use password_file"},
		{`"system"`, "", nil, passwordstore.Name() + " is empty; put the password there, alone on one line"},
	} {
		write(t, path, from("password_store", c.value), 0o600)
		l := newLoader(path, noPassword)
		var asked passwordstore.Entry
		l.stored = func(e passwordstore.Entry) (string, error) { asked = e; return c.stored, c.err }
		s, err := l.load(append(l.sections(), l.password))
		if c.want == "" {
			if err != nil || !s.Gateway.Password.Equal(canary) || asked != s.Stored() || asked.Host == "" || asked.User != s.Gateway.Username {
				t.Errorf("%+v: %v, or another password; asked %+v", c, err, asked)
			}
			continue
		}
		if got := message(t, err); got != "config.toml:4: gateway.password_store: "+c.want {
			t.Errorf("\ngot  %s\nwant %s", got, c.want)
		}
	}
	// The command that keeps a password needs none.
	if s, err := LoadWithoutPassword(path, noPassword); err != nil || s.Stored().Host == "" {
		t.Error(err)
	}
}
