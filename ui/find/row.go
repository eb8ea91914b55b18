package find

import (
	"cmp"
	"strings"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/lookup"
	"motoconsole/internal/lookup/names"
	"motoconsole/internal/lookup/when"
	"motoconsole/internal/statement"
)

// row is a record of the list, with what sorting and filtering it need.
type row struct {
	record  gateway.Record // cleaned
	at      time.Time      // when it was read
	outcome gateway.Outcome
	kept    bool   // it is the journal's, until the gateway gives its own
	attempt string // the ID of the journal's attempt; "" of a record of the gateway
	// reserved says that it waits to be captured, as was asked: only the journal knows.
	reserved bool
	amount   string
	minor    int64  // the amount to sort by
	words    string // without capitals and marks, what the list can be filtered by
	twice    bool   // the clocks show its time of day twice
}

// keptRow makes a row of an attempt of the journal.
func keptRow(a lookup.Attempt, confirmed []gateway.Currency, now time.Time) *row {
	w := newRow(a.Record, confirmed, now)
	if w.kept, w.attempt, w.outcome = true, a.ID, a.Outcome; a.Outcome == gateway.OutcomeNotSent {
		w.words += "\nnot taken"
	}
	w.reserve(a.Reserved)
	return w
}

// reserve notes that the journal knows the payment as reserved, if it still is.
func (w *row) reserve(known bool) {
	if w.reserved = statement.IsCapturable(w.record) && statement.IsReserved(w.record, known, w.at); w.reserved {
		w.words += "\nreserved"
	}
}

// key is what tells a row from others: its transaction reference, or what it was
// sent as where the journal knows of no transaction.
func (w *row) key() string {
	if w.record.TransactionReference == "" && w.kept {
		return w.sentKey()
	}
	return w.record.TransactionReference
}

func (w *row) sentKey() string { return "sent as " + w.record.OrderReference }

// newRow makes a row of a record. It is made beside the screen, because a
// record may hold long and hostile text.
func newRow(r gateway.Record, confirmed []gateway.Currency, now time.Time) *row {
	r = r.Cleaned()
	w := &row{record: r, at: now, outcome: r.Outcome(), amount: statement.Text(r, confirmed...)}
	if at, ok := r.StartedAt(); ok {
		w.twice = when.Twice(at.Local())
	}
	if m, ok := statement.Shown(r, confirmed...); ok {
		w.minor = m.Minor
	}
	_, status := w.status()
	words := []string{strings.ToLower(w.amount)} // its sign is no letter
	for _, text := range []string{
		localTime(r, wideTime), lookup.CardText(r), r.OrderReference, status, r.TransactionReference,
		statement.What(r), r.OperatorName, r.CurrencyISO3A, r.Billing.Email, r.Billing.FirstName, r.Billing.LastName, r.Billing.Postcode, r.ErrorMessage,
	} {
		words = append(words, names.Bare(text))
	}
	w.words = strings.Join(words, "\n")
	return w
}

// gives reports a payment that money may be given back of, or captured, as far as its
// record says.
func (w *row) gives() bool {
	kind := statement.KindOf(w.record)
	return (kind == statement.Payment || kind == statement.Repeat) && (w.reserved || w.outcome == gateway.OutcomeApproved || w.outcome == gateway.OutcomeHeld)
}

// sortOrder is what the list is sorted by.
type sortOrder int

const (
	newest sortOrder = iota
	oldest
	largest
	gravest
	byOrder
	sortOrders // how many there are
)

// String is the order in words.
func (o sortOrder) String() string {
	switch o {
	case oldest:
		return "oldest first"
	case largest:
		return "largest amount first"
	case gravest:
		return "most urgent first"
	case byOrder:
		return "by order reference"
	default:
		return "newest first"
	}
}

// compare puts two rows in order.
func (o sortOrder) compare(a, b *row) int {
	switch o {
	case oldest:
		return strings.Compare(a.record.TransactionStarted, b.record.TransactionStarted)
	case largest:
		return cmp.Compare(b.minor, a.minor)
	case gravest:
		return cmp.Compare(b.gravity(), a.gravity())
	case byOrder:
		return strings.Compare(a.record.OrderReference, b.record.OrderReference)
	default:
		return strings.Compare(b.record.TransactionStarted, a.record.TransactionStarted)
	}
}

// gravity is how much care a row needs.
func (w *row) gravity() int {
	if w.reserved {
		return 0
	}
	switch w.outcome {
	case gateway.OutcomeUnknown:
		return 4
	case gateway.OutcomeHeld:
		return 3
	case gateway.OutcomeRejected:
		return 2
	case gateway.OutcomeDeclined, gateway.OutcomeCancelled:
		return 1
	default:
		return 0
	}
}
