package sqljournal

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/clock"
	"motoconsole/internal/journal"
)

// The look-ups of guards and limits. They leave out what moved nothing, which
// anybody can have as much of as tries are made, and read all of the rest: what
// falls out of the newest so many would be forgotten.

// counted is the condition that an entry moved money, or may have.
const counted = "(state <> 'KNOWN' OR outcome IN ('approved', 'held') OR " + calledNotTaken + ")"

// givesBack is the condition of the index of what gives money back.
const givesBack = "operation IN ('refund', 'payout', 'cancel', 'reduce', 'release')"

// ofOrder are the numbers of the entries of orders, in whatever capitals. Its
// parameters are the names as JSON, and the site. The indexes are without regard
// to capitals. An order of once is also that of a payment which had the name when
// something was done with it.
const (
	inNames = "COLLATE NOCASE IN (SELECT value FROM json_each(?1)) AND site = ?2"
	ofOrder = "SELECT number FROM entries WHERE own_reference " + inNames +
		" UNION SELECT number FROM entries WHERE current_reference <> '' AND current_reference " + inNames +
		" UNION SELECT number FROM entries WHERE target_order_reference <> '' AND target_order_reference " + inNames
	ofOrderOnce = ofOrder + " UNION SELECT number FROM entries WHERE before_order_reference <> '' AND before_order_reference " + inNames
)

const (
	countedOrder = "WHERE number IN (" + ofOrderOnce + ") AND " + counted + " ORDER BY number DESC"
	countedBack  = "WHERE " + givesBack + " AND amount = ?1 AND currency = ?2 AND (" + counted + " OR alarm <> '') AND (state <> 'KNOWN' OR " +
		"max(intent_at, answered_at, resolved_at) >= ?3 OR (send_by_boot = ?4 AND send_by_boot <> '' AND send_by_steady >= ?5)) ORDER BY +number DESC"
)

// OfOrder implements Store.
func (s *SQLite) OfOrder(ctx context.Context, site string, names []string) ([]journal.Entry, error) {
	return s.entries(ctx, countedOrder, namesOf(names), site)
}

// namesOf are the names of an order as the look-ups want them.
func namesOf(names []string) string {
	named := slices.DeleteFunc(slices.Clone(names), func(name string) bool { return name == "" })
	list, _ := json.Marshal(named) // strings: it cannot fail
	return string(list)
}

// GivenBack implements Store.
func (s *SQLite) GivenBack(ctx context.Context, amount gateway.Money, since time.Time, steady clock.Reading) ([]journal.Entry, error) {
	return s.entries(ctx, countedBack, amount.Minor, amount.Currency.Code(), stampOf(since), steady.Boot, steady.At.Milliseconds())
}
