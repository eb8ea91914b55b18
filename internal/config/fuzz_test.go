package config

import (
	"path/filepath"
	"strings"
	"testing"
)

// FuzzLoad: no file makes Load panic, and no error repeats a password, wherever in the
// file it stands.
func FuzzLoad(f *testing.F) {
	for _, c := range wrong {
		if c.from == "" {
			f.Add(good + c.to)
		} else {
			f.Add(strings.ReplaceAll(good, c.from, c.to))
		}
	}
	for _, c := range wrongPeople {
		f.Add(good + c.text)
	}
	f.Add(office)
	for _, l := range new(file).leaves() {
		f.Add(good + "[" + l.section + "]\n" + l.name + " = \"" + canary + "\"")
		f.Add(good + l.section + "." + l.name + " = " + canary)
		f.Add("[" + l.section + "]\n" + l.name + " = [[{ a = '''" + canary + "\n''' }]]")
		f.Add(l.section + " = { " + l.name + " = '" + canary + "' }\n" + canary)
	}
	f.Add(canary + " = 1")
	f.Add("[" + canary + "]")
	f.Add("[gateway]\n\"" + canary + "\" = 1")
	f.Add("[[" + canary + "]]\n[[" + canary + ".x]]")
	f.Add("a." + canary + ".b = 1\na." + canary + " = 1")
	f.Add("[payment]\ncurrency = \"GBP\"\ndecimals = { " + canary + " = 3 }")
	f.Fuzz(func(t *testing.T, text string) {
		// The password is in the environment, so a command in the file is a second source and
		// is refused: Load runs nothing that the fuzzer writes.
		dir := t.TempDir()
		path := write(t, filepath.Join(dir, "config.toml"), text, 0o600)
		s, err := Load(path, withPassword)
		if err == nil {
			if s.Gateway.URL == "" || s.Gateway.Password.IsZero() || s.Gateway.Site == "" || s.Operator == "" ||
				s.Payment.Currency.Code() == "" || !strings.HasSuffix(s.Gateway.URL, "/json/") {
				t.Errorf("incomplete: %+v", s)
			}
			return
		}
		message(t, err)
	})
}
