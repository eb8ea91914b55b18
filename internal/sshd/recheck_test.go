package sshd

import (
	"context"
	"io"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"golang.org/x/crypto/ssh"
)

// TestRecheckAmongChannels: looking for revoked keys and beginning sessions do not wait
// for each other.
func TestRecheckAmongChannels(t *testing.T) {
	access, key := onlyPriya(t)
	s := serve(t, options(access))
	s.must(t, key)
	s.await(t, SignedIn)
	c := s.connections()[0]
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			for range 20_000 {
				if c.enter() == "" {
					c.leave()
				}
			}
		})
		all.Go(func() {
			for range 20_000 {
				s.Recheck(s.opts.Access())
			}
		})
	}
	within(t, "all that", all.Wait)
}

// TestRevokedBetweenOfferAndSignature: the key that a client may offer no longer signs it
// in.
func TestRevokedBetweenOfferAndSignature(t *testing.T) {
	key := newKey(t)
	agents := []Agent{{Name: "priya", Keys: []ssh.PublicKey{key.PublicKey()}}}
	good, revoked := accessTo(t, agents, nil, ""), accessTo(t, agents, nil, string(ssh.MarshalAuthorizedKey(key.PublicKey())))
	o := options(nil)
	var asked atomic.Int32
	o.Access = func() *Access {
		if asked.Add(1) == 1 {
			return good // for the offer; the answer is kept for the signature
		}
		return revoked
	}
	s := serve(t, o)
	if c, err := s.signIn("priya", key); err == nil { // the client believes it
		within(t, "the end of the connection", func() { _ = c.Wait() })
	}
	if e := s.await(t, Refused); e.Result != errRevokedKey.Error() || e.Agent != "priya" || e.Key != fingerprint(key.PublicKey()) {
		t.Errorf("%+v", e)
	}
	for _, e := range s.heard() {
		if e.Kind == SignedIn {
			t.Errorf("%+v", e)
		}
	}
}

// TestSayWhileAFrameIsWritten: a last sentence and a frame that is being written keep
// their bytes apart.
func TestSayWhileAFrameIsWritten(t *testing.T) {
	access, key := onlyPriya(t)
	o := options(access)
	frame := strings.Repeat("frame ", 20_000)
	o.Handle = func(_ context.Context, s *Session) int {
		var drawing sync.WaitGroup
		drawing.Go(func() { _, _ = io.WriteString(s, frame) })
		for range 100 {
			s.Say("a last sentence")
		}
		drawing.Wait()
		return 0
	}
	session, err := serve(t, o).must(t, key).NewSession()
	if err != nil {
		t.Fatal(err)
	}
	out, said := newPage(), newPage()
	session.Stdout, session.Stderr = out, said
	if err := session.Run("x"); err != nil {
		t.Fatal(err)
	}
	if out.String() != frame || said.String() != strings.Repeat("a last sentence\n", 100) {
		t.Errorf("%d bytes of %d, and %q", len(out.String()), len(frame), said.String())
	}
}
