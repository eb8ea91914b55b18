package evidence

import (
	"errors"
	"fmt"
	"strings"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
	"motoconsole/internal/statement"
)

// Evidence points to a record of an attempt but is not certainly its record: an
// answer with a transaction reference that does not repeat what was sent, or a
// query that found something that is not exactly ours. It proves nothing about the
// money, but it is not absence either. So moto keeps and shows it, asks the gateway
// again, and no longer settles the attempt by an empty answer.

// Pointer is one piece of evidence.
type Pointer struct {
	Says        string // for people
	Transaction string // the transaction reference it names, "" for none
}

// IsZero reports that nothing points to a record.
func (v Pointer) IsZero() bool { return v.Says == "" }

// Note keeps the first evidence, but any other replaces ShownOnce. Evidence that
// names a transaction replaces evidence that names none. What the gateway shows of
// a transaction replaces what an answer, or an earlier query, said of it.
func (v Pointer) Note(e *journal.Entry) {
	first := e.Evidence == "" || e.Evidence == ShownOnce || e.EvidenceReference == "" && v.Transaction != ""
	if !v.IsZero() && (first || v.Transaction == e.EvidenceReference && v.showsMore(*e)) {
		e.Evidence, e.EvidenceReference = v.Says, v.Transaction
	}
}

// IsNews reports evidence that the entry does not have yet. A supervisor who
// settled the entry knew its evidence: for instance that an answer named a
// transaction, but not that the gateway has since shown it.
func (v Pointer) IsNews(e journal.Entry) bool {
	return !v.IsZero() && (e.Evidence == "" || v.Transaction != "" && (v.Transaction != e.EvidenceReference || v.showsMore(e)))
}

// showsMore reports evidence from a query, when the entry's own came from an answer
// or is about other records.
func (v Pointer) showsMore(e journal.Entry) bool {
	const counted = QueryFound + " found "
	return v.Transaction != "" && isFound(v.Says) && (!isFound(e.Evidence) ||
		strings.HasPrefix(v.Says, counted) && strings.HasPrefix(e.Evidence, counted) && v.Says != e.Evidence)
}

// The first words of evidence from a query.
const (
	QueryFound = "a query for it"
	GatewayHas = "the gateway has"
)

func isFound(says string) bool {
	return strings.HasPrefix(says, QueryFound) || strings.HasPrefix(says, GatewayHas)
}

// FoundOther is the evidence of records that a query found and that are not exactly
// the attempt's.
func FoundOther(records []gateway.Record) Pointer {
	if len(records) == 0 {
		return Pointer{}
	}
	says := QueryFound + " found another record: "
	if len(records) > 1 {
		says = fmt.Sprintf(QueryFound+" found %d other records, such as ", len(records))
	}
	return Pointer{Says: says + Describe(records[0]), Transaction: records[0].TransactionReference}
}

// FoundUnseen is the evidence of a query that failed, yet says that it found
// something, or names it.
func FoundUnseen(result gateway.QueryResult, err error) Pointer {
	found, records := result.Found, result.Records
	if fail, ok := errors.AsType[*gateway.Error](err); ok {
		found, records = fail.Found, fail.Records
	} else if refused, ok := errors.AsType[*gateway.QueryError](err); ok {
		found = max(found, refused.Found)
	}
	switch {
	case len(records) > 0:
		return Pointer{Says: QueryFound + " failed and named " + Describe(records[0]), Transaction: records[0].TransactionReference}
	case found > 0:
		return Pointer{Says: fmt.Sprintf(QueryFound+" said that it found %d and did not show them as it should", found)}
	default:
		return Pointer{}
	}
}

// Describe names a record for a supervisor who has to look at it.
func Describe(r gateway.Record) string {
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

// ShownOnce is the evidence of a change in doubt that a page has shown as made. It
// does not tell who made it.
const ShownOnce = GatewayHas + " shown the payment as this change was to make it"

// IsDoubtful reports an attempt whose evidence makes it wait for a supervisor.
func IsDoubtful(e journal.Entry) bool { return e.Evidence != "" && e.Evidence != ShownOnce }
