package floor

import (
	"context"
	"time"

	"motoconsole/internal/config"
	"motoconsole/internal/journal"
	"motoconsole/internal/panics"
	"motoconsole/internal/sshd"
)

const (
	// asksEvery is how often the door asks the journal for the version of the tables of
	// agents while it hears of no changes: from a journal in a file, or while the server is
	// away. asksSlowly is the same while it hears of them.
	asksEvery  = 3 * time.Second
	asksSlowly = time.Minute
)

// kept is what the door knows of the tables of agents in the journal.
type kept struct {
	from    journal.AgentTables // nil until the journal is open
	bell    <-chan struct{}
	listens func() bool

	wanted  bool          // the configuration that was read last leaves the tables to the journal
	newest  config.Tables // the last that was read
	read    bool          // newest was, for a configuration that leaves the tables to the journal
	isNew   bool          // and not taken in yet
	problem string        // why it cannot be used
	away    bool          // the journal could not be asked, as the log says
	turned  chan struct{} // there are new ones; capacity 1
}

// retable takes in tables that the journal has new, and reports that they changed. Of tables
// with a fault only what narrows counts. It does not read the configuration: a fault there
// keeps no agent who was disabled. The caller has the lock.
func (d *door) retable() (changes bool) {
	isNew := d.kept.isNew && d.settings.Tables.InJournal
	if d.kept.isNew = false; !isNew {
		return false
	}
	d.kept.problem = ""
	later, err := d.settings.WithTables(d.kept.newest, d.getenv)
	var agents []sshd.Agent
	if err == nil {
		agents, err = signersOf(later)
	}
	if err != nil {
		d.kept.problem = err.Error()
		d.audit.Error("the journal has a table of agents that cannot be used here: agents who are disabled or absent in it lose everything, and all else stays as it was", "problem", d.kept.problem)
		if d.kept.newest.Version == 0 { // there is none, which disables no agent
			return false
		}
		later = d.settings.Narrowed(d.kept.newest)
		if agents, err = signersOf(later); err != nil {
			return false
		}
	}
	return d.employs(later, agents)
}

// readTables reads the tables for a configuration that is read again. What was read before
// counts, unless it was for a configuration with tables of its own. The caller has the lock.
func (d *door) readTables(config.Settings) (config.Tables, error) {
	d.kept.wanted = true
	if d.kept.read || d.kept.from == nil {
		return d.kept.newest, nil
	}
	newest, err := d.kept.from.Tables(context.Background())
	if d.kept.read = err == nil; err != nil {
		newest = journal.Tables{}
	}
	d.kept.newest = keptTables(newest)
	return d.kept.newest, err
}

// keptTables are tables of the journal.
func keptTables(newest journal.Tables) config.Tables {
	return config.Tables{Version: newest.Version, Text: newest.Text, Hash: newest.Hash, Lost: newest.Lost}
}

// hear asks the journal for new tables of agents, until the context ends: when it changes, as
// far as that is heard, and from time to time. The watch of the files does not wait for it.
func (d *door) hear(ctx context.Context) {
	for {
		pause := asksEvery
		if d.kept.listens() {
			pause = asksSlowly
		}
		timer := time.NewTimer(pause)
		select {
		case <-d.kept.bell:
		case <-timer.C:
		case <-ctx.Done():
			timer.Stop()
			return
		}
		timer.Stop()
		d.ask(ctx)
	}
}

// ask reads the tables if the journal has another version. While the journal is away the last
// ones count.
func (d *door) ask(ctx context.Context) {
	d.mu.Lock()
	inJournal, known := d.settings.Tables.InJournal || d.kept.wanted, d.kept.newest
	d.mu.Unlock()
	if !inJournal {
		return
	}
	version, hash, err := d.kept.from.TablesVersion(ctx)
	same := version == known.Version && hash == known.Hash // after a restore another has the same number
	var newest journal.Tables
	if err == nil && !same {
		newest, err = d.kept.from.Tables(ctx)
	}
	if ctx.Err() != nil {
		return
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	switch {
	case err != nil && !d.kept.away:
		d.log.Warn("the table of agents in the journal cannot be asked for: the last one counts", "problem", err.Error())
	case err == nil && d.kept.away:
		d.log.Info("the table of agents in the journal can be read again")
	}
	if d.kept.away = err != nil; err != nil || same {
		return
	}
	d.kept.newest, d.kept.read, d.kept.isNew = keptTables(newest), true, true
	if older := d.kept.newest.Older(); older != "" {
		d.audit.Warn(older)
	}
	select {
	case d.kept.turned <- struct{}{}:
	default:
	}
}

// watchTables has the door hear of the journal's tables of agents, until the context ends.
func (f *Floor) watchTables(ctx context.Context) {
	for panics.Caught(f.door.log, "the table of agents in the journal", func() { f.door.hear(ctx) }) {
		select {
		case <-f.after(watchesAgain):
		case <-ctx.Done():
			return
		}
	}
}
