package gateway

import (
	"bytes"
	"reflect"
	"strconv"
	"strings"

	"motoconsole/gateway/internal/jsonscan"
)

// This file keeps what a rejected answer still names. A transaction reference
// points to money that may have moved, so it is kept however wrong the rest of
// the answer is. Nothing here is ever taken for an outcome.

// keep notes records with a transaction reference, and how many records the
// answer claims.
func (e *Error) keep(records []Record, found int) *Error {
	for i := range records {
		if records[i].TransactionReference != "" && len(e.Records) < maxRecords {
			e.Records = append(e.Records, records[i].Cleaned())
		}
	}
	if e.Record.TransactionReference == "" && len(e.Records) > 0 {
		e.Record = e.Records[0]
	}
	e.Found = max(e.Found, found)
	return e
}

// keepAnswer notes what elements of an answer name.
func (e *Error) keepAnswer(responses ...response) *Error {
	for i := range responses {
		r := &responses[i]
		e = e.keep([]Record{r.record}, 0).keep(r.records, r.claimed())
		if e.Record.RequestType == "" && e.Record.ErrorCode == "" && e.Record.TransactionReference == "" {
			e.Record = r.record.Cleaned() // better than nothing
		}
	}
	return e
}

// claimed is how many records the element says it found, or holds if that is
// more.
func (r *response) claimed() int { return max(claim(r.found), len(r.records)) }

// claim reads the number of records found for what it may mean: any figure that
// is not zero is at least one.
func claim(found string) int {
	if n, err := strconv.Atoi(strings.TrimSpace(found)); err == nil {
		return max(n, 0)
	}
	if strings.ContainsAny(found, "123456789") {
		return 1
	}
	return 0
}

// named are the records with a transaction reference that a text names, as far
// as it can be read: it may break off, hold bytes that are not JSON, and have any
// shape around the records. found is the highest number of records it claims.
func named(text []byte) (records []Record, found int) {
	lower := bytes.Clone(text)
	for i, c := range lower {
		if c >= 'A' && c <= 'Z' {
			lower[i] = c + 'a' - 'A'
		}
	}
	for at := range jsonscan.Occurrences(lower, `"found"`) {
		if value, _, ok := jsonscan.ValueAfter(text, at); ok {
			found = max(found, claim(value))
		}
	}
	const name = `"transactionreference"`
	for at := range jsonscan.Occurrences(lower, name) {
		value, _, ok := jsonscan.ValueAfter(text, at)
		if !ok || value == "" || len(records) == maxRecords {
			continue
		}
		// Records are flat: the fields beside this one are between two braces.
		from, to := max(at-maxFlat, 0), min(at+maxFlat, len(text))
		from += bytes.LastIndexAny(text[from:at], "{}") + 1
		if i := bytes.IndexAny(text[at:to], "{}"); i >= 0 {
			to = at + i
		}
		r := fieldsIn(text[from:to], lower[from:to])
		r.TransactionReference = value
		records = append(records, r)
	}
	return records, found
}

// maxFlat is how far from its transaction reference a record's fields are
// looked for.
const maxFlat = 16 << 10

// fieldsIn reads the fields of one flat record. What comes first counts.
func fieldsIn(text, lower []byte) (r Record) {
	v, schema := reflect.ValueOf(&r).Elem(), recordSchema()
	for at := 0; at < len(text); {
		i := bytes.IndexByte(text[at:], '"')
		if i < 0 {
			break
		}
		at += i + 1
		end := bytes.IndexByte(text[at:], '"')
		if end < 0 {
			break
		}
		if value, next, ok := jsonscan.ValueAfter(text, at+end+1); ok {
			if field, known := schema.byName[string(lower[at:at+end])]; known {
				if f := v.FieldByIndex(schema.paths[field]); f.String() == "" {
					f.SetString(value)
				}
			}
			at = next
		}
	}
	return r
}
