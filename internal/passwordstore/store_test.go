package passwordstore

import (
	"errors"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/zalando/go-keyring"
)

// TestStore: an entry is kept, read, replaced and removed, and is no other host's or
// user's.
func TestStore(t *testing.T) {
	keyring.MockInit()
	here := Entry{"gateway.example", "ws@merchant.example"}
	if _, err := Read(here); !errors.Is(err, ErrNone) {
		t.Fatal(err)
	}
	for _, password := range []string{"first", "second"} {
		if err := Keep(here, password); err != nil {
			t.Fatal(err)
		}
		if got, err := Read(here); got != password || err != nil {
			t.Errorf("another password, or %v", err)
		}
	}
	for _, other := range []Entry{{"gateway.example", "else"}, {"else.example", "ws@merchant.example"}} {
		if _, err := Read(other); !errors.Is(err, ErrNone) {
			t.Errorf("%v: %v", other, err)
		}
	}
	if err := Remove(here); err != nil {
		t.Error(err)
	}
	if err := Remove(here); !errors.Is(err, ErrNone) {
		t.Error(err)
	}
}

// TestStoreFails: a failure is a sentence that names the store and repeats nothing.
func TestStoreFails(t *testing.T) {
	for problem, want := range map[error]string{
		errors.New("dbus: secret words"): "cannot be reached or is locked",
		keyring.ErrSetDataTooBig:         "takes no password of this length",
		keyring.ErrUnsupportedPlatform:   "has no store",
	} {
		keyring.MockInitWithError(problem)
		if err := Keep(Entry{"h", "u"}, "p"); err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "secret words") {
			t.Errorf("%v: %v", problem, err)
		}
	}
}

// TestStoreHangs: a store that never answers is given up.
func TestStoreHangs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		never := make(chan struct{})
		_, err := within(func() (string, error) { <-never; return "", nil })
		if err == nil || !strings.Contains(err.Error(), "did not answer within 1m0s") {
			t.Error(err)
		}
		close(never)
	})
}
