package journal

import (
	"context"
	"errors"
	"time"
)

// MostTables is the longest text of tables that a journal keeps.
const MostTables = 4 << 20

// ErrTablesChanged says that the tables have a newer version than the one that a change was
// made of.
var ErrTablesChanged = errors.New("another keeper has changed the table of agents at the same moment, and nothing of this change was kept: look at the table and run the command again")

// Tables are one version of the tables of agents and roles. What the text says, the
// configuration knows.
type Tables struct {
	Version int64 // 0 for none yet; the first is 1
	Text    string
	At      time.Time
	By      string // who wrote it
	Hash    string // of this version and all before it
	// Lost is the version that this user saw last on this host, if the journal does not have it
	// any more: a backup was restored, or a standby has taken over that lacked it. 0 for none,
	// and once that was confirmed.
	Lost int64
}

// Confirmed is what ConfirmTables did.
type Confirmed struct {
	Tables

	// Seen is the version that this user saw last on this host; 0 if the user saw none here.
	Seen int64
	// Everywhere tells that the confirmation counts for every user and host that saw the lost
	// version last. Otherwise it counts for this user on this host.
	Everywhere bool
}

// AgentTables keeps the tables of agents and roles, for a floor that has them in the journal
// and not in the configuration. A version is neither changed nor deleted.
type AgentTables interface {
	// Tables are the newest version. A journal that is opened to be written notes it for this
	// user on this host.
	Tables(ctx context.Context) (Tables, error)
	// TablesVersion is the number and the hash of the newest version.
	TablesVersion(ctx context.Context) (version int64, hash string, err error)
	// ChangeTables adds a version after the one that it was made of, and records the
	// events after one with the number of the version and its hash, all or nothing. It fails
	// with ErrTablesChanged if there is a newer one.
	ChangeTables(ctx context.Context, after int64, text, by string, events ...Audit) (version int64, err error)
	// KeepsTables reports that the database or the system lets this user change the tables,
	// whatever they say: a role of keepers on a server, or the owner of the journal's file.
	KeepsTables(ctx context.Context) (bool, error)
	// ConfirmTables says that the newest version counts in the place of the one that was lost,
	// and records that. A user who keeps the tables confirms it for all. It does nothing if none
	// was lost.
	ConfirmTables(ctx context.Context, by string) (Confirmed, error)
}
