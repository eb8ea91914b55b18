package gateway

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"reflect"
	"strconv"
	"strings"

	"motoconsole/gateway/internal/jsonscan"
)

// ErrorKind says where a request failed.
type ErrorKind int

// The ways a request can fail to get a usable answer.
const (
	KindNotReached ErrorKind = iota // no connection: name, network, proxy or TLS
	KindSignIn                      // HTTP 401 with a Basic challenge: user, password, role or address not accepted
	KindBadRequest                  // HTTP 400: the gateway says it refused the request unread
	KindStatus                      // any other HTTP status except 200
	KindTimeout                     // the whole answer did not arrive before the deadline
	KindBroken                      // the connection broke after the request began
	KindNotJSON                     // the answer is not labelled as JSON
	KindTruncated                   // the answer stopped in the middle
	KindTooLarge                    // the answer is over 1 MiB (8 MiB for a query)
	KindGarbled                     // the answer is not one well-formed JSON object
	KindShape                       // JSON, but not the documented answer
	KindMismatch                    // an answer to another request
	KindMissing                     // an answer to the block, but none that certainly belongs to this request
	KindLate                        // held back by the Gate: nothing was sent
)

// Error says why a request has no usable answer. It never holds card data. Its text
// is for people.
type Error struct {
	Kind ErrorKind
	// Written reports whether a byte of the request has left, or may have. If it is
	// false, none has left or will, and nothing was charged.
	Written bool
	// Status is the HTTP status, or 0 if none came.
	Status int
	// Detail says more in a few plain words, for logs and supervisors.
	Detail string
	// Record is the answer as far as it could be read, cleaned. Do not rely on it.
	// If it has a transaction reference, though, the gateway may have made that
	// transaction, and a person has to look at it.
	Record Record
	// Records are all records in the answer that have a transaction reference,
	// cleaned, including those in a query's answer. Record is the first of them.
	Records []Record
	// Found is how many records the answer to a query says it found, or how many it
	// holds if that is more. 0 means that it names none. Never take a Found above 0
	// for an empty result.
	Found int
	err   error
}

// Error is a lower-case sentence that says what happened.
func (e *Error) Error() string {
	var what string
	switch e.Kind {
	case KindNotReached:
		what = "the gateway could not be reached"
	case KindSignIn:
		what = "the gateway did not accept the Webservices user or password"
	case KindBadRequest:
		what = "the request was answered with HTTP status 400, bad request"
	case KindStatus:
		what = fmt.Sprintf("the gateway answered with HTTP status %d", e.Status)
	case KindTimeout:
		what = "no answer came in time"
	case KindBroken:
		what = "the line dropped after the request was sent"
	case KindNotJSON:
		what = "the answer was not from the payment service"
	case KindTruncated:
		what = "the answer broke off in the middle"
	case KindTooLarge:
		what = "the answer was far too long"
	case KindGarbled:
		what = "the answer could not be read"
	case KindShape:
		what = "the answer has a form that this program does not know"
	case KindMismatch:
		what = "the answer belongs to another request"
	case KindMissing:
		what = "the answer does not mention this request"
	case KindLate:
		what = "it was too late to send the request: nothing was sent"
	default:
		what = "the request failed"
	}
	if e.Detail != "" {
		what += ": " + e.Detail
	}
	return what
}

// hopeless reports a request that would fail in the same way a second later.
func (e *Error) hopeless() bool {
	var untrusted *tls.CertificateVerificationError
	return e.Kind == KindLate || errors.As(e.err, &untrusted) || errors.Is(e.err, context.Canceled)
}

// Unwrap is the cause, if any.
func (e *Error) Unwrap() error { return e.err }

// Outcome is what the failure means for a request that moves money: NotSent if no
// byte has left, otherwise Unknown. The HTTP status does not matter: a page with
// status 400 or 401 may come from any machine on the way, before or after the
// payment was made.
func (e *Error) Outcome() Outcome {
	if !e.Written {
		return OutcomeNotSent
	}
	return OutcomeUnknown
}

// FieldError says which field breaks which rule. It never holds the value, which
// may be a card number.
type FieldError struct {
	// Field is the gateway's name of the field, such as "pan" or "baseamount".
	Field string
	// Rule is a sentence for the person who typed it, without a full stop.
	Rule string
}

// Error is the rule.
func (e *FieldError) Error() string { return e.Rule }

// An Error keeps the transactions that a rejected answer names. A transaction
// reference points to money that may have moved, so it is kept even if the rest of
// the answer is wrong. It never decides an outcome.

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

// keepAnswer notes the records that elements of an answer hold.
func (e *Error) keepAnswer(responses ...response) *Error {
	for i := range responses {
		r := &responses[i]
		e = e.keep([]Record{r.record}, 0).keep(r.records, r.claimed())
		if e.Record.RequestType == "" && e.Record.ErrorCode == "" && e.Record.TransactionReference == "" {
			e.Record = r.record.Cleaned() // it has no transaction reference, but still helps support
		}
	}
	return e
}

// claimed is how many records the element says it found, or how many it holds if
// that is more.
func (r *response) claimed() int { return max(claim(r.found), len(r.records)) }

// claim reads the number of records found. A text that is not a number counts as at
// least one if it has a digit other than zero in it.
func claim(found string) int {
	if n, err := strconv.Atoi(strings.TrimSpace(found)); err == nil {
		return max(n, 0)
	}
	if strings.ContainsAny(found, "123456789") {
		return 1
	}
	return 0
}

// named are the records with a transaction reference in a text, as far as it can be
// read: the text may break off, hold bytes that are not JSON, and have any shape
// around the records. found is the highest number of records it claims.
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
		// Records are flat: a record's other fields are between the same two
		// braces.
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

// fieldsIn reads the fields of one flat record. If a field comes twice, the first
// counts.
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
