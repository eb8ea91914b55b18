package cli

import (
	"context"
	"log/slog"
	"os"
	"sync"
	"time"

	"motoconsole/internal/config"
	"motoconsole/internal/sshd"
	"motoconsole/internal/trust"
)

// door is who may sign in to a server, and the log of those who tried.
type door struct {
	settings config.Settings
	agents   []sshd.Agent
	log      *slog.Logger

	mu      sync.Mutex
	current *sshd.Access
	read    stamp // what the list of revoked keys was when it was read
}

// stamp tells versions of a file apart.
type stamp struct {
	changed time.Time
	size    int64
}

// newDoor makes a door. It refuses a list of revoked keys that cannot be read.
func newDoor(s config.Settings, agents []sshd.Agent) (*door, error) {
	d := &door{settings: s, agents: agents, log: slog.New(slog.DiscardHandler)}
	if s.Serve.Revoked != "" {
		d.read = stampOf(s.Serve.Revoked)
	}
	return d, d.load()
}

// load reads the list of revoked keys. Without it nobody signs in.
func (d *door) load() error {
	d.current, _ = sshd.NewAccess(nil, nil, nil)
	var revoked *sshd.Revoked
	if path := d.settings.Serve.Revoked; path != "" {
		text, err := readFile(d.settings, revokedKey, path, trust.Rule{}, mostRevoked)
		if err != nil {
			return err
		}
		if revoked, err = sshd.ParseRevoked(text); err != nil {
			return d.settings.Fault(revokedKey, err.Error(), "correct the file, as docs/serve.md has it")
		}
	}
	access, err := sshd.NewAccess(d.agents, d.settings.Serve.Authorities, revoked)
	if err == nil {
		d.current = access
	}
	return err
}

// access is who may sign in now: the list of revoked keys is read again when it has
// changed.
func (d *door) access() *sshd.Access {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.refresh()
	return d.current
}

// refresh reads the list again if it has changed. The caller has the lock.
func (d *door) refresh() {
	if d.settings.Serve.Revoked == "" {
		return
	}
	now := stampOf(d.settings.Serve.Revoked)
	if now == d.read {
		return
	}
	d.read = now
	if err := d.load(); err != nil {
		d.log.Error("nobody can sign in until the list of revoked keys is put right", "problem", err.Error())
	} else {
		d.log.Info("the list of revoked keys was read again")
	}
}

// looksEvery is how often the list of revoked keys is looked at for open sessions.
const looksEvery = 2 * time.Second

// watch calls a function whenever the list of revoked keys may have changed, until the
// context ends.
func (d *door) watch(ctx context.Context, changed func()) {
	if d.settings.Serve.Revoked == "" {
		return
	}
	look := time.NewTicker(looksEvery)
	defer look.Stop()
	d.mu.Lock()
	known := d.read
	d.mu.Unlock()
	for {
		select {
		case <-look.C:
		case <-ctx.Done():
			return
		}
		d.mu.Lock()
		d.refresh()
		now := d.read // a sign-in may have read it meanwhile
		d.mu.Unlock()
		if now != known {
			known = now
			changed()
		}
	}
}

// stampOf is the stamp of a file; zero if there is none.
func stampOf(path string) stamp {
	info, err := os.Stat(path)
	if err != nil {
		return stamp{}
	}
	return stamp{info.ModTime(), info.Size()}
}

// event logs what happens at the door.
func (d *door) event(e sshd.Event) {
	level := slog.LevelInfo
	if e.Kind == sshd.Refused {
		level = slog.LevelWarn
	}
	attrs := []slog.Attr{slog.String("event", string(e.Kind)), slog.String("agent", e.Agent), slog.String("address", e.Address), slog.String("result", e.Result)}
	if e.Key != "" {
		attrs = append(attrs, slog.String("key", e.Key), slog.Uint64("serial", e.Serial))
	}
	d.log.LogAttrs(context.Background(), level, "over SSH", attrs...)
}
