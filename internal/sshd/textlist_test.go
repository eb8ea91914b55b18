package sshd

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/crypto/ssh"
)

// TestTextListsAsOpenSSH: what ssh-keygen revokes for a text list, moto revokes for it too,
// and nothing else but the key of a certificate that has a line.
func TestTextListsAsOpenSSH(t *testing.T) {
	folder := t.TempDir()
	write := func(name, text string) string {
		t.Helper()
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	authority, second, key, other := newKey(t), newKey(t), newKey(t), newKey(t)
	line := func(k ssh.PublicKey) string { return strings.TrimSpace(string(ssh.MarshalAuthorizedKey(k))) }
	of := func(authority, key ssh.Signer, serial uint64, id string) ssh.PublicKey {
		return certificate(t, authority, key, func(c *ssh.Certificate) { c.Serial, c.KeyId = serial, id }).PublicKey()
	}
	asked := []ssh.PublicKey{key.PublicKey(), other.PublicKey()}
	for _, by := range []ssh.Signer{authority, second} {
		for _, k := range []ssh.Signer{key, other} {
			for _, serial := range []uint64{0, 7, 8} {
				for _, id := range []string{"alice", "alice #2", "alice # stolen", "bob"} {
					asked = append(asked, of(by, k, serial, id))
				}
			}
		}
	}
	var files []string
	for i, k := range asked {
		files = append(files, write(fmt.Sprint("asked", i, ".pub"), line(k)+"\n"))
	}
	ca := write("ca.pub", line(authority.PublicKey())+"\n")
	for text, more := range map[string]bool{
		"id: alice":                                  false,
		"id: alice # stolen":                         false,
		"id: alice#stolen":                           false,
		"  # id: bob\nid: alice #2\n#":               false,
		"serial: 7 # the laptop":                     false,
		"serial: 7-8# both":                          false,
		line(key.PublicKey()) + " a # b":             false,
		"key: " + line(of(authority, key, 7, "")):    false,
		"sha256: " + line(key.PublicKey()) + "# b":   false,
		line(of(authority, key, 7, "alice")):         true,
		line(of(authority, key, 0, "alice")) + " #x": true,
	} {
		list := filepath.Join(folder, "list")
		if code, said := keygen(t, "-k", "-f", list, "-s", ca, write("text", text+"\n")); code != 0 {
			t.Fatalf("%q: %s", text, said)
		}
		r, err := ParseRevoked([]byte(text + "\n"))
		if err != nil {
			t.Errorf("%q: %v", text, err)
			continue
		}
		_, said := keygen(t, append([]string{"-Q", "-f", list}, files...)...)
		judged := strings.Split(strings.TrimSpace(said), "\n")
		if len(judged) != len(asked) || !strings.Contains(said, ": REVOKED") {
			t.Fatalf("%q: OpenSSH judged %d of %d:\n%s", text, len(judged), len(asked), said)
		}
		for i, k := range asked {
			want, is := strings.HasSuffix(judged[i], ": REVOKED"), (&Access{revoked: r}).revokes(k)
			cert, certified := k.(*ssh.Certificate)
			stricter := more && (!certified || string(cert.Key.Marshal()) == string(key.PublicKey().Marshal()))
			if !certified || string(cert.SignatureKey.Marshal()) == string(authority.PublicKey().Marshal()) || more {
				if is != want && (want || !stricter) {
					t.Errorf("%q, %s: revoked %v, and OpenSSH says %s", text, describe(k), is, judged[i])
				}
			} else if want && !is { // a list of moto is of every authority
				t.Errorf("%q, %s: it is not revoked", text, describe(k))
			}
		}
	}
}
