package sshd

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/crypto/ssh"
)

// Revoked is a list of keys and certificates that sign no agent in any more. A nil list
// is empty.
type Revoked struct {
	keys    map[string]bool // as they are sent
	hashes  map[string]bool // as ssh-keygen prints them: SHA256:…
	ids     map[string]bool // of certificates
	serials []serials
}

// serials are the certificates from one serial number to another.
type serials struct{ first, last uint64 }

// ErrBinaryList is the refusal of OpenSSH's binary form of the list.
var ErrBinaryList = errors.New("is a binary list (KRL): name the text that ssh-keygen makes it from")

// ParseRevoked reads a list in the form from which `ssh-keygen -k` makes its own: on
// each line a public key, or serial:, id:, key: or sha256: with what is revoked. An error
// names the line and repeats nothing of it.
func ParseRevoked(text []byte) (*Revoked, error) {
	if bytes.HasPrefix(text, []byte("SSHKRL\n\x00")) {
		return nil, ErrBinaryList
	}
	r := &Revoked{keys: map[string]bool{}, hashes: map[string]bool{}, ids: map[string]bool{}}
	number := 0
	for line := range strings.Lines(string(text)) {
		number++
		if line = strings.TrimSpace(line); line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		if !r.add(line) {
			return nil, fmt.Errorf("line %d: write serial: 12, serial: 12-20, id: NAME, sha256: SHA256:… or a public key", number)
		}
	}
	return r, nil
}

// add adds what a line names, and reports whether the line can be read.
func (r *Revoked) add(line string) bool {
	kind, rest, has := strings.Cut(line, ":")
	rest = strings.TrimSpace(rest)
	switch {
	case has && kind == "serial":
		from, to, span := strings.Cut(rest, "-")
		first, err := strconv.ParseUint(strings.TrimSpace(from), 0, 64)
		last := first
		if err == nil && span {
			last, err = strconv.ParseUint(strings.TrimSpace(to), 0, 64)
		}
		r.serials = append(r.serials, serials{first, last})
		return err == nil && first <= last
	case has && kind == "id":
		r.ids[rest] = true
		return rest != ""
	case has && kind == "sha256":
		rest = strings.TrimRight(rest, "=")
		r.hashes[rest] = true
		return len(rest) == len("SHA256:")+43 && strings.HasPrefix(rest, "SHA256:")
	case has && kind == "key":
		line = rest
	}
	key, _, _, more, err := ssh.ParseAuthorizedKey([]byte(line))
	if err != nil || len(more) > 0 {
		return false
	}
	if cert, is := key.(*ssh.Certificate); is {
		key = cert.Key
	}
	r.keys[string(key.Marshal())] = true
	return true
}

// key reports that a key was revoked.
func (r *Revoked) key(key ssh.PublicKey) bool {
	return r != nil && (r.keys[string(key.Marshal())] || r.hashes[ssh.FingerprintSHA256(key)])
}

// certificate reports that a certificate was revoked, or its key, or its authority.
func (r *Revoked) certificate(cert *ssh.Certificate) bool {
	if r == nil {
		return false
	}
	within := func(s serials) bool { return s.first <= cert.Serial && cert.Serial <= s.last }
	return r.key(cert.Key) || r.key(cert.SignatureKey) || r.ids[cert.KeyId] || slices.ContainsFunc(r.serials, within)
}
