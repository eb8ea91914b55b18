package sshd

import (
	"errors"
	"net/netip"
	"strings"
	"testing"
	"time"

	"golang.org/x/crypto/ssh"
)

func TestParseRevoked(t *testing.T) {
	key := string(ssh.MarshalAuthorizedKey(newKey(t).PublicKey()))
	for text, line := range map[string]string{
		"":                        "",
		"# all of them\n\n":       "",
		"serial: 1\nserial: 2-9":  "",
		"serial:0x10":             "",
		"id: Ann's laptop: old\n": "",
		"key: " + key:             "",
		key:                       "",
		"sha256: SHA256:" + strings.Repeat("A", 43): "",
		"hash: SHA256:" + strings.Repeat("A", 43):   "",
		"sha1: " + key:                 "",
		"sha256: " + key:               "",
		"serial: x":                    "line 1",
		"id: x\nserial: 9-2":           "line 2",
		"serial: -1":                   "line 1",
		"serial: 18446744073709551616": "line 1",
		"id:":                          "line 1",
		"hash: SHA256:x":               "line 1",
		"sha256: MD5:00":               "line 1",
		"4111111111111111":             "line 1",
	} {
		_, err := ParseRevoked([]byte(text))
		if (err == nil) != (line == "") || err != nil && (!strings.HasPrefix(err.Error(), line+":") || strings.Contains(err.Error(), "4111")) {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func TestAnAgentsKeysAreTheirOwn(t *testing.T) {
	key := newKey(t).PublicKey()
	if _, err := NewAccess([]Agent{{Name: "a", Keys: []ssh.PublicKey{key, key}}, {Name: "b", Keys: []ssh.PublicKey{key}}}, nil, nil); !errors.Is(err, ErrKeyTwice) {
		t.Error(err)
	}
	if _, err := NewAccess([]Agent{{Name: "a", Principals: []string{"x", "x"}}, {Name: "b", Principals: []string{"x"}}}, nil, nil); !errors.Is(err, ErrPrincipalTwice) {
		t.Error(err)
	}
}

func TestHostKey(t *testing.T) {
	file, public, err := NewHostKey()
	if err != nil {
		t.Fatal(err)
	}
	signer, err := ParseHostKey(file)
	if err != nil || ssh.FingerprintSHA256(signer.PublicKey()) != ssh.FingerprintSHA256(public) {
		t.Errorf("%v", err)
	}
	for _, text := range []string{"", "x", string(file[:len(file)/2])} {
		if _, err := ParseHostKey([]byte(text)); !errors.Is(err, ErrHostKey) {
			t.Errorf("%.10q: %v", text, err)
		}
	}
}

// TestOneAddress: of IPv6 a whole network counts as one address.
func TestOneAddress(t *testing.T) {
	for _, c := range []struct {
		a, b string
		same bool
	}{
		{"10.0.0.1", "10.0.0.1", true},
		{"10.0.0.1", "10.0.0.2", false},
		{"10.0.0.1", "::ffff:10.0.0.1", true},
		{"2001:db8::1", "2001:db8::ffff:2", true},
		{"2001:db8::1", "2001:db8:0:1::1", false},
		{"fe80::1%a", "fe80::2%b", true},
	} {
		if same := network(netip.MustParseAddr(c.a)) == network(netip.MustParseAddr(c.b)); same != c.same {
			t.Errorf("%s and %s: %v", c.a, c.b, same)
		}
	}
}

// TestTheGateForgets: however many addresses come, it remembers only so many, and never
// forgets one that is connected.
func TestTheGateForgets(t *testing.T) {
	now := time.Now()
	g := newGate(roomy, func() time.Time { return now })
	first := netip.MustParseAddr("192.0.2.1")
	if refusal, _ := g.connect(first); refusal != "" {
		t.Fatal(refusal)
	}
	at := netip.MustParseAddr("10.0.0.0")
	for range 3 * mostRemembered {
		at = at.Next()
		if refusal, _ := g.connect(at); refusal != "" {
			t.Fatal(refusal)
		}
		g.signedIn(at, true)
		g.disconnect(at)
	}
	if len(g.addresses) > mostRemembered || g.addresses[network(first)] == nil || g.addresses[network(first)].signingIn != 1 {
		t.Errorf("%d addresses", len(g.addresses))
	}
}

// FuzzRequests: whatever a client sends in a request, what is read of it keeps to its
// bounds.
func FuzzRequests(f *testing.F) {
	f.Add(ssh.Marshal(struct {
		Name                string
		Columns, Rows, X, Y uint32
		Modes               string
	}{"xterm", 80, 24, 0, 0, "\x00"}))
	f.Add(ssh.Marshal(struct{ Name, Value string }{"LANG", "C"}))
	f.Add([]byte{0xff, 0xff, 0xff, 0xff})
	f.Fuzz(func(t *testing.T, payload []byte) {
		within := func(s Size) bool { return s.Width >= 1 && s.Width <= 500 && s.Height >= 1 && s.Height <= 200 }
		if name, size, ok := parseTerminal(payload); ok && (!within(size) || !terminalName.MatchString(name)) {
			t.Errorf("%q %v", name, size)
		}
		if size, ok := parseSize(payload); ok && !within(size) {
			t.Errorf("%v", size)
		}
		if name, value, ok := parseVariable(payload); ok && (name == "" || strings.ContainsAny(value, "\x1b\n\x00")) {
			t.Errorf("%q %q", name, value)
		}
		if line, ok := parseCommand(payload); ok && len(line) > mostCommand {
			t.Errorf("%d", len(line))
		}
	})
}
