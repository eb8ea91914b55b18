package journal

import (
	"context"
	"time"

	"motoconsole/gateway"
)

// Store is a journal. All methods may be called from many goroutines, and on
// stores of the same journal in other processes, at once.
type Store interface {
	// Intent makes a new attempt durable: when it returns nil the attempt
	// survives the death of the process and of the machine, and it may be sent.
	// After any error it must not be sent, although the attempt may be in the
	// journal. The owner gets a lease until leaseUntil, so that nobody resolves
	// the attempt while it is being sent; without an owner there is no lease.
	// It fails with ErrDuplicateReference
	// when the journal has the SentReference or the ID already.
	Intent(ctx context.Context, e Entry, owner string, leaseUntil time.Time) error

	// Record makes one change of one entry and appends it to the history,
	// durably, and returns the entry as it is then. It fails with ErrSettled
	// instead of replacing one known outcome by another; only one that was
	// resolved as not found or by a supervisor gives way to what the gateway
	// turns out to have, and then the entry gets an alarm if money is at stake.
	// It fails with ErrInvalid for a change of what was attempted, and with
	// ErrNotFound. Becoming Known ends the lease.
	Record(ctx context.Context, id string, change Change) (Entry, error)

	// Get is one entry, or ErrNotFound.
	Get(ctx context.Context, id string) (Entry, error)

	// Due are the entries the gateway is to be asked about now: unresolved or
	// watched, NextCheckAt not after now and nobody's lease on them, the
	// longest due first.
	Due(ctx context.Context, now time.Time, limit int) ([]Entry, error)

	// Unresolved are the entries people must know of, oldest first: in doubt,
	// open without a lease (whoever sent them died), or with an alarm nobody
	// has acknowledged.
	Unresolved(ctx context.Context, limit int) ([]Entry, error)

	// Claim takes a lease on an entry until the given time, and reports whether
	// it is the owner's: false while another owner's lease lasts. It returns
	// the entry as it is under the lease.
	Claim(ctx context.Context, id, owner string, now, until time.Time) (Entry, bool, error)

	// Release ends the owner's lease, if it is still the owner's.
	Release(ctx context.Context, id, owner string) error

	// Similar are the AUTHs since then of what may be the same card for the
	// same amount, that took money or may have: approved, held, open or in
	// doubt, newest first.
	Similar(ctx context.Context, site, first6, last4 string, amount gateway.Money, since time.Time) ([]Entry, error)

	// ByOwnReference are the newest entries with the merchant's reference.
	ByOwnReference(ctx context.Context, site, own string, limit int) ([]Entry, error)

	// Declines are the AUTHs since then of what may be the same card that were
	// declined: how many, and the newest 50 of them.
	Declines(ctx context.Context, site, first6, last4 string, since time.Time) (int, []Entry, error)

	// Recent are the newest n entries of an agent, or of all for "".
	Recent(ctx context.Context, agent string, n int) ([]Entry, error)

	// ByTransaction are the entries that made a transaction or acted on it,
	// newest first.
	ByTransaction(ctx context.Context, transactionReference string) ([]Entry, error)

	// History is all that happened to an entry, oldest first, or ErrNotFound.
	History(ctx context.Context, id string) ([]Event, error)

	// Close ends the use of the store. Nothing that was recorded is lost
	// without it.
	Close() error
}

// declinesKept is how many declined entries Declines hands out.
const declinesKept = 50

// maxClockStep is how far ahead of now the taking of a lease may be for the
// lease to count. A lease from further ahead was taken by a clock that has
// been put back since, and would last for as long as that clock was wrong.
const maxClockStep = time.Minute
