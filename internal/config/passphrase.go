package config

import (
	"crypto/pbkdf2"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"slices"
	"strconv"
	"strings"

	"motoconsole/internal/rights"
	"motoconsole/internal/totp"
)

// The hash of a passphrase is PBKDF2 with SHA-256: "pbkdf2-sha256$ROUNDS$SALT$KEY".
const (
	hashKind         = "pbkdf2-sha256"
	passphraseRounds = 600_000 // what OWASP asks for
	leastRounds      = 100_000
	mostRounds       = 10_000_000
	saltLength       = 16
	keyLength        = 32

	// MinPassphrase is how many characters one has at least (PCI DSS 8.3.6).
	MinPassphrase = 12
)

// Passphrase unlocks a console, as a hash. The zero value unlocks nothing.
type Passphrase struct {
	rounds    int
	salt, key []byte
}

// IsZero reports that there is no passphrase.
func (p Passphrase) IsZero() bool { return len(p.key) == 0 }

// Matches reports whether text is the passphrase. It takes a good part of a second,
// which makes guessing many too slow.
func (p Passphrase) Matches(text string) bool {
	if p.IsZero() {
		return false
	}
	key, err := pbkdf2.Key(sha256.New, text, p.salt, p.rounds, len(p.key))
	return err == nil && subtle.ConstantTimeCompare(key, p.key) == 1
}

// Name identifies one hash of a passphrase; a new hash of the same passphrase has
// another name. It reveals nothing of either, because it is made from a key that is
// already a hash.
func (p Passphrase) Name() string {
	sum := sha256.Sum256(append(slices.Clone(p.salt), p.key...))
	letters := make([]byte, 12)
	for i := range letters {
		letters[i] = 'a' + sum[i]%26
	}
	return string(letters)
}

// HashPassphrase is a new hash of a passphrase, for operator.passphrase_hash.
func HashPassphrase(text string) (string, error) { return hashed(text, passphraseRounds) }

func hashed(text string, rounds int) (string, error) {
	salt := make([]byte, saltLength)
	_, _ = rand.Read(salt) // it never fails
	key, err := pbkdf2.Key(sha256.New, text, salt, rounds, keyLength)
	if err != nil {
		return "", err
	}
	encode := base64.RawStdEncoding.EncodeToString
	return strings.Join([]string{hashKind, strconv.Itoa(rounds), encode(salt), encode(key)}, "$"), nil
}

var errNoHash = errors.New("not a hash that moto passphrase has printed")

// parsePassphrase reads a hash.
func parsePassphrase(text string) (Passphrase, error) {
	parts := strings.Split(text, "$")
	if len(parts) != 4 || parts[0] != hashKind {
		return Passphrase{}, errNoHash
	}
	rounds, err := strconv.Atoi(parts[1])
	if err != nil || rounds < leastRounds || rounds > mostRounds {
		return Passphrase{}, errNoHash
	}
	salt, err := base64.RawStdEncoding.DecodeString(parts[2])
	if err != nil || len(salt) < saltLength {
		return Passphrase{}, errNoHash
	}
	key, err := base64.RawStdEncoding.DecodeString(parts[3])
	if err != nil || len(key) != keyLength {
		return Passphrase{}, errNoHash
	}
	return Passphrase{rounds: rounds, salt: salt, key: key}, nil
}

// TOTPSecret reads the secret of an agent's second factor, which the caller wipes. It is
// read at each sign-in, so that a new one counts at once. Every error is an *Error.
func (s Settings) TOTPSecret(a rights.Agent) (secret []byte, err error) {
	l := newLoader(s.Path, nil)
	l.doc = &document{path: s.Path} // its lines are not known any more
	take := func(key, source string, given []byte) error {
		defer clear(given)
		var problem error
		if secret, problem = totp.Parse(given); problem != nil {
			return l.fail(key, source+" "+problem.Error(), "run moto agents totp, and put what it prints there")
		}
		return nil
	}
	under := "agents." + Key(a.Name)
	if a.TOTPFile != "" {
		err = l.secretFile(under+".totp_file", a.TOTPFile, "run moto agents totp, and put the secret there", take)
	} else {
		err = l.printed(under+".totp_command", a.TOTPCommand, take)
	}
	return secret, err
}
