// Package gateway is a client for the Trust Payments (Secure Trading)
// Webservices JSON API, and the vocabulary of card payments that goes with it:
// card numbers, brands, expiry dates, security codes, money, check results,
// settle statuses and outcomes.
//
// A call answers with a result whose Outcome is exactly one of Approved, Held,
// Cancelled, Declined, Rejected, NotSent or Unknown. Nothing is ever sent
// twice by this package: a call makes one connection and at most one request,
// and its error says whether a byte of that request was written. When the
// outcome is Unknown the money may have been taken; find out with a query
// before anything is charged again.
//
// Card numbers, security codes and passwords are held in types that print a
// redaction however they are formatted, marshalled or logged.
//
// The vendor publishes no complete specification. Facts stated here come from
// its help pages and its official clients; comments say where they are
// inferred.
package gateway
