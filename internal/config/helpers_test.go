package config

import (
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

// canary is the password of all tests. No message may hold it.
const canary = "Canary-7f3q9z"

// good is a file with the required keys only. The password comes from elsewhere.
const good = `[gateway]
url = "https://webservices.securetrading.net"
username = "ws@merchant.example"
site = "test_site12345"
[payment]
currency = "GBP"
`

// env is an environment of these variables only.
func env(pairs ...string) func(string) string {
	return func(name string) string {
		for i := 0; i < len(pairs); i += 2 {
			if pairs[i] == name {
				return pairs[i+1]
			}
		}
		return ""
	}
}

var withPassword = env("USER", "priya", passwordVariable, canary)

// write writes a file with exactly this mode, whatever the umask.
func write(t testing.TB, path, text string, mode os.FileMode) string {
	t.Helper()
	_ = os.Remove(path) // it may be a mode that lets not even the owner write
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(path, mode); err != nil {
		t.Fatal(err)
	}
	return path
}

// load loads the text as config.toml in a folder of its own.
func load(t testing.TB, text string, getenv func(string) string) (Settings, error) {
	t.Helper()
	return Load(write(t, filepath.Join(t.TempDir(), "config.toml"), text, 0o644), getenv)
}

func mustLoad(t testing.TB, text string, getenv func(string) string) Settings {
	t.Helper()
	s, err := load(t, text, getenv)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// message is an error without the folder of its file. It fails the test when
// the error is not an *Error, or holds the canary.
func message(t testing.TB, err error) string {
	t.Helper()
	var e *Error
	if !errors.As(err, &e) {
		t.Fatalf("error is %T %v, want *Error", err, err)
	}
	if strings.Contains(e.Error(), canary) {
		t.Errorf("the message holds the password: %s", e)
	}
	if strings.ContainsAny(e.Error(), "\n\x1b") {
		t.Errorf("the message is not one line: %q", e)
	}
	short := *e
	short.File = filepath.Base(e.File)
	return short.Error()
}

// same compares settings, but not the unexported fields of currencies.
func same(t testing.TB, got, want Settings) {
	t.Helper()
	if !reflect.DeepEqual(got, want) {
		t.Errorf("\ngot  %+v\nwant %+v", got, want)
	}
}
