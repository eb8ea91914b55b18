package sshd

import (
	"crypto/ed25519"
	"crypto/rand"
	"encoding/pem"
	"errors"

	"golang.org/x/crypto/ssh"
)

// ErrHostKey is the refusal of a file that is no host key.
var ErrHostKey = errors.New("is not an ed25519 key without a passphrase")

// NewHostKey makes a private key for a server, as a file holds it.
func NewHostKey() (file []byte, public ssh.PublicKey, err error) {
	key, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return nil, nil, err
	}
	block, err := ssh.MarshalPrivateKey(private, "moto")
	if err != nil {
		return nil, nil, err
	}
	if public, err = ssh.NewPublicKey(key); err != nil {
		return nil, nil, err
	}
	return pem.EncodeToMemory(block), public, nil
}

// ParseHostKey reads the private key of a server. Its error repeats nothing of the file.
func ParseHostKey(file []byte) (ssh.Signer, error) {
	signer, err := ssh.ParsePrivateKey(file)
	if err != nil || signer.PublicKey().Type() != ssh.KeyAlgoED25519 {
		return nil, ErrHostKey
	}
	return signer, nil
}
