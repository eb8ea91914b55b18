// Package passwordstore keeps the password of the gateway where the system keeps
// passwords: in the Credential Manager of Windows, the Keychain of macOS, the Secret
// Service of a Linux desktop. No password passes through an argument or a variable
// there.
package passwordstore

import (
	"errors"
	"fmt"
	"runtime"
	"time"

	"github.com/zalando/go-keyring"
)

// ErrNone says that the store has no such password.
var ErrNone = errors.New("no such password")

// patience is how long the store may take: its owner may have to unlock it first.
const patience = time.Minute

// Entry names a password: the host of the gateway, and the user who signs in there.
type Entry struct{ Host, User string }

func (e Entry) service() string { return "moto " + e.Host }

// Name is what people call the store of this system.
func Name() string {
	switch runtime.GOOS {
	case "windows":
		return "the Windows Credential Manager"
	case "darwin":
		return "the macOS Keychain"
	default:
		return "the Secret Service of this desktop"
	}
}

// Read is the password of an entry, or ErrNone.
func Read(e Entry) (string, error) {
	return within(func() (string, error) { return keyring.Get(e.service(), e.User) })
}

// Keep keeps a password, in place of the one that was kept before.
func Keep(e Entry, password string) error {
	_, err := within(func() (string, error) { return "", keyring.Set(e.service(), e.User, password) })
	return err
}

// Remove removes a password; without one it returns ErrNone.
func Remove(e Entry) error {
	_, err := within(func() (string, error) { return "", keyring.Delete(e.service(), e.User) })
	return err
}

// within waits for an answer of the store, and makes a sentence of a failure. The
// library's own words may repeat what it was given.
func within(ask func() (string, error)) (string, error) {
	type answer struct {
		text string
		err  error
	}
	answered := make(chan answer, 1)
	go func() {
		text, err := ask()
		answered <- answer{text, err}
	}()
	timer := time.NewTimer(patience)
	defer timer.Stop()
	select {
	case a := <-answered:
		switch {
		case a.err == nil:
			return a.text, nil
		case errors.Is(a.err, keyring.ErrNotFound):
			return "", ErrNone
		case errors.Is(a.err, keyring.ErrSetDataTooBig):
			return "", fmt.Errorf("%s takes no password of this length", Name())
		case errors.Is(a.err, keyring.ErrUnsupportedPlatform):
			return "", errors.New("this system has no store for passwords that moto knows")
		}
		return "", fmt.Errorf("%s cannot be reached or is locked", Name())
	case <-timer.C:
		return "", fmt.Errorf("%s did not answer within %v", Name(), patience)
	}
}
