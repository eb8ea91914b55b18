//go:build unix

package floor

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"sync/atomic"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"golang.org/x/crypto/ssh"

	"motoconsole/internal/app"
	"motoconsole/internal/config"
	"motoconsole/internal/sshd"
)

const somebody = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJq6JzBPZHU0nGP1XJkFxyCmkZVZyoAVnIb9N4oJd0Pl"

// doorOf is a door with a list of revoked keys.
func doorOf(t *testing.T, list string) (d *door, path string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "revoked")
	replace(t, path, list)
	key, _, _, _, err := ssh.ParseAuthorizedKey([]byte(somebody))
	if err != nil {
		t.Fatal(err)
	}
	var s config.Settings
	s.Serve.Revoked = path
	if d, err = newDoor(s, []sshd.Agent{{Name: "priya", Keys: []ssh.PublicKey{key}}}, os.Getenv); err != nil {
		t.Fatal(err)
	}
	return d, path
}

// replace puts a file of an old time in the place of another.
func replace(t *testing.T, path, text string) {
	t.Helper()
	then := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	if err := os.WriteFile(path+".new", []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Chtimes(path+".new", then, then); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(path+".new", path); err != nil {
		t.Fatal(err)
	}
}

// TestAListOfTheSameTimeAndSize is read again all the same.
func TestAListOfTheSameTimeAndSize(t *testing.T) {
	d, path := doorOf(t, "serial: 7\n")
	before := d.access()
	if d.look(true); d.access() != before {
		t.Error("a list that has not changed is read again")
	}
	replace(t, path, "serial: 8\n")
	if d.look(true); d.access() == before {
		t.Error("the list that took its place is not read")
	}
}

// TestAListThatIsBeingSaved is read once it rests, however often agents sign in meanwhile,
// and at once when the keeper says that it is whole.
func TestAListThatIsBeingSaved(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d, path := doorOf(t, "serial: 7\nserial: 8\n")
		before := d.access()
		save := func(text string) {
			t.Helper()
			if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		for _, half := range []string{"", "serial: 7\n", "serial: 7\nserial: 8\nserial: 90\n"} {
			save(half)
			for range 3 {
				if d.look(false); d.access() != before {
					t.Fatalf("%q is read", half)
				}
			}
			time.Sleep(looksEvery)
		}
		if d.access() == before {
			t.Error("the list that rests is not read")
		}
		before = d.access()
		save("serial: 7\n")
		if d.look(true); d.access() == before {
			t.Error("the list is not read at once")
		}
	})
}

// TestAConfigurationThatIsBeingSaved throws out no agent who is behind the cut: neither
// before it rests, nor when it changes while it is read.
func TestAConfigurationThatIsBeingSaved(t *testing.T) {
	t.Parallel()
	h := newHall(t, "", everyone)
	whole, err := os.ReadFile(h.path)
	if err != nil {
		t.Fatal(err)
	}
	save := func(text []byte) {
		if err := os.WriteFile(h.path, text, 0o600); err != nil {
			t.Error(err)
		}
	}
	half := whole[:bytes.Index(whole, []byte("[agents.ann]"))]
	s := h.load()
	synctest.Test(t, func(t *testing.T) {
		agents, err := signersOf(s)
		if err != nil {
			t.Fatal(err)
		}
		during := func() {}
		d, err := newDoor(s, agents, func(string) string { during(); return "" })
		if err != nil {
			t.Fatal(err)
		}
		both := func(when string) {
			t.Helper()
			if len(d.agents) != 2 || d.version != 0 || d.problem != "" {
				t.Errorf("%s: %d agents, version %d, %q", when, len(d.agents), d.version, d.problem)
			}
		}
		save(half)
		d.look(false)
		both("half of it")
		save(whole)
		d.look(false)
		time.Sleep(looksEvery)
		d.look(false)
		both("the whole")
		save(half)
		during = func() { save(whole) }
		d.look(true)
		both("saved while it was read")
		during = func() {}
		d.look(false)
		time.Sleep(looksEvery)
		d.look(false)
		both("the whole again")
		save(half)
		if d.look(true); len(d.agents) != 1 {
			t.Error("it is not read at once")
		}
	})
}

// TestAListIsTriedAgain: one that could not be read for a while is read without another
// change of it. No agent signs in until then.
func TestAListIsTriedAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d, path := doorOf(t, "serial: 7\n")
		folder := filepath.Dir(path)
		mode := func(m os.FileMode) {
			t.Helper()
			if err := os.Chmod(folder, m); err != nil {
				t.Fatal(err)
			}
		}
		ctx, stop := context.WithCancel(t.Context())
		now := make(chan os.Signal)
		var told atomic.Int32
		failed := func() bool {
			d.mu.Lock()
			defer d.mu.Unlock()
			return d.failed
		}
		watching := make(chan struct{})
		go func() {
			defer close(watching)
			d.watch(ctx, now, func() { told.Add(1) })
		}()
		good := d.access()
		mode(0o777) // others could change the list
		replace(t, path, "serial: 8\n")
		now <- syscall.SIGHUP
		synctest.Wait()
		bad := d.access()
		if bad == good || !failed() || told.Load() != 0 {
			t.Errorf("the list that others can change counts: told %d times", told.Load())
		}
		mode(0o700)
		time.Sleep(looksEvery)
		synctest.Wait()
		if failed() || d.access() == bad || told.Load() != 1 {
			t.Errorf("the list is not tried again: told %d times", told.Load())
		}
		replace(t, path, "serial: 9\n")
		now <- syscall.SIGHUP // it does not wait for its time
		synctest.Wait()
		if told.Load() != 2 {
			t.Errorf("told %d times", told.Load())
		}
		stop()
		<-watching
	})
}

// TestASiteThatOpensHoldsNoOtherUp: a site whose journal is away is opened for seconds;
// meanwhile the agents of a site that is open get its process at once.
func TestASiteThatOpensHoldsNoOtherUp(t *testing.T) {
	t.Parallel()
	opening, away := make(chan struct{}), errors.New("the journal is away")
	let := make(chan struct{})
	f := newFloor(Options{Open: func(context.Context, config.Settings, app.Measures) (*app.Process, error) {
		close(opening)
		<-let
		return nil, away
	}})
	is := new(app.Process)
	f.sites["open"] = &site{process: is}
	at := func(name string) *config.Settings {
		var s config.Settings
		s.Gateway.Site = name
		return &s
	}
	ended := make(chan error)
	go func() {
		_, err := f.site(t.Context(), at("away"))
		ended <- err
	}()
	<-opening
	if got, err := f.site(t.Context(), at("open")); got != is || err != nil {
		t.Error(got, err)
	}
	close(let)
	if err := <-ended; !errors.Is(err, away) {
		t.Error(err)
	}
}
