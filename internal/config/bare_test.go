package config

import (
	"bytes"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"
)

// around is what an editor, a shell or the clipboard may put around a password, and
// what a note says about it.
var around = []struct{ before, after, says string }{
	{"", "", ""},
	{"", "\n", ""},
	{"", "\r\n", ""},
	{"\ufeff", "", "a byte order mark"},
	{"\ufeff", "\r\n", "a byte order mark"},
	{"\ufeff\ufeff", " \n", "a byte order mark"},
	{"", " ", "blanks"},
	{"", " \n", "blanks"},
	{"", "\t\r\n", "blanks"},
	{" ", "", "blanks"},
	{"\n", "\n\n", "blanks"},
	{"", "\u00a0", "blanks"},
	{"\u3000", "", "blanks"},
	{"\u200b", "\u200b", "blanks"},
	{"", "\n\ufeff", "blanks"},
	{"", "\v\f\u0085\u2028", "blanks"},
}

// TestPasswordWithWhatStandsAroundIt: every source gives the password that its user
// sees.
func TestPasswordWithWhatStandsAroundIt(t *testing.T) {
	for _, c := range around {
		given := c.before + canary + c.after
		check := func(way, source string, s Settings, err error) {
			t.Helper()
			if err != nil || !s.Gateway.Password.Equal(canary) {
				t.Errorf("%s %q: error %v, or another password", way, given, err)
			}
			want := ""
			if c.says != "" {
				want = source + " has " + c.says + " around the password, left out when signing in"
			}
			if got := strings.Join(s.Notes, "; "); got != want {
				t.Errorf("%s %q: notes %q, want %q", way, given, got, want)
			}
		}
		dir := t.TempDir()
		write(t, dir+"/secret", given, 0o600)
		s, err := Load(write(t, dir+"/config.toml", from("password_file", `"secret"`), 0o644), noPassword)
		check("file", "the file", s, err)
		s, err = load(t, good, env("USER", "priya", passwordVariable, given))
		check("variable", "$"+passwordVariable, s, err)
		if strings.HasPrefix(c.before, "\n") {
			continue // a command's password is on its first line
		}
		s, err = Load(write(t, dir+"/config.toml", from("password_command", `["cat", `+strconv.Quote(dir+"/secret")+`]`), 0o644), noPassword)
		if line, _, _ := strings.Cut(given, "\n"); strings.TrimSuffix(line, "\r") == canary {
			c.says = "" // the lines after it are ignored
		}
		check("command", "what the command prints first", s, err)
	}
}

func TestBareRefuses(t *testing.T) {
	for given, want := range map[string]string{
		"\ufeff":                           "is empty",
		" \t\r\n":                          "is empty",
		"\xff\xfes\x00e\x00":               "is UTF-16",
		"\xfe\xff\x00s\x00e":               "is UTF-16",
		"sec\nret":                         "is more than one line of text",
		"sec\x00ret":                       "is more than one line of text",
		"sec\xe9ret":                       "is more than one line of text",
		"sec\u200bret":                     "has an invisible character in it",
		"sec\ufeffret":                     "has an invisible character in it",
		strings.Repeat("x", maxPassword+1): "is too long to be a password",
		strings.Repeat(" ", maxGiven):      "is too long to be a password",
		"x" + strings.Repeat(" ", maxGiven) + "yz": "is too long to be a password",
	} {
		if text, _, problem := bare([]byte(given)); problem == nil || problem.problem != want || problem.fix == "" || text != nil {
			t.Errorf("%q: %q %v, want %q", given, text, problem, want)
		}
	}
	if text, err := BarePassword(" x\u00a0"); err != nil || text != "x" {
		t.Errorf("%q %v", text, err)
	}
	if _, err := BarePassword(" "); err == nil || err.Error() != "is empty" {
		t.Error(err)
	}
	if text, _, problem := bare([]byte("two  words é")); problem != nil || string(text) != "two  words é" {
		t.Errorf("blanks within are kept: %q %v", text, problem)
	}
}

func FuzzBare(f *testing.F) {
	for _, c := range around {
		f.Add([]byte(c.before + canary + c.after))
	}
	f.Fuzz(func(t *testing.T, given []byte) {
		text, note, problem := bare(bytes.Clone(given))
		if problem != nil {
			return
		}
		if !utf8.Valid(text) || len(text) == 0 || !bytes.Contains(given, text) || len(text) > maxPassword {
			t.Errorf("%q became %q", given, text)
		}
		again, around, problem := bare(bytes.Clone(text))
		if problem != nil || around != "" || !bytes.Equal(again, text) {
			t.Errorf("%q is not bare: %q %q %v", text, again, around, problem)
		}
		if note == "" && len(given)-len(text) > 2 {
			t.Errorf("%q lost more than a line end without a note", given)
		}
	})
}
