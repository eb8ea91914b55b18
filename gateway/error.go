package gateway

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
)

// ErrorKind is where a request failed.
type ErrorKind int

// The ways in which a request gets no usable answer.
const (
	ErrNotReached ErrorKind = iota // no connection: name, network, proxy or TLS
	ErrSignIn                      // HTTP 401 with a Basic challenge: user, password, role or address not accepted
	ErrBadRequest                  // HTTP 400, said to be refused unread
	ErrStatus                      // any other HTTP status but 200
	ErrTimeout                     // no whole answer before the deadline
	ErrBroken                      // the connection broke after the request began
	ErrNotJSON                     // the answer is not labelled as JSON
	ErrTruncated                   // the answer stopped in the middle
	ErrTooLarge                    // the answer is over 1 MiB (8 MiB for a query)
	ErrGarbled                     // the answer is not one well-formed JSON object
	ErrShape                       // JSON, but not the documented answer
	ErrMismatch                    // an answer to something else than what was asked
	ErrMissing                     // an answer to the block, but no certain one to this request
	ErrLate                        // held back by the Gate: nothing was sent
)

// Error is a request without a usable answer. It never holds card data, and
// its text is for people.
type Error struct {
	Kind ErrorKind
	// Written reports whether a byte of the request has left, or may have. When
	// it is false none did, none will, and nothing was charged.
	Written bool
	// Status is the HTTP status, 0 when none came.
	Status int
	// Detail says more in a few plain words, for logs and supervisors.
	Detail string
	// Record is what the answer said, as far as it could be read, cleaned. It is
	// not to be believed, but when it has a transaction reference the gateway may
	// have made that transaction, and a person has to look at it.
	Record Record
	// Records are all records in the answer that have a transaction reference,
	// cleaned, those of a query's answer included; Record is the first of them.
	Records []Record
	// Found is how many records the answer to a query says it found, or holds
	// if that is more; 0 if none. More than 0 never means "nothing there".
	Found int
	err   error
}

// Error is a lower-case sentence that names what happened.
func (e *Error) Error() string {
	var what string
	switch e.Kind {
	case ErrNotReached:
		what = "the gateway could not be reached"
	case ErrSignIn:
		what = "the gateway did not accept the Webservices user or password"
	case ErrBadRequest:
		what = "the request was answered with HTTP status 400, bad request"
	case ErrStatus:
		what = fmt.Sprintf("the gateway answered with HTTP status %d", e.Status)
	case ErrTimeout:
		what = "no answer came in time"
	case ErrBroken:
		what = "the line dropped after the request was sent"
	case ErrNotJSON:
		what = "the answer was not from the payment service"
	case ErrTruncated:
		what = "the answer broke off in the middle"
	case ErrTooLarge:
		what = "the answer was far too long"
	case ErrGarbled:
		what = "the answer could not be read"
	case ErrShape:
		what = "the answer is not one this program knows"
	case ErrMismatch:
		what = "the answer belongs to another request"
	case ErrMissing:
		what = "the answer says nothing of this request"
	case ErrLate:
		what = "it was too late to send the request: nothing was sent"
	default:
		what = "the request failed"
	}
	if e.Detail != "" {
		what += ": " + e.Detail
	}
	return what
}

// hopeless reports a request that cannot be sent a second later either.
func (e *Error) hopeless() bool {
	var untrusted *tls.CertificateVerificationError
	return e.Kind == ErrLate || errors.As(e.err, &untrusted) || errors.Is(e.err, context.Canceled)
}

// Unwrap is the cause, if any.
func (e *Error) Unwrap() error { return e.err }

// Outcome is what the failure means for a request that moves money: NotSent when
// no byte has left, else Unknown. The HTTP status does not matter: a page with
// status 400 or 401 may come from anything on the way, before or after the
// payment was made.
func (e *Error) Outcome() Outcome {
	if !e.Written {
		return NotSent
	}
	return Unknown
}

// FieldError says which field breaks which rule. It never holds the value,
// which may be a card number.
type FieldError struct {
	// Field is the gateway's name of the field, such as "pan" or "baseamount".
	Field string
	// Rule is a sentence for the person who typed it, without a full stop.
	Rule string
}

// Error is the rule.
func (e *FieldError) Error() string { return e.Rule }
