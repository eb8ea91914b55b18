package journal

import (
	"context"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/clock"
)

// Store is a journal. Many goroutines may call its methods at once, on this store
// and on stores of the same journal in other processes.
type Store interface {
	// Intent makes a new attempt durable. When it returns nil, the attempt survives
	// the death of the process and of the machine, and may be sent. After any error
	// the attempt must not be sent, though it may be in the journal: Record can
	// then still call it not sent, or fails with ErrNotFound. The owner gets the
	// sending lease until leaseUntil, which says that the owner may still be
	// sending the attempt; without an owner there is no lease. Intent fails with
	// ErrDuplicateReference if another attempt has the SentReference, with
	// ErrDuplicateID if one has the ID, and with FaultOlder while the search for
	// payments that this journal has forgotten is outstanding (see Behind).
	Intent(ctx context.Context, e Entry, owner string, leaseUntil time.Time) error

	// Record makes one change of one entry, appends it to the history, durably, and
	// returns the changed entry. It never replaces one known outcome by another and
	// fails with ErrResolved instead. The exception is an outcome that was resolved
	// as not found, by a supervisor or by a refused sign-in: it gives way to the
	// gateway's record, and the entry gets an alarm if money is at stake. Record fails with ErrInvalid
	// for a change of what was attempted, and with ErrNotFound. An answer
	// (AnsweredAt) and becoming Known end the sending lease; becoming Known ends
	// the checking lease too.
	Record(ctx context.Context, id string, change Change) (Entry, error)

	// Confirm makes a write of its own that changes nothing, and returns nil once that is
	// durable as a record is: then so is all that the journal showed before. A journal
	// may show what a write that failed has left, and lose it with its machine.
	Confirm(ctx context.Context) error

	// Get is one entry, or ErrNotFound.
	Get(ctx context.Context, id string) (Entry, error)

	// BySentReference is the entry with the reference as sent, or ErrNotFound.
	BySentReference(ctx context.Context, sent string) (Entry, error)

	// Due are the entries to ask the gateway about now, longest due first:
	// unresolved or watched, with NextCheckAt not after now, without a checking
	// lease, and, while they are open, without a sending lease.
	Due(ctx context.Context, now time.Time, limit int) ([]Entry, error)

	// Unresolved are the entries that people must know of: in doubt, open without a
	// sending lease (the process that sent them died), or with an alarm that no
	// supervisor has acknowledged. Those with an alarm come first, then the newest:
	// what a limit leaves out is the oldest of what moto asks about by itself.
	Unresolved(ctx context.Context, limit int) ([]Entry, error)

	// Claim takes the checking lease on an entry until the given time, and reports
	// whether the owner has it. It reports false while another owner's lease lasts,
	// and while any owner has a sending lease on an open entry. It returns the
	// entry as it is under the lease.
	Claim(ctx context.Context, id, owner string, now, until time.Time) (Entry, bool, error)

	// Release ends the owner's checking lease, if it is still the owner's.
	Release(ctx context.Context, id, owner string) error

	// EndSending ends the owner's sending lease, if it is still the owner's: no
	// byte of the request can leave any more. It does not change the entry.
	EndSending(ctx context.Context, id, owner string) error

	// Similar are the AUTHs since then that may be of the same card, for the same
	// amount, at any site where money is as real as at this one, newest first. They are those that took money or may have (approved,
	// held, open or in doubt), and those that were called not taken by the rule or
	// by a supervisor.
	Similar(ctx context.Context, site, first6, last4 string, amount gateway.Money, since time.Time) ([]Entry, error)

	// ByOrder are the newest entries of an order: those with this as their own
	// reference, current reference or new order reference (of an update).
	ByOrder(ctx context.Context, site, reference string, limit int) ([]Entry, error)

	// OfOrder are all entries of an order, under any of its names, that moved
	// money, renamed the order, or may have, newest first: those that are not
	// known, approved or held, and those that were called not made. An entry's
	// names are as for ByOrder, together with those that its payment had before.
	// ASCII capitals equal small letters.
	OfOrder(ctx context.Context, site string, names []string) ([]Entry, error)

	// GivenBack are the entries that gave an amount back or may have, newest first:
	// by a refund, payout, release, cancellation or reduction. They include those
	// that were called not made and those with an alarm. They are all whose outcome
	// is not known, and those that were at work since a time, or had to be sent by
	// a reading of the steady clock or later.
	GivenBack(ctx context.Context, amount gateway.Money, since time.Time, steady clock.Reading) ([]Entry, error)

	// Find looks for attempts from the newest back, until it has found limit of
	// them. Beside an error it returns what it has found so far, and Back says how
	// far it got.
	Find(ctx context.Context, q Search, limit int) (Found, error)

	// Declines are the declined AUTHs and card checks since then that may be of the
	// same card, at any site where money is as real as at this one: how many, and the
	// newest 50 of them.
	Declines(ctx context.Context, site, first6, last4 string, since time.Time) (int, []Entry, error)

	// Recent are the newest n entries of an agent, or of all for "".
	Recent(ctx context.Context, agent string, n int) ([]Entry, error)

	// Since are the entries since then, newest first.
	Since(ctx context.Context, since time.Time) ([]Entry, error)

	// Holdings are the entries since then that were held, or that hold, release or
	// cancel a transaction, change its due date, raise it or, if it is a
	// pre-authorisation, reduce it, newest first.
	Holdings(ctx context.Context, since time.Time) ([]Entry, error)

	// ByTransaction are the entries that made a transaction or acted on it,
	// newest first.
	ByTransaction(ctx context.Context, transactionReference string) ([]Entry, error)

	// History is every event of an entry, oldest first, or ErrNotFound. The tests of every
	// Store read it.
	History(ctx context.Context, id string) ([]Event, error)

	// Head is the number of the newest event, 0 for none. It only grows. A journal
	// with the same head has not changed, except for leases, which are not events.
	Head(ctx context.Context) (int64, error)

	// Identity says which journal this is.
	Identity() Identity

	// Behind is how many events the journal has certainly lost, as far as the mark
	// beside it tells: 0 for none, BehindAnother if another journal was here
	// before. While it is not 0, Intent fails with FaultOlder.
	Behind() int64

	// Former are the names of journals that were here before this one, as far as
	// the mark tells: payments that carry those names are forgotten as well.
	Former() []string

	// Reconciled says that the search for forgotten payments is done: it records
	// that as an event, and Behind is 0 from then on.
	Reconciled(ctx context.Context) error

	// Close closes the store. No record is lost even without Close.
	Close() error
}

// Identity identifies a journal.
type Identity struct {
	// Name is two characters of Crockford's base32, random for each journal. The
	// order references that the journal sends carry it.
	Name string
	// Since is when the journal got the name: references sent before do not carry
	// it.
	Since time.Time
	// ID tells the journal from every other one, also of the same name. Its copies have it.
	ID string
}

// BehindAnother is what Behind says when another journal was here before.
const BehindAnother = -1

// DeclinesKept is how many declined entries Declines returns.
const DeclinesKept = 50

// MaxClockGap is how far our clock may differ from the gateway's, or for retention
// lie behind the journal's newest event, and still be trusted to say what is old.
const MaxClockGap = 5 * time.Minute

// MaxHostGap is how far the clock of a host may differ from that of the journal's server
// when the host charges. Every host's duplicate guard goes by the time that it records.
const MaxHostGap = time.Minute
