package sshd

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/crypto/ssh"
)

// keygen runs ssh-keygen, and reports its exit code.
func keygen(t testing.TB, args ...string) (code int, said string) {
	t.Helper()
	if _, err := exec.LookPath("ssh-keygen"); err != nil {
		t.Skip(err)
	}
	out, err := exec.CommandContext(t.Context(), "ssh-keygen", args...).CombinedOutput() //nolint:gosec // the test's own
	exit, failed := errors.AsType[*exec.ExitError](err)
	if err != nil && !failed {
		t.Fatal(err)
	}
	if failed {
		code = exit.ExitCode()
	}
	return code, string(out)
}

// lists are what binary lists are made of, by the kind of their parts.
func lists(key, other string) map[string]string {
	dense := make([]string, 0, 200)
	for i := range 200 {
		dense = append(dense, fmt.Sprintf("serial: %d", 1000+3*i))
	}
	return map[string]string{
		"nothing":             "",
		"serial numbers":      "serial: 7\nserial: 9000000000\n",
		"a range":             "serial: 500-100000\n",
		"a bitmap":            strings.Join(dense, "\n") + "\n",
		"the highest":         fmt.Sprintf("serial: %d\nserial: %d-%d\n", uint64(math.MaxUint64), uint64(math.MaxUint64-9), uint64(math.MaxUint64-5)),
		"ids":                 "id: priya, desk 12\nid: stolen laptop\n",
		"a key":               "key: " + key,
		"a key, by SHA-1":     "sha1: " + key,
		"a key, by SHA-256":   "sha256: " + key,
		"another key":         other,
		"a mixture":           "serial: 1003\nid: stolen laptop\nsha1: " + other + "key: " + key + "serial: 7-8\n",
		"many serial numbers": strings.Join(dense, "\n") + "\nserial: 50000-60000\nserial: 7\n",
	}
}

// TestBinaryListsAsOpenSSH: lists that ssh-keygen makes, of one authority and of all,
// revoke the certificates and keys that they revoke for OpenSSH.
func TestBinaryListsAsOpenSSH(t *testing.T) {
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
	line := func(k ssh.PublicKey) string { return string(ssh.MarshalAuthorizedKey(k)) }
	asked := []ssh.PublicKey{key.PublicKey(), other.PublicKey(), authority.PublicKey()}
	holder := newKey(t)
	asked = append(asked, certificate(t, second, key, nil).PublicKey(), certificate(t, second, other, nil).PublicKey())
	for _, of := range []ssh.Signer{authority, second} {
		for _, c := range []struct {
			serial uint64
			id     string
		}{
			{1, "priya, desk 12"},
			{1, "Priya, desk 12"},
			{2, "stolen laptop"},
			{3, ""},
			{7, ""},
			{8, ""},
			{500, ""},
			{499, ""},
			{1000, ""},
			{1001, ""},
			{1003, ""},
			{1597, ""},
			{1600, ""},
			{50000, ""},
			{100000, ""},
			{100001, ""},
			{9000000000, ""},
			{math.MaxUint64, ""},
			{math.MaxUint64 - 4, ""},
			{math.MaxUint64 - 9, ""},
			{0, ""},
		} {
			cert := certificate(t, of, holder, func(made *ssh.Certificate) { made.Serial, made.KeyId = c.serial, c.id }).PublicKey()
			asked = append(asked, cert)
		}
	}
	var files []string
	for i, k := range asked {
		files = append(files, write(fmt.Sprint("asked", i, ".pub"), line(k)))
	}
	ca := write("ca.pub", line(authority.PublicKey()))
	revoked, kept := 0, 0
	for name, text := range lists(line(key.PublicKey()), line(other.PublicKey())) {
		for _, of := range []string{"", ca} {
			list := filepath.Join(folder, "list")
			args := []string{"-k", "-f", list, "-z", "3"}
			if of != "" {
				args = append(args, "-s", of)
			} else if strings.Contains(text, "serial:") || strings.Contains(text, "id:") {
				args = append(args, "-s", "none")
			}
			if code, said := keygen(t, append(args, write("text", text))...); code != 0 {
				t.Fatalf("%s: %s", name, said)
			}
			file, err := os.ReadFile(list) //nolint:gosec // the test's own
			if err != nil {
				t.Fatal(err)
			}
			r, err := ParseRevoked(file)
			if err != nil {
				t.Errorf("%s: %v", name, err)
				continue
			}
			a := &Access{revoked: r}
			_, said := keygen(t, append([]string{"-Q", "-f", list}, files...)...)
			for i, k := range asked {
				judged := strings.Split(strings.TrimSpace(said), "\n")
				if len(judged) != len(asked) {
					t.Fatalf("%s: OpenSSH judged %d of %d:\n%s", name, len(judged), len(asked), said)
				}
				want := strings.HasSuffix(judged[i], ": REVOKED")
				if a.revokes(k) != want || !want && !strings.HasSuffix(judged[i], ": ok") {
					t.Errorf("%s, of %q, %s: %v, and OpenSSH says %s", name, filepath.Base(of), describe(k), !want, judged[i])
				} else if want {
					revoked++
				} else {
					kept++
				}
			}
		}
	}
	if revoked < 100 || kept < 100 {
		t.Errorf("%d were revoked and %d were not", revoked, kept)
	}
}

func describe(k ssh.PublicKey) string {
	if cert, is := k.(*ssh.Certificate); is {
		return fmt.Sprintf("serial %d, id %q", cert.Serial, cert.KeyId)
	}
	return "a key"
}

// krlOf is a binary list with sections.
func krlOf(sections ...[]byte) []byte {
	head := append([]byte(krlMagic), 0, 0, 0, 1)
	head = append(head, make([]byte, 3*8+4+4)...)
	return append(head, bytes.Join(sections, nil)...)
}

// section is a section, or a part of one.
func section(kind byte, parts ...[]byte) []byte {
	body := bytes.Join(parts, nil)
	return append([]byte{kind, 0, 0, byte(len(body) >> 8), byte(len(body))}, body...)
}

// texts are strings with their lengths.
func texts(all ...string) (b []byte) {
	for _, text := range all {
		b = append(append(b, 0, 0, 0, byte(len(text))), text...)
	}
	return b
}

// TestBinaryListsThatAreRefused: a list with a part that cannot be read is refused as a
// whole.
func TestBinaryListsThatAreRefused(t *testing.T) {
	none := texts("", "")
	for name, c := range map[string]struct {
		file []byte
		want error
	}{
		"only its beginning":            {[]byte(krlMagic), errKRLBroken},
		"an old format":                 {append([]byte(krlMagic), 0, 0, 0, 0), errKRLVersion},
		"a new format":                  {append([]byte(krlMagic), 0, 0, 0, 2), errKRLVersion},
		"a head cut short":              {krlOf()[:40], errKRLBroken},
		"empty":                         {krlOf(), nil},
		"a length beyond the end":       {krlOf([]byte{krlKeys, 0xff, 0xff, 0xff, 0xff}), errKRLBroken},
		"a section cut short":           {krlOf(section(krlKeys, texts("x"))[:8]), errKRLBroken},
		"a kind that is not known":      {krlOf(section(9)), errKRLSection},
		"a signature":                   {krlOf(section(krlSignature, texts("x"))), errKRLSigned},
		"a hash of the wrong size":      {krlOf(section(krlSHA256, texts(strings.Repeat("x", 20)))), errKRLBroken},
		"a SHA-1 hash of wrong size":    {krlOf(section(krlSHA1, texts(strings.Repeat("x", 32)))), errKRLBroken},
		"certificates without a head":   {krlOf(section(krlCertificates)), errKRLBroken},
		"a serial number cut short":     {krlOf(section(krlCertificates, none, section(krlSerialList, []byte("1234567")))), errKRLBroken},
		"a range backwards":             {krlOf(section(krlCertificates, none, section(krlSerialRange, []byte("\x00\x00\x00\x00\x00\x00\x00\x09\x00\x00\x00\x00\x00\x00\x00\x02")))), errKRLBroken},
		"a range with more":             {krlOf(section(krlCertificates, none, section(krlSerialRange, make([]byte, 24)))), errKRLBroken},
		"a bitmap beyond the highest":   {krlOf(section(krlCertificates, none, section(krlSerialBitmap, bytes.Repeat([]byte{0xff}, 8), texts("\x02")))), errKRLBroken},
		"a bitmap up to the highest":    {krlOf(section(krlCertificates, none, section(krlSerialBitmap, bytes.Repeat([]byte{0xff}, 8), texts("\x00\x01")))), nil},
		"a part that is not known":      {krlOf(section(krlCertificates, none, section(0x24))), errKRLSection},
		"an extension":                  {krlOf(section(krlExtension, texts("x@example.com"), []byte{0}, texts("x"))), nil},
		"an extension that counts":      {krlOf(section(krlExtension, texts("x@example.com"), []byte{1}, texts("x"))), errKRLSection},
		"a part's extension":            {krlOf(section(krlCertificates, none, section(krlCertExtension, texts("x"), []byte{0}, texts("")))), nil},
		"a part's extension that count": {krlOf(section(krlCertificates, none, section(krlCertExtension, texts("x"), []byte{1}, texts("")))), errKRLSection},
	} {
		if r, err := ParseRevoked(c.file); !errors.Is(err, c.want) || (err == nil) != (r != nil) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestBitmap: each bit is one serial number.
func TestBitmap(t *testing.T) {
	first, set := uint64(1<<40), make([]byte, 33)
	for i := range set {
		set[i] = byte(rand.IntN(256)) //nolint:gosec // any
	}
	part := append([]byte{0, 0, 1, 0, 0, 0, 0, 0}, 0, 0, 0, byte(len(set)))
	r, err := ParseRevoked(krlOf(section(krlCertificates, texts("", ""), section(krlSerialBitmap, part, set))))
	if err != nil {
		t.Fatal(err)
	}
	for serial := first - 20; serial < first+uint64(8*len(set))+20; serial++ { //nolint:gosec // a length
		at := int64(serial - first) //nolint:gosec // small
		want := at >= 0 && at < int64(8*len(set)) && set[int64(len(set)-1)-at/8]&(1<<(at%8)) != 0
		if got := r.issued[0].has(&ssh.Certificate{Serial: serial}); got != want {
			t.Errorf("serial %d: %v", serial, got)
		}
	}
}

// FuzzRevoked: no file makes the reader panic, and what it refuses revokes nothing.
func FuzzRevoked(f *testing.F) {
	f.Add([]byte("serial: 1-2\nid: x\n"))
	f.Add(krlOf(section(krlCertificates, texts("", ""), section(krlSerialList, make([]byte, 16)), section(krlSerialBitmap, make([]byte, 8), texts("\xff")), section(krlIDs, texts("a", "b"))),
		section(krlKeys, texts("x")), section(krlSHA1, texts(strings.Repeat("x", 20))), section(krlSHA256, texts(strings.Repeat("x", 32)))))
	f.Fuzz(func(t *testing.T, file []byte) {
		if r, err := ParseRevoked(file); (r == nil) == (err == nil) {
			t.Errorf("%v %v", r, err)
		}
	})
}
