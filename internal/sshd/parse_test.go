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

// TestAStrangerWashesOutTheirOwnCounts: connections from very many addresses, of a whole IPv6
// /32 or IPv4 /16, drop the count of no other address whose sign-ins failed.
func TestAStrangerWashesOutTheirOwnCounts(t *testing.T) {
	for name, flood := range map[string]func(i int) netip.Addr{
		"one in each /48": func(i int) netip.Addr { return netip.AddrFrom16([16]byte{0x20, 1, 0xd, 0xb8, byte(i >> 8), byte(i)}) },
		"one in each /64": func(i int) netip.Addr {
			return netip.AddrFrom16([16]byte{0x20, 1, 0xd, 0xb8, byte(i >> 16), 0, byte(i >> 8), byte(i)})
		},
		"a /16": func(i int) netip.Addr { return netip.AddrFrom4([4]byte{10, 1, byte(i >> 8), byte(i)}) },
	} {
		now := time.Now()
		g := newGate(roomy, func() time.Time { return now })
		others := []netip.Addr{netip.MustParseAddr("192.0.2.1"), netip.MustParseAddr("2001:db9::1")}
		fail := func(at netip.Addr) (refusal string) {
			if refusal, _ = g.connect(at); refusal == "" {
				g.signedIn(at, true)
				g.disconnect(at)
			}
			return refusal
		}
		for _, other := range others {
			for range failuresBurst {
				fail(other)
			}
		}
		for i := range 60_000 {
			fail(flood(i))
			if len(g.addresses) > mostRemembered {
				t.Fatalf("%s: %d addresses", name, len(g.addresses))
			}
		}
		for _, other := range others {
			if fail(other) == "" {
				t.Errorf("%s: the failures of %v are forgotten", name, other)
			}
		}
		now = now.Add(failuresEvery)
		for _, other := range others {
			if refusal := fail(other); refusal != "" {
				t.Errorf("%s: %v after its pace: %s", name, other, refusal)
			}
		}
	}
}

// TestAStrangerKeepsNoAgentOut: of a /48 whose sign-ins failed too often, the /64 from which an
// agent signed in is let in, at its own pace, however many addresses came since.
func TestAStrangerKeepsNoAgentOut(t *testing.T) {
	now := time.Now()
	g := newGate(roomy, func() time.Time { return now })
	fail := func(at netip.Addr) (refusal string) {
		if refusal, _ = g.connect(at); refusal == "" {
			g.signedIn(at, true)
			g.disconnect(at)
		}
		return refusal
	}
	in := func(i int) netip.Addr {
		return netip.AddrFrom16([16]byte{0x20, 1, 0xd, 0xb8, 0, 0, byte(i >> 8), byte(i)})
	}
	desk, stranger := in(0xffff), in(0xfffe)
	for _, at := range []netip.Addr{desk, stranger} {
		if refusal, _ := g.connect(at); refusal != "" {
			t.Fatal(refusal)
		}
		g.signedIn(at, false) // a stranger who closes the line before a key has not failed either
		g.disconnect(at)
	}
	g.trust(desk)
	now = now.Add(24 * time.Hour)
	for i := range 2 * mostRemembered {
		fail(netip.AddrFrom4([4]byte{10, 1, byte(i >> 8), byte(i)}))
	}
	for i := range wider * failuresBurst {
		fail(in(i))
	}
	if fail(stranger) == "" {
		t.Error("the /48 has no pace")
	}
	for i := range failuresBurst {
		if refusal := fail(desk); refusal != "" {
			t.Fatalf("the agent's address, failure %d: %s", i, refusal)
		}
	}
	if fail(desk) == "" {
		t.Error("the agent's address has no pace of its own")
	}
}

// TestMakingRoomLosesNoCount: the address for which the gate makes room keeps its counts.
func TestMakingRoomLosesNoCount(t *testing.T) {
	now := time.Now()
	g := newGate(roomy, func() time.Time { return now })
	for i := range mostRemembered - 1 { // its wide network is the first that finds no room
		g.of(netip.PrefixFrom(netip.AddrFrom4([4]byte{10, byte(i >> 16), byte(i >> 8), byte(i)}), 32))
	}
	at := netip.MustParseAddr("2001:db8::1")
	if refusal, _ := g.connect(at); refusal != "" {
		t.Fatal(refusal)
	}
	if a := g.addresses[network(at)]; a == nil || a.open != 1 || a.signingIn != 1 {
		t.Errorf("%+v", a)
	}
}

// TestAWholeNetworkHasAPace: the failures of a /48 count together, whatever /64 they come
// from, and those of another do not.
func TestAWholeNetworkHasAPace(t *testing.T) {
	now := time.Now()
	g := newGate(roomy, func() time.Time { return now })
	from := func(i int) netip.Addr {
		return netip.AddrFrom16([16]byte{0x20, 1, 0xd, 0xb8, 0, 0, byte(i >> 8), byte(i)})
	}
	n := 0
	for ; n < 1000; n++ {
		at := from(n)
		if refusal, _ := g.connect(at); refusal != "" {
			break
		}
		g.signedIn(at, true)
		g.disconnect(at)
	}
	if n != wider*failuresBurst {
		t.Errorf("%d sign-ins of a /48 may fail, want %d", n, wider*failuresBurst)
	}
	if refusal, _ := g.connect(netip.MustParseAddr("2001:db8:1::1")); refusal != "" {
		t.Errorf("another /48: %s", refusal)
	}
	now = now.Add(failuresEvery / wider)
	if refusal, _ := g.connect(from(5000)); refusal != "" {
		t.Errorf("after its pace: %s", refusal)
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
