//go:build unix

package floor

import (
	"crypto/rand"
	"fmt"
	"strings"
	"testing"

	"golang.org/x/crypto/ssh"

	"motoconsole/internal/sshd"
)

// certified is Priya's key with a certificate of Tom's key.
func (h *hall) certified() ssh.Signer {
	h.t.Helper()
	cert := &ssh.Certificate{
		Key: h.keys["priya"].PublicKey(), CertType: ssh.UserCert, ValidPrincipals: []string{"priya"}, ValidBefore: ssh.CertTimeInfinity,
		Permissions: ssh.Permissions{Extensions: map[string]string{"permit-pty": ""}},
	}
	if err := cert.SignCert(rand.Reader, h.keys["tom"]); err != nil {
		h.t.Fatal(err)
	}
	signer, err := ssh.NewCertSigner(cert, h.keys["priya"])
	if err != nil {
		h.t.Fatal(err)
	}
	return signer
}

// TestAnAuthorityTakenOut is trusted no more without a restart: its certificates sign no agent in,
// and the sessions of those whom they did end, also when no authority is left. A list that
// cannot be read lets no agent in, and ends nothing.
func TestAnAuthorityTakenOut(t *testing.T) {
	t.Parallel()
	line := func(h *hall, name string) string { return string(ssh.MarshalAuthorizedKey(h.keys[name].PublicKey())) }
	for name, list := range map[string]func(h *hall) string{
		"another is left": func(h *hall) string { return line(h, "ann") },
		"none is left":    func(*hall) string { return "# none\n" },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := newHallOf(t, "http://127.0.0.1:1/json/", "user_ca = \"user_ca.pub\"", func(keys map[string]string) string {
				return fmt.Sprintf("[roles.agent]\n[agents.priya]\nrole = \"agent\"\n[agents.ann]\nrole = \"agent\"\nkeys = [%q]\n", keys["ann"])
			}, func(h *hall) { h.write("user_ca.pub", line(h, "ann")+line(h, "tom")) })
			h.keys["priya"] = h.certified()
			priya, ann := h.signIn("priya"), h.signIn("ann")
			priya.shows(home)
			ann.shows(home)

			h.write("user_ca.pub", "not a key\n")
			h.door.look(true)
			h.recheck()
			if _, err := h.connect("ann"); err == nil || len(h.Sessions()) != 2 {
				t.Errorf("a list that cannot be read: %v, %+v", err, h.Sessions())
			}
			h.write("user_ca.pub", list(h))
			h.door.look(true)
			h.recheck()
			if _, err := h.connect("priya"); err == nil {
				t.Error("a certificate of the authority signs in")
			}
			if priya.status() != exitFailed || !strings.Contains(priya.text(), "Your key or certificate was revoked") {
				t.Errorf("%q", priya.text())
			}
			h.eventually("Ann's session alone goes on", func() bool {
				all := h.Sessions()
				return len(all) == 1 && all[0].Agent == "ann" && !all[0].Ending
			})
			log := h.log()
			if !strings.Contains(log, "an authority is trusted no more: "+fingerprint(h, "tom")) {
				t.Error("the log does not name the authority")
			}
			if strings.Contains(log, sshd.ErrRemoved.Error()) {
				t.Error("the log says that an agent was removed")
			}
			h.write("user_ca.pub", line(h, "tom"))
			h.door.look(true)
			h.signIn("priya").shows(home)
		})
	}
}
