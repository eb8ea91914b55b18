package sqljournal

import (
	"fmt"
	"net/url"
	"path/filepath"
	"time"

	"motoconsole/internal/disk"
	"motoconsole/internal/journal"
	"motoconsole/internal/journal/beside"
	"motoconsole/internal/journal/sqljournal/postgres"
	"motoconsole/internal/trust"
)

// Options say where a journal is and how it is used.
type Options struct {
	// Path of the file. Its folder is made if there is none.
	Path string
	// Server keeps the journal instead of the file, if it is not nil. The mark is beside
	// Path all the same.
	Server *postgres.Server
	// Group may share the journal, if it has a name: its members may have users
	// of their own.
	Group trust.Group
	// Now is the clock; nil means the time of day.
	Now func() time.Time
	// Host names this host in the entries that name none.
	Host string
	// ReadOnly opens a journal for queries only: nothing is created, changed or
	// checked.
	ReadOnly bool
	// Wrote is told how long each commit took, and whether it failed; Learnt of each entry
	// whose outcome was recorded here. They must not wait, and may be nil.
	Wrote  func(took time.Duration, err error)
	Learnt func(e journal.Entry)

	freeSpace func(folder string) (bytes uint64, known bool)
	busy      time.Duration
	batch     int64 // pruneBatch, unless a test says otherwise
}

// complete is with what was left out.
func (o Options) complete() Options {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.freeSpace == nil {
		o.freeSpace = disk.Free
	}
	if o.busy == 0 {
		o.busy = busyTimeout
	}
	if o.batch == 0 {
		o.batch = pruneBatch
	}
	if o.Wrote == nil {
		o.Wrote = func(time.Duration, error) {}
	}
	if o.Learnt == nil {
		o.Learnt = func(journal.Entry) {}
	}
	return o
}

// Place names the journal for people.
func (o Options) Place() string {
	if o.Server != nil {
		return o.Server.Place()
	}
	return o.Path
}

// Beside is the name beside which this host keeps what belongs to the journal: its mark, and
// outcomes that it could not record. No other journal has this name, and no copy elsewhere.
func (o Options) Beside() string {
	if o.Server != nil && o.Path != "" {
		return beside.OnServer(o.Path, showHash(hashOf(o.Server.Place())))
	}
	return o.Path
}

// busyTimeout is how long a write waits for another process's write. A payment
// whose intent waits longer is refused, since the caller is on the line.
const busyTimeout = 5 * time.Second

// source is the name under which SQLite opens the file.
func (o Options) source(extra url.Values) string {
	settings := url.Values{
		"_pragma": {
			fmt.Sprintf("busy_timeout(%d)", o.busy.Milliseconds()), "trusted_schema(0)", "foreign_keys(1)", "temp_store(MEMORY)", "cell_size_check(1)",
		},
		"_defensive": {"1"},
		"_dqs":       {"0"},
	}
	for key, values := range extra {
		settings[key] = append(settings[key], values...)
	}
	path := filepath.ToSlash(o.Path)
	if filepath.VolumeName(o.Path) != "" {
		path = "/" + path
	}
	return "file:" + (&url.URL{Path: path}).EscapedPath() + "?" + settings.Encode()
}

// writing opens the one connection that writes. FULL syncs the log at each commit:
// with less, a power cut may undo what was called durable. On macOS only fullfsync
// makes a sync real.
func (o Options) writing() string {
	return o.source(url.Values{
		"_pragma": {
			"journal_mode(WAL)", "synchronous(FULL)", "fullfsync(1)", "checkpoint_fullfsync(1)", "journal_size_limit(67108864)",
			"secure_delete(1)", // SQLite overwrites what it deletes, such as customers' names
		},
		"_txlock": {"immediate"},
		"mode":    {"rw"},
	})
}

// reading opens connections for queries beside the connection that writes.
func (o Options) reading() string {
	return o.source(url.Values{"_pragma": {"query_only(1)"}, "mode": {"rw"}})
}

// lookingUp opens a journal that is not, or cannot be, written.
func (o Options) lookingUp() string {
	return o.source(url.Values{"_pragma": {"query_only(1)"}, "mode": {"ro"}})
}

// onStillDisk is lookingUp for a disk on which SQLite cannot even make its own
// files.
func (o Options) onStillDisk() string {
	return o.source(url.Values{"_pragma": {"query_only(1)"}, "mode": {"ro"}, "immutable": {"1"}})
}
