package floor

import (
	"context"
	"log/slog"
	"os"
	"sync"
	"time"

	"golang.org/x/crypto/ssh"

	"motoconsole/internal/config"
	"motoconsole/internal/sshd"
	"motoconsole/internal/trust"
)

// door is who may sign in to a server, and the log of those who tried.
type door struct {
	settings config.Settings
	agents   []sshd.Agent
	log      *slog.Logger
	audit    *slog.Logger // of sign-ins, which no level leaves out

	mu      sync.Mutex
	current *sshd.Access
	read    trust.Stamp // what the list of revoked keys was when it was read
	failed  bool        // it could not be read
	version int         // how often it was read
}

// newDoor makes a door. It refuses a list of revoked keys that cannot be read.
func newDoor(s config.Settings, agents []sshd.Agent) (*door, error) {
	d := &door{settings: s, agents: agents, log: slog.New(slog.DiscardHandler), audit: slog.New(slog.DiscardHandler)}
	if s.Serve.Revoked != "" {
		d.read = trust.StampOf(s.Serve.Revoked)
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
	d.refresh(false)
	return d.current
}

// refresh reads the list again if it has changed, and one that could not be read also
// when told to try again. The caller has the lock.
func (d *door) refresh(again bool) {
	if d.settings.Serve.Revoked == "" {
		return
	}
	now := trust.StampOf(d.settings.Serve.Revoked)
	same := now == d.read
	if same && !(again && d.failed) {
		return
	}
	d.read = now
	failed := d.failed
	err := d.load()
	switch d.failed = err != nil; {
	case err == nil:
		d.version++
		d.log.Info("the list of revoked keys was read again")
	case !same || !failed: // the same failure is told once
		d.log.Error("nobody can sign in until the list of revoked keys is put right", "problem", err.Error())
	}
}

// looksEvery is how often the list of revoked keys is looked at for open sessions.
const looksEvery = 2 * time.Second

// watch calls a function whenever the list of revoked keys may have changed, until the
// context ends. It looks at once when it is told to.
func (d *door) watch(ctx context.Context, now <-chan os.Signal, changed func()) {
	if d.settings.Serve.Revoked == "" {
		return
	}
	look := time.NewTicker(looksEvery)
	defer look.Stop()
	known := 0
	for {
		select {
		case <-look.C:
		case <-now:
		case <-ctx.Done():
			return
		}
		d.mu.Lock()
		d.refresh(true)
		version := d.version // a sign-in may have read it meanwhile
		d.mu.Unlock()
		if version != known {
			known = version
			changed()
		}
	}
}

// event logs what happens at the door, whatever log.level is.
func (d *door) event(e sshd.Event) {
	level := slog.LevelInfo
	if e.Kind == sshd.Refused {
		level = slog.LevelWarn
	}
	attrs := []slog.Attr{slog.String("event", string(e.Kind)), slog.String("agent", e.Agent), slog.String("address", e.Address), slog.String("result", e.Result)}
	if e.Key != "" {
		attrs = append(attrs, slog.String("key", e.Key), slog.Uint64("serial", e.Serial))
	}
	d.audit.LogAttrs(context.Background(), level, "over SSH", attrs...)
}

// signers is who may sign in, without the list of revoked keys.
func signers(s config.Settings) ([]sshd.Agent, error) {
	switch {
	case s.Agents == nil:
		return nil, s.Fault(agentsKey, "is missing: a server has to know its agents", withoutAgent)
	case len(s.Served()) == 0:
		return nil, s.Fault(agentsKey, "no agent can sign in", "give agents their keys, or set serve.user_ca, as docs/serve.md says")
	}
	var agents []sshd.Agent
	for _, a := range s.Served() {
		agent := sshd.Agent{Name: a.Name, Principals: a.Principals}
		for _, text := range a.Keys {
			key, _, _, _, err := ssh.ParseAuthorizedKey([]byte(text))
			if err != nil || sshd.Weak(key) {
				return nil, s.Fault(agentsKey+"."+config.Key(a.Name)+".keys", "a key is too weak", "use ed25519: ssh-keygen -t ed25519")
			}
			agent.Keys = append(agent.Keys, key)
		}
		agents = append(agents, agent)
	}
	if _, err := sshd.NewAccess(agents, nil, nil); err != nil {
		return nil, s.Fault(agentsKey, err.Error(), "a key or a principal belongs to one agent only: take it out elsewhere")
	}
	return agents, nil
}
