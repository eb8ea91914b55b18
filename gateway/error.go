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
	ErrSignIn                      // HTTP 401: user, password, role or address not accepted
	ErrBadRequest                  // HTTP 400: refused unread
	ErrStatus                      // any other HTTP status but 200
	ErrTimeout                     // no whole answer before the deadline
	ErrBroken                      // the connection broke after the request began
	ErrNotJSON                     // the answer is not labelled as JSON
	ErrTruncated                   // the answer stopped in the middle
	ErrTooLarge                    // the answer is over 1 MiB (8 MiB for a query)
	ErrGarbled                     // the answer is not one well-formed JSON object
	ErrShape                       // JSON, but not the documented answer
	ErrMismatch                    // an answer to something else than what was asked
	ErrMissing                     // an answer to the block, but to this request of it none that is sure
)

// Error is a request without a usable answer. It never holds card data, and
// its text is for people.
type Error struct {
	Kind ErrorKind
	// Written reports whether a byte of the request was, or may have been,
	// written. When it is false nothing was charged.
	Written bool
	// Status is the HTTP status, 0 when none came.
	Status int
	// Detail says more in a few plain words, for logs and supervisors.
	Detail string
	// Record is what an ErrMismatch answer said, cleaned: it is not to be
	// believed, but may name a transaction that somebody has to look at.
	Record Record
	err    error
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
		what = "the gateway refused the request unread"
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
	default:
		what = "the request failed"
	}
	if e.Detail != "" {
		what += ": " + e.Detail
	}
	return what
}

// hopeless reports a connection that will not be made a second later either.
func (e *Error) hopeless() bool {
	var untrusted *tls.CertificateVerificationError
	return errors.As(e.err, &untrusted) || errors.Is(e.err, context.Canceled)
}

// Unwrap is the cause, if any.
func (e *Error) Unwrap() error { return e.err }

// Outcome is what the failure means for a request that moves money: NotSent
// when no byte was written, Rejected where the gateway documents that nothing
// is processed, Unknown otherwise.
func (e *Error) Outcome() Outcome {
	switch {
	case !e.Written:
		return NotSent
	case e.Kind == ErrSignIn, e.Kind == ErrBadRequest:
		return Rejected
	default:
		return Unknown
	}
}
