package journal

import (
	"context"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/clock"
)

// Store is a journal. All methods may be called from many goroutines, and on
// stores of the same journal in other processes, at once.
type Store interface {
	// Intent makes a new attempt durable: when it returns nil the attempt
	// survives the death of the process and of the machine, and it may be sent.
	// After any error it must not be sent, although the attempt may be in the
	// journal: Record can then still call it not sent, or fails with ErrNotFound.
	// The owner gets the sending lease until leaseUntil, which says that it may
	// still be sending the attempt; without an owner there is no lease. It fails
	// with ErrDuplicateReference when another attempt has the SentReference, with
	// ErrDuplicateID when one has the ID, and with FaultOlder while payments that
	// this journal has forgotten are to be looked for (see Behind).
	Intent(ctx context.Context, e Entry, owner string, leaseUntil time.Time) error

	// Record makes one change of one entry and appends it to the history,
	// durably, and returns the entry as it is then. It fails with ErrSettled
	// instead of replacing one known outcome by another; only one that was
	// resolved as not found or by a supervisor gives way to what the gateway
	// turns out to have, and then the entry gets an alarm if money is at stake.
	// It fails with ErrInvalid for a change of what was attempted, and with
	// ErrNotFound. An answer (AnsweredAt) and becoming Known end the sending
	// lease; becoming Known ends the checking lease too.
	Record(ctx context.Context, id string, change Change) (Entry, error)

	// Get is one entry, or ErrNotFound.
	Get(ctx context.Context, id string) (Entry, error)

	// BySentReference is the entry with the reference as sent, or ErrNotFound.
	BySentReference(ctx context.Context, sent string) (Entry, error)

	// Due are the entries the gateway is to be asked about now: unresolved or
	// watched, NextCheckAt not after now, no checking lease on them, and no
	// sending lease either while they are open; the longest due first.
	Due(ctx context.Context, now time.Time, limit int) ([]Entry, error)

	// Unresolved are the entries people must know of, oldest first: in doubt,
	// open without a sending lease (the process that sent them died), or with an alarm that
	// no supervisor has acknowledged.
	Unresolved(ctx context.Context, limit int) ([]Entry, error)

	// Claim takes the checking lease on an entry until the given time, and
	// reports whether it is the owner's: false while another owner's lease lasts,
	// and false while an open entry has a sending lease of any owner. It
	// returns the entry as it is under the lease.
	Claim(ctx context.Context, id, owner string, now, until time.Time) (Entry, bool, error)

	// Release ends the owner's checking lease, if it is still the owner's.
	Release(ctx context.Context, id, owner string) error

	// EndSending ends the owner's sending lease, if it is still the owner's: no
	// byte of the request can leave any more. The entry stays as it is.
	EndSending(ctx context.Context, id, owner string) error

	// Similar are the AUTHs since then of what may be the same card for the
	// same amount, that took money or may have (approved, held, open or in
	// doubt), and those that were found not taken or were declared so by a
	// supervisor, newest first.
	Similar(ctx context.Context, site, first6, last4 string, amount gateway.Money, since time.Time) ([]Entry, error)

	// ByOrder are the newest entries of an order: those whose own reference,
	// current reference or new order reference (of an update) this is.
	ByOrder(ctx context.Context, site, reference string, limit int) ([]Entry, error)

	// OfOrder are all entries of an order, by whatever of its names, that moved
	// money, renamed it or may have: those that are not known, approved or held,
	// and those that were called not made. The newest first. Names are as for
	// ByOrder, and those that its payment had before; capitals of ASCII are the same
	// as small letters.
	OfOrder(ctx context.Context, site string, names []string) ([]Entry, error)

	// GivenBack are the entries that gave an amount back or may have, with those
	// that were called not made and those that have an alarm, newest first: by a
	// refund, payout, release, cancellation or reduction. They are all that are not
	// known, and what was at work since a time, or was to be sent by a reading of
	// the steady clock or later.
	GivenBack(ctx context.Context, amount gateway.Money, since time.Time, steady clock.Reading) ([]Entry, error)

	// Find looks for attempts from the newest back, until it has found as many as
	// the limit. Beside an error it returns what it has found so far, and Back says
	// how far it came.
	Find(ctx context.Context, q Search, limit int) (Found, error)

	// Declines are the AUTHs since then of what may be the same card that were
	// declined: how many, and the newest 50 of them.
	Declines(ctx context.Context, site, first6, last4 string, since time.Time) (int, []Entry, error)

	// Recent are the newest n entries of an agent, or of all for "".
	Recent(ctx context.Context, agent string, n int) ([]Entry, error)

	// Since are the entries since then, newest first.
	Since(ctx context.Context, since time.Time) ([]Entry, error)

	// Holdings are the entries since then that were held, or that hold, release or
	// cancel a transaction, newest first.
	Holdings(ctx context.Context, since time.Time) ([]Entry, error)

	// ByTransaction are the entries that made a transaction or acted on it,
	// newest first.
	ByTransaction(ctx context.Context, transactionReference string) ([]Entry, error)

	// History is all that happened to an entry, oldest first, or ErrNotFound.
	History(ctx context.Context, id string) ([]Event, error)

	// Head is the number of the newest event, 0 for none. It only grows: what has
	// the same head has not changed, but for leases, which are no events.
	Head(ctx context.Context) (int64, error)

	// Identity says which journal this is.
	Identity() Identity

	// Behind is how many events the journal is known to have lost, as far as the
	// mark beside it tells: 0 for none, BehindAnother where another journal was
	// here before. While it is not 0, Intent fails with FaultOlder.
	Behind() int64

	// Former are the names of journals that were here before this one, as far as
	// the mark tells: payments that carry them are forgotten as well.
	Former() []string

	// Reconciled says that the payments the journal has forgotten have been
	// looked for: it records that as an event, and Behind is 0 from then on.
	Reconciled(ctx context.Context) error

	// Close ends the use of the store. Nothing that was recorded is lost
	// without it.
	Close() error
}

// Identity is which journal this is.
type Identity struct {
	// Name is two characters of Crockford's base32, random for each journal. It
	// stands in the order references the journal sends.
	Name string
	// Since is from when on: references sent before carry no name.
	Since time.Time
}

// BehindAnother is what Behind says when another journal was here before.
const BehindAnother = -1

// DeclinesKept is how many declined entries Declines hands out.
const DeclinesKept = 50

// MaxClockGap is how far our clock may be from the gateway's for it to be trusted
// with what is old, and for retention behind the journal's newest event.
const MaxClockGap = 5 * time.Minute
