package sshd

import (
	"bytes"
	"crypto/sha1" //nolint:gosec // the list's own hashes
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/crypto/ssh"
)

// Revoked is a list of keys and certificates that sign no agent in any more. A nil list
// is empty.
type Revoked struct {
	keys         map[string]bool // as they are sent
	sha1, sha256 map[string]bool // hashes of keys
	issued       []issued
}

// issued are certificates of an authority.
type issued struct {
	authority string          // its key as it is sent; "" for every authority
	ids       map[string]bool // of certificates
	serials   []serials
	bitmaps   []serialMap
}

// serials are the certificates from one serial number to another.
type serials struct{ first, last uint64 }

func newRevoked() *Revoked {
	return &Revoked{keys: map[string]bool{}, sha1: map[string]bool{}, sha256: map[string]bool{}}
}

// ParseRevoked reads a list: the binary form that `ssh-keygen -k` makes (a KRL), or the
// text that it is made from, which has on each line a public key, or serial:, id:, key:,
// sha1:, sha256: or hash: with what is revoked. An error names the line and repeats nothing
// of it. It cannot be told from a part of a list what is revoked, so all of it has to be
// read.
func ParseRevoked(text []byte) (*Revoked, error) {
	if bytes.HasPrefix(text, []byte(krlMagic)) {
		return parseKRL(text)
	}
	r := newRevoked()
	r.issued = []issued{{ids: map[string]bool{}}}
	number := 0
	for line := range strings.Lines(string(text)) {
		number++
		line, _, _ = strings.Cut(line, "#") // as ssh-keygen does, even within an id
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		if !r.add(line) {
			return nil, fmt.Errorf("line %d: write serial: 12, serial: 12-20, id: NAME, hash: SHA256:… or a public key", number)
		}
	}
	return r, nil
}

// add adds what a line names, and reports whether the line can be read.
func (r *Revoked) add(line string) bool {
	kind, rest, has := strings.Cut(line, ":")
	rest = strings.TrimSpace(rest)
	every := &r.issued[0]
	bare := false
	switch {
	case has && kind == "serial":
		from, to, span := strings.Cut(rest, "-")
		first, err := strconv.ParseUint(strings.TrimSpace(from), 0, 64)
		last := first
		if err == nil && span {
			last, err = strconv.ParseUint(strings.TrimSpace(to), 0, 64)
		}
		every.serials = append(every.serials, serials{first, last})
		return err == nil && first <= last
	case has && kind == "id":
		every.ids[rest] = true
		return rest != ""
	case has && (kind == "hash" || kind == "sha256") && strings.HasPrefix(rest, "SHA256:"):
		hash, err := base64.RawStdEncoding.DecodeString(strings.TrimRight(strings.TrimPrefix(rest, "SHA256:"), "="))
		r.sha256[string(hash)] = true
		return err == nil && len(hash) == sha256.Size
	case has && (kind == "key" || kind == "sha1" || kind == "sha256"):
		line = rest
	default:
		bare = true
	}
	key, _, _, more, err := ssh.ParseAuthorizedKey([]byte(line))
	if err != nil || len(more) > 0 {
		return false
	}
	if cert, is := key.(*ssh.Certificate); is {
		key = cert.Key
		if bare {
			r.issued = append(r.issued, only(cert))
		}
	}
	r.keys[string(key.Marshal())] = true
	return true
}

// only are the certificates of one authority that ssh-keygen revokes for a line that is a
// certificate: those of its serial number, or of its id if it has none.
func only(cert *ssh.Certificate) issued {
	of := issued{authority: string(cert.SignatureKey.Marshal())}
	if cert.Serial != 0 {
		of.serials = []serials{{cert.Serial, cert.Serial}}
	} else {
		of.ids = map[string]bool{cert.KeyId: true}
	}
	return of
}

// key reports that a key was revoked.
func (r *Revoked) key(key ssh.PublicKey) bool {
	if r == nil {
		return false
	}
	sent := key.Marshal()
	long, short := sha256.Sum256(sent), sha1.Sum(sent) //nolint:gosec // the list's own hashes, of keys that it revokes
	return r.keys[string(sent)] || r.sha256[string(long[:])] || r.sha1[string(short[:])]
}

// certificate reports that a certificate was revoked, or its key, or its authority.
func (r *Revoked) certificate(cert *ssh.Certificate) bool {
	if r == nil {
		return false
	}
	authority := string(cert.SignatureKey.Marshal())
	return r.key(cert.Key) || r.key(cert.SignatureKey) || slices.ContainsFunc(r.issued, func(of issued) bool {
		return (of.authority == "" || of.authority == authority) && of.has(cert)
	})
}

func (of *issued) has(cert *ssh.Certificate) bool {
	return of.ids[cert.KeyId] ||
		slices.ContainsFunc(of.serials, func(s serials) bool { return s.first <= cert.Serial && cert.Serial <= s.last }) ||
		slices.ContainsFunc(of.bitmaps, func(m serialMap) bool { return m.has(cert.Serial) })
}
