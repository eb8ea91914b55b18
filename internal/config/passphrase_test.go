package config

import (
	"strings"
	"testing"
)

func TestPassphrase(t *testing.T) {
	const text = "correct horse 4 battery"
	slow, err := HashPassphrase(text)
	if err != nil || !strings.HasPrefix(slow, "pbkdf2-sha256$600000$") {
		t.Fatal(slow, err)
	}
	if _, err := parsePassphrase(slow); err != nil {
		t.Fatal(err)
	}
	hash, err := hashed(text, leastRounds) // the rest holds for any number of rounds
	if err != nil || strings.Contains(hash, "horse") {
		t.Fatal(hash, err)
	}
	p, err := parsePassphrase(hash)
	if err != nil || !p.Matches(text) || p.Matches(text+" ") || p.Matches("") {
		t.Errorf("%v: matches %v", err, p.Matches(text))
	}
	again, err := hashed(text, leastRounds)
	if err != nil {
		t.Fatal(err)
	}
	if again == hash {
		t.Error("two hashes are the same: there is no salt")
	}
	other, err := parsePassphrase(again)
	if err != nil || len(p.Name()) != 12 || p.Name() == other.Name() || strings.ToLower(p.Name()) != p.Name() {
		t.Errorf("names %q and %q, %v", p.Name(), other.Name(), err)
	}
	if (Passphrase{}).Matches("") {
		t.Error("without a passphrase nothing is one")
	}
	parts := strings.Split(hash, "$")
	for _, wrong := range []string{
		"", text, "$2a$10$abcdefghijklmnopqrstuv", strings.Join(parts[:3], "$"), hash + "$", strings.Replace(hash, "100000", "99999", 1),
		strings.Replace(hash, "100000", "99999999999", 1), strings.Replace(hash, parts[2], "", 1), strings.Replace(hash, parts[3], parts[3][:20], 1),
	} {
		if p, err := parsePassphrase(wrong); err == nil || !p.IsZero() {
			t.Errorf("%q is taken for a hash", wrong)
		}
	}
}
