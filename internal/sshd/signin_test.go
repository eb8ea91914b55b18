package sshd

import (
	"crypto/rand"
	"crypto/rsa"
	"io"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/crypto/ssh"
)

func rsaKey(t *testing.T, bits int) ssh.Signer {
	t.Helper()
	t.Setenv("GODEBUG", "rsa1024min=0")
	private, err := rsa.GenerateKey(rand.Reader, bits)
	if err != nil {
		t.Skip(err)
	}
	signer, err := ssh.NewSignerFromKey(private)
	if err != nil {
		t.Fatal(err)
	}
	return signer
}

// TestSignIn: the owner of an agent's key, and of a good certificate, are that agent.
// Everyone else is refused, and the event says why in words of our own.
func TestSignIn(t *testing.T) {
	priya, ann, stranger, authority, other := newKey(t), newKey(t), newKey(t), newKey(t), newKey(t)
	lost, weak, tom := newKey(t), rsaKey(t, 1024), newKey(t)
	o := options(accessTo(t, []Agent{
		{Name: "priya", Keys: []ssh.PublicKey{priya.PublicKey(), lost.PublicKey(), weak.PublicKey()}, Principals: []string{"priya"}},
		{Name: "ann", Keys: []ssh.PublicKey{ann.PublicKey()}, Principals: []string{"ann", "ann@floor"}},
		{Name: "tom", Keys: []ssh.PublicKey{tom.PublicKey()}, Principals: []string{"tom"}, Disabled: true},
	}, []ssh.PublicKey{authority.PublicKey()},
		"# lost in May\nserial: 13\nserial: 100-200\nid: stolen laptop\nkey: "+string(ssh.MarshalAuthorizedKey(lost.PublicKey()))))
	var passed atomic.Int64
	o.Now = func() time.Time { return time.Now().Add(time.Duration(passed.Load())) }
	s := serve(t, o)
	cert := func(change func(*ssh.Certificate)) ssh.Signer { return certificate(t, authority, stranger, change) }
	for name, c := range map[string]struct {
		with  ssh.Signer
		user  string
		agent string // "" for a refusal
		says  string // of a refusal
	}{
		"a key of the table":                {with: priya, agent: "priya"},
		"another agent's":                   {with: ann, agent: "ann"},
		"the name of another agent":         {with: ann, user: "priya", agent: "ann"},
		"a name of escape sequences":        {with: ann, user: "\x1b]0;ann\x07\n{\"level\":\"info\"}", agent: "ann"},
		"a long name":                       {with: ann, user: strings.Repeat("x", 10_000), agent: "ann"},
		"a key of no agent":                 {with: stranger, user: "priya", says: errUnknownKey.Error()},
		"a weak key of the table":           {with: weak, says: errWeakKey.Error()},
		"a revoked key of the table":        {with: lost, says: errRevokedKey.Error()},
		"a key of one who is disabled":      {with: tom, says: errDisabled.Error()},
		"a certificate of one who is":       {with: cert(func(c *ssh.Certificate) { c.ValidPrincipals = []string{"tom"} }), says: errDisabled.Error()},
		"a certificate":                     {with: cert(nil), agent: "priya"},
		"a second principal":                {with: cert(func(c *ssh.Certificate) { c.ValidPrincipals = []string{"root", "ann@floor"} }), agent: "ann"},
		"of another authority":              {with: certificate(t, other, stranger, nil), says: errForeign.Error()},
		"signed by its own key":             {with: certificate(t, stranger, stranger, nil), says: errForeign.Error()},
		"of a key of the table":             {with: certificate(t, priya, stranger, nil), says: errForeign.Error()},
		"for a host":                        {with: cert(func(c *ssh.Certificate) { c.CertType = ssh.HostCert }), says: errNotForUsers.Error()},
		"without principals":                {with: cert(func(c *ssh.Certificate) { c.ValidPrincipals = nil }), user: "priya", says: errNoAgent.Error()},
		"an empty principal":                {with: cert(func(c *ssh.Certificate) { c.ValidPrincipals = []string{""} }), says: errNoAgent.Error()},
		"a principal of no agent":           {with: cert(func(c *ssh.Certificate) { c.ValidPrincipals = []string{"Priya"} }), user: "priya", says: errNoAgent.Error()},
		"principals of two agents":          {with: cert(func(c *ssh.Certificate) { c.ValidPrincipals = []string{"priya", "ann"} }), user: "ann", says: errManyAgents.Error()},
		"expired":                           {with: cert(func(c *ssh.Certificate) { c.ValidBefore = uint64(time.Now().Add(-time.Second).Unix()) }), says: errNotNow.Error()},
		"not valid yet":                     {with: cert(func(c *ssh.Certificate) { c.ValidAfter = uint64(time.Now().Add(time.Hour).Unix()) }), says: errNotNow.Error()},
		"valid in the far future":           {with: cert(func(c *ssh.Certificate) { c.ValidAfter = 1 << 63 }), says: errNotNow.Error()},
		"with a command to force":           {with: cert(func(c *ssh.Certificate) { c.CriticalOptions = map[string]string{"force-command": "lookup A17"} }), says: errOption.Error()},
		"with an option that moto does not": {with: cert(func(c *ssh.Certificate) { c.CriticalOptions = map[string]string{"\x1b[2J": ""} }), says: errOption.Error()},
		"from here":                         {with: cert(func(c *ssh.Certificate) { c.CriticalOptions = map[string]string{sourceAddress: "10.0.0.0/8,127.0.0.1"} }), agent: "priya"},
		"from elsewhere":                    {with: cert(func(c *ssh.Certificate) { c.CriticalOptions = map[string]string{sourceAddress: "10.0.0.0/8"} }), says: errUnsigned.Error()},
		"from nowhere":                      {with: cert(func(c *ssh.Certificate) { c.CriticalOptions = map[string]string{sourceAddress: ""} }), says: errUnsigned.Error()},
		"a revoked serial":                  {with: cert(func(c *ssh.Certificate) { c.Serial = 13 }), says: errRevokedCert.Error()},
		"a serial of a revoked span":        {with: cert(func(c *ssh.Certificate) { c.Serial = 150 }), says: errRevokedCert.Error()},
		"a revoked id":                      {with: cert(func(c *ssh.Certificate) { c.KeyId = "stolen laptop" }), says: errRevokedCert.Error()},
		"of a revoked key":                  {with: certificate(t, authority, lost, nil), says: errRevokedCert.Error()},
		"of a weak key":                     {with: certificate(t, authority, weak, nil), says: errWeakCert.Error()},
		"changed after it was signed":       {with: forged(t, cert(nil), stranger), says: errBadCert.Error()},
	} {
		before := len(s.heard())
		passed.Add(int64(failuresEvery)) // no refusal of the address
		config, banner := s.client(c.user, c.with), ""
		config.BannerCallback = func(text string) error { banner += text; return nil }
		client, err := ssh.Dial("tcp", s.at, config)
		if c.agent == "" {
			if err == nil {
				_ = client.Close()
				t.Errorf("%s: signs in", name)
				continue
			}
			if e := s.await(t, Refused); e.Result != c.says || e.Agent != "" {
				t.Errorf("%s: %+v", name, e)
			}
			if c.says == errDisabled.Error() != (banner == "moto: "+errDisabled.Error()+".\r\n") {
				t.Errorf("%s: the client is told %q", name, banner)
			}
			if tell := strings.HasPrefix(c.says, "the certificate ") && strings.Contains(c.says, ": "); tell && c.says != errBadCert.Error() != (banner == "moto: "+c.says+".\r\n") || strings.Contains(banner, "priya") {
				t.Errorf("%s: the client is told %q", name, banner)
			}
			continue
		}
		if err != nil {
			t.Errorf("%s: %v %+v", name, err, s.heard()[before:])
			continue
		}
		if said, _, status := run(t, client, "x"); said != c.agent+" asks for x" || status != 3 {
			t.Errorf("%s: %q, %d", name, said, status)
		}
		if e := s.await(t, SignedIn); e.Agent != c.agent || e.Address != "127.0.0.1" || !strings.HasPrefix(e.Key, "SHA256:") {
			t.Errorf("%s: %+v", name, e)
		}
		_ = client.Close()
	}
}

// forged is a certificate whose principal was changed after it was signed.
func forged(t *testing.T, signed, of ssh.Signer) ssh.Signer {
	t.Helper()
	cert := *signed.PublicKey().(*ssh.Certificate) //nolint:errcheck // it is one
	cert.ValidPrincipals = []string{"ann"}
	signer, err := ssh.NewCertSigner(&cert, of)
	if err != nil {
		t.Fatal(err)
	}
	return signer
}

// shifty offers one key and signs with another: the client marshals its key twice while
// it offers it.
type shifty struct {
	ssh.PublicKey

	signs     ssh.Signer
	marshaled *int
}

func (s shifty) Marshal() []byte {
	if *s.marshaled++; *s.marshaled > 2 {
		return s.signs.PublicKey().Marshal()
	}
	return s.PublicKey.Marshal()
}

// shiftySigner has a shifty key.
type shiftySigner struct{ key shifty }

func (s shiftySigner) PublicKey() ssh.PublicKey { return s.key }

func (s shiftySigner) Sign(r io.Reader, data []byte) (*ssh.Signature, error) {
	return s.key.signs.Sign(r, data)
}

// TestAnOfferedKeyCountsForNothing: a client that offers the key of another agent, and
// then signs with its own, is who it is.
func TestAnOfferedKeyCountsForNothing(t *testing.T) {
	priya, ann := newKey(t), newKey(t)
	o := options(accessTo(t, []Agent{{Name: "priya", Keys: []ssh.PublicKey{priya.PublicKey()}}, {Name: "ann", Keys: []ssh.PublicKey{ann.PublicKey()}}}, nil, ""))
	var asked atomic.Int32
	access := o.Access()
	o.Access = func() *Access {
		asked.Add(1)
		return access
	}
	s := serve(t, o)
	c := s.must(t, shiftySigner{shifty{ann.PublicKey(), priya, new(int)}})
	if said, _, _ := run(t, c, "x"); said != "priya asks for x" || asked.Load() != 3 {
		t.Errorf("%q after %d questions", said, asked.Load())
	}
	if e := s.await(t, SignedIn); e.Agent != "priya" || e.Key != ssh.FingerprintSHA256(priya.PublicKey()) {
		t.Errorf("%+v", e)
	}
}

// wrong signs with another key than it says.
type wrong struct{ says, signs ssh.Signer }

func (w wrong) PublicKey() ssh.PublicKey                              { return w.says.PublicKey() }
func (w wrong) Sign(r io.Reader, data []byte) (*ssh.Signature, error) { return w.signs.Sign(r, data) }

// TestBadSignatures: after some bad signatures the address is refused before any work is
// done for it, and after a while admitted again.
func TestBadSignatures(t *testing.T) {
	priya := newKey(t)
	o := options(accessTo(t, []Agent{{Name: "priya", Keys: []ssh.PublicKey{priya.PublicKey()}}}, nil, ""))
	now := atomic.Pointer[time.Time]{}
	start := time.Now()
	now.Store(&start)
	o.Now = func() time.Time { return *now.Load() }
	asked, access := atomic.Int32{}, o.Access()
	o.Access = func() *Access { asked.Add(1); return access }
	s := serve(t, o)
	for i := range 50 {
		if c, err := s.signIn("priya", wrong{says: priya, signs: newKey(t)}); err == nil {
			_ = c.Close()
			t.Fatal("a bad signature signs in")
		}
		if i <= failuresBurst { // the refusal of the address is told once
			s.await(t, Refused)
		}
	}
	if n := asked.Load(); n != failuresBurst {
		t.Errorf("%d of 50 were looked at, want %d", n, failuresBurst)
	}
	if _, err := s.signIn("priya", priya); err == nil {
		t.Error("the address is admitted")
	}
	later := start.Add(failuresEvery * 2)
	now.Store(&later)
	c, err := s.signIn("priya", priya)
	if err != nil {
		t.Fatalf("it is not admitted later: %v", err)
	}
	_ = c.Close()
}

// TestNoOtherWayIn: no password, no answer to a question, and nothing at all signs in.
func TestNoOtherWayIn(t *testing.T) {
	s := serve(t, options(accessTo(t, []Agent{{Name: "priya", Keys: []ssh.PublicKey{newKey(t).PublicKey()}}}, nil, "")))
	for name, methods := range map[string][]ssh.AuthMethod{
		"nothing":    nil,
		"a password": {ssh.Password("priya")},
		"answers": {ssh.KeyboardInteractive(func(_, _ string, questions []string, _ []bool) ([]string, error) {
			return make([]string, len(questions)), nil
		})},
	} {
		config := s.client("priya")
		config.Auth = methods
		if c, err := ssh.Dial("tcp", s.at, config); err == nil {
			_ = c.Close()
			t.Errorf("%s signs in", name)
		} else if !strings.Contains(err.Error(), "no supported methods remain") {
			t.Errorf("%s: %v", name, err)
		}
	}
}
