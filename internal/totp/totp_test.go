package totp

import (
	"errors"
	"net/url"
	"strings"
	"testing"
	"time"
)

// TestVectors: those of RFC 6238, appendix B, for SHA-1. Ours are their last six digits.
func TestVectors(t *testing.T) {
	for at, eight := range map[int64]string{
		59: "94287082", 1111111109: "07081804", 1111111111: "14050471", 1234567890: "89005924", 2000000000: "69279037", 20000000000: "65353130",
	} {
		if code := Code([]byte("12345678901234567890"), Step(time.Unix(at, 0))); code != eight[2:] {
			t.Errorf("at %d: %s, want %s", at, code, eight[2:])
		}
	}
}

// TestFind: a code is found in its own step and in those beside it.
func TestFind(t *testing.T) {
	secret, now := []byte("12345678901234567890"), Step(time.Unix(1234567890, 0))
	for off := -3; off <= 3; off++ {
		at := uint64(int64(now) + int64(off)) //nolint:gosec // small
		step, ok := Find(secret, " "+Code(secret, at)[:3]+" "+Code(secret, at)[3:]+"\n", now)
		if near := off >= -1 && off <= 1; ok != near || ok && step != at {
			t.Errorf("%+d: %d, %v", off, step, ok)
		}
	}
	for _, answer := range []string{"", "0", "00592", "0059241", "x05924", "89005924"} {
		if _, ok := Find(secret, answer, now); ok {
			t.Errorf("%q is a code", answer)
		}
	}
}

// TestSecrets: one that was made is read back, however it is grouped, and nothing else is.
func TestSecrets(t *testing.T) {
	text := New()
	a, err := Parse([]byte(text + "\n"))
	b, problem := Parse([]byte(strings.ToLower(text[:4]+" "+text[4:]) + "=="))
	if err != nil || problem != nil || string(a) != string(b) || len(a) != secretLength || New() == text {
		t.Errorf("%v, %v", err, problem)
	}
	for _, bad := range []string{"", "ABCDEFGH", "not a secret at all 0189", text + "1", "otpauth://totp/x?secret=" + text} {
		if _, err := Parse([]byte(bad)); !errors.Is(err, ErrSecret) {
			t.Errorf("%q: %v", bad, err)
		}
	}
	u, err := url.Parse(URI("moto pay.example.net", "priya patel", text))
	if err != nil || u.Scheme != "otpauth" || u.Host != "totp" || u.Path != "/moto pay.example.net:priya patel" || u.Query().Get("secret") != text || u.Query().Get("issuer") != "moto pay.example.net" || strings.Contains(u.RawQuery, "+") {
		t.Errorf("%s, %v", u, err)
	}
}
