package payment

import (
	"errors"
	"fmt"
	"strings"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
	"motoconsole/internal/statement"
)

// Evidence is what points to a record of an attempt without being, beyond
// doubt, its record: an answer with a transaction reference that does not
// repeat what was sent, or a query that found something that is not exactly
// ours. It proves nothing about the money, but it is not absence either. So it
// is kept and shown, the gateway is asked again, and an empty answer no longer
// settles the attempt.

// evidence is one such pointer.
type evidence struct {
	says        string // for people
	transaction string // the transaction reference it names, "" for none
}

func (v evidence) isZero() bool { return v.says == "" }

// note keeps the first evidence, and that a page has shown a change for as long as
// there is no other; later ones that name a transaction replace one that names
// none, and what the gateway shows of a transaction replaces what an
// answer, or an earlier query, said of it.
func (v evidence) note(e *journal.Entry) {
	first := e.Evidence == "" || e.Evidence == shownOnce || e.EvidenceReference == "" && v.transaction != ""
	if !v.isZero() && (first || v.transaction == e.EvidenceReference && v.showsMore(*e)) {
		e.Evidence, e.EvidenceReference = v.says, v.transaction
	}
}

// isNews reports evidence that the entry does not have yet. A supervisor who
// settled it knew what it had: that an answer named a transaction, for instance,
// but not that the gateway has come to show it.
func (v evidence) isNews(e journal.Entry) bool {
	return !v.isZero() && (e.Evidence == "" || v.transaction != "" && (v.transaction != e.EvidenceReference || v.showsMore(e)))
}

// showsMore reports evidence that a query found, where the entry's own is what
// an answer said, or of other records than these.
func (v evidence) showsMore(e journal.Entry) bool {
	const counted = queryFound + " found "
	return v.transaction != "" && isFound(v.says) && (!isFound(e.Evidence) ||
		strings.HasPrefix(v.says, counted) && strings.HasPrefix(e.Evidence, counted) && v.says != e.Evidence)
}

// How evidence begins that a query found.
const (
	queryFound = "a query for it"
	gatewayHas = "the gateway has"
)

func isFound(says string) bool {
	return strings.HasPrefix(says, queryFound) || strings.HasPrefix(says, gatewayHas)
}

// pointed notes what an answer pointed to that is not believed, or that does not
// say what became of the money.
func pointed(e *journal.Entry, r reply) {
	if fail, ok := errors.AsType[*gateway.Error](r.err); ok && fail.Record.TransactionReference != "" {
		evidence{
			says:        "an answer that is not to be believed named " + describe(fail.Record),
			transaction: fail.Record.TransactionReference,
		}.note(e)
	}
	record := r.result.Record
	if r.err != nil || record.TransactionReference == "" || e.Kind() == journal.KindUpdate { // an update's is its payment's
		return
	}
	evidence{
		says:        "the answer does not say what became of it, and named " + describe(record),
		transaction: record.TransactionReference,
	}.note(e)
}

// foundOther is the evidence of records that a query found and that are not
// exactly the attempt's.
func foundOther(records []gateway.Record) evidence {
	if len(records) == 0 {
		return evidence{}
	}
	says := queryFound + " found another record: "
	if len(records) > 1 {
		says = fmt.Sprintf(queryFound+" found %d other records, such as ", len(records))
	}
	return evidence{says: says + describe(records[0]), transaction: records[0].TransactionReference}
}

// foundUnseen is the evidence of a query that failed and all the same says that
// it found something, or names it.
func foundUnseen(result gateway.QueryResult, err error) evidence {
	found, records := result.Found, result.Records
	if fail, ok := errors.AsType[*gateway.Error](err); ok {
		found, records = fail.Found, fail.Records
	} else if refused, ok := errors.AsType[*gateway.QueryError](err); ok {
		found = max(found, refused.Found)
	}
	switch {
	case len(records) > 0:
		return evidence{says: queryFound + " failed and named " + describe(records[0]), transaction: records[0].TransactionReference}
	case found > 0:
		return evidence{says: fmt.Sprintf(queryFound+" said that it found %d and did not show them as it should", found)}
	default:
		return evidence{}
	}
}

// describe names a record for a supervisor who has to look at it.
func describe(r gateway.Record) string {
	var parts []string
	add := func(name, text string) {
		if text != "" {
			parts = append(parts, name+" "+gateway.Clean(text, 60))
		}
	}
	add("transaction", r.TransactionReference)
	add("order", r.OrderReference)
	add("site", r.SiteReference)
	if amount, ok := r.Amount(); ok {
		parts = append(parts, amount.String())
	}
	if _, last4 := statement.CardEnds(r.MaskedPAN); last4 != "" {
		parts = append(parts, "card ending "+last4)
	}
	if len(parts) == 0 {
		return "a record without a name"
	}
	return strings.Join(parts, ", ")
}
