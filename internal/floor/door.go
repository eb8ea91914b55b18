package floor

import (
	"context"
	"log/slog"
	"os"
	"slices"
	"sync"
	"time"

	"golang.org/x/crypto/ssh"

	"motoconsole/internal/config"
	"motoconsole/internal/journal"
	"motoconsole/internal/sshd"
	"motoconsole/internal/trust"
)

// door is who may sign in to a server, and the log of those who tried.
type door struct {
	log    *slog.Logger
	audit  *slog.Logger // of sign-ins, which no level leaves out
	note   func(journal.Audit)
	keep   func(journal.Audit) // note, and waits until it is durable
	getenv func(string) string

	mu       sync.Mutex
	settings config.Settings // with the authorities of now
	agents   []sshd.Agent
	current  *sshd.Access
	open     *sshd.Access // by which open sessions go on: the agents of now, with lists that were good
	lists    lists        // those
	failed   bool         // a list could not be read
	problem  string       // why the agents are those of an earlier configuration
	version  int          // how often something was read that changes who may do what
	tables   bool         // new tables were read, and count with the lists

	// The configuration, and the lists of revoked keys and of authorities.
	people, revoked, authorities watched
	kept                         kept // the tables of agents in the journal
}

// newDoor makes a door. It refuses a list that cannot be read.
func newDoor(s config.Settings, agents []sshd.Agent, getenv func(string) string) (*door, error) {
	d := &door{settings: s, agents: agents, getenv: getenv, log: slog.New(slog.DiscardHandler), audit: slog.New(slog.DiscardHandler), note: func(journal.Audit) {}, keep: func(journal.Audit) {}}
	d.kept.newest, d.kept.turned = s.Tables, make(chan struct{}, 1)
	d.people, d.revoked, d.authorities = watch(s.Path), watch(s.Serve.Revoked), watch(s.Serve.UserCA)
	access, read, err := d.load()
	d.current, d.open, d.lists, d.settings.Serve.Authorities = access, access, read, read.authorities
	return d, err
}

// lists are those of authorities and of revoked keys.
type lists struct {
	authorities []ssh.PublicKey
	revoked     *sshd.Revoked
}

// load reads the lists of revoked keys and of authorities. Without them no agent signs in.
func (d *door) load() (access *sshd.Access, read lists, err error) {
	nobody, _ := sshd.NewAccess(nil, nil, nil)
	if path := d.settings.Serve.Revoked; path != "" {
		text, err := readFile(d.settings, revokedKey, path, trust.Rule{}, mostRevoked)
		if err != nil {
			return nobody, lists{}, err
		}
		if read.revoked, err = sshd.ParseRevoked(text); err != nil {
			return nobody, lists{}, d.settings.Fault(revokedKey, err.Error(), "correct the file, as docs/serve.md has it")
		}
	}
	if path := d.settings.Serve.UserCA; path != "" {
		text, err := readFile(d.settings, userCAKey, path, trust.Rule{}, config.MostUserCA)
		if err != nil {
			return nobody, lists{}, err
		}
		var ok bool
		if read.authorities, ok = config.AuthoritiesIn(text); !ok {
			return nobody, lists{}, d.settings.Fault(userCAKey, "the file holds something other than public keys", "correct the file, as docs/serve.md has it")
		}
	}
	if access, err = sshd.NewAccess(d.agents, read.authorities, read.revoked); err != nil {
		return nobody, lists{}, err
	}
	return access, read, nil
}

// trusts takes in the authorities of now, and records which came and which went. There may
// be none any more, when the keeper took out the last.
func (d *door) trusts(authorities []ssh.PublicKey) {
	was, is := fingerprints(d.settings.Serve.Authorities), fingerprints(authorities)
	d.settings.Serve.Authorities = authorities
	for _, some := range []struct {
		says     string
		of, less []string
	}{{"an authority is trusted: ", is, was}, {"an authority is trusted no more: ", was, is}} {
		for _, key := range some.of {
			if !slices.Contains(some.less, key) {
				d.audit.Info(some.says+key, "event", "agents")
				d.note(journal.Audit{Kind: journal.AuditAgents, Result: some.says + key})
			}
		}
	}
}

func fingerprints(keys []ssh.PublicKey) (all []string) {
	for _, key := range keys {
		all = append(all, ssh.FingerprintSHA256(key))
	}
	return all
}

// access is who may sign in now: what has changed is read again.
func (d *door) access() *sshd.Access {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.refresh(false, false)
	return d.current
}

// of are the settings of an agent, by the newest table.
func (d *door) of(agent string) config.Settings {
	d.mu.Lock()
	s, problem, ofTables := d.settings, d.problem, d.kept.problem
	d.mu.Unlock()
	if s = s.Of(agent); problem != "" {
		s.Notes = append(slices.Clone(s.Notes), "the configuration has changed since the server read it, and cannot be used: "+problem)
	}
	if ofTables != "" {
		s.Notes = append(slices.Clone(s.Notes), "the journal has a newer table of agents, which cannot be used here: "+ofTables)
	}
	return s
}

// refresh reads again what has changed and rests, or what has changed at all when told to
// read it at once, and a list that could not be read also when told to try again. The
// caller has the lock.
func (d *door) refresh(again, atOnce bool) {
	first := d.kept.isNew && !d.settings.Tables.InJournal // for a configuration that has waited for them
	tables := (d.people.changed(atOnce) || first) && d.reread()
	tables = d.retable() || tables
	revoked, authorities := d.revoked.changed(atOnce), d.authorities.changed(atOnce)
	changed := revoked || authorities
	if d.tables = d.tables || tables; !d.tables && !changed && !(again && d.failed) {
		return
	}
	access, read, err := d.load()
	if d.revoked.moved() || d.authorities.moved() {
		return // what counted still counts
	}
	failed, retabled := d.failed, d.tables
	switch d.current, d.tables, d.failed = access, false, err != nil; {
	case err == nil:
		d.version++
		d.open, d.lists = access, read
		d.trusts(read.authorities)
		if changed || failed {
			d.log.Info("the lists of revoked keys and of authorities were read again")
		}
	case changed || !failed: // the same failure is told once
		d.log.Error("no agent can sign in until the list is corrected", "problem", err.Error())
	}
	if err != nil && retabled { // the lists of before do not keep an agent who was disabled
		if rest, err := sshd.NewAccess(d.agents, d.lists.authorities, d.lists.revoked); err == nil {
			d.open = rest
			d.version++
		}
	}
}

// reread reads the tables of agents and roles of a configuration that has changed, and the
// name of the file of authorities, and reports that they changed. A configuration with a
// fault changes nothing. The caller has the lock.
func (d *door) reread() (changes bool) {
	d.kept.wanted = false
	later, err := config.LoadWithoutPassword(d.settings.Path, d.getenv, d.readTables)
	var agents []sshd.Agent
	if err == nil {
		agents, err = signersOf(later)
	}
	if d.people.moved() {
		return false
	}
	if err != nil {
		d.problem = err.Error()
		d.audit.Error("the configuration has changed and cannot be used: agents and roles stay as they were", "problem", d.problem)
		return false
	}
	d.problem, d.kept.problem = "", ""
	if changes = d.settings.Serve.UserCA != later.Serve.UserCA; changes {
		d.authorities = watch(later.Serve.UserCA)
	}
	later.Serve.Authorities, d.settings.Serve.UserCA = d.settings.Serve.Authorities, later.Serve.UserCA // load reads them
	if restart := d.settings.Differences(later); len(restart) > 0 {
		d.log.Warn("changed settings take effect only after a restart", "sections", restart)
	}
	if !later.Tables.InJournal {
		d.kept.newest = config.Tables{}
	}
	return d.employs(later, agents) || changes
}

// employs takes in the tables of agents and roles, and reports that they changed. The caller
// has the lock.
func (d *door) employs(later config.Settings, agents []sshd.Agent) (changes bool) {
	added, removed, changed := d.settings.Agents.Differences(later.Agents)
	d.settings.Agents, d.settings.Tables, d.agents = later.Agents, later.Tables, agents
	if len(added)+len(removed)+len(changed) == 0 {
		return false
	}
	if noSigner(agents) {
		d.audit.Warn("no agent can sign in: the table of agents lets none")
	}
	d.audit.Info("the tables of agents and roles were read again", "event", "agents", "added", added, "removed", removed, "changed", changed)
	if later.Tables.InJournal { // which has the events, once for all hosts, and who made the change
		return true
	}
	for _, some := range []struct {
		says  string
		names []string
	}{{"added", added}, {"removed", removed}, {"changed: role, rights, limits or keys", changed}} {
		for _, name := range some.names {
			d.note(journal.Audit{Kind: journal.AuditAgents, Agent: name, Result: some.says})
		}
	}
	return true
}

// watch calls a function whenever who may do what may have changed, until the context
// ends. When it is told to it reads at once what has changed.
func (d *door) watch(ctx context.Context, now <-chan os.Signal, changed func()) {
	look := time.NewTicker(looksEvery)
	defer look.Stop()
	known := 0
	for {
		atOnce := false
		select {
		case <-look.C:
		case <-d.kept.turned:
		case <-now:
			atOnce = true
		case <-ctx.Done():
			return
		}
		if version := d.look(atOnce); version != known { // a sign-in may have read it meanwhile
			known = version
			changed()
		}
	}
}

// look reads again what has changed, and returns how often that was so.
func (d *door) look(atOnce bool) (version int) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.refresh(true, atOnce)
	return d.version
}

// keeps is by what open sessions go on. While a list cannot be read no agent signs in, and
// sessions go on by the list that was read last.
func (d *door) keeps() *sshd.Access {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.open
}

// event logs what happens at the door, whatever log.level is. A sign-in is in the journal
// before the agent gets anything for it: no end of the process can lose it. While the journal
// cannot be written, only the log has it at first.
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
	record := d.note
	if e.Kind == sshd.SignedIn {
		record = d.keep
	}
	record(journal.Audit{At: e.At, Kind: kindOf[e.Kind], Agent: e.Agent, Address: e.Address, Result: e.Result})
}

// kindOf are the events of a line as the journal names them.
var kindOf = map[sshd.Kind]journal.AuditKind{
	sshd.SignedIn: journal.AuditSignIn, sshd.Refused: journal.AuditRefusal, sshd.Began: journal.AuditSession, sshd.Ended: journal.AuditEnd,
}
