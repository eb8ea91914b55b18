package doubt

import (
	"errors"
	"strings"

	"motoconsole/gateway"
	"motoconsole/gateway/thousands"
	"motoconsole/internal/journal"
	"motoconsole/internal/statement"
)

// Evidence points to a record of an attempt but is not certainly its record: an
// answer with a transaction reference that does not repeat what was sent, or a query
// that found something that is not exactly ours. It proves nothing about the money,
// but it is no empty answer either. So moto keeps and shows it, asks the gateway
// again, and no longer resolves the attempt by an empty answer.

// Pointer is one piece of evidence.
type Pointer struct {
	Kind        journal.EvidenceKind
	Says        string // for people
	Transaction string // the transaction reference it names, "" for none
}

// IsZero reports that nothing points to a record.
func (v Pointer) IsZero() bool { return v.Says == "" }

// Note keeps the first evidence, except that any other replaces ShownOnce. Evidence
// that names a transaction replaces evidence that names none. What the gateway shows
// of a transaction replaces what an answer, or an earlier query, said of it.
func (v Pointer) Note(e *journal.Entry) {
	first := e.Evidence == "" || kindOf(*e) == journal.EvidenceShownOnce || e.EvidenceReference == "" && v.Transaction != ""
	if !v.IsZero() && (first || v.Transaction == e.EvidenceReference && v.showsMore(*e)) {
		e.Evidence, e.EvidenceReference, e.EvidenceKind = v.Says, v.Transaction, v.Kind
	}
}

// IsNews reports evidence that the entry does not have yet. A supervisor who
// resolved the entry knew its evidence: for instance that an answer named a
// transaction, but not that the gateway has since shown it.
func (v Pointer) IsNews(e journal.Entry) bool {
	return !v.IsZero() && (e.Evidence == "" || v.Transaction != "" && (v.Transaction != e.EvidenceReference || v.showsMore(e)))
}

// showsMore reports evidence from a query, when the entry's own came from an answer
// or is about other records.
func (v Pointer) showsMore(e journal.Entry) bool {
	kind := kindOf(e)
	return v.Transaction != "" && isFound(v.Kind) && (!isFound(kind) ||
		v.Kind == journal.EvidenceListed && kind == journal.EvidenceListed && v.Says != e.Evidence)
}

// The first words of evidence from a query.
const (
	QueryFound = "a query for it"
	gatewayHas = "the gateway has"
)

// isFound reports evidence from a query.
func isFound(kind journal.EvidenceKind) bool { return kind != "" && kind != journal.EvidenceNamed }

// kindOf is what an entry's evidence came from; "" without evidence. Until
// migration 0009 the journal had it only as a text for people, and the texts of each
// kind began alike.
func kindOf(e journal.Entry) journal.EvidenceKind {
	begins := func(words string) bool { return strings.HasPrefix(e.Evidence, words) }
	switch {
	case e.Evidence == "" || e.EvidenceKind != "":
		return e.EvidenceKind
	case begins("the gateway has shown the payment as this change was to make it"):
		return journal.EvidenceShownOnce
	case begins("the gateway has"):
		return journal.EvidenceShown
	case begins("a query for it found "):
		return journal.EvidenceListed
	case begins("a query for it"):
		return journal.EvidenceFailed
	default:
		return journal.EvidenceNamed
	}
}

// Shown is the evidence of a record that the gateway shows.
func Shown(r gateway.Record) Pointer {
	return Pointer{Kind: journal.EvidenceShown, Says: gatewayHas + " " + Describe(r), Transaction: r.TransactionReference}
}

// FoundOther is the evidence of records that a query found and that are not exactly
// the attempt's.
func FoundOther(records []gateway.Record) Pointer {
	if len(records) == 0 {
		return Pointer{}
	}
	says := QueryFound + " found " + thousands.CountOf(len(records), "other record") + ", such as "
	if len(records) == 1 {
		says = QueryFound + " found another record: "
	}
	return Pointer{Kind: journal.EvidenceListed, Says: says + Describe(records[0]), Transaction: records[0].TransactionReference}
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
		return Pointer{Kind: journal.EvidenceFailed, Says: QueryFound + " failed and named " + Describe(records[0]), Transaction: records[0].TransactionReference}
	case found > 0:
		return Pointer{Kind: journal.EvidenceFailed, Says: QueryFound + " said that it found " + thousands.CountOf(found, "record") + " and did not show what it found as it should"}
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

// ShownOnce is the evidence of a change in doubt that a page has shown as made. It does
// not say who made it.
func ShownOnce() Pointer {
	return Pointer{Kind: journal.EvidenceShownOnce, Says: gatewayHas + " shown the payment as this change was to make it"}
}

// IsShownOnce reports an entry whose evidence is ShownOnce.
func IsShownOnce(e journal.Entry) bool { return kindOf(e) == journal.EvidenceShownOnce }

// IsDoubtful reports an attempt whose evidence makes it wait for a supervisor.
func IsDoubtful(e journal.Entry) bool { return e.Evidence != "" && !IsShownOnce(e) }
