package doubt

import (
	"testing"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
)

// The kind of evidence stands beside its text. An entry of an older moto has only the
// text; these are the texts of the last such moto.
func TestKindOfEvidence(t *testing.T) {
	for says, want := range map[string]journal.EvidenceKind{
		"": "",
		"the gateway has shown the payment as this change was to make it":               journal.EvidenceShownOnce,
		"the gateway has transaction 57-9-1, order A17":                                 journal.EvidenceShown,
		"the gateway has its record and does not know its outcome":                      journal.EvidenceShown,
		"a query for it found another record: transaction 57-9-1":                       journal.EvidenceListed,
		"a query for it found 2 other records, such as transaction 57-9-1":              journal.EvidenceListed,
		"a query for it found more than the gateway shows":                              journal.EvidenceListed,
		"a query for it failed and named transaction 57-9-1":                            journal.EvidenceFailed,
		"a query for it said that it found 2 and did not show them as it should":        journal.EvidenceFailed,
		"the answer does not tell the outcome, and named transaction 57-9-1":            journal.EvidenceNamed,
		"an answer that cannot be believed named transaction 57-9-1":                    journal.EvidenceNamed,
		"its order reference was changed, of transaction 57-9-1":                        journal.EvidenceNamed,
		"the transaction has the amount that this attempt asked for, but another …":     journal.EvidenceNamed,
		"the transaction was changed or has settled since, so it does not tell whether": journal.EvidenceNamed,
	} {
		if got := kindOf(journal.Entry{Evidence: says}); got != want {
			t.Errorf("%q: %q, want %q", says, got, want)
		}
	}
	record := gateway.Record{TransactionReference: "57-9-1"}
	refused := &gateway.QueryError{Found: 2}
	for name, row := range map[string]struct {
		pointer Pointer
		want    journal.EvidenceKind
	}{
		"shown":        {Shown(record), journal.EvidenceShown},
		"shown once":   {ShownOnce(), journal.EvidenceShownOnce},
		"one listed":   {FoundOther([]gateway.Record{record}), journal.EvidenceListed},
		"two listed":   {FoundOther([]gateway.Record{record, record}), journal.EvidenceListed},
		"failed":       {FoundUnseen(gateway.QueryResult{Records: []gateway.Record{record}}, refused), journal.EvidenceFailed},
		"failed blind": {FoundUnseen(gateway.QueryResult{}, refused), journal.EvidenceFailed},
	} {
		var e journal.Entry
		row.pointer.Note(&e)
		if e.EvidenceKind != row.want || kindOf(journal.Entry{Evidence: e.Evidence}) != row.want {
			t.Errorf("%s: kept as %q, the text alone as %q", name, e.EvidenceKind, kindOf(journal.Entry{Evidence: e.Evidence}))
		}
		if e.Evidence = "in other words"; IsShownOnce(e) != (row.want == journal.EvidenceShownOnce) {
			t.Errorf("%s: the words decide", name)
		}
	}
}
