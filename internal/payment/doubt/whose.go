package doubt

import (
	"slices"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/clock"
	"motoconsole/internal/journal"
)

// Which attempt made a record. An order reference alone does not tell: the portal
// changes order references, and its refunds and repeats inherit that of their
// payment.

// IsOurs reports a record that is certainly an attempt's. The record has exactly
// our order reference; or it has none, and has the transaction reference from an
// answer to this very request. No other field says that it is another attempt's.
// Other records may also have the reference that ours was changed to, so a changed
// reference counts only for the transaction that was changed. A record of that
// transaction with another order reference contradicts the answer, so it decides
// nothing.
func IsOurs(e journal.Entry, r gateway.Record) bool {
	var named bool
	switch r.OrderReference {
	case "":
		named = e.TransactionReference != "" && r.TransactionReference == e.TransactionReference
	case e.SentReference:
		named = true
	case e.CurrentReference:
		named = slices.Contains([]string{"", e.TransactionReference, e.EvidenceReference}, r.TransactionReference)
	}
	return named && r.RequestType == string(e.RequestType()) && (r.SiteReference == "" || r.SiteReference == e.Site) &&
		(r.ParentTransaction == e.Parent || r.ParentTransaction == "")
}

// Owns reports a record that an attempt made. The transaction references decide if
// both are known. If not, the order reference counts, unless the amount differs or
// nothing was sent.
func Owns(e journal.Entry, record gateway.Record) bool {
	if e.RequestType() == journal.TypeUpdate || string(e.RequestType()) != record.RequestType {
		return false
	}
	if e.TransactionReference != "" && record.TransactionReference != "" {
		return e.TransactionReference == record.TransactionReference
	}
	amount, ok := record.Amount(e.Amount.Currency)
	return IsOurs(e, record) && (!ok || amount == e.Amount) && !neverSent(e)
}

// OwnedBy reports a record that one of the entries made.
func OwnedBy(entries []journal.Entry, record gateway.Record) bool {
	return slices.ContainsFunc(entries, func(e journal.Entry) bool { return Owns(e, record) })
}

// Contradicts reports a record of another transaction than the answer to the
// attempt named.
func Contradicts(e journal.Entry, record gateway.Record) bool {
	return e.TransactionReference != "" && record.TransactionReference != "" && e.TransactionReference != record.TransactionReference
}

// neverSent reports an attempt that sent no byte.
func neverSent(e journal.Entry) bool {
	return e.State == journal.Known && e.Outcome == gateway.OutcomeNotSent && e.Resolution == ""
}

// MayBeOf reports a record that the attempt may have made, under any order
// reference: of the same kind, payment and amount, and not made before the attempt
// began. clock is the gateway's time when it showed the record; passed is how long
// before that the attempt may have begun.
func MayBeOf(e journal.Entry, record gateway.Record, clock time.Time, passed time.Duration) bool {
	switch record.Outcome() {
	case gateway.OutcomeDeclined, gateway.OutcomeRejected, gateway.OutcomeNotSent:
		return false
	default:
	}
	amount, ok := record.Amount(e.Amount.Currency)
	if ok && amount != e.Amount || record.RequestType != "" && record.RequestType != string(e.RequestType()) ||
		record.ParentTransaction != "" && record.ParentTransaction != e.Parent {
		return false
	}
	started, dated := record.StartedAt()
	return !dated || clock.IsZero() || clock.Sub(started) <= passed+OrphanMargin
}

// PassedSince is how much time may have passed since an intent: the longest that
// our clocks or the gateway's say. The time of day may have been set, and may
// differ on the machine that sent the request.
func PassedSince(e journal.Entry, at clock.Moment, theirs time.Time) time.Duration {
	passed := at.Here.Sub(e.IntentAt).Abs()
	if steady, same := at.Steady.Since(e.SendBySteady); same {
		passed = max(passed, steady+e.SendBy.Sub(e.IntentAt))
	}
	if !theirs.IsZero() && !e.FirstEmptyAt.IsZero() && !e.FirstEmptyHere.IsZero() {
		passed = max(passed, theirs.Sub(e.FirstEmptyAt)+e.FirstEmptyHere.Sub(e.IntentAt))
	}
	return passed
}

// OrphanMargin is how long before the intent, by what the clocks say has passed, a
// refund may have been made and still count.
const OrphanMargin = 5 * time.Minute
