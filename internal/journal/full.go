package journal

import (
	"context"
	"errors"
	"time"

	"motoconsole/internal/clock"
	"motoconsole/internal/lockout"
)

// Full is everything that a journal does. A Store is what payments need of it; the rest
// is for the people who keep it, and for what a floor shares beside its payments.
type Full interface {
	Store
	Customers
	Audits
	AgentTables

	// ReleaseGone ends the leases of owners that have gone, so that the attempts they
	// left behind are resolved at once, before the leases run out.
	ReleaseGone(ctx context.Context, gone func(owner string) bool) error

	// Prune deletes the attempts that have been over for longer than keep, and returns
	// how many. gateway is the gateway's present time: if our clock were years ahead,
	// everything would seem old enough. If the clocks do not agree, Prune deletes
	// nothing and fails with ErrClocks.
	//
	// It can only delete the beginning of the history, because the rest must still be
	// verified. So it keeps everything from the first attempt on that is unresolved,
	// watched or too recent, or has an alarm that no supervisor has acknowledged. The
	// run itself is an event, which says where the history now begins.
	Prune(ctx context.Context, keep time.Duration, gateway time.Time) (int, error)

	// Verify reads the whole journal. It finds every event that was removed, changed,
	// added or moved, and every attempt that differs from its last event. It cannot
	// find an older copy of the whole journal, nor a history that an intruder rewrote
	// from some event to the end, unless a head was noted before. An error means that
	// the journal could not be read; faults in the journal are in the report.
	Verify(ctx context.Context) (Report, error)

	// Check looks for damage where the opening of a large journal does not. If it finds
	// some, new intents are refused.
	Check(ctx context.Context) error

	// IsNearlyFull reports that there is little more room than a journal needs to open
	// the next time, as far as this host can tell.
	IsNearlyFull() bool

	// Listen tells of changes that any host commits, until the context ends. It calls heard
	// with true when it begins to listen and after each change or several, and with false
	// when it may miss the next one, until it listens again. What it tells is a hint: the
	// truth is in the journal. heard must not wait. A journal that has no news to tell returns
	// at once, and the watcher looks at it often instead.
	Listen(ctx context.Context, heard func(listening bool))

	// Tries counts the attempts at the passphrase with this name at all consoles of the
	// journal, across their restarts. The name must reveal nothing of the passphrase.
	Tries(passphrase string, steady func() clock.Reading) lockout.Tries

	// GrowingTries is Tries for a secret whose locks in a row last longer and longer.
	GrowingTries(secret string, steady func() clock.Reading) lockout.Tries

	// Unlock forgets the attempts at the secret with this name, and its locks, and records
	// the event, both or neither. It reports whether there was anything to forget; without,
	// it records nothing.
	Unlock(ctx context.Context, secret string, event Audit) (had bool, err error)

	// TakeCode takes a step for the secret with this name, which reveals nothing of it,
	// and reports whether it is newer than any that was taken. When it returns, that is
	// durable. One taken far ahead of now is from before the clock was set back, and
	// counts no more.
	TakeCode(secret string, step, now uint64) (taken bool, err error)
}

// ErrInLog says that a deleted text is still in the journal's log, because another
// process used the log all the time.
var ErrInLog = errors.New("it is deleted, but its bytes stay in the journal's log (-wal) until all consoles of the journal are closed")

// Report is the result of Verify.
type Report struct {
	Attempts int64 // in the journal
	Events   int64 // in its history
	Pruned   int64 // events deleted by retention: the history begins after them
	Audits   int64 // in the record of events
	Hidden   int64 // texts that looked as if they held a card number, and were hidden
	// Head is the last event's number and Hash its hash. A reader who notes them
	// elsewhere can later tell that nothing up to there was rewritten.
	Head int64
	Hash string
	// AuditHead and AuditHash are the same of the record of events.
	AuditHead int64
	AuditHash string
	Problems  []Problem
}

// Problem is one difference from what was written.
type Problem struct {
	Event   int64  // 0: none in particular
	EntryID string // "": none in particular
	Text    string // for people
}

// OK reports whether the journal is as it was written.
func (r *Report) OK() bool { return len(r.Problems) == 0 }
